"""Bytes to text where a file may not say how it was written."""

import codecs
import re

from corpus.errors import BrokenFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # The four-byte mark begins with the two-byte one, so it is tried before it.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_SHARE = 0.02
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes, declared: str = "") -> str:
    """The text of `data`: by its byte-order mark, else UTF-8, else `declared`, else Windows-1252.

    Raises `BrokenFile` for bytes that are not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if b"\0" in data[:4096] or len(_CONTROL.findall(data)) > _BINARY_SHARE * len(data):
        raise BrokenFile(
            "it is not text, whatever its name says; add the report as text, Markdown, HTML, Word or PDF"
        )
    for encoding in ("utf-8", declared):
        text = _decoded(data, encoding)
        if text is not None:
            return text
    return data.decode("cp1252", errors="replace")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except (LookupError, UnicodeError, ValueError):
        return None
