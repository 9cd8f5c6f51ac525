"""Labelled sentences -> what the reader of status is shown in training, and what it is to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from corpus.readings.plain import names_at, pattern_of
from corpus.readings.said import OUTPUTS, Names, Period
from corpus.readings.views import View, views_of
from corpus.types import CONCERN, MONITORING, RECOMMENDATION
from evals.made import UNNAMED, Document, Mark
from index.status_input import (
    ANY,
    BEGINS,
    ENGAGE,
    INSIDE,
    OUTSIDE,
    RECOMMENDED,
    Prepared,
    Preparer,
    Span,
)
from index.status_input import UNNAMED as UNNAMED_MARK

# A sentence without a label is shown more often where it might be taken for one.
_TEMPTING = re.compile(
    r"concern|recommendation|engage|scan|special measures|monitor|clos|open|discharg|progress|remain|address|"
    r"lift|sign|rais|found|identif|issue",
    re.I,
)
SHOWN_TEMPTING, SHOWN_PLAIN = 0.8, 0.25
"""How often a sentence without a label is shown, an epoch."""

AGAIN_TEMPTING, AGAIN_PLAIN, AGAIN_NAMED = 0.5, 0.1, 0.5
"""How often it is shown with the document's matters; how often one, or a heading, that names one is."""

RENAMED, LEFT_OUT, STRANGER, TWICE = 0.5, 0.12, 0.5, 0.12
"""How often a document's matters get the names of others; one is left out; words that are no matter of it are
put in as one; one is put in twice, under different names."""


TRIES = 20
"""So often other names are drawn until they are like none in use."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be said at a mark: of each output 0 or 1, of each whether it counts, and which dates fit.

    `days`: (output, for each date 0 or 1). `named`: whether the sentence has a name of the matter, be it one
    that is shown at the mark or not; None where that does not count.
    """

    span: Span
    wanted: tuple[float, ...]
    counts: tuple[float, ...]
    days: tuple[tuple[int, tuple[float, ...]], ...] = ()
    named: bool | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """Something prepared, its targets, and of each of its own tokens the kind, and whether that counts."""

    prepared: Prepared
    targets: tuple[Target, ...]
    kinds: tuple[int, ...] = ()
    kinds_count: tuple[float, ...] = ()


class Examples:
    """Makes the examples of an epoch, each epoch others, from documents.

    `shown` is how likely each document is to be among them.
    """

    def __init__(
        self, documents: Sequence[Document], preparer: Preparer, seed: int, shown: float = 1.0
    ) -> None:
        self._documents = documents
        self._preparer = preparer
        self._seed = seed
        self._shown = shown
        # A document may be among them several times.
        views = {id(one): _marked_views(one) for one in {id(one): one for one in documents}.values()}
        self._views = [views[id(one)] for one in documents]
        self._names = [names for one in documents for names in one.names.values() if names]

    def __len__(self) -> int:
        """The number of documents."""
        return len(self._documents)

    def of_epoch(self, epoch: int) -> list[Example]:
        """The examples of an epoch, the same for the same seed, in an order of chance."""
        made = [example for number in range(len(self)) for example in self.of_document(number, epoch)]
        Random(f"{self._seed} {epoch}").shuffle(made)  # noqa: S311
        return made

    def of_document(self, number: int, epoch: int) -> list[Example]:
        """The examples of one document, by its number, in an epoch; none where it is not shown in it.

        Drawn by themselves, so that documents can be read by several processes at once.
        """
        random = Random(f"{self._seed} {epoch} {number}")  # noqa: S311
        if random.random() >= self._shown:
            return []
        return list(self._of_document(self._documents[number], self._views[number], random))

    def _of_document(
        self, document: Document, views: Sequence[tuple[View, tuple[Mark, ...]]], random: Random
    ) -> Iterator[Example]:
        names, renaming = self._renamed(document, random)
        for view, marks in views:
            tempting = bool(_TEMPTING.search(view.text))
            shown = SHOWN_TEMPTING if tempting else SHOWN_PLAIN
            if not marks and not view.is_heading and random.random() > shown:
                continue
            seen = renaming.of(view)
            yield self._first(seen, marks, names)
            told = not view.is_heading and any(mark.level in (CONCERN, RECOMMENDATION) for mark in marks)
            again = AGAIN_TEMPTING if tempting else AGAIN_PLAIN
            if keys_named(seen.text, names):
                again = AGAIN_NAMED
            elif view.is_heading:
                again = 0.0
            if names and (told or random.random() < again):
                yield self._second(seen, marks, names, random)

    def _first(self, view: View, marks: Sequence[Mark], names: Mapping[str, Names]) -> Example:
        one = self._preparer.prepare(view)
        concerns = [mark for mark in marks if mark.level == CONCERN]
        recommended = [mark for mark in marks if mark.level == RECOMMENDATION]
        targets: list[Target] = []
        if not view.is_heading:
            phases = [mark for mark in marks if mark.level == MONITORING]
            unnamed = [mark for mark in concerns if mark.matter == UNNAMED]
            targets = [
                _target(one, one.marks[ENGAGE], phases, (MONITORING,)),
                _target(one, one.marks[RECOMMENDED], recommended, (RECOMMENDATION,)),
                _target(one, one.marks[UNNAMED_MARK], unnamed, (CONCERN,)),
                replace(
                    _target(one, one.marks[ANY], [*concerns, *recommended], (CONCERN, RECOMMENDATION)),
                    days=(),
                ),
            ]
        kinds, counts = [OUTSIDE] * len(one.offsets), [1.0] * len(one.offsets)
        told = {mark.matter for mark in concerns}
        for key, its in names.items():
            for start, end in spans_of(view.text, its):
                inside = [
                    place
                    for place, where in enumerate(one.offsets)
                    if where and where[0] < end and start < where[1]
                ]
                for number, place in enumerate(inside):
                    if key in told or view.is_heading:
                        kinds[place], counts[place] = (INSIDE if number else BEGINS), 1.0
                    elif kinds[place] == OUTSIDE:
                        # A matter's name in a sentence that says nothing of it: neither right nor wrong.
                        counts[place] = 0.0
        return Example(one, tuple(targets), tuple(kinds), tuple(counts))

    def _second(
        self, view: View, marks: Sequence[Mark], names: Mapping[str, Names], random: Random
    ) -> Example:
        keys: list[str | None] = [key for key, its in names.items() if its]
        random.shuffle(keys)
        if len(keys) > 1 and random.random() < LEFT_OUT:
            keys.pop()
        shown = [_some(names[key], random) for key in keys if key is not None]
        long = [place for place, names_of in enumerate(shown) if len(names_of) > 1]
        if long and random.random() < TWICE:
            place = random.choice(long)
            shown.insert(place + 1, shown[place][1:])
            shown[place] = shown[place][:1]
            keys.insert(place + 1, keys[place])
        if random.random() < STRANGER:
            place = random.randrange(len(shown) + 1)
            shown.insert(place, self._stranger(view, names, random))
            keys.insert(place, None)
        one = self._preparer.prepare(view, shown)
        levels = () if view.is_heading else (CONCERN, RECOMMENDATION)
        told = [mark for mark in marks if mark.level in levels]
        named = keys_named(view.text, names)
        targets = [
            replace(
                _target(one, place, [mark for mark in told if mark.matter == key], levels),
                named=None if key is None else key in named,
            )
            for place, key in zip(one.matters, keys, strict=True)
        ]
        if view.is_heading:
            return Example(one, tuple(targets))
        unnamed = [mark for mark in marks if mark.matter == UNNAMED and mark.level == CONCERN]
        targets.append(_target(one, one.marks[UNNAMED_MARK], unnamed, (CONCERN,)))
        return Example(one, tuple(targets))

    def _stranger(self, view: View, names: Mapping[str, Names], random: Random) -> Names:
        """What is no matter of a document: another's, or words of the sentence and those around it."""
        text = random.choice((view.text, view.text, *view.before, *view.after))
        words = text.split()
        if random.random() < 0.5 and words:
            start = random.randrange(len(words))
            some = " ".join(words[start : start + random.choice((1, 1, 2, 2, 3, 4))]).strip(" .,;:()")
            low = some.lower()
            own = [name.lower() for its in names.values() for name in its]
            if some and not any(low in name or name in low for name in own):
                return (some,)
        return self._other(names, random)

    def _other(self, names: Mapping[str, Names], random: Random) -> Names:
        """The names of another document's matter, like none of these."""
        own = [name.lower() for its in names.values() for name in its]
        for _ in range(TRIES):
            other = random.choice(self._names)[:2]
            if not any(one.lower() in name or name in one.lower() for one in other for name in own):
                break
        return other

    def _renamed(self, document: Document, random: Random) -> tuple[Mapping[str, Names], Renaming]:
        """A document's names, or those of other documents' matters in their places."""
        if not document.names or random.random() > RENAMED:
            return document.names, Renaming({})
        table: dict[str, str] = {}
        new: dict[str, Names] = {}
        for key, its in document.names.items():
            other = self._other(new, random)
            longest = sorted(other, key=len, reverse=True)
            given = []
            for number, name in enumerate(sorted(its, key=len, reverse=True)):
                given.append(longest[min(number, len(longest) - 1)])
                table.setdefault(name.lower(), given[-1])
            new[key] = tuple(dict.fromkeys(given))
        return new, Renaming(table)


def _marked_views(document: Document) -> list[tuple[View, tuple[Mark, ...]]]:
    return [
        (view, tuple(mark for mark in document.marks if mark.start < view.end and view.start < mark.end))
        for view in views_of(document.report)
    ]


class Renaming:
    """Puts names in the place of others: lower-cased name -> the one that takes its place."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table
        self._pattern = pattern_of(tuple(table)) if table else None

    def of(self, view: View) -> View:
        """The view with its names changed."""
        if self._pattern is None:
            return view
        return replace(
            view,
            text=self._changed(view.text),
            heading=self._changed(view.heading),
            before=tuple(map(self._changed, view.before)),
            after=tuple(map(self._changed, view.after)),
            earlier=tuple((self._changed(words), period) for words, period in view.earlier),
        )

    def _changed(self, text: str) -> str:
        return self._pattern.sub(self._other, text) if self._pattern else text

    def _other(self, match: re.Match[str]) -> str:
        other = self._table[" ".join(match[0].split()).lower()]
        return other[:1].upper() + other[1:] if match[0][:1].isupper() else other


def spans_of(text: str, names: Names) -> list[tuple[int, int]]:
    """Where a text has one of some names, as whole words; of those that overlap the longest."""
    if not names:
        return []
    return [match.span() for match in pattern_of(names).finditer(text)]


def keys_named(text: str, names: Mapping[str, Names]) -> frozenset[str]:
    """The matters that a text names. Where the name of one holds another's, only the one is named."""
    keys = list(names)
    return frozenset(keys[number] for _, _, number in names_at(text, list(names.values())))


def _some(names: Names, random: Random) -> Names:
    """One to three of a matter's names."""
    count = random.choice((1, 2, 2, 3))
    return names if len(names) <= 1 else tuple(random.sample(names, min(len(names), count)))


def _target(one: Prepared, span: Span, marks: Sequence[Mark], levels: Sequence[str]) -> Target:
    said = {(mark.level, mark.status) for mark in marks}
    days = tuple(
        (number, tuple(float(_fits(period, marks, output)) for _, period in one.days))
        for number, output in enumerate(OUTPUTS)
        if output in said and one.days
    )
    return Target(
        span,
        tuple(float(output in said) for output in OUTPUTS),
        tuple(float(level in levels) for level, _ in OUTPUTS),
        days,
    )


def _fits(period: Period, marks: Sequence[Mark], output: tuple[str, str]) -> bool:
    first, last = period
    return any(
        begin <= last and first <= end
        for mark in marks
        if (mark.level, mark.status) == output
        for begin, end in mark.dates
    )
