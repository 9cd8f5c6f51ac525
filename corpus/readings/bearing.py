"""Which of the matters found in a report its causes of concern are about, by what sentences say of them.

What a sentence surely says a status of is one. So is what is likely one where a sentence enumerates several,
and the next likeliest while the report counts more of them: "All four are open" tells of a fourth.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from corpus.readings.counts import counted_concerns
from corpus.readings.naming import Matter, together
from corpus.readings.plain import JOINS, is_surely_counted, names_at
from corpus.readings.referring import named_in
from corpus.readings.said import Names, Said
from corpus.readings.views import View
from corpus.types import CONCERN

# "They are about", "the three others concerned", "six causes of concern came with it:".
_ABOUT = re.compile(
    r"(?:\b(?:causes? of concern|concerns|they|these|those|ones?|others?|two|three|four|five|six)\b"
    r"[^.;:]{0,60}?\b(?:about|on|over|concern(?:s|ed)?|cover(?:s|ed)?|were|are)|:)\s(?:the\s|its\s)?$",
    re.IGNORECASE,
)

SURELY = 0.98
"""The chance, 0 to 1, above which a sentence says a status of what it names for that to be a matter."""

LIKELY = 0.7
"""That chance where the report, or the sentence, counts as many causes of concern."""

SPEAKING = 0.8
"""The chance above which a sentence tells a status of the body's own causes of concern: its count counts."""


def borne_out(found: Sequence[Matter], stood: Mapping[View, Sequence[Said]]) -> tuple[Matter, ...]:
    """Those of some matters that causes of concern are about.

    `stood` is what each sentence says, with the matters' places in `found` for their numbers.
    """
    chances = [_best_chance(number, matter, stood) for number, matter in enumerate(found)]
    sure = {number for number, chance in enumerate(chances) if chance > SURELY}
    likely = {number for number, chance in enumerate(chances) if chance > LIKELY}
    names = [matter.names for matter in found]
    most = raised = 0
    for view, said in stood.items():
        if not any(one.level == CONCERN and one.chance > SPEAKING for one in said):
            continue
        count = counted_concerns(view.text) if is_surely_counted(view.text) else 0
        most = max(most, count)
        if any((one.level, one.status) == (CONCERN, "raised") and one.chance > SPEAKING for one in said):
            raised = max(raised, count)
        named = set(named_in(view.text, names))
        if 1 < len(named) == count and named <= likely:
            sure |= named
        sure |= likely & _enumerated(view.text, names)
    rest = sorted(likely - sure, key=lambda number: (-chances[number], number))
    sure.update(rest[: max(0, most - len(sure))])
    same = _same_by_count(found, sure, stood, raised)
    return tuple(
        together([found[number], found[same[number]]]) if number in same else matter
        for number, matter in enumerate(found)
        if number in sure and number not in same.values()
    )


def _same_by_count(
    found: Sequence[Matter], sure: Collection[int], stood: Mapping[View, Sequence[Said]], raised: int
) -> dict[int, int]:
    """Matters that are one, since no more were `raised`: the place of one by that of the other.

    One that is only said to be raised, and one that nothing says was raised, which no sentence both names.
    """
    if not 1 < raised < len(sure):
        return {}
    told: dict[int, set[str]] = {number: set() for number in sure}
    for view, said in stood.items():
        for one in said:
            # What is said of all alike tells none from another.
            if one.matter in told and one.level == CONCERN and one.chance > SPEAKING:
                alike = sum((other.level, other.status) == (CONCERN, one.status) for other in said)
                if alike == 1 or _is_at(found[one.matter], view):
                    told[one.matter].add(one.status)
    begun = [number for number in sorted(sure) if told[number] == {"raised"}]
    other = [number for number in sorted(sure) if told[number] and "raised" not in told[number]]
    pairs = [(one, two) for one in begun for two in other if not found[one].views & found[two].views]
    each = {number for pair in pairs for number in pair}
    return dict(pairs) if len(pairs) == len(sure) - raised and len(each) == 2 * len(pairs) else {}


def _enumerated(text: str, names: Sequence[Names]) -> set[int]:
    """Those of some matters that a text enumerates as what several causes of concern are about."""
    found: set[int] = set()
    run: list[tuple[int, int, int]] = []
    begun = False
    for name in names_at(text, names):
        if run and JOINS.fullmatch(text[run[-1][1] : name[0]]):
            run.append(name)
        else:
            run, begun = [name], bool(_ABOUT.search(text, max(0, name[0] - 120), name[0]))
        if len(run) > 1 and begun:
            found.update(number for _, _, number in run)
    return found


def _best_chance(number: int, matter: Matter, stood: Mapping[View, Sequence[Said]]) -> float:
    """How likely a status is said of it by a sentence that names it, or stands under a heading that does."""
    return max(
        (
            one.chance
            for view, said in stood.items()
            if _is_at(matter, view)
            for one in said
            if one.matter == number and one.level == CONCERN
        ),
        default=0.0,
    )


def _is_at(matter: Matter, view: View) -> bool:
    """Whether a sentence names a matter or stands under a heading that does."""
    return view in matter.views or bool(matter.headings.intersection(view.headings))
