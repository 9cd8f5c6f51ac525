"""The lines between two rules at the top of a Markdown or text file: who published what, and when."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

import yaml

from corpus.clean import one_line
from corpus.dates import parse_date
from corpus.errors import BadFrontMatter

_FENCED = re.compile(r"\A---[ \t]*\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^\w[\w -]*:(?:\s|\Z)", re.MULTILINE)
_MAX_CHARACTERS = 20_000
_DATE_FORMS = 'write it as 2024-07-23 or "23 July 2024"'


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields a file states; "" or None where it does not."""

    title: str = ""
    body: str = ""
    kind: str = ""
    published: date | None = None
    source: str = ""


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """The front matter of `text` (line breaks as "\\n") and what follows it.

    Text without front matter comes back whole. Fields that are not known are left alone. Raises
    `BadFrontMatter`, naming the field, its value and its line, where a field cannot be used.
    """
    match = _FENCED.match(text)
    if not match or not _FIELD.search(match["fields"]):
        return FrontMatter(), text
    if len(match["fields"]) > _MAX_CHARACTERS:
        raise BadFrontMatter(f"the front matter is longer than {_MAX_CHARACTERS:,} characters; shorten it")
    fields = _fields(match["fields"])
    published = fields.get("published")
    return FrontMatter(
        title=_value(fields, "title"),
        body=_value(fields, "body"),
        kind=_value(fields, "kind"),
        published=_date(*published) if published and published[0] else None,
        source=_address(fields),
    ), text[match.end() :]


def _fields(written: str) -> dict[str, tuple[str, int]]:
    """Each field of the mapping `written` with its value as it stands and its line in the file."""
    try:
        # Composing stops before anything is constructed: dates stay as they were written, so that
        # a day that does not exist can be named, and no alias is ever multiplied out.
        node = yaml.compose(written, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise BadFrontMatter(
            f"line {line} of the front matter cannot be read "
            f"({one_line(error.problem or 'not valid YAML')}); "
            "put values that hold a colon in quotes"
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise BadFrontMatter("the front matter cannot be read; write one 'field: value' a line") from error
    if not isinstance(node, yaml.MappingNode):
        raise BadFrontMatter("the front matter is not a list of fields; write one 'field: value' a line")
    return {
        one_line(str(name.value)).lower(): (value.value, name.start_mark.line + 2)
        for name, value in node.value
        if isinstance(name, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)
    }


def _value(fields: dict[str, tuple[str, int]], name: str) -> str:
    return one_line(fields[name][0]) if name in fields else ""


def _date(value: str, line: int) -> date:
    day = parse_date(value)
    if day is None:
        raise BadFrontMatter(f"published: {_shown(value)!r} on line {line} is not a date; {_DATE_FORMS}")
    return day


def _address(fields: dict[str, tuple[str, int]]) -> str:
    value = _value(fields, "source")
    if value and not is_web_address(value):
        line = fields["source"][1]
        raise BadFrontMatter(
            f"source: {_shown(value)!r} on line {line} is not a web address; give one that starts with https://"
        )
    return value


def is_web_address(value: str) -> bool:
    """Whether `value` is a complete http or https address, which alone may become a link."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not any(map(str.isspace, value))


def _shown(value: str) -> str:
    line = one_line(value)
    return line if len(line) <= 60 else line[:57] + "..."
