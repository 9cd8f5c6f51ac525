"""The words in which people ask how things stand."""

from __future__ import annotations

import re

_I = re.IGNORECASE
OTHER = re.compile(
    r"\bwhy\b|(?<!people )(?<!those )(?<!kids )(?<!children )(?<!women )(?<!officers )(?<!offenders )"
    r"(?<!victims )(?<!anybody )(?<!anyone )(?<!somebody )(?<!callers )(?<!suspects )"
    r"\bwho(?:se|m)?\b(?!\s(?:came|come|comes|went|left|leaves|entered|has|have|got|still|"
    r"is (?:in|still|currently|now|"
    r"under|out)|are (?:in|still|under)|(?:was|were) (?:in|put|placed|moved|taken|under)))|"
    r"\bwhere (?:did|was|is|were)\b(?! .{0,60}\b(?:on|with|stand(?:ing)?|got to|at)\b)|"
    r"(?:^\W*|\b(?:and|since|exactly|or|just|tell me|say|says|know|knows|remember|ask|date)\s)when\b|"
    r"\bwhen (?:was|were|did|is|will|has|does|do)\b|"
    r"(?<!about )(?<!of )(?<!on )(?<!over )(?<!with )(?<!right )(?<!fixed )(?<!sorted )(?<!sorted out )"
    r"(?<!improved )(?<!changed )\bhow (?!many\b|do things|(?:do|does|did|is|are|was|were|has|have) "
    r".{0,60}\b(?:stand|stood|standing|getting on|coming along|doing)\b)\w+|"
    r"\bwhat (?:did|does|do|made|kind|sort|led|reasons?|happens|would|should|must|caused|proportion|"
    r"percentage|share|"
    r"was wrong|went wrong|grade|is a\b|is an\b|is meant|are the (?:reasons|grades|deadlines)|needs?|"
    r"the difference|else)\b|"
    r"(?<!that )(?<!this )(?<!which )(?<!i )\bmeans?\b(?! (?:it|they|that|the)\b)|\bmeaning\b|"
    r"\bdeadlines?\b|\bgrad(?:e|ed|es|ing)\b|"
    r"\b(?:signed|wrote|written|said|says|say|according|reason|because|compare|difference|"
    r"differ)\b(?! off)|"
    r"\b(?:left|still|more|remaining) to (?:do|improve|fix|sort|work on)\b|"
    r"\bneed(?:s|ed)? (?:doing|improving|fixing|work)\b|\breasons\b|"
    r"\bdid\b[^?]{0,60}\b(?:complain|object|oppose|welcome|criticise|apologise)\b|"
    r"\b(?:complained|objected|opposed|welcomed|apologised)\b|"
    r"\b(?:before|by the time|after|(?<!^)when) (?:\w+ ){0,3}"
    r"(?:left|leaving|leave|came out|coming out|exit\w*)\b|"
    r"\b(?:before|by the time|after) (?:\w+ ){0,3}(?:entered|entering|went in(?:to)?|going in(?:to)?)\b|"
    r"\bto be done\b|\bstill (?:has|have|had) to\b|\b(?:got|need(?:s|ed)?) to (?:do|improve|change)\b|"
    r"\bwhich (?:inspector|person|area|grade|report|letter|phase comes)\b|"
    r"\b(?:what|which|the) (?:date|day|month|year)\b|"
    r"\bareas? for improvement\b|"
    r"\bhow many (?!causes?|concerns?|cocs?|recommendations?|recs?\b|are|were|is|did|do|does|has|have|had|"
    r"still|of (?:the |its |their |these |those |['\u2019]s |\w+ )*"
    r"(?:causes?|concerns?|recommendations?|them|\w+'s)|"
    r"(?:police |fire |open |outstanding |closed |new |more |other )*"
    r"(?:causes?|concerns?|recommendations?|forces?|services?|bod(?:y|ies)|brigades?|constabular))",
    _I,
)
_WHEN = (
    r"\W*(?:[^:?]{1,100}: )?(?:and |so |but )?(?:exactly |just )?(?:since when|when) "
    r"(?:did|was|were|has|have|had)\b"
)
_PHASE = r"(?:(?-i:Engage)\b|\bengage(?=\W*$)|special measures|enhanced (?:phase|level)? ?(?:of )?monitoring)"
WHEN_OUT = re.compile(
    _WHEN + r"[^,;]{0,80}"
    r"\b(?:(?:left|leave|leaves|out of|(?:removed|released|freed) from)\b[^,;]{0,20}"
    r"(?:\b(?-i:Engage)\b|\bengage(?=\W*$)|\bspecial measures|\benhanced)|"
    r"(?:returned|return|back|moved) (?:in|to|into) (?:the )?scan\b)[^,;]*$",
    _I,
)
WHEN_IN = re.compile(
    _WHEN + r"(?:\s(?:it|they|the|force|service|brigade|constabulary|first|last|again|finally|actually|"
    r"originally|be|been|was|were))*\s"
    r"(?:(?:moved?|placed|put|taken|go|gone|went|come|escalated|been) (?:in ?to|in) (?:the )?|"
    rf"(?:in ?to|in) (?:the )?|enter(?:ed)? (?:the )?){_PHASE}\W*$",
    _I,
)
# After a turn about monitoring: "And when did it leave?"
WHEN_MOVED = re.compile(
    r"\W*(?:and |so |but )?when did (?:(?:it|they|the (?:force|service|brigade))\s)?"
    r"(?:(?P<out>leave|come out|get out|exit)|(?P<into>go in|enter|get in|move in))\W*$",
    _I,
)
# How long a phase, or a cause of concern, lasted.
HOW_LONG = re.compile(
    r"\W*(?:[^:?]{1,100}: )?(?:and |so |but )?"
    r"(?:(?:for )?how (?:long|(?:many|much) (?:days|weeks|months|years|time)) "
    r"(?:was|were|has|have|had|is|did)|"
    r"between (?:which|what) (?:dates|days|months) (?:was|were|has))\b[^:,;]{0,80}?"
    rf"(?:\b(?P<phase>(?:in|under) (?:the )?{_PHASE})|\b(?:open|outstanding|a (?:cause of )?concern))"
    r"(?: (?:at|in|by|of|for|with|against|over))*\W*$",
    _I,
)
# "When was the MARAC concern closed?", "since when has custody been open?"; not of a letter that closed it.
WHEN_DONE = re.compile(
    _WHEN
    + r"(?!.*\b(?:letters?|reports?|inspections?|visit\w*|publi\w+|recommendations?|plans?|wh[oy]|cases?)\b)"
    r"(?:[^,;]{0,90}?\b(?:(?P<closed>closed?|discharged|signed off)|(?P<raised>raised?)|"
    r"(?P<stands>(?:been|become|became) (?:open|a cause of concern|a concern)))\b"
    r"(?: (?:by (?:the )?inspect\w+|as a (?:cause of )?concern|first|originally|initially))*"
    r"(?: (?:at|in|by|of|for|with|against|over))*\W*$"
    r"|[^,;]{0,90}?\bcauses? of concern [^,;]{0,60}?\b"
    r"(?:(?P<lifted>lifted|ended)|(?P<issued>issued|identified))"
    r"(?: (?:at|in|by|of|for|with|against|over))*\W*$"
    r"| (?:they|(?:the )?inspector(?:s|ate)|hmicfrs) (?:(?P<close>close|sign off)|(?P<raise>raise))\b)",
    _I,
)
SINCE_WHEN = (
    r"(?:exactly |just )?(?:since |from )?when"
    r"(?: (?:was|is|did) (?:that|this|it|they|those)(?: (?:be|happen|so|done))?)?\W*$"
)
"""A question that only asks for the day of what was answered before: "since when?", "and when was that?"."""

# "Is it closed? Since when?": what stands before is asked of its time.
WHEN_AGAIN = re.compile(rf"(?:[?.!;,]|\band\b)\s*(?:and |so |but )?{SINCE_WHEN}", _I)
# "Who left?", but not "children who go missing".
WHO = re.compile(r"(?:^|[,.;:?!]\s*|\b(?:and|or|so|but)\s)who\b", _I)
MONITORING = re.compile(
    r"\bengage\b|\bspecial measures\b|\benhanced\b|\bscan\b|\b(?:phase|level) of monitoring\b|"
    r"\bmonitoring phase\b|\bmonitored\b|\b(?:under|routine|normal|extra|default) monitoring\b|"
    r"\b(?:extra|closer|close) (?:\w+ of )?(?:scrutiny|watch|eye|monitoring)\b|\bmore closely\b|"
    r"\bintensive monitoring\b|\b(?:what|which|what kind of) (?:\w+ ){0,2}monitoring\b|"
    r"\bback to (?:normal|routine)\b|\blet out\b|\bout of (?:it|there)\b",
    _I,
)
RECOMMENDATION = re.compile(r"\b(?:recommendations?|recs?)\b", _I)
CONCERN = re.compile(r"\bcauses? of concern\b|\bconcerns?\b|\bcocs?\b", _I)
IN_SCAN = re.compile(
    r"\bscan\b|\bout of\b|\b(?:left|leave|leaves|exit(?:ed)?|removed|released|freed|let (?:out|go)|"
    r"come off|came off)\b|\bno longer\b|\broutine\b|\bdefault\b|\bnormal\b",
    _I,
)
OPEN = re.compile(
    r"\b(?:open|outstanding|unresolved|remain(?:s|ed|ing)?|left|live|active|unfixed|pending|current|"
    r"still|over them|against them)\b|\bleft hanging\b|\bnot (?:yet )?(?:been )?(?:closed|fixed|sorted|"
    r"resolved)\b|"
    r"\byet to be\b|\bhanging over\b",
    _I,
)
CLOSED = re.compile(
    r"\b(?:clos(?:ed|e|ure|es)|fixed|sorted|resolved|sign(?:ed)? off|discharged|addressed|put right|"
    r"dealt with|lifted|shut|finish(?:ed)?|ticked(?: off)?|cleared|completed?|withdrawn|gone|let off|"
    r"(?<=did )(?:\w+ ){0,4}?(?:fix|resolve|sort out|deal with|sort (?:\w+ ){1,6}out)|"
    r"put .{3,40} behind|in the clear|rid of|shaken off|wrapped up|done)\b",
    _I,
)
RAISED = re.compile(
    r"\b(?:raised|issued|flagged|identified|new|given|handed|found|published|opened|reissued)\b", _I
)
ENTERED = re.compile(r"\b(?:moved|placed|put|went|gone|go|entered|enter|goes|escalated|sent)\b", _I)
STANDS = re.compile(
    r"\b(?:status|situation|state of play|where(?:'s|\u2019s| (?:do|does|did|are|is|was|were))\b.{0,80} "
    r"(?:stand|on|got to|at)|how (?:do|does|did|is|are|was|were|has|have)\b.{0,80} "
    r"(?:stand|stood|standing|getting on|coming along)|position on|"
    r"stand(?:s|ing)? (?:now|at)|latest on|the latest|where things stand|"
    r"how(?:'s|\u2019s) .{0,80}\b(?:going|doing|getting on|coming along|looking)|"
    r"any (?:movement|progress|news|update|improvement)|happy (?:yet|now|with)|satisf(?:ied|action))\b",
    _I,
)
YES_NO = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|well|as (?:of|at)[^,]{3,40},|(?:back )?(?:in|on|at|by)[^,]{3,40},)\s*)*"
    r"(?:is|are|was|were|has|have|had|did|does|do|isn|aren|hasn|haven|didn|any)\b",
    _I,
)
YES_NO_END = re.compile(
    r"\b(?:or not|whether|fixed|closed|sorted|open|done|signed off|resolved|yet|discharged|over)\W*$|"
    r"\bwhether\b|\bif\b",
    _I,
)
YES_NO_WITHIN = re.compile(
    r"(?:[:,;\u2013\u2014-]|\band\b)\s*(?:is|are|was|were|has|have|had|did|does)\b", _I
)
# A question put as a claim: "so it is closed, right?"
CLAIMED = re.compile(
    r"\b(?:surely|presumably|i take it|i assume|i suppose|i gather|am i right|is (?:that|it) right|"
    r"right|correct|"
    r"yes|yeah|true|(?:is|does|has|are|do|have)(?:n['\u2019]t|nt)? (?:it|they|that))\W*$|"
    r"\b(?:surely|presumably|i take it|i assume|i suppose|i gather|am i right|"
    r"does (?:that|this) (?:make|mean)|(?:that|this|which) means)\b",
    _I,
)
PREMISE = re.compile(
    r"^(?:(?:with|now that|given that|since|if|as|because|when|once|after)\b[^,]*,\s*(?=(?:is|are|"
    r"has|have|was|were|did|"
    r"do|does|"
    r"they|it|he|she|the|there|\w+\s(?:is|are|has|have))\b)|"
    r".{8,}?(?:[,.;?!]\s*|\s)(?=(?:so\b|surely\b|presumably\b|does (?:that|this) (?:make|mean)\b|"
    r"am i right\b|"
    r"i take it\b|i assume\b|(?:that|this|which) means\b|therefore\b|did (?:that|this)\b)))",
    _I,
)
LIST = re.compile(r"\b(?:which|what|who|list|name|show)\b|\b(?:anything|any)\b", _I)
COUNT = re.compile(
    r"\bhow many\b|\bnumber of\b|\bcount\b|\bhow many of\b|\btot up\b|\btotal (?:of|number)\b", _I
)
# What introduces words for a matter in a question that asks for several.
ABOUT = re.compile(
    r"\b(?:about|on|over|regarding|concerning|involving|around|to do with|in relation to|relating to)\s+\w",
    _I,
)
OLDEST = re.compile(
    r"\b(?:oldest|(?<!no )(?<!any )longer\b(?! (?:than|a\b|open\b))|longest(?:[- ](?:running|standing|open|"
    r"lived))?|earliest|"
    r"been (?:open|going|in .{3,20}) (?:for )?(?:the )?longest|most long)\b",
    _I,
)
NEWEST = re.compile(r"\b(?:newest|latest|most recent(?:ly)?) (?:cause|concern|raised)", _I)
EVERYBODY = re.compile(
    r"\b(?:forces|services|bodies|brigades|constabularies|(?:which|what|any) (?:\w+ ){0,2}?(?:force|"
    r"service|body|brigade|constabulary)|anyone|anybody|everyone|everybody|across|nationally|overall|"
    r"anywhere|all over)\b",
    _I,
)
STATUS_WORDS = frozenset(
    """
    about across active actually addressed after against ahead all already altogether am any anybody
    anymore anyone anything anywhere are area aren't around assume back became become been before being
    between bodies body both brigade came cause causes cleared close closed closely closer closes
    closure coc cocs come complete completed completely concern concerns constabulary corpus correct
    could count course cover current currently date days deal dealt default did didn't discharged does
    doesn't doing don't during earliest eight end engage enhanced enter entered escalated ever every
    everything exactly example exit exited extra eye far finally finish finished fire first five fixed
    flagged force force's forces formally found four fully gather get gets given go going gone got had
    hanging has hasn't have haven't hmicfrs hold holds how i identified inspected inspection
    inspectorate inspectors into isn't issue issued issues keeping kept last latest leave leaves left
    letter lifted list live longer longest many matter matters mean means measures moment monitored
    monitoring month more moved name names nevertheless new newest nine normal nothing now nowadays
    number off officers official officially ok okay oldest one ones open opened out outstanding over
    panel paper papers period phase placed play please plz point police present presumably problem
    problems properly published put raised really recent recently reckon rec recommendation
    recommendations records recs regime released remain remained remaining remains removed report rescue
    resolved rid right routine running say scan scrutiny sent service services seven show shut signed
    signing since single situation six something sort sorted special stand standing stands start state
    status stay stayed stays still subject suppose surely take taken tell ten than that there therefore
    these theyre theyve thing things think this those three throughout time today told tot total true
    two under unresolved usual was wasn't watch watchdog way went were what whether which whole work
    year years yes yet
    """.split()
)


TWO_CLAUSES = re.compile(r",\s|\bso\b|\bdoes (?:that|this)\b|\bdid (?:that|this)\b", _I)

HAS = re.compile(r"\b(?:has|have|had|got|are there|were there)\b", _I)
"""Which causes of concern has it: those that are open."""

ANYTHING = re.compile(r"\b(?:anything|something|nothing)\b", _I)
REISSUED = re.compile(r"\b(?:reissued|re-issued|restated)\b", _I)

OUTSTANDING_GRADE = re.compile(
    r"\b(?:an?|any|its|their|the|most|more|many) outstanding "
    r"(?!causes?\b|concerns?\b|recommend|recs?\b|cocs?\b|ones?\b|issues?\b|actions?\b|matters?\b|problems?\b|"
    r"areas?\b|items?\b|points?\b|work\b|things?\b)|"
    r"\b(?:get|got|gets|getting|given|gave|rated|graded|judged|awarded|scored?)\b[^?]{0,40}\boutstanding\b|"
    r"\boutstanding (?:at|in|for)(?:\W*$| (?:any|every|some|no)thing\b)|\boutstanding grad|"
    r"\b(?:which|what|any|how many) areas?\b(?![^?]*\b(?:still|remain\w*)\b)[^?]{0,40}\boutstanding\b",
    _I,
)
"""A question of the grade called outstanding, and not of what is still to be done."""

NEW = re.compile(
    r"^\W*(?:is|was|are|were)\b(?!.*\bany\b)[^?]*\b(?:new|repeated|the same)\b(?: one)?(?: in \d{4})?\W*$", _I
)
"""Whether something that is named was new then, and not what was raised."""

WHAT_IS = re.compile(
    r"^\W*(?:and )?(?:what(?:'s|\u2019s| is| are| does| do)|explain|define)\s(?:the\s)?[\"'\u201c\u2018]?"
    r"(?:engage|scan|special measures|enhanced (?:phase |level )?(?:of )?monitoring|phases? of monitoring)\b"
    r"[^a-z]*(?:phase|mean\w*|for|then|stand for|about)?\W*$",
    _I,
)
"""A question of what a word means."""

HAPPENED_TO = re.compile(r"\bwhat (?:has |have )?(?:happened (?:to|with)|became of|become of)\b", _I)
"""A question of how each of several stands."""

ANY = re.compile(r"^\W*(?:(?:are|were|is|was) there )?any\b", _I)
HAD = re.compile(r"\bhad\b", _I)

AND_NOT = re.compile(
    r"\b(?:and|or) (?:which|what|those that) (?:ones? )?(?:are|is|were|was|have|has)"
    r"(?:n['\u2019]t| not| still| yet| open| outstanding)",
    _I,
)
"""Which are closed "and which aren't"."""

WHY = re.compile(
    r"^\W*(?:[^:?]{1,60}: )?(?:and |so |but )?(?:"
    r"why (?:was|were|did|is|are|has|had|have)(?:n['\u2019]t)?\b"
    r"(?!.*\b(?:left|leave|leaving|out of|exit\w*|removed|released|closed|scan|not|back|again|twice|"
    r"second)\b)"
    r"|(?:what|which) (?:was|were|is|are)(?: the)? (?:reasons?|causes?|grounds?) (?:for|why|of)\b"
    r"|what (?:led|put|got|sent|moved|landed)\b|(?:the )?reasons? (?:for|why)\b|for what reasons?\b)"
    r"[^?]{0,80}\b(?:(?-i:Engage)|engage(?=\W*$)|engage (?:phase|in the first place|then|at all)|"
    r"special measures|enhanced)\b",
    _I,
)
"""A question of the reasons for which a body was moved into Engage."""

SUMMARY = re.compile(
    r"^\W*(?:(?:and|so|but) )?(?:"
    r"how(?:'s|\u2019s| is| are| has| have)\b(?P<subject>.{0,60})\b(?:doing|getting on|going|looking|fared?)|"
    r"what(?:'s|\u2019s| is) (?:the )?(?:latest|going on|happening|new|news|situation|state of play)|"
    r"(?:any|the) (?:latest|news|updates?)|(?:give me )?(?:a |an )?(?:summary|overview|update))"
    r"(?: (?:with|at|on|of|about|from|for|in|there|over|now|today|lately|then))*\W*$",
    _I,
)
"""A question of a body as a whole: how it stands, of everything that is told."""
