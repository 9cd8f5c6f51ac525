"""What is in, as HTML: the reports as a table, and how adding goes. Pure functions of values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from assistant.html import encode_html
from assistant.shown import is_web_address
from corpus.dates import format_date
from index.types import ReportEntry, SyncStats

_COLUMNS = ("Title", "Body", "Date", "Kind", "Pages", "Passages", "From")
ORIGINS = {"sample": "sample digest", "folder": "folder", "files": "added"}


def library_html(entries: Sequence[ReportEntry], *, editable: bool = True) -> str:
    """The reports as a table; each can be read and, if it is `editable`, taken out.

    Sorting and searching are the page's own.
    """
    if not entries:
        return '<p class="none">There are no reports yet.</p>'
    heads = "".join(
        f'<th scope="col" aria-sort="none"><button type="button" class="sort" data-column="{place}">'
        f"{name}</button></th>"
        for place, name in enumerate(_COLUMNS)
    )
    rows = "".join(_row_html(entry, editable) for entry in entries)
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="Reports"><table><thead><tr>{heads}'
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
        f'<p class="count" role="status">{_reports(len(entries))}</p>'
    )


def _row_html(entry: ReportEntry, editable: bool) -> str:
    title = encode_html(entry.title)
    read = (
        f'<button type="button" class="read" data-report="{encode_html(entry.id)}" '
        f'aria-label="Read {title}">{title}</button>'
    )
    taken = (
        f'<button type="button" class="remove" data-report="{encode_html(entry.id)}" '
        f'aria-label="Take out {title}">Take out</button>'
    )
    doubt = f'<span class="below">{encode_html(entry.doubt)}</span>' if entry.doubt else ""
    day = "date not known" if entry.published is None else format_date(entry.published)
    day += " (guessed)" if entry.published and entry.published_guessed else ""
    cells = (
        (read, entry.title),
        (encode_html(entry.body or "not known"), entry.body),
        (encode_html(day) + doubt, entry.published.isoformat() if entry.published else ""),
        (encode_html(entry.kind), entry.kind),
        (str(entry.pages) if entry.pages else "", f"{entry.pages:06d}"),
        (str(entry.passages), f"{entry.passages:06d}"),
        (_from_html(entry) + (taken if editable else ""), entry.origin),
    )
    listed = "".join(
        f'<td data-label="{name}" data-key="{encode_html(key.lower())}">{shown}</td>'
        for name, (shown, key) in zip(_COLUMNS, cells, strict=True)
    )
    return f"<tr>{listed}</tr>"


def _from_html(entry: ReportEntry) -> str:
    file = encode_html(PurePath(entry.path).name)
    origin = ORIGINS.get(entry.origin, entry.origin)
    if not is_web_address(entry.source):
        return f'{encode_html(origin)}<span class="below">{file}</span>'
    address = encode_html(entry.source)
    return (
        f'{encode_html(origin)}<span class="below"><a href="{address}" target="_blank" '
        f'rel="noopener noreferrer">source</a></span>'
    )


def adding_html(done: int, of: int, name: str) -> str:
    """How far adding has got: the file just read."""
    return (
        f'<p role="status"><progress max="{max(of, 1)}" value="{done}" aria-label="Adding"></progress> '
        f"{done} of {of}: {encode_html(name)}</p>"
    )


def added_html(stats: SyncStats) -> str:
    """What came of adding: how many are in now, and why each of the others is not."""
    said = [f"{_reports(stats.added)} added"] if stats.added else []
    said += [f"{_reports(stats.updated)} read again"] if stats.updated else []
    said += [f"{_reports(stats.unchanged)} here already"] if stats.unchanged else []
    said += [f"{len(stats.failed)} not added"] if stats.failed else []
    failed = "".join(
        f"<li><strong>{encode_html(PurePath(path).name or path)}</strong>: {encode_html(reason)}</li>"
        for path, reason in stats.failed
    )
    told = encode_html(", ".join(said) or "Nothing to add")
    look = ' class="notice"' if stats.failed else ""
    return f'<div{look} role="status"><p>{told}.</p>{f"<ul>{failed}</ul>" if failed else ""}</div>'


def told_html(message: str, *, failed: bool = False) -> str:
    """A line about the library."""
    look = ' class="notice"' if failed else ""
    return f'<div{look} role="status"><p>{encode_html(message)}</p></div>'


def _reports(count: int) -> str:
    return f"{count} {'report' if count == 1 else 'reports'}"
