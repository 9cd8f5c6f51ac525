"""What is done to every text before it becomes a report's: after this, positions never move."""

import re

from corpus.errors import NoText, TooLarge

MAX_CHARACTERS = 10_000_000

_LINE_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Control and format characters: bidi marks can make a quote read as something it does not say,
# and lone surrogates cannot be written to a file or a database.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f\ud800-\udfff]"
)
_WHITE = re.compile(r"\s+")


def clean(text: str) -> str:
    """`text` with "\\n" as its only line break, plain spaces, and nothing that cannot be seen.

    Control characters, zero-width and bidirectional marks, soft hyphens and lone surrogates are
    removed; letters are left as they are (no Unicode normalisation).
    """
    return _UNSEEN.sub("", _SPACES.sub(" ", _LINE_BREAKS.sub("\n", text)))


def one_line(text: str) -> str:
    """`text` cleaned, with every run of white space as one space and none at the ends."""
    return _WHITE.sub(" ", clean(text)).strip()


def check_length(text: str) -> None:
    """Pass a report's text, or raise `TooLarge` over 10 million characters, `NoText` without any letter."""
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(
            f"its text is {len(text):,} characters and the limit is {MAX_CHARACTERS:,}; "
            "split it into several files"
        )
    if not any(character.isalnum() for character in text):
        raise NoText("there are no words in it; add the report as text")
