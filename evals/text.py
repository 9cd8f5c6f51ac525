"""Words as the measures compare them, and JSON objects as strict readers take them."""

from __future__ import annotations

import re

# One character for one, so that places stay what they are.
_STRAIGHT = str.maketrans("‘’“”‐‑–—", "''\"\"----")
_ARTICLES = frozenset({"a", "an", "the"})


def straight(text: str) -> str:
    """The text with quotation marks, apostrophes and dashes as a keyboard has them; of the same length."""
    return text.translate(_STRAIGHT)


def words_of(text: str) -> list[str]:
    """The words in order, lower-cased, without punctuation and articles.

    As SQuAD compares answers (Rajpurkar and others 2016, arXiv:1606.05250).
    """
    return [word for word in re.findall(r"\w+", text.casefold()) if word not in _ARTICLES]


def without_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An `object_pairs_hook` for `json`: raises ValueError for a name that is given twice."""
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{name} is given twice")
    return dict(pairs)
