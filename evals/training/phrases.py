"""The phrases that made-up letters are put together from; see `evals.training.letters`.

All names are invented. In a phrase `{body}` is the body, `{noun}` what it is ("the force"), `{short}` the
matter, `{wrong}` what was wrong with it and `{better}` what has become better.
"""

from __future__ import annotations

from random import Random

BODIES = (
    ("Northmoor Police", "the force", "Northmoor"),
    ("Eastvale Police", "the force", "Eastvale"),
    ("Harrowdown Constabulary", "the constabulary", "Harrowdown"),
    ("Wendshire Police", "the force", "Wendshire"),
    ("Marlbank Police", "the force", "Marlbank"),
    ("Silverdale Constabulary", "the force", "Silverdale"),
    ("Tarnside Police", "the force", "Tarnside"),
    ("Oxenholme Police", "the force", "Oxenholme"),
    ("Brackenshire Fire and Rescue Service", "the service", "Brackenshire"),
    ("Netherby Fire and Rescue Service", "the service", "Netherby"),
    ("Coldwater Fire and Rescue Service", "the service", "Coldwater"),
    ("Stonebeck Fire Brigade", "the brigade", "Stonebeck"),
)

PEOPLE = (
    "Ada Thornley",
    "Brian Osgood",
    "Carol Whitmarsh",
    "Dev Patankar",
    "Edwin Lascelles",
    "Fiona Garrick",
    "Grace Olumide",
    "Henry Tolland",
    "Imran Sheikh",
    "Joan Pettifer",
    "Kwame Dossou",
    "Lydia Fenn",
)

TITLES = (
    "{body}: cause of concern revisit letter",
    "Revisit letter to {body}",
    "{body}: progress against its causes of concern",
    "Letter to the head of {body}",
    "{body}: update on causes of concern",
)

BACKGROUND = ("Background", "Introduction", "What went before", "About this letter")
SUMMARY = ("Summary", "Conclusion", "Status", "Where this leaves matters", "Next steps")

MATTERS = {
    "calls": (
        "answering calls from the public",
        "too many callers gave up before anybody spoke to them",
        "calls are picked up faster, and fewer callers hang up",
    ),
    "offenders": (
        "registered sex offenders",
        "visits to people on the register were months late",
        "the backlog of visits is gone and every officer has a smaller caseload",
    ),
    "missing": (
        "missing children",
        "nobody looked at why the same children went missing again and again",
        "return interviews are read and acted upon",
    ),
    "custody": (
        "the care of people in custody",
        "checks on detained people were missed or written up afterwards",
        "cell checks are done on time and watched by an inspector",
    ),
    "stop": (
        "stop and search",
        "grounds for a search were often not good enough, and no one checked",
        "supervisors look at body-worn video of searches every week",
    ),
    "recording": (
        "crime recording",
        "one report of violence in six never became a crime record",
        "nearly all reported crimes are now put on record within a day",
    ),
    "abuse": (
        "domestic abuse",
        "victims at high risk waited weeks for a safety plan",
        "partner agencies meet daily to plan for victims at high risk",
    ),
    "investigations": (
        "the investigation of crime",
        "cases were closed without a supervisor ever having read them",
        "each case has a plan, and a sergeant goes over it once a fortnight",
    ),
    "neighbourhood": (
        "neighbourhood policing",
        "local teams were sent to other duties on most days",
        "local officers are kept on their beats unless there is an emergency",
    ),
    "vetting": (
        "vetting of staff",
        "hundreds of people worked there without a valid check",
        "everybody in post has been checked, and checks run out only by plan",
    ),
    "culture": (
        "culture and values",
        "staff did not dare to speak up about bullying",
        "people say that they trust the new way to report bad behaviour",
    ),
    "prevention": (
        "home fire safety visits",
        "the homes most at risk were not visited first",
        "visits go by risk, and the waiting list has halved",
    ),
    "protection": (
        "the inspection of high-risk buildings",
        "there was no list of the buildings that needed looking at most",
        "inspectors of buildings work through a list ordered by risk",
    ),
    "training": (
        "training of emergency drivers",
        "many drivers had not had a refresher course for years",
        "all drivers have been on their refresher course",
    ),
    "command": (
        "incident command",
        "officers in charge at fires had out-of-date assessments",
        "those in command are assessed every year",
    ),
    "demand": (
        "understanding demand",
        "leaders did not know how much work was coming, or from where",
        "a forecast of demand now guides where staff are put",
    ),
}

HEADINGS = {
    "calls": ("Call handling", "Responding to the public", "Contact management"),
    "offenders": ("Registered sex offenders", "Managing offenders"),
    "missing": ("Missing children", "Vulnerable children"),
    "custody": ("Custody", "Detention"),
    "stop": ("Stop and search", "Use of powers"),
    "recording": ("Crime recording", "Recording data about crime"),
    "abuse": ("Domestic abuse", "Protecting vulnerable people"),
    "investigations": ("Investigations", "Investigating crime"),
    "neighbourhood": ("Neighbourhood policing", "Preventing crime"),
    "vetting": ("Vetting", "Standards"),
    "culture": ("Culture", "Values and culture"),
    "prevention": ("Prevention", "Home visits"),
    "protection": ("Protection", "Buildings"),
    "training": ("Driver training", "Training"),
    "command": ("Incident command", "Command at incidents"),
    "demand": ("Demand", "Planning"),
}


def heading_of(matter: str, random: Random) -> str:
    """One of a matter's headings, or one that says no more than which it is."""
    return random.choice((*HEADINGS[matter], *HEADINGS[matter], "Cause of concern"))


SAID: dict[str, tuple[str, ...]] = {
    "from": (
        "From: {inspector}, HM Inspector",
        "Signed by {inspector}, one of HM Inspectors.",
        "Yours sincerely, {inspector}.",
        "The letter is signed by {inspector}.",
    ),
    "to": (
        "To: {chief}, who leads {body}",
        "It went to {chief}, the head of {noun}.",
        "Dear {chief}.",
        "{chief} is in charge of {body}.",
    ),
    "copy": (
        "Copied to {commissioner}, the commissioner",
        "A copy went to the commissioner, {commissioner}.",
        "Cc: {commissioner}, commissioner",
    ),
    "raised": (
        "We raised {number} causes of concern about {body} on {raised}.",
        "On {raised} our report set out {number} causes of concern.",
        "There were {number} causes of concern, all of them published on {raised}.",
        "Our inspection led to {number} causes of concern, which came out on {raised}.",
    ),
    "list": (
        "They were about {list}.",
        "These concerned {list}.",
        "The subjects were {list}.",
        "What worried us was {list}.",
    ),
    "visited": (
        "We went back on {visited} to see what had changed.",
        "Inspectors returned to {noun} on {visited}.",
        "A revisit was made on {visited}.",
        "Our team was with you again on {visited}.",
    ),
    "entered": (
        "{body} was moved into the enhanced phase of monitoring, Engage, on {entered}.",
        "Since {entered} {noun} has been in Engage.",
        "On {entered} you entered our enhanced monitoring.",
        "Special measures, as the press calls them, began on {entered}.",
    ),
    "filler": (
        "We are grateful to everybody who made time for us.",
        "This letter does not replace the full report.",
        "A cause of concern comes with at least one recommendation.",
        "We looked at documents, data and case files, and talked to staff.",
        "Other areas were not looked at this time.",
        "Leaders told us about their plans for the coming year.",
    ),
    "restated": (
        "Our report said that {wrong}.",
        "When we inspected, {wrong}.",
        "At the time of the inspection we found that {wrong}.",
        "The concern was that {wrong}.",
        "We were worried because {wrong}.",
    ),
    "found": (
        "This time we saw that {better}.",
        "Since then things have moved: {better}.",
        "We found that {better}.",
        "There is real progress, as {better}.",
    ),
    "closed": (
        "It has now been closed.",
        "This cause of concern is closed.",
        "We have decided to close it.",
        "Nothing more needs to be done about it, and we have signed it off.",
        "I am content that this has been dealt with.",
        "The cause of concern has been discharged.",
        "This has been addressed, and is no longer a cause of concern.",
    ),
    "closed_named": (
        "The cause of concern about {short} has been closed.",
        "We have closed the cause of concern on {short}.",
        "On {short} enough has been done for us to close it.",
        "{body} has met what we asked about {short}, so that this cause of concern falls away.",
    ),
    "open": (
        "This cause of concern remains open.",
        "It stays open for now.",
        "We are not yet able to close it.",
        "More has to be done before this can be signed off.",
        "I have decided that it should not be closed.",
        "The cause of concern therefore stands.",
    ),
    "open_named": (
        "The cause of concern about {short} is still open.",
        "On {short} too little has changed, and we keep it open.",
        "We have not closed the cause of concern on {short}.",
        "What we asked for about {short} is still outstanding.",
    ),
    "progress": (
        "There is some progress, but not enough to close it.",
        "It is moving in the right way, and we will look again.",
        "Good work has begun; it needs longer to show.",
        "Part of what we asked for has been done.",
    ),
    "progress_named": (
        "There is progress on {short}, though the cause of concern is not closed.",
        "Work on {short} has begun well and is not finished.",
        "Of what we asked about {short}, part has been done.",
    ),
    "count_closed": (
        "{number} of the causes of concern {verb} now closed.",
        "In all, {number} {verb} closed.",
        "We have closed {number} so far.",
    ),
    "count_open": (
        "{number} causes of concern remain.",
        "That leaves {number} still open.",
        "There are {number} left to deal with.",
    ),
    "one_left": (
        "There is one cause of concern left, which is about {short}.",
        "One remains: it relates to {short}.",
        "Only the one on {short} is outstanding.",
        "There is just one that we have not closed, {short}.",
    ),
    "stays": (
        "{body} remains in Engage.",
        "{body} stays in the enhanced phase of monitoring.",
        "Enhanced monitoring goes on.",
    ),
    "leaves": (
        "{body} goes back to Scan, the routine phase of monitoring.",
        "{body} has been taken out of Engage.",
        "Enhanced monitoring ends with this letter.",
    ),
    "next": (
        "We will come back before the end of next spring.",
        "The next visit is planned for the coming year.",
        "Our next inspection will look at this again.",
        "I will write again when we have been back.",
    ),
}
