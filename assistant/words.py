"""Lists of words: those that carry no meaning of their own, and capitalised ones that are nobody's name."""

import re

STOPWORDS = frozenset(
    """
    a about according actually after again all also am an and any anything are as at be because been
    before being between but by can could did do does doing done down during each else ever few find for
    found from further get gets getting give given go goes got had happen happened has have having he
    her here hers him his how i if in into is it its itself just know let like long made make many may
    me might more most much must my no nor not of off on once one ones only or other our ours out over
    own per please put really said same say says she should so some something such tell than that the
    their theirs them then there these they thing things this those through to too under until up us
    very was we were what when where whether which while who whom whose why will with would you your
    yours
    """.split()
)

NAMES_NOBODY = frozenset(
    """
    a abuse act acting an and april assistant at august authority brigade by cause cc cfo chief child
    city commissioner concern constable constabulary council county crime database december deputy east
    engage february fire for force friday from great greater group her his hm hmci hmi hmicfrs home
    image in inspection inspector inspectorate inspectors interim january july june letter london
    majesty majesty's march may mayor midlands monday national north november october of office officer
    on oversight panel pcc peel performance police policing report rescue round saturday scan secretary
    september service services south stage state sunday temporary the thursday to tuesday wednesday west
    """.split()
)
"""Words of offices, bodies, documents and the calendar, lower-cased: two of them running name nobody."""

# "Wont", "cant" and "its" are words of their own, and stay.
_SHORT = {
    **{f"{word}s": f"{word}'s" for word in ("what", "who", "how", "when", "where", "that", "there")},
    **{
        f"{word}nt": f"{word}n't"
        for word in ("is", "are", "was", "were", "has", "have", "had", "did", "does", "do")
    },
    **{f"{word}nt": f"{word}n't" for word in ("could", "would", "should", "must")},
}
_SHORT_FORM = re.compile(rf"\b(?:{'|'.join(_SHORT)})\b", re.IGNORECASE)


def with_apostrophes(text: str) -> str:
    """A text with the apostrophes that people leave out: "whats open" -> "what's open"."""

    def written(match: re.Match[str]) -> str:
        full = _SHORT[match[0].lower()]
        return match[0][0] + full[1:]

    return _SHORT_FORM.sub(written, text)
