"""The comparison of readers of PDF: what is counted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evals.pdf_readers import count_cuts, main, measure, shared_words


@pytest.mark.parametrize(
    ("pages", "cuts"),
    [
        (["It was\n", "late. Then\n"], 1),
        (["It was\n2\n", "late.\n"], 1),
        (["1\nIt was\n", "2\nlate.\n"], 1),
        (["It was ", "late.\n"], 0),
        (["It was late.\n3\n", "late\n"], 0),
        (["It was\n", "Late.\n"], 0),
        (["Only one page\n"], 0),
    ],
)
def test_sentences_cut_by_a_page_break(pages: list[str], cuts: int):
    starts = [len("".join(pages[:number])) for number in range(len(pages))]
    assert count_cuts("".join(pages), starts) == cuts


def test_shared_words():
    assert shared_words(Counter("aab"), Counter("abb")) == pytest.approx(4 / 6)
    assert shared_words(Counter(), Counter()) == 1.0


def test_figures():
    figures = measure(lambda data: (data.decode(), [0]), ["A ﬁne inspec-\ntion, a 2 Fine".encode()])
    assert (figures.characters, figures.ligatures, figures.hyphen_ends) == (28, 1, 1)
    assert figures.words == Counter(["a", "ﬁne", "inspec", "tion", "a", "fine"])


def test_a_folder_without_pdfs(tmp_path: Path):
    with pytest.raises(SystemExit, match="no PDFs"):
        main([str(tmp_path)])
