"""Which day each of several matters has, that a sentence names with several days, in turn.

"Custody was closed in March 2022, and in May 2023 culture and vetting were": as many days as runs of names
between them. The first day is the first run's, and so on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from corpus.readings.plain import names_at
from corpus.readings.said import Names, Period, Said
from corpus.readings.views import View, days_told_in
from corpus.respective import OF_ELSE
from corpus.types import CONCERN


def each_its_day(view: View, said: Sequence[Said], matters: Sequence[Names]) -> tuple[Said, ...]:
    """What a sentence says of matters, each with the day that stands with it; else as it was.

    Only where the reader, too, took one of these days for one of them.
    """
    concerns = [one for one in said if one.level == CONCERN and one.matter is not None]
    if len(concerns) < 2 or len({one.status for one in concerns}) > 1:
        return tuple(said)
    if concerns[0].status != "raised" and OF_ELSE.search(view.text):
        return tuple(said)
    days = days_in_turn(view, {one.matter for one in concerns if one.matter is not None}, matters)
    if not {one.period for one in concerns}.intersection(days.values()):
        return tuple(said)
    return tuple(
        replace(one, period=days[one.matter]) if one in concerns and one.matter in days else one
        for one in said
    )


def days_in_turn(view: View, told: Collection[int], matters: Sequence[Names]) -> dict[int, Period]:
    """The day of each of the matters `told`, by number, where their names and days take turns; else {}."""
    places = [(start, number) for start, _, number in names_at(view.text, matters) if number in told]
    # "Three were closed in 2021 and 2022: custody in 2021, fraud in 2022": what comes first is a summary.
    begin = view.text.find(": ")
    days = [(start, (first, final)) for first, final, start, _ in days_told_in(view)]
    if sum(start < begin for start, _ in days) > 1 and all(start > begin for start, _ in places):
        days = [(start, period) for start, period in days if start > begin]
    if len({period for _, period in days}) < max(2, len(days)):
        return {}
    if len({number for _, number in places}) < len(places):
        return {}
    # A run: the names with as many days before them.
    runs: dict[int, list[int]] = {}
    for start, number in places:
        runs.setdefault(sum(day < start for day, _ in days), []).append(number)
    if len(runs) != len(days):
        return {}
    return {number: period for run, (_, period) in zip(runs.values(), days, strict=True) for number in run}
