"""A text cut up by our splitter and by LlamaIndex's, and how many tokens a stretch of it costs."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from corpus.split import DEFAULT, Splitting, TokenCounter, split_report
from corpus.types import Passage, Report, Section
from evals.errors import GoldError

Span = tuple[int, int]

LLAMA_OVERLAP = 200
"""What `SentenceSplitter` has two chunks share unless told otherwise, in its tokens."""

_WORD = re.compile(r"\S+")


def whole_report(key: str, title: str, text: str) -> Report:
    """A text as a report of one section without a heading."""
    return Report(key, text, title, "", "", None, False, "", (Section("", 0, 0, len(text)),))


def our_passages(
    text: str, title: str, count_tokens: TokenCounter, window: int, splitting: Splitting = DEFAULT
) -> tuple[Passage, ...]:
    """Our passages of a text that is one section; the line of context before each is the title."""
    return split_report(whole_report(title, title, text), title, count_tokens, window, splitting)


def llama_passages(text: str, size: int, overlap: int = LLAMA_OVERLAP) -> tuple[Passage, ...]:
    """What LlamaIndex's `SentenceSplitter` makes of a text at `size` tokens, all else left as it is.

    `size` and `overlap` are in tokens of its own (tiktoken's for gpt-3.5-turbo). Raises GoldError where a
    chunk of its cannot be found in the text.
    """
    from llama_index.core import Document
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import TextNode

    splitter = SentenceSplitter(chunk_size=size, chunk_overlap=overlap)
    passages = []
    for number, node in enumerate(splitter.get_nodes_from_documents([Document(text=text)])):
        assert isinstance(node, TextNode)
        start, end = node.start_char_idx, node.end_char_idx
        if start is None or end is None:
            raise GoldError(f"LlamaIndex's chunk {node.text[:40]!r} is not in the text it was made of")
        whole = ((start, end),)
        passages.append(Passage(str(number), "", number, start, end, node.text, "", None, whole))
    return tuple(passages)


class Ruler:
    """Counts the embedding model's tokens in stretches of one text, word by word.

    A word is what stands between white space; the tokens of a stretch are those of the words that begin
    in it. The model's tokeniser splits at white space first, so the sum is its own count.
    """

    def __init__(self, text: str, count_tokens: TokenCounter) -> None:
        words = list(_WORD.finditer(text))
        distinct = sorted({word.group() for word in words})
        tokens = dict(zip(distinct, count_tokens(distinct), strict=True))
        self._starts = np.array([word.start() for word in words], dtype=np.int64)
        self._ends = np.array([word.end() for word in words], dtype=np.int64)
        self._sums = np.concatenate([[0], np.cumsum([tokens[word.group()] for word in words])]).astype(
            np.int64
        )

    def tokens(self, start: int, end: int) -> int:
        """The tokens of `[start, end)`."""
        first, last = np.searchsorted(self._starts, [start, end])
        return int(self._sums[last] - self._sums[first])

    def cut(self, start: int, end: int, budget: int) -> int:
        """Where `[start, end)` has to end, after a whole word, to cost no more than `budget` tokens."""
        if self.tokens(start, end) <= budget:
            return end
        first = int(np.searchsorted(self._starts, start))
        last = int(np.searchsorted(self._sums, self._sums[first] + budget, side="right")) - 1
        return int(self._ends[last - 1]) if last > first else start


def within(chunks: Sequence[Passage], ruler: Ruler, budget: int) -> list[Span]:
    """As many chunks, best first, as `budget` tokens pay for; the last one cut to what is left.

    Words that two chunks have in common are paid for twice: whoever is handed both reads them twice.
    """
    spans = []
    for chunk in chunks:
        end = ruler.cut(chunk.start, chunk.end, budget)
        if end > chunk.start:
            spans.append((chunk.start, end))
        if end < chunk.end:
            break
        budget -= ruler.tokens(chunk.start, end)
    return spans
