"""The assistant with a part left out, or with other passages: what is each part worth?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from assistant.choose import Choice, Chooser, NearestSentence
from assistant.reader import NONE
from assistant.settings import Settings
from assistant.types import Question
from corpus.split import Splitting
from index.home import Home
from index.retrieve import Found
from index.types import Searching

SWITCHES = ("bm25", "header", "bodies", "stock", "reader", "reranking", "meanings", "ledger")
"""What can be left out: search by words, the line of context embedded before a passage, narrowing to the
bodies named, lowering what is said alike of several bodies, the trained reader (sentences are weighed by
likeness and shared words), weighing the sentences of all passages found, asking a follow-up that has no
answer in its other meanings, and answering what asks how things stand from the ledger."""


@dataclass(frozen=True, slots=True)
class Variant:
    """`without` holds names of `SWITCHES`; `passage_tokens` is the length of passages, None for the usual."""

    without: frozenset[str] = frozenset()
    passage_tokens: int | None = None

    @property
    def label(self) -> str:
        """What has been changed, in words; "" for nothing."""
        parts = [f"without {name}" for name in SWITCHES if name in self.without]
        if self.passage_tokens:
            parts.append(f"passages of {self.passage_tokens} tokens")
        return ", ".join(parts)

    def settings(self, usual: Settings) -> Settings:
        """The settings changed so. Other passages are indexed in a home of their own, beside the usual."""
        tokens = self.passage_tokens or usual.splitting.target_tokens
        splitting = Splitting(tokens, header="header" not in self.without)
        searching = Searching(
            words="bm25" not in self.without,
            bodies="bodies" not in self.without,
            stock="stock" not in self.without,
        )
        home = usual.home
        if splitting != usual.splitting:
            home = home / "variants" / splitting.version.replace("/", "-")
        reader = NONE if "reader" in self.without else usual.reader
        return replace(
            usual,
            home=home,
            splitting=splitting,
            searching=searching,
            reader=reader,
            meanings="meanings" not in self.without,
            ledger="ledger" not in self.without,
        )

    @property
    def choosing(self) -> Callable[[Home], Chooser] | None:
        """What makes what picks the words that answer; None for what the settings say."""
        if "reranking" in self.without:
            return lambda home: FirstPassage(NearestSentence(home.encoder, home.rarity))
        return None


class FirstPassage:
    """Takes from each passage, in the order found, the sentence nearest to the question by cosine.

    The confidence is that cosine, or 0 where it is negative.
    """

    def __init__(self, usual: NearestSentence) -> None:
        self.usual = usual

    def choose(
        self, question: Question, found: Found, published: Mapping[str, date | None]
    ) -> tuple[Choice, ...]:
        """See `assistant.choose.Chooser.choose`."""
        choices = []
        for hit in found.hits:
            passage = hit.passage
            texts = [passage.text[a - passage.start : b - passage.start] for a, b in passage.sentences]
            cosines = self.usual.encoder.encode(texts) @ found.vector
            best = int(np.argmax(cosines))
            choices.append(Choice(passage, *passage.sentences[best], max(0.0, float(cosines[best]))))
        return tuple(choices)
