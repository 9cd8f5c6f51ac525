"""The trained reader of status (`weights/README.md`): what a sentence says, of which matter, and when.

All-MiniLM-L6-v2 trained further, with a few small outputs. Sentences go in with marks, tokens that the model
has never met elsewhere: before each matter's names, before each date, around the sentence itself. What is
said of a matter is read off at its mark and names, what names one at the words themselves, and when from
which date fits the matter best. To read relations off marks put around spans is after Baldini Soares and
others, "Matching the Blanks" (ACL 2019).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from corpus.readings.said import OUTPUTS, Look, Names, Period, Said
from corpus.readings.views import View
from corpus.types import CONCERN, MONITORING, RECOMMENDATION
from index.deltas import checked_digest, merge_deltas
from index.encode import packaged_folder, quiet_hub
from index.errors import WeightsError
from index.status_input import (
    ANY,
    ENGAGE,
    INSIDE,
    MOST_MATTERS,
    OUTSIDE,
    RECOMMENDED,
    UNNAMED,
    Prepared,
    Preparer,
    Span,
)

_REMEDY = "write them again with python -m evals.training.status"

LEAST = {CONCERN: 0.65, RECOMMENDATION: 0.95, MONITORING: 0.9}
"""From which probability on something is said of a level at all: what is done with it, its chance decides."""

FITS = -1.0
"""From which logit on a date belongs to what is said: a date told is likelier than none."""

WEIGHTS = Path(__file__).parent / "weights" / "status.safetensors"
"""The weights that ship."""

WORTH = 0.15
"""From which probability on that it speaks of causes of concern a sentence is looked at again."""

NAMING = 0.3
"""From which such probability on the words that name something in a sentence are taken for names."""

BATCH = 32
"""Sentences that go through the network at once."""

_FIRST_MARK, _MARKS = 2, 11
"""The number of the first mark in the vocabulary; they follow one another."""

_MEANING = "monitoring recommendation several any matter heading before sentence after date earlier".split()
"""The words whose vectors the marks begin with."""

DAY_DIMENSIONS = 32
"""A mark's question for a date, and a date's answer, have so many numbers."""


def make_network() -> Any:
    """The packaged model with new outputs: what training begins from, and weights are merged into."""
    import torch
    from transformers import AutoModel

    quiet_hub()
    bert = AutoModel.from_pretrained(str(packaged_folder()), local_files_only=True)
    width = bert.config.hidden_size
    return torch.nn.ModuleDict(
        {
            "bert": bert,
            "marks": _marks(bert),
            "status": torch.nn.Linear(width, len(OUTPUTS)),
            "naming": torch.nn.Linear(width, 3),
            "named": torch.nn.Linear(width, 1),
            "asks": torch.nn.Linear(width, len(OUTPUTS) * DAY_DIMENSIONS),
            "day": torch.nn.Linear(width, DAY_DIMENSIONS),
        }
    )


def _marks(bert: Any) -> Any:
    """Vectors for the marks. Those that the vocabulary has for them are all but the same."""
    import torch

    words = bert.embeddings.word_embeddings.weight
    ids = [number for (number,) in make_tokenizer()(_MEANING, add_special_tokens=False)["input_ids"]]
    return torch.nn.Embedding.from_pretrained(  # type: ignore[no-untyped-call]
        words[ids].detach().clone(), freeze=False
    )


def hidden_states(network: Any, prepared: Sequence[Prepared]) -> Any:
    """The network's hidden states of some that are prepared, shape (len(prepared), longest, width)."""
    import torch

    return encoded(network, *map(torch.from_numpy, padded(prepared)))


def padded(prepared: Sequence[Prepared]) -> tuple[Any, Any, Any]:
    """Token ids, attention mask and segments, each an array of shape (len(prepared), longest)."""
    longest = max(len(one.ids) for one in prepared)
    ids = np.zeros((len(prepared), longest), dtype=np.int64)
    mask, segments = np.zeros_like(ids), np.zeros_like(ids)
    for row, one in enumerate(prepared):
        ids[row, : len(one.ids)] = one.ids
        mask[row, : len(one.ids)] = 1
        # The sentence that is read is a segment of its own among those it is read with.
        segments[row, slice(*one.own)] = 1
    return ids, mask, segments


def encoded(network: Any, ids: Any, mask: Any, segments: Any) -> Any:
    """The network's hidden states of what `padded` gives, as tensors: shape (rows, longest, width)."""
    import torch

    marks = (ids >= _FIRST_MARK) & (ids < _FIRST_MARK + _MARKS)
    given = torch.where(
        marks[..., None],
        network["marks"]((ids - _FIRST_MARK).clamp(0, _MARKS - 1)),
        network["bert"].embeddings.word_embeddings(ids),
    )
    return network["bert"](
        inputs_embeds=given, attention_mask=mask, token_type_ids=segments
    ).last_hidden_state


def make_tokenizer() -> Any:
    """The packaged model's tokenizer, without a limit of its own."""
    from transformers import AutoTokenizer

    quiet_hub()
    return AutoTokenizer.from_pretrained(str(packaged_folder()), local_files_only=True)


def day_logits(network: Any, marks: Any, days: Any) -> Any:
    """How well each date fits each output at each mark, as logits of shape (marks, dates, outputs).

    `marks` and `days` are hidden states, shape (marks, width) and (dates, width).
    """
    asked = _asked(network, marks)
    return (asked[:, None] * network["day"](days)[None, :, None]).sum(-1) / DAY_DIMENSIONS**0.5


def day_fits(network: Any, marks: Any, days: Any, outputs: Any) -> Any:
    """`day_logits` of pairs of a mark and a date, for one output each: shape (pairs,).

    `marks` and `days` are hidden states, shape (pairs, width), `outputs` the outputs' numbers.
    """
    import torch

    asked = _asked(network, marks)[torch.arange(len(marks), device=marks.device), outputs]
    return (asked * network["day"](days)).sum(-1) / DAY_DIMENSIONS**0.5


def _asked(network: Any, marks: Any) -> Any:
    return network["asks"](marks).view(len(marks), len(OUTPUTS), DAY_DIMENSIONS)


def pooled(hidden: Any, span: Span) -> Any:
    """What a mark with its words means: the mean of their hidden states, shape (width,).

    The words themselves find their like in the sentence; a mark alone learns that slowly.
    """
    return hidden[slice(*span)].mean(0)


class TrainedStatusReader:
    """See `corpus.readings.said.StatusReader`. The weights are loaded when first needed and then kept.

    Raises WeightsError, when its name is asked or it reads, where they are missing or not as they were made.
    """

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._weights = weights
        self._lock = Lock()
        self._loaded: tuple[Any, Preparer] | None = None

    @cached_property
    def name(self) -> str:
        """A hash of the weights. Raises WeightsError where they are missing or not as they were made."""
        try:
            return checked_digest(self._weights)[:12]
        except WeightsError as error:
            raise WeightsError(f"{error}; {_REMEDY}") from error

    def look(self, views: Sequence[View]) -> tuple[Look, ...]:
        """See `StatusReader.look`."""
        network, preparer = self._model()
        prepared = [preparer.prepare(view) for view in views]
        found: list[Look] = [Look((), False, ())] * len(views)
        for place, hidden in _run(network, prepared):
            found[place] = _looked(network, views[place], prepared[place], hidden)
        return tuple(found)

    def stand(self, views: Sequence[View], matters: Sequence[Names]) -> tuple[tuple[Said, ...], ...]:
        """See `StatusReader.stand`."""
        found: list[tuple[Said, ...]] = [()] * len(views)
        for first, place, one, hidden in self._second_looks(views, matters):
            network, _ = self._model()
            marks: list[tuple[int | None, Span]] = [] if first else [(None, one.marks[UNNAMED])]
            marks += [(first + number, mark) for number, mark in enumerate(one.matters)]
            for number, mark in marks:
                levels = (CONCERN,) if number is None else (CONCERN, RECOMMENDATION)
                found[place] += _said(network, one, hidden, mark, levels, number)
        return tuple(found)

    def named(self, views: Sequence[View], matters: Sequence[Names]) -> tuple[tuple[float, ...], ...]:
        """See `StatusReader.named`."""
        import torch

        found: list[tuple[float, ...]] = [()] * len(views)
        for _, place, one, hidden in self._second_looks(views, matters):
            network, _ = self._model()
            if one.matters:
                meant = torch.stack([pooled(hidden, mark) for mark in one.matters])
                chances = torch.sigmoid(network["named"](meant))[:, 0]
                found[place] += tuple(round(chance, 4) for chance in chances.tolist())
        return tuple(found)

    def _second_looks(
        self, views: Sequence[View], matters: Sequence[Names]
    ) -> Iterator[tuple[int, int, Prepared, Any]]:
        """Each view with some of the matters: the first one's number, the view's, and its hidden states."""
        network, preparer = self._model()
        for first in range(0, max(1, len(matters)), MOST_MATTERS):
            prepared = [preparer.prepare(view, matters[first : first + MOST_MATTERS]) for view in views]
            for place, hidden in _run(network, prepared):
                yield first, place, prepared[place], hidden

    def _model(self) -> tuple[Any, Preparer]:
        with self._lock:
            if self._loaded is None:
                network = make_network()
                try:
                    checked_digest(self._weights)
                    # What the packaged model does not bring would stay as chance has made it.
                    own = [name for name, _ in network.named_parameters() if not name.startswith("bert.")]
                    merge_deltas(self._weights, network, own)
                except WeightsError as error:
                    raise WeightsError(f"{error}; {_REMEDY}") from error
                self._loaded = network.eval().requires_grad_(False), Preparer(make_tokenizer())
            return self._loaded


def _run(network: Any, prepared: Sequence[Prepared]) -> Iterator[tuple[int, Any]]:
    """The hidden states, (tokens, width), of each that is prepared; those of like length go together."""
    order = sorted(range(len(prepared)), key=lambda place: len(prepared[place].ids))
    for first in range(0, len(order), BATCH):
        places = order[first : first + BATCH]
        # The weights of a reader ask for no gradients, so that nothing is kept for them.
        yield from zip(places, hidden_states(network, [prepared[place] for place in places]), strict=True)


def _looked(network: Any, view: View, one: Prepared, hidden: Any) -> Look:
    import torch

    chances = torch.sigmoid(network["status"](pooled(hidden, one.marks[ANY])))
    speaks = max(float(chances[place]) for place, (level, _) in enumerate(OUTPUTS) if level != MONITORING)
    kinds = network["naming"](hidden[slice(*one.own)]).argmax(-1).tolist()
    names = tuple(view.text[slice(*span)] for span in name_spans(view.text, kinds, one.offsets))
    if view.is_heading:
        return Look(names, False, ())
    said = _said(network, one, hidden, one.marks[ENGAGE], (MONITORING,), None)
    said += _said(network, one, hidden, one.marks[RECOMMENDED], (RECOMMENDATION,), None)
    return Look(names if speaks > NAMING else (), speaks > WORTH, said)


def _said(
    network: Any,
    one: Prepared,
    hidden: Any,
    mark: Span,
    levels: tuple[str, ...],
    matter: int | None,
) -> tuple[Said, ...]:
    """What is said at a mark of some levels, with the date that fits best, if one does."""
    import torch

    meant = pooled(hidden, mark)
    chances = torch.sigmoid(network["status"](meant)).tolist()
    places = [
        place for place, (level, _) in enumerate(OUTPUTS) if level in levels and chances[place] > LEAST[level]
    ]
    if not places:
        return ()
    periods: dict[int, Period] = {}
    if one.days:
        days = torch.stack([pooled(hidden, span) for span, _ in one.days])
        logits = day_logits(network, meant[None], days)[0].numpy()
        for place in places:
            best = int(np.argmax(logits[:, place]))
            if logits[best, place] > FITS:
                periods[place] = one.days[best][1]
    return tuple(
        Said(*OUTPUTS[place], matter, periods.get(place), round(chances[place], 4)) for place in places
    )


def name_spans(
    text: str, kinds: Sequence[int], offsets: Sequence[tuple[int, int] | None]
) -> list[tuple[int, int]]:
    """The spans of names in a text whose tokens are of those kinds; a word is never cut in two."""
    spans: list[tuple[int, int]] = []
    going = False
    for kind, span in zip(kinds, offsets, strict=True):
        if span is None:
            continue
        start, end = span
        continues = bool(spans) and start == spans[-1][1] and text[start : start + 1].isalnum()
        if going and (kind == INSIDE or (continues and text[start - 1 : start].isalnum())):
            spans[-1] = (spans[-1][0], end)
        elif kind != OUTSIDE:
            while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
                start -= 1
            spans.append((start, end))
            going = True
        else:
            going = False
    bare = [(start + len(text[start:end]) - len(text[start:end].lstrip(_EDGES)), end) for start, end in spans]
    kept = [
        (start, start + len(text[start:end].rstrip(_EDGES if "(" in text[start:end] else f"{_EDGES})")))
        for start, end in bare
    ]
    return [(start, end) for start, end in kept if end - start > 1]


_EDGES = " ,.;:-\u2013\u2014\"'\u201c\u201d\u2018\u2019("
