"""How matters, times and numbers are put in the sentence that leads an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.ledger_listing import told_when
from assistant.shown import day_words, period_words
from assistant.status_question import StatusQuestion
from corpus.types import MONITORING
from index.ledger import DISPUTED, Matter, Told
from index.when import DURING, SINCE

MONTH = 31
"""Days of a month at most."""

MOST_ITEMS = 30
"""How many quotes an answer has at most; the rest are counted."""


def phase_words(phase: Matter, as_of: date | None) -> str:
    if phase.status == DISPUTED:
        return f"Reports of the same day disagree on the phase of {phase.body}: both are shown."
    began = phase.began
    # Where no report says when it began, it was so by the day it is first said to be.
    least = " at least" if began and began.event.status == "remains" and not began.event.dated else ""
    since = f"{least} since {bare(period_words(began.event.first, began.event.last))}" if began else ""
    day = f" as of {day_words(as_of)}" if as_of else ""
    return (
        f"{phase.body} is {phase.status}{since}."
        if not as_of
        else f"{phase.body}{day}: {phase.status}{since}."
    )


def full_name(matter: Matter, *, several: bool) -> str:
    return f"{lowered(matter.name)} ({matter.body})" if several else lowered(matter.name)


def list_of(names: Iterable[str]) -> str:
    """A list of names to end a sentence with, each once; "" for none."""
    kept = list(dict.fromkeys(names))
    return f": {'; '.join(kept[:MOST_ITEMS])}{'; ...' if len(kept) > MOST_ITEMS else ''}" if kept else ""


def counted_of(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"


def in_words(number: int) -> str:
    """A number as reports write it: in words up to twelve."""
    return _NUMBERS[number] if 0 < number < len(_NUMBERS) else str(number)


_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def bare(words: str) -> str:
    return words.removeprefix("on ").removeprefix("in ")


def time_words(status: StatusQuestion) -> str:
    when = status.when
    if when.kind == SINCE:
        return f"since {day_words(when.first)}"
    if when.kind == DURING and when.first and when.last:
        return period_words(when.first, when.last)
    return ""


def day_of(told: Told) -> str:
    return day_words(told.day if told.published is None else told.published)


def lowered(name: str) -> str:
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


_HAPPENED = {"entered": "was moved into Engage", "left": "left Engage"}


def turns_words(turns: Sequence[Told]) -> str:
    """What happened when: "was raised in January 2022 and closed on 7 March 2025"."""
    words: list[str] = []
    for told in turns:
        event = told.event
        begins = not words and event.level != MONITORING
        what = _HAPPENED.get(event.status, f"was {event.status}" if begins else event.status)
        # A news page without a day of its own tells what had been closed by then.
        by = event.status == "closed" and not event.dated and told.kind.startswith("news")
        when = told_when(told)
        words.append(f"{what} {f'by {bare(when)}' if by else when}")
    return list_words(dict.fromkeys(words)) + _lasted_words(turns)


def _lasted_words(turns: Sequence[Told]) -> str:
    """How long it was from one turn to the other, as far as their days are told; "" of more, or of one."""
    if len(turns) != 2 or turns[0].event.status == turns[1].event.status:
        return ""
    first, last = turns[0].event, turns[1].event
    if not (first.first and first.last and last.first and last.last) or last.first < first.first:
        return ""
    if first.first == first.last and last.first == last.last:
        return f", after {counted_of((last.first - first.first).days, 'day')}"
    if max((first.last - first.first).days, (last.last - last.first).days) > MONTH:
        return ""
    months = (last.first.year - first.first.year) * 12 + last.first.month - first.first.month
    return f", after some {counted_of(months, 'month')}" if months > 1 else ""


def list_words(parts: Iterable[str]) -> str:
    """Parts joined as in a sentence: "a, b and c"."""
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def happened_words(what: str, matters: Sequence[Matter], *, several: bool) -> str:
    """A sentence that says the same of some causes of concern."""
    names = [full_name(one, several=several) for one in matters]
    if len(names) == 1:
        return f"The cause of concern on {names[0]} {what}."
    number = "Both" if len(names) == 2 else in_words(len(names)).capitalize()
    return f"{number} causes of concern {what.replace('was ', 'were ', 1)}{list_of(names)}."
