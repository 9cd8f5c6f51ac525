"""Documents about invented bodies, each sentence with the status it says: read from their labelled text.

The format stands in docs/gold-sets.md. Those of `evals/training/status` are learnt from, those of
`evals/gold/made` only judge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from corpus.describe import complete
from corpus.errors import CorpusError
from corpus.markdown import read_markdown
from corpus.types import CONCERN, GRADE, MONITORING, RECOMMENDATION, Report
from evals.errors import GoldError
from evals.labels import Label, Period, period_of

_LEVELS = {"c": CONCERN, "r": RECOMMENDATION}
_DATE = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_REST = rf"(?: (?P<dates>{_DATE}(?:\|{_DATE})*))?(?: (?P<count>\d+)(?:/(?P<of>\d+))?)?"
_MARK = re.compile(
    r"(?:(?P<level>[cr]):(?P<matter>[\w?-]+) (?P<status>raised|reissued|open|closed|progress|partly met)|"
    r"m: ?(?P<phase>entered|remains|left)|"
    rf"g:(?P<area>[^=]+?) ?= ?(?P<grade>outstanding|good|adequate|requires improvement|inadequate)){_REST}"
)
_LASTING = ("open", "remains", "progress", "partly met")
UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Mark:
    """That the sentence at a span says a status of a level, and of a matter by its key.

    The key is `UNNAMED` where a document does not name it, "" of the phase of monitoring.
    """

    level: str
    matter: str
    status: str
    dates: tuple[Period, ...]
    start: int
    end: int
    count: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A document, the names of its matters by their keys, and the marks of its sentences in order."""

    name: str
    report: Report
    names: dict[str, tuple[str, ...]]
    marks: tuple[Mark, ...]

    def labels(self, split: str) -> list[Label]:
        """The marks as events, each once: what says the same of the same time is one, with several spans."""
        labels: list[Label] = []
        for mark in sorted(self.marks, key=lambda one: (not one.dates, one.start)):
            published = self.report.published
            place = next((n for n, one in enumerate(labels) if _is_same(one, mark, published)), None)
            if place is None:
                labels.append(
                    Label(
                        *(f"{self.name}:{len(labels)}", self.name, self.report.body, mark.level, mark.matter),
                        *(mark.status, mark.dates, ((mark.start, mark.end),)),
                        self.names.get(mark.matter, (mark.matter,)),
                        split,
                        mark.count,
                        mark.of,
                    )
                )
            else:
                labels[place] = _joined(labels[place], mark)
        return labels


@dataclass(slots=True)
class _Draft:
    """A document as its lines are read."""

    where: str
    head: list[str]
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)
    said: list[tuple[str, str, str]] = field(default_factory=list)


def made_documents(file: Path | Traversable) -> tuple[Document, ...]:
    """The documents of a file. Raises GoldError, naming the line, where one is not as it must be."""
    drafts: list[_Draft] = []
    going = False
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
        where = f"{file.name}:{number}"
        if line.startswith("== "):
            drafts.append(_Draft(where, [part.strip() for part in line[3:].split("|")]))
            if len(drafts[-1].head) != 4:
                raise GoldError(f"{where}: a document begins with == kind | body | date | title")
            going = False
        elif not drafts:
            if line.strip():
                raise GoldError(f"{where}: a document begins with == kind | body | date | title")
        elif line.startswith("= "):
            key, _, names = line[2:].partition(":")
            drafts[-1].names[key.strip()] = tuple(
                name for one in names.split(" ; ") if (name := " ".join(one.split()))
            )
        else:
            going = _add_line(drafts[-1], line, where, going)
    return tuple(_document(draft, f"{file.name}:{number}") for number, draft in enumerate(drafts, start=1))


def _add_line(draft: _Draft, line: str, where: str, going: bool) -> bool:
    """Add a line to a document; `going` says whether it goes on with a paragraph.

    Gives whether the next one does.
    """
    said, _, marks = line.partition("%%")
    text = " ".join(said.split())
    if not text:
        if marks.strip():
            raise GoldError(f"{where}: labels without a sentence")
        return False
    is_heading, is_item = bool(re.match(r"#+ ", text)), text.startswith("- ")
    if is_heading:
        title = text.lstrip("# ") == draft.head[3]
        draft.blocks.append(text if title else f"#{text}")
    elif going and not is_item:
        draft.blocks[-1] += f" {text}"
    else:
        # A list is one block, so that its items stand together.
        joins = is_item and bool(draft.blocks) and draft.blocks[-1].rpartition("\n")[2].startswith("- ")
        if joins:
            draft.blocks[-1] += f"\n{text}"
        else:
            draft.blocks.append(text)
    draft.said.append((text.removeprefix("- "), marks.strip(), where))
    return not is_heading and not is_item


def _document(draft: _Draft, name: str) -> Document:
    kind, body, day, title = draft.head
    front = yaml.safe_dump({"title": title, "body": body, "kind": kind, "published": day}, allow_unicode=True)
    text = f"---\n{front}---\n\n" + "\n\n".join(draft.blocks) + "\n"
    try:
        report = complete(read_markdown(text.encode()), f"{name}.md")
    except CorpusError as error:
        raise GoldError(f"{draft.where}: {error}") from error
    marks: list[Mark] = []
    position = 0
    for said, told, where in draft.said:
        bare = re.sub(r"^#+ ", "", said)
        words = [re.escape(word.replace("**", "")) for word in bare.split()]
        found = re.compile(r"\s+".join(words)).search(report.text, position)
        if found is None:
            # Markdown takes some beginnings for its own marks, such as "1)"; what has a label must be found.
            if told:
                raise GoldError(f"{where}: this sentence is not in the text as it is read: {said[:60]}")
            continue
        position = found.end()
        if told:
            marks += [_mark(one.strip(), found.span(), where) for one in told.split(" ; ")]
    keys = {mark.matter for mark in marks if mark.level in (CONCERN, RECOMMENDATION)}
    if unknown := keys - {UNNAMED, *draft.names}:
        raise GoldError(f"{draft.where}: no names are given for {sorted(unknown)[0]}")
    return Document(name, report, draft.names, tuple(marks))


def _mark(text: str, span: tuple[int, int], where: str) -> Mark:
    match = _MARK.fullmatch(text)
    if match is None:
        raise GoldError(f"{where}: not understood: {text}")
    try:
        dates = tuple(period_of(day) for day in match["dates"].split("|")) if match["dates"] else ()
    except (ValueError, IndexError) as error:
        raise GoldError(f"{where}: no date: {match['dates']}") from error
    counts = (int(match["count"] or 0), int(match["of"] or 0))
    if match["level"]:
        matter = UNNAMED if match["matter"] == "?" else match["matter"]
        return Mark(_LEVELS[match["level"]], matter, match["status"], dates, *span, *counts)
    if match["phase"]:
        return Mark(MONITORING, "", match["phase"], dates, *span)
    return Mark(GRADE, match["area"].strip(), match["grade"], dates, *span)


def _is_same(label: Label, mark: Mark, published: date | None) -> bool:
    if (label.level, label.matter, label.status) != (mark.level, mark.matter, mark.status):
        return False
    if label.count and mark.count and label.count != mark.count:
        return False
    if label.dates and mark.dates:
        return _overlap(label.dates, mark.dates)
    if mark.status in _LASTING and published and (label.dates or mark.dates):
        # What is said to be open without a day is so on the document's own, whatever was open before.
        return _overlap(label.dates or mark.dates, ((published, published),))
    return True


def _overlap(some: Sequence[Period], others: Sequence[Period]) -> bool:
    return any(first <= end and start <= last for first, last in some for start, end in others)


def _joined(label: Label, mark: Mark) -> Label:
    return replace(
        label,
        dates=tuple(dict.fromkeys((*label.dates, *mark.dates))),
        spans=(*label.spans, (mark.start, mark.end)),
        count=label.count or mark.count,
        of=label.of or mark.of,
    )


def labelled(labels: Sequence[Label], report: Report, name: str) -> Document:
    """A report of the sample corpus with its labels, as a document."""
    names: dict[str, tuple[str, ...]] = {}
    for label in labels:
        if label.level == CONCERN and label.matter != UNNAMED:
            names[label.matter] = tuple(dict.fromkeys((*names.get(label.matter, ()), *label.names)))
    marks = [
        Mark(
            *(label.level, "" if label.level == MONITORING else label.matter, label.status, label.dates),
            *(*span, label.count, label.of),
        )
        for label in labels
        for span in label.spans
    ]
    return Document(name, report, names, tuple(sorted(marks, key=lambda mark: mark.start)))
