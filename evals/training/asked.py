"""The questions that are asked about made-up letters, and which sentences of a letter answer each.

A sentence is known by what it tells: a kind of `evals.training.phrases.SAID`, a grade or a figure.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A kind of question: the ways of asking it, and what a sentence tells that answers it.

    `told` pairs kinds of sentences with whether they must be of the matter asked about; with `any_matter`
    those of every matter answer. `must` says that it is only asked where something answers; `elsewhere`
    that it is asked about a matter which the letter does not speak of.
    """

    ways: tuple[str, ...]
    told: tuple[tuple[str, bool], ...] = ()
    any_matter: bool = False
    must: bool = True
    elsewhere: bool = False


STATE = (("closed", True), ("open", True), ("progress", True))

ASKED: dict[str, Asked] = {
    "which open": Asked(
        (
            "Which cause of concern remains open?",
            "What is still open at {body}?",
            "Which concerns are left at {place}?",
            "what has {place} still got to sort out",
            "What's outstanding at {body}?",
            "Is anything not signed off yet at {place}?",
        ),
        (("open", False), ("progress", False)),
        any_matter=True,
    ),
    "which closed": Asked(
        (
            "Which causes of concern have been closed?",
            "And which were closed?",
            "What has {place} put right?",
            "which problems at {body} are sorted now",
            "What did the inspectors sign off at {place}?",
        ),
        (("closed", False),),
        any_matter=True,
    ),
    "how many closed": Asked(
        ("How many have been closed?", "how many concerns at {place} are done", "Number closed at {body}?"),
        (("count_closed", False),),
    ),
    "how many open": Asked(
        ("How many are still open?", "how many problems are left at {place}", "How many remain at {body}?"),
        (("count_open", False),),
    ),
    "state": Asked(
        (
            "Is {short} fixed at {body}?",
            "Has {place} dealt with {short}?",
            "is the concern about {short} still open",
            "What is the position on {short} at {body}?",
            "Was {short} closed?",
        ),
        STATE,
    ),
    "state again": Asked(
        ("Is it fixed? ({short})", "Has {body} sorted out {short} yet?", "{short} - done or not?"),
        STATE,
    ),
    "wrong": Asked(
        (
            "What was wrong with {short} at {body}?",
            "Why was {short} a concern at {place}?",
            "what did they not like about {short}",
            "What had inspectors found about {short}?",
        ),
        (("wrong", True),),
    ),
    "found": Asked(
        (
            "What has got better about {short} at {place}?",
            "What progress has {body} made on {short}?",
            "how has {short} improved",
        ),
        (("found", True),),
        must=False,
    ),
    "signed": Asked(
        ("Who signed that?", "Who wrote the letter to {place}?", "which inspector was it", "Who is it from?"),
        (("signed", False),),
    ),
    "chief": Asked(
        ("Who runs {body}?", "Who was the letter sent to?", "name of the boss at {place}"),
        (("chief", False),),
    ),
    "commissioner": Asked(
        ("Who is the commissioner for {place}?", "Who else got a copy?", "commissioner's name at {place}"),
        (("commissioner", False),),
    ),
    "raised": Asked(
        ("When were the causes of concern raised?", "When did {place} first get into trouble?"),
        (("raised", False),),
    ),
    "how many raised": Asked(
        ("How many causes of concern were there to begin with?", "how many did {place} get"),
        (("raised", False),),
    ),
    "list": Asked(
        (
            "What were the causes of concern about?",
            "Which subjects were raised at {body}?",
            "what were they worried about at {place}",
        ),
        (("raised_list", False),),
    ),
    "visited": Asked(
        ("When did inspectors go back to {place}?", "date of the return visit", "When was {body} revisited?"),
        (("visited", False),),
    ),
    "entered": Asked(
        ("When did {place} go into special measures?", "Since when is {body} in Engage?"),
        (("entered", False),),
        must=False,
    ),
    "phase": Asked(
        (
            "Is {body} still in Engage?",
            "has {place} come out of special measures",
            "Is {place} back in Scan?",
        ),
        (("phase", False),),
        must=False,
    ),
    "next": Asked(("What happens next?", "When will the inspectors be back?"), (("next", False),)),
    "elsewhere": Asked(
        (
            "Is {short} fixed at {body}?",
            "What did they say about {short} at {place}?",
            "Has {place} dealt with {short}?",
            "What was wrong with {short}?",
        ),
        must=False,
        elsewhere=True,
    ),
    "never given": Asked(
        (
            "What did putting {short} right cost {body}?",
            "How many people work on {short} at {place}?",
            "Who is in charge of {short} at {body}?",
            "Which software does {place} use for {short}?",
            "why did the head of {place} resign",
            "How was {body} graded for {short} in 2011?",
        ),
        must=False,
    ),
}

GRADES = ("outstanding", "good", "adequate", "requires improvement", "inadequate")

COUNTED = (
    "{Grade}: {areas}",
    "Graded {grade}: {areas}",
    "{areas} graded {grade}",
    "{Areas} came out as {grade}.",
)
"""How many areas have a grade: `{areas}` is "three areas", or "none"."""

PICKED = {
    "outstanding": (
        "The outstanding area is {short}.",
        "Nothing was done better than {short}, which is outstanding.",
    ),
    "good": ("What {noun} does well is {short}.", "{body} is good at {short}."),
    "adequate": ("On {short} {noun} is adequate.", "Among the adequate areas is {short}."),
    "requires improvement": (
        "The area that has to improve is {short}.",
        "Inspectors want to see {short} improve.",
    ),
    "inadequate": ("The worst mark went to {short}.", "{body} is inadequate at {short}."),
}
"""Which area has a grade."""

COUNT_ASKED = (
    "How many areas of {body} were graded {grade}?",
    "how many {grade} grades did {place} get",
    "Did {place} get any {grade} marks?",
)

PICK_ASKED = {
    "outstanding": (
        "What does {place} shine at?",
        "Which area was outstanding at {body}?",
        "where is {place} best",
    ),
    "good": ("What is {body} good at?", "Which areas were good at {place}?", "what does {place} do well"),
    "adequate": ("Which area was only adequate at {place}?", "Where did {body} get by with an adequate?"),
    "requires improvement": ("Which area of {body} requires improvement?", "what must {place} get better at"),
    "inadequate": (
        "Which area was inadequate at {body}?",
        "What is {place} worst at?",
        "where is {place} failing",
    ),
}

FIGURES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "hung up": (
        (
            "In that year {n}% of callers hung up before they were answered.",
            "Of all callers {n}% gave up waiting.",
        ),
        ("What share of callers at {place} gave up?", "how many people hung up on {body}"),
    ),
    "on time": (
        (
            "{body} reached {n}% of emergencies within its own target.",
            "Help came in time in {n}% of emergencies.",
        ),
        (
            "How often does {place} get to emergencies in time?",
            "what percentage of 999 jobs did {body} reach on time",
        ),
    ),
    "average": (
        (
            "On average it took {n} minutes to get to an emergency.",
            "The average time to arrive was {n} minutes.",
        ),
        ("How long does {place} take to reach an emergency?", "average response time at {body}"),
    ),
    "charged": (
        ("In {n}% of cases somebody was charged.", "A charge followed {n}% of the crimes recorded."),
        ("What share of crimes led to a charge at {place}?", "how often is anyone charged at {body}"),
    ),
    "unsupported": (
        ("{n}% of victims did not support a prosecution.", "Victims withdrew in {n}% of cases."),
        ("How many victims pulled out at {place}?", "share of victims at {body} who dropped their case"),
    ),
    "files": (
        ("We read {n} case files.", "Inspectors went through {n} files."),
        ("How many files did the inspectors look at?", "number of cases they read at {place}"),
    ),
    "complaints": (
        ("There were {n} complaints about {noun} that year.", "{n} people complained about {body}."),
        ("How many complaints were there about {place}?", "did many people complain about {body}"),
    ),
    "officers": (
        ("{n} posts for officers are vacant.", "{body} has {n} officers fewer than it planned for."),
        ("How many officers is {place} short of?", "how many vacancies has {body} got"),
    ),
}
"""What a figure is of: the ways of giving it, and of asking for it."""

for _grade in GRADES:
    ASKED[f"count {_grade}"] = Asked(
        tuple(way.replace("{grade}", _grade) for way in COUNT_ASKED),
        ((f"count {_grade}", False),),
        must=False,
    )
    ASKED[f"pick {_grade}"] = Asked(PICK_ASKED[_grade], ((f"pick {_grade}", False),), must=False)
for _name, (_, _ways) in FIGURES.items():
    ASKED[f"figure {_name}"] = Asked(_ways, ((f"figure {_name}", False),), must=False)
