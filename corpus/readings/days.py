"""Which day each of several matters has, that a sentence names with several days, in turn.

"Custody was raised in March 2022, and in May 2023 culture and vetting were added": as many days as runs of
names between them. The first day is the first run's, and so on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.readings.plain import names_at
from corpus.readings.said import Names, Period, Said
from corpus.readings.views import View
from corpus.told_dates import told_spans
from corpus.types import CONCERN


def each_its_day(view: View, said: Sequence[Said], matters: Sequence[Names]) -> tuple[Said, ...]:
    """What a sentence says of matters, each with the day that stands with it; else as it was."""
    concerns = [one for one in said if one.level == CONCERN and one.matter is not None]
    if len(concerns) < 2 or len({one.status for one in concerns}) > 1:
        return tuple(said)
    days = days_in_turn(view, {one.matter for one in concerns if one.matter is not None}, matters)
    return tuple(
        replace(one, period=days[one.matter]) if one in concerns and one.matter in days else one
        for one in said
    )


def days_in_turn(view: View, told: set[int], matters: Sequence[Names]) -> dict[int, Period]:
    """The days of those of some matters that a sentence names, where days and names take turns."""
    last = view.earlier[-1][1] if view.earlier else None
    days = [(start, (first, final)) for first, final, start, _ in told_spans(view.text, view.today, last)]
    if len({period for _, period in days}) < max(2, len(days)):
        return {}
    places = [(start, number) for start, _, number in names_at(view.text, matters) if number in told]
    if len({number for _, number in places}) < len(places):
        return {}
    runs: list[list[int]] = []
    before = None
    for start, number in places:
        passed = sum(day < start for day, _ in days)
        if passed != before:
            runs.append([])
        runs[-1].append(number)
        before = passed
    if len(runs) != len(days):
        return {}
    return {number: period for run, (_, period) in zip(runs, days, strict=True) for number in run}
