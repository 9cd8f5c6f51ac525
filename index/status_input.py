"""What the reader of status is given of a sentence: token ids, with marks among them.

A mark stands before each matter's names, before each date and around the sentence itself: what is said of a
matter is read off at its mark (`index.status_model`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corpus.readings.said import Names, Period
from corpus.readings.views import View
from corpus.told_dates import told_spans

TOKENS = 256
"""The most tokens of a sentence with what is read with it."""

MOST_MATTERS = 10
"""So many matters are read with a sentence at once."""

(ENGAGE, RECOMMENDED, UNNAMED, ANY, MATTER, HEADING, BEFORE, OWN, AFTER, DAY, EARLIER) = (
    f"[unused{number}]" for number in range(1, 12)
)
"""The marks: tokens of the vocabulary that no text has, with vectors of their own that are trained."""

_SPELT = {ENGAGE: "engage", RECOMMENDED: "recommendations", UNNAMED: "concerns", ANY: ""}
_LONGEST = {"own": 110, "before": 110, "heading": 26, "after": 60, "name": 24}
"""The most tokens of the sentence, of what stands before it, its headings, what follows, a matter's names."""

OUTSIDE, BEGINS, INSIDE = range(3)
"""What a word is of a name."""


Span = tuple[int, int]

_Piece = tuple[int, Span | None, tuple[Period, int] | None]
"""A token, its characters, and of a mark before a date the period and how many tokens both are."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sentence as the network takes it: token ids, and where in them marks stand.

    A mark's span is its own token and those of the words it stands before. `own` are the places of the
    sentence's tokens, `offsets` the characters each stands for (None of a mark); `days` the spans of dates,
    with their periods.
    """

    ids: list[int]
    marks: dict[str, Span]
    matters: list[Span]
    own: Span
    offsets: list[Span | None]
    days: list[tuple[Span, Period]]


@dataclass(slots=True)
class Preparer:
    """Turns views into token ids."""

    tokenizer: Any
    _plain: dict[str, list[int]] = field(default_factory=dict)

    def prepare(self, view: View, matters: Sequence[Names] | None = None) -> Prepared:
        """A view for the first look, or with the names of `matters` for the second."""
        ids, marks, places = [self.tokenizer.cls_token_id], {}, []
        for mark in (ENGAGE, RECOMMENDED, UNNAMED, ANY) if matters is None else (UNNAMED,):
            start = len(ids)
            ids += [self._id(mark), *self._ids(_SPELT[mark])]
            marks[mark] = (start, len(ids))
        for names in matters or ():
            start = len(ids)
            longest = _LONGEST["name"] if len(matters or ()) <= 5 else _LONGEST["name"] // 2
            ids += [self._id(MATTER), *self._ids(" ; ".join(names))[:longest]]
            places.append((start, len(ids)))
        ids.append(self.tokenizer.sep_token_id)
        earlier = self._earlier(view)
        last = view.earlier[-1][1] if view.earlier else None
        heading, last = self._dated(view.heading, view.today, last)
        before, last = self._dated(" ".join(view.before), view.today, last)
        own, _ = self._dated(view.text, view.today, last)
        own = own[: _LONGEST["own"]]
        room = max(0, TOKENS - len(ids) - len(own) - 7)
        after = self._ids(" ".join(view.after))[: min(_LONGEST["after"], max(20, room // 3), room)]
        fitting = min(_LONGEST["heading"], room - len(after))
        heading = heading[-fitting:] if fitting else []
        kept = min(_LONGEST["before"], room - len(heading) - len(after))
        before = before[-kept:] if kept > 0 else []
        left = room - len(heading) - len(after) - len(before)
        earlier = earlier[-left:] if left > 0 else []
        days: list[tuple[Span, Period]] = []
        for mark, pieces in ((EARLIER, earlier), (HEADING, heading), (BEFORE, before), (OWN, own)):
            if mark == EARLIER and not pieces:
                continue
            ids.append(self._id(mark))
            first = len(ids)
            for place, (_, _, told) in enumerate(pieces):
                if told:
                    days.append(((first + place, first + min(len(pieces), place + told[1])), told[0]))
            ids += [token for token, _, _ in pieces]
        ids += [self._id(AFTER), *after, self.tokenizer.sep_token_id]
        return Prepared(ids, marks, places, (first, first + len(own)), [where for _, where, _ in own], days)

    def _id(self, mark: str) -> int:
        return int(self.tokenizer.convert_tokens_to_ids(mark))

    def _ids(self, text: str) -> list[int]:
        ids = self._plain.get(text)
        if ids is None:
            ids = list(
                self.tokenizer(text, add_special_tokens=False, split_special_tokens=True, verbose=False)[
                    "input_ids"
                ]
            )
            if len(self._plain) > 20_000:
                self._plain.clear()
            self._plain[text] = ids
        return ids

    def _earlier(self, view: View) -> list[_Piece]:
        """What was told before all that is read: each date with its words, and a mark before it."""
        pieces: list[_Piece] = []
        for words, period in view.earlier:
            some = self._pieces(words, 0, len(words))
            pieces += [(self._id(DAY), None, (period, 1 + len(some))), *some]
        return pieces

    def _dated(
        self, text: str, today: date | None, last: Period | None
    ) -> tuple[list[_Piece], Period | None]:
        """The tokens of a text with their characters, and a mark before each date; and the last date."""
        pieces: list[_Piece] = []
        done = 0
        for first, final, start, end in told_spans(text, today, last):
            last = (first, final)
            pieces += self._pieces(text, done, start)
            date_pieces = self._pieces(text, start, end)
            pieces += [(self._id(DAY), None, (last, 1 + len(date_pieces))), *date_pieces]
            done = end
        return pieces + self._pieces(text, done, len(text)), last

    def _pieces(self, text: str, start: int, end: int) -> list[_Piece]:
        encoded = self.tokenizer(
            text[start:end],
            add_special_tokens=False,
            split_special_tokens=True,
            return_offsets_mapping=True,
            verbose=False,
        )
        return [
            (token, (start + begin, start + stop), None)
            for token, (begin, stop) in zip(encoded["input_ids"], encoded["offset_mapping"], strict=True)
        ]
