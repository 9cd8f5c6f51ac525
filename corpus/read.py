"""Which reader takes which file."""

from collections.abc import Callable
from pathlib import Path

from corpus.clean import check_length
from corpus.describe import complete
from corpus.errors import BrokenFile, CorpusError, EmptyFile, TooLarge, UnreadableFile, UnsupportedFormat
from corpus.html import read_html
from corpus.layout import Draft
from corpus.markdown import read_markdown
from corpus.pdf import read_pdf
from corpus.text import read_text
from corpus.types import Report
from corpus.word import read_word

MAX_FILE_BYTES = 64 * 1024 * 1024

_READERS: dict[str, Callable[[bytes], Draft]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_word,
    ".docm": read_word,
}
SUFFIXES: frozenset[str] = frozenset(_READERS)


def read_report(path: Path, *, key: str | None = None) -> Report:
    """The report in the file at `path`, read in this process without limits on time or memory.

    `key` is what the report is known by, the file's name where it is None. Raises a `CorpusError`
    whose message is one line that says what to do, without the path.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(SUFFIXES))
        raise UnsupportedFormat(f"files of this kind cannot be read; give one of {known}")
    data = read_bytes(path)
    try:
        draft = reader(data)
        check_length(draft.text)
        return complete(draft, path.name if key is None else key)
    except CorpusError:
        raise
    except RecursionError as error:
        raise BrokenFile(
            "its parts are nested too deeply to be read; save it again in a simpler form"
        ) from error


def read_bytes(path: Path) -> bytes:
    """A whole file. Raises `UnreadableFile`, `TooLarge` over 64 MiB, or `EmptyFile`."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UnreadableFile("it is not a file; give a file or a folder of files")
        if size > MAX_FILE_BYTES:
            raise TooLarge(
                f"it is {size / 1024**2:,.0f} MiB and the limit is {MAX_FILE_BYTES // 1024**2} MiB; "
                "split it into several files"
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"it cannot be opened ({error.strerror or error}); check that it may be read"
        ) from error
    if not data.strip():
        raise EmptyFile("there is nothing in it; remove it or put the report into it")
    return data
