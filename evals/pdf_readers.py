"""Compare readers of PDF on a folder of files: `python -m evals.pdf_readers FOLDER`."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from time import process_time
from typing import Any

from corpus.errors import CorpusError
from corpus.pdf import read_pdf
from corpus.pdf_lines import read_lines

_WORD = re.compile(r"[^\W\d_]+")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_HYPHEN_END = re.compile(r"\w[-\u00ad\u2010][ ]*$", re.MULTILINE)
_FIRST_NUMBER = re.compile(r"\A\s*(?:\d+\s*\n\s*)?")
_LAST_NUMBER = re.compile(r"\s*(?:\n\s*\d+\s*)?\Z")
_SENTENCE_END = re.compile(r"[.!?:;][\"'’”)\]]*$")

Reader = Callable[[bytes], tuple[str, Sequence[int]]]
"""The bytes of a PDF -> its text, and the position in it at which each page begins."""


@dataclass(slots=True)
class Figures:
    """What one reader made of all files; `seconds` of processor time, `words` of letters only."""

    seconds: float
    characters: int
    words: Counter[str]
    ligatures: int
    hyphen_ends: int
    cut_sentences: int


def read_ours(data: bytes) -> tuple[str, list[int]]:
    """This project's own reader."""
    draft = read_pdf(data)
    return draft.text, [page.start for page in draft.pages]


def read_bare(data: bytes) -> tuple[str, list[int]]:
    """PDFium's lines, page after page, with nothing done to them."""
    pages, _ = read_lines(data)
    # PDFium joins a line that ends in a hyphen with the next, and marks the place.
    return _joined(["\n".join(line.text.replace("\u00ad", "-\n") for line in page) for page in pages])


def read_pypdf(data: bytes) -> tuple[str, list[int]]:
    """pypdf's text, page after page. Raises `ModuleNotFoundError` where it is not installed."""
    pypdf: Any = import_module("pypdf")
    return _joined([page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages])


READERS: dict[str, Reader] = {"ours": read_ours, "PDFium alone": read_bare, "pypdf": read_pypdf}


def _joined(pages: Sequence[str]) -> tuple[str, list[int]]:
    return "\n".join(pages), list(accumulate((len(page) + 1 for page in pages[:-1]), initial=0))


def measure(reader: Reader, files: Sequence[bytes]) -> Figures:
    """Read every file with one reader. Raises what the reader raises."""
    figures = Figures(0.0, 0, Counter(), 0, 0, 0)
    for data in files:
        began = process_time()
        text, starts = reader(data)
        figures.seconds += process_time() - began
        figures.characters += len(text)
        figures.words.update(word.lower() for word in _WORD.findall(text))
        figures.ligatures += len(_LIGATURE.findall(text))
        figures.hyphen_ends += len(_HYPHEN_END.findall(text))
        figures.cut_sentences += count_cuts(text, starts)
    return figures


def count_cuts(text: str, starts: Sequence[int]) -> int:
    """Page breaks that part a sentence, or put a page number into one.

    Counted are those where the last words of a page end without a full stop and the first of the next
    are in lower case, but for the page's number above or below them.
    """
    count = 0
    for start in starts[1:]:
        end = _LAST_NUMBER.sub("", text[max(0, start - 200) : start])
        begin = _FIRST_NUMBER.sub("", text[start : start + 200])
        is_parted = text[start - 1].isspace() and "\n" in text[len(text[:start].rstrip()) : start]
        count += is_parted and begin[:1].islower() and not _SENTENCE_END.search(end)
    return count


def shared_words(one: Counter[str], other: Counter[str]) -> float:
    """The share, 0 to 1, of the words of both that both have, each as often as it stands (Dice)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def table(measured: dict[str, Figures]) -> Iterator[str]:
    """The lines of a table of the readers, compared with the first of them."""
    first = next(iter(measured.values()))
    yield "reader         seconds  ratio  characters    words  shared  ligatures  hyphen ends  cut sentences"
    for name, figures in measured.items():
        yield (
            f"{name:13}{figures.seconds:9.2f}{figures.seconds / max(first.seconds, 1e-9):7.1f}"
            f"{figures.characters:12,}{figures.words.total():9,}"
            f"{shared_words(first.words, figures.words):8.2%}{figures.ligatures:11,}"
            f"{figures.hyphen_ends:13,}{figures.cut_sentences:15,}"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table for the PDFs in a folder; ends with a message where there are none."""
    parser = argparse.ArgumentParser(description="Compare readers of PDF.")
    parser.add_argument("folder", type=Path, help="a folder with PDFs")
    folder: Path = parser.parse_args(arguments).folder
    files = [path.read_bytes() for path in sorted(folder.glob("*.pdf"))]
    if not files:
        raise SystemExit("there are no PDFs in that folder; name one that holds some")
    measured: dict[str, Figures] = {}
    for name, reader in READERS.items():
        try:
            measured[name] = measure(reader, files)
        except ModuleNotFoundError:
            print(f"{name} is not installed and left out; to compare with it: pip install {name}")
        except CorpusError as error:
            raise SystemExit(f"one of the PDFs cannot be read: {error}") from error
    print(f"{len(files)} files")
    for line in table(measured):
        print(line)


if __name__ == "__main__":
    main()
