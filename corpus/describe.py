"""Title, body inspected, kind and date: where a file does not state them, its first page or its name does."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from corpus.bodies import BODIES
from corpus.clean import one_line
from corpus.dates import find_dates, format_date, parse_date
from corpus.inspected import sent_and_inspected
from corpus.layout import Draft
from corpus.types import Report

_FIRST_PAGE = 3000
_FIRST_DATES = 1500
_FIRST_LINES = 12
_MAX_TITLE = 300
_MAX_HEADING = 150
_MAX_BODY = 60

_JOINT = re.compile(r"^joint (?:targeted area )?inspection of ", re.IGNORECASE)
_JOINT_LINE = re.compile(_JOINT.pattern + r"\S.*", re.IGNORECASE | re.MULTILINE)
# The line after a title that was broken: the first sentence, or the place at the end of the title.
_SENTENCE = re.compile(r"(?:This|Between|From|In|On|Ofsted|The)\b")
_JOINT_PLACE = re.compile(r".*\bin (?:the )?(?P<place>[A-Z].*)")
_RANK = re.compile(
    r"^(?:the )?(?:(?:royal|london|metropolitan) )*(?:(?:borough|city|county) of )?"
    r"(?P<place>.+?)(?: metropolitan (?:borough|district))?(?: (?:city|county|borough|district))?"
    r"(?: council| local authority)?\.?$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"\b(?:published|publication date|date of publication)(?: on)?:?\s+", re.IGNORECASE)
# What templates and tools leave in a file's own title.
_NO_TITLE = re.compile(
    r"template|\bLA name\b|area name|untitled|microsoft word|track changes|for editing"
    r"|^document ?\d*$|\.\w{3,4}$",
    re.IGNORECASE,
)
_NO_HEADING = re.compile(r"(?:table of )?contents?|summary|introduction|about .{0,30}", re.IGNORECASE)
_DATE_IN_NAME = re.compile(r"\b([0-9]{4}) ([0-9]{2}) ([0-9]{2})\b")
_END_OF_NAME = re.compile(r"(?<![0-9] )\b(?P<year>20[0-9]{2})(?: (?P<month>0[1-9]|1[0-2]))?$")
_KINDS = (
    (re.compile(r"\bjoint (?:targeted area )?inspection\b", re.IGNORECASE), "joint inspection"),
    (re.compile(r"\brevisit letter\b", re.IGNORECASE), "revisit letter"),
    (re.compile(r"\breturn to (?:default phase|scan)\b", re.IGNORECASE), "return to Scan letter"),
    (re.compile(r"\b(?:closed|closure) letter\b", re.IGNORECASE), "closure letter"),
    (re.compile(r"\bPEEL\b.*\b(?:inspection|assessment|report)\b"), "PEEL report"),
)


def complete(draft: Draft, key: str) -> Report:
    """The report that `draft` becomes, known by `key`.

    What the draft states is kept. The rest comes from the first page, then from the draft's own
    guesses, then from the file name at the end of `key`; what none of them tells stays "" or None.
    A date that has to be guessed comes from the file name first. A date alone on one of the first
    lines, or after "Published on", counts as stated.
    """
    name = _name_of(key)
    title = _title(draft, name)
    published, guessed = _published(draft, name)
    sent, inspected = sent_and_inspected(draft.text, published)
    return Report(
        key=key,
        text=draft.text,
        title=title,
        body=draft.body or _body(title, draft.text[:_FIRST_PAGE], name),
        kind=draft.kind or _kind(title) or _kind(name),
        published=published,
        published_guessed=guessed,
        source=draft.source,
        sections=draft.sections,
        pages=draft.pages,
        sent=sent,
        inspected=inspected,
        doubt=_doubt(draft, published),
    )


def _name_of(key: str) -> str:
    return one_line(re.sub(r"[-_]+", " ", PurePosixPath(key).stem))


def _title(draft: Draft, name: str) -> str:
    """The first of its possible titles that is one, at most 300 characters of it."""
    stated, guess = one_line(draft.title), one_line(draft.title_guess)
    if parse_date(stated) or not any(map(str.isalpha, stated)):
        stated = ""
    if _NO_TITLE.search(guess):
        guess = ""
    joint = _joint_title(draft.text[:_FIRST_PAGE])
    if joint.startswith(stated):  # a reader may take the first line of a title alone
        stated = ""
    title = stated or joint or _heading(draft, 1) or guess or _heading(draft, 6) or _titled(name)
    return title if len(title) <= _MAX_TITLE else title[: _MAX_TITLE - 1].rstrip() + "…"


def _joint_title(first_page: str) -> str:
    match = _JOINT_LINE.search(first_page)
    if not match:
        return ""
    title = one_line(match[0])
    new_paragraph = False
    for line in map(one_line, first_page[match.end() :].split("\n")[1:7]):
        # Past the end of its paragraph a title goes on only where it has not come to its place yet.
        if _SENTENCE.match(line) or (new_paragraph and line and _joint_body(title)):
            break
        title = f"{title} {line}".rstrip()
        new_paragraph = not line
    return title.rstrip(".") if len(title) <= _MAX_TITLE else ""


def _heading(draft: Draft, lowest: int) -> str:
    """The first heading on the first page that could be the whole report's, none below a level."""
    for section in draft.sections:
        if section.start > _FIRST_PAGE:
            break
        heading = section.heading
        if (
            0 < section.level <= lowest
            and len(heading) <= _MAX_HEADING
            and not _NO_HEADING.fullmatch(heading)
        ):
            return heading
    return ""


def _titled(name: str) -> str:
    """The file name without its dates, as a title."""
    bare = one_line(re.sub(r"\b[0-9]{4} [0-9]{1,2}(?: [0-9]{1,2})?$", "", name))
    return bare[:1].upper() + bare[1:] or name


def _body(title: str, first_page: str, name: str) -> str:
    for text in (title, _titled(name)):
        place = _joint_body(text)
        if place:
            return place
        named = list(_bodies_in(text))
        if named:
            return named[0]
    named = list(_bodies_in(first_page))
    if not named:
        return ""
    body, times = Counter(named).most_common(1)[0]
    # A report that names many bodies is about none of them.
    return body if times > len(named) / 2 else ""


def _joint_body(title: str) -> str:
    """Barnsley for "Joint targeted area inspection of Barnsley" or "Barnsley joint inspection", else ""."""
    before = re.fullmatch(r"(?P<place>.+) joint (?:targeted area )?inspection", title, re.IGNORECASE)
    if before:
        return _cased(before["place"])
    match = _JOINT.match(title)
    if not match:
        return ""
    rest = title[match.end() :]
    inner = _JOINT_PLACE.fullmatch(rest)
    if inner:
        rest = inner["place"]
    elif not rest[:1].isupper():
        return ""
    rank = _RANK.fullmatch(rest)
    place = rank["place"] if rank else rest
    return place if len(place) <= _MAX_BODY else ""


def _cased(place: str) -> str:
    """A place as in a file name ("windsor and maidenhead") with its capitals."""
    if place[1:] != place[1:].lower():
        return place
    small = {"and", "of", "on", "upon", "with", "the"}
    words = place.split()
    return " ".join(w if w in small and n else w[:1].upper() + w[1:] for n, w in enumerate(words))


def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    bodies = {_plain(written): body.name for body in BODIES for written in (*body.aliases, body.name)}
    longest_first = sorted(bodies, key=len, reverse=True)
    pattern = "|".join(re.escape(name).replace(r"\ and\ ", r"\ (?:and|&)\ ") for name in longest_first)
    # "Kent Police and Crime Commissioner" is not the force.
    return re.compile(rf"\b(?:{pattern})\b(?! (?:and|&) Crime)(?!,? Fire and Crime)", re.IGNORECASE), bodies


def _plain(name: str) -> str:
    return one_line(name).lower().replace(" & ", " and ")


_NAMES, _BODY_OF = _names()


def _bodies_in(text: str) -> Iterator[str]:
    """The bodies named in `text`, as often as they are."""
    for match in _NAMES.finditer(one_line(text)):
        # Short names are words too ("the met", "wmp"): those count as they are written alone.
        if match[0] != match[0].lower() or len(match[0]) > 8:
            yield _BODY_OF[_plain(match[0])]


def _kind(text: str) -> str:
    return next((kind for pattern, kind in _KINDS if pattern.search(text)), "")


def _published(draft: Draft, name: str) -> tuple[date | None, bool]:
    """The date, and whether it was guessed."""
    if draft.published:
        return draft.published, False
    stated = _stated_date(draft.text)
    if stated:
        return stated, False
    in_name = _DATE_IN_NAME.search(name)
    named = parse_date("-".join(in_name.groups())) if in_name else None
    # The first date in running text is usually that of the inspection, weeks before.
    days = [day for day, _, _ in find_dates(draft.text[:_FIRST_DATES])]
    if ends := _END_OF_NAME.search(name):
        # A name such as "letter 2024-07" says no day, but of which month, or year, it has to be.
        begins = date(int(ends["year"]), int(ends["month"] or 1), 1)
        days = [day for day in days if day.year == begins.year and ends["month"] in (None, f"{day:%m}")]
        days += [begins] if ends["month"] else []
    guess = named or next(iter(days), None) or draft.file_date
    return guess, guess is not None


def _doubt(draft: Draft, published: date | None) -> str:
    """Why the date of publication may be wrong: the file and its own text do not agree."""
    told = _published_in(draft.text[:_FIRST_PAGE])
    if draft.published and told and told != draft.published:
        return f"its text says {format_date(told)}"
    return ""


def _published_in(first_page: str) -> date | None:
    """The day after "Published on" or the like."""
    for match in _PUBLISHED.finditer(first_page):
        day = next(iter(find_dates(first_page[match.end() : match.end() + 30])), None)
        if day and day[1] == 0:
            return day[0]
    return None


def _stated_date(text: str) -> date | None:
    if day := _published_in(text[:_FIRST_PAGE]):
        return day
    lines = [line for line in text[:_FIRST_DATES].split("\n") if line.strip()]
    return next((day for day in map(parse_date, lines[:_FIRST_LINES]) if day), None)
