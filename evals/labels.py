"""Events of status labelled by hand, and how far what is read from the reports agrees with them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from corpus.dates import dated_spans
from corpus.matters import content, likeness
from corpus.types import CONCERN, GRADE
from evals.errors import GoldError
from evals.gold import is_event
from evals.text import without_twice
from index.ledger import Ledger, Told

Period = tuple[date, date]
"""The first and the last day something can have been."""


@dataclass(frozen=True, slots=True)
class Label:
    """An event that a report tells of, as a reader of it says.

    `report` is the file's name. `dates` are the days, months or years it may rightly be given, `spans` the
    sentences any of which says it. `matter` is a name of the labeller's own, the same in all reports of a
    body, "unnamed" where the report does not say; `names` are the ways in which reports name it.
    """

    id: str
    report: str
    body: str
    level: str
    matter: str
    status: str
    dates: tuple[Period, ...]
    spans: tuple[tuple[int, int], ...]
    names: tuple[str, ...]
    split: str
    count: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Matched:
    """Labels and what was read: `pairs` agree, `missed` was not read, `false` was not labelled."""

    pairs: tuple[tuple[Label, Told], ...]
    missed: tuple[Label, ...]
    false: tuple[Told, ...]


def load_labels(name: str = "status") -> tuple[Label, ...]:
    """The events of a gold set. Raises GoldError, naming the line, where one is not as it must be."""
    text = (files("evals") / "gold" / f"{name}.jsonl").read_text(encoding="utf-8")
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if is_event(line)]
    return tuple(_label(line, f"{name}.jsonl:{number}") for number, line in lines)


def _label(line: str, where: str) -> Label:
    try:
        fields = json.loads(line, object_pairs_hook=without_twice)
        return Label(
            **{name: fields[name] for name in ("id", "report", "body", "level", "matter", "status", "split")},
            dates=tuple(period_of(day) for day in fields["dates"]),
            spans=tuple((int(start), int(end)) for start, end in fields["spans"]),
            names=tuple(fields.get("names", ())),
            count=int(fields.get("count", 0)),
            of=int(fields.get("of", 0)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise GoldError(f"{where}: not an event of status ({type(error).__name__}: {error})") from error


def period_of(day: str) -> Period:
    """The first and last day of "2024-07-23", "2024-07" or "2024"."""
    if len(day) == 7:
        year, month = day.split("-")
        first = date(int(year), int(month), 1)
        return dated_spans(f"{first:%B} {year}")[0][:2]
    if len(day) == 4:
        return date(int(day), 1, 1), date(int(day), 12, 31)
    return (date.fromisoformat(day),) * 2


def match(labels: Sequence[Label], told: Mapping[str, Sequence[Told]]) -> Matched:
    """Put each label beside the event read from its report that says the same, each once.

    The same is: of one level and status, in sentences that overlap, of a date that one of the label's dates
    agrees with (at the coarser of the two), and where both name a matter of the same. `told` is by file name.
    """
    pairs: list[tuple[Label, Told]] = []
    missed: list[Label] = []
    false: list[Told] = []
    by_report: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        by_report[label.report].append(label)
    for report in {*by_report, *told}:
        left = list(told.get(report, ()))
        for label in by_report[report]:
            found = next((one for one in left if _agree(label, one, by_report[report])), None)
            if found is None:
                missed.append(label)
            else:
                left.remove(found)
                pairs.append((label, found))
        false += left
    return Matched(tuple(pairs), tuple(missed), tuple(false))


def _agree(label: Label, told: Told, of_report: Sequence[Label]) -> bool:
    event = told.event
    if (event.level, event.status) != (label.level, label.status):
        return False
    if not any(event.start < end and start < event.end for start, end in label.spans):
        return False
    first, last = event.first, event.last
    if (
        first
        and last
        and label.dates
        and not any(first <= end and start <= last for start, end in label.dates)
    ):
        return False
    if label.count and event.count and label.count != event.count:
        return False
    if event.level in (CONCERN, GRADE) and label.matter != "unnamed":
        return _names_it(label, event.names, of_report)
    return True


def _names_it(label: Label, names: Sequence[str], of_report: Sequence[Label]) -> bool:
    """Whether names are of the label's matter, and of no other labelled in the report more."""

    def fit(one: Label) -> float:
        return max(
            (
                float(name.casefold() == other.casefold()) or likeness(content(name), content(other))
                for name in names
                for other in one.names
            ),
            default=0.0,
        )

    own = fit(label)
    return own > 0 and all(own >= fit(other) for other in of_report if other.level == label.level)


def links(matched: Matched, ledger: Ledger) -> tuple[int, int, int]:
    """Pairs of causes of concern told of by two reports of a body: linked both ways, by us, by the labels.

    Of the events that were read rightly. The F1 over pairs is twice the first over the sum of the others
    (pairwise F1 of clusterings; Manning, Raghavan and Schuetze 2008, section 16.3).
    """
    thread: dict[tuple[str, int, tuple[str, ...]], int] = {}
    number = 0
    for body in ledger.bodies:
        for matter in body.concerns:
            number += 1
            for one in matter.told:
                thread[one.report_id, one.event.start, one.event.names] = number
    named = [
        (label, thread[told.report_id, told.event.start, told.event.names], told.report_id)
        for label, told in matched.pairs
        if label.level == CONCERN
        and label.matter != "unnamed"
        and (told.report_id, told.event.start, told.event.names) in thread
    ]
    both = ours = labelled = 0
    for place, (label, own, report) in enumerate(named):
        for other, its, its_report in named[place + 1 :]:
            if report == its_report or label.body != other.body:
                continue
            both += own == its and label.matter == other.matter
            ours += own == its
            labelled += label.matter == other.matter
    return both, ours, labelled


def told_by_report(ledger: Iterable[Told], names: Mapping[str, str]) -> dict[str, list[Told]]:
    """What is told, by the file name of its report; `names` maps ids to them."""
    by_report: dict[str, list[Told]] = defaultdict(list)
    for one in ledger:
        if one.report_id in names:
            by_report[names[one.report_id]].append(one)
    return by_report
