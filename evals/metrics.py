"""Measures of one question each: pure functions, each with its definition and where it comes from.

A question whose asking crashed, or that got nothing back, has the worst value of every measure that
applies to it; it never drops out of a mean. A measure that does not apply (recall of a question that
nothing answers) has no value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from evals.text import straight, words_of
from evals.types import TIMED, Cited, GoldRow, Piece, Reply, Span

PER_QUESTION = (
    "right",
    "recall_1",
    "recall_5",
    "recall_20",
    "mrr",
    "ndcg_10",
    "first_cited",
    "quote_precision",
    "quote_recall",
    "said",
    "f1",
    "words",
    "refused_rightly",
    "refused_wrongly",
    "timed_right",
    "wrong_body",
    "closest_right",
)


def overlaps(one: Span, other: Span) -> bool:
    """Whether two spans lie in the same report and have a character in common."""
    return one.report == other.report and one.start < other.end and other.start < one.end


def is_evidence(span: Span, pieces: Sequence[Piece]) -> bool:
    """Whether a span overlaps any place of any piece."""
    return any(overlaps(span, place) for piece in pieces for place in piece)


def quote_precision(cited: Sequence[Span], pieces: Sequence[Piece]) -> float:
    """The share of quoted characters that are evidence, 0 to 1; 0 where nothing is quoted.

    Characters quoted twice count once. This is the precision over characters of Chroma's chunking
    evaluation (Smith and Troynikov 2024), of quotes instead of retrieved chunks; citation precision
    elsewhere (ALCE, Gao and others 2023, arXiv:2305.14627) asks a model about whole passages.
    """
    quoted = _characters(cited)
    held = _characters([place for piece in pieces for place in piece])
    return len(quoted & held) / len(quoted) if quoted else 0.0


def quote_recall(cited: Sequence[Span], pieces: Sequence[Piece]) -> float:
    """The share of the evidence's characters that are quoted, 0 to 1; the mean over its pieces.

    Of a piece's places the one most fully quoted counts: any of them is enough.
    """
    quoted = _characters(cited)
    shares = [
        max(len(_characters([place]) & quoted) / (place.end - place.start) for place in p) for p in pieces
    ]
    return sum(shares) / len(shares)


def says_expected(quotes: Sequence[str], expected: Sequence[Sequence[str]]) -> bool:
    """Whether the quotes, joined, hold every string of one of the accepted forms.

    Case, and the kinds of white space, quotation mark and dash, do not count; a number is only found whole
    ("5" is not in "25" nor in "1.5"). This is containment (the `has_answer` of DrQA, Chen and others 2017,
    arXiv:1704.00051), not the exact match or F1 of SQuAD: a long quote is not punished here, which
    is why the number of words is measured beside it.
    """
    said = _plain(" ".join(quotes))
    return any(all(_holds(said, _plain(words)) for words in alternative) for alternative in expected)


def token_f1(said: str, references: Sequence[str]) -> float:
    """The harmonic mean of precision and recall over words, 0 to 1, of the reference that fits best.

    Words are lower-cased, without punctuation and articles (SQuAD, Rajpurkar and others 2016,
    arXiv:1606.05250). It differs from SQuAD's in its references: besides the accepted forms the
    evidence's own sentences, since what is measured quotes whole sentences.
    """
    return max((_f1(words_of(said), words_of(reference)) for reference in references), default=0.0)


def score(
    row: GoldRow, reply: Reply | None, evidence: Sequence[Sequence[str]], bodies: Collection[str]
) -> Mapping[str, float]:
    """The measures of `PER_QUESTION` that apply to a question, less those of `evals.ranking`.

    Args:
        row: the question.
        reply: what was said; None where the system crashed.
        evidence: the text of each place of each piece of the row's evidence.
        bodies: the bodies that may be quoted; with none, any may.

    - `right`: answered with a first citation that is evidence (where the row tells any) and an accepted
      form in the quotes; or, of what no report answers, refused
    - `first_cited`: the first citation overlaps evidence; `quote_precision`, `quote_recall`, `f1`: above
    - `said`: an accepted form is in the quotes, or in the line above them (`says_expected`)
    - `words`: the length of an answer; refusals have none worth knowing
    - `refused_rightly`: not answered, of the unanswerable (the no-answer accuracy of SQuAD 2.0,
      Rajpurkar and others 2018, arXiv:1806.03822); `refused_wrongly`: not answered, of the answerable
    - `timed_right`: of questions about what holds at a date: right, from a report no younger than the date
    - `wrong_body`: 1 if any citation is of a report about another body than the question; 0 where nothing
      is quoted, crashed or not
    - `closest_right`: the first quote is evidence, or would be, had an answer been forced; 0 for the
      unanswerable. What `evals.abstention` measures confidence against.
    """
    cited = reply.cited if reply else ()
    answered = bool(reply and reply.answered)
    scores = {"closest_right": float(row.answerable and _first_right(row, reply.closest if reply else None))}
    if bodies:
        scores["wrong_body"] = float(any(one.body not in bodies for one in cited))
    if answered and reply:
        scores["words"] = float(len(reply.text.split()))
    if not row.answerable:
        refused = float(reply is not None and not answered)
        return scores | {"refused_rightly": refused, "right": refused}
    # What the line above the quotes says, they have to bear out: it counts with them.
    lead = [reply.lead] if reply and reply.lead else []
    said = says_expected([*lead, *(one.quote for one in cited)], row.expected)
    first = bool(cited) and (not row.evidence or _first_right(row, cited[0]))
    right = answered and said and first
    scores |= {"refused_wrongly": float(not answered), "said": float(said), "right": float(right)}
    references = [" ".join(form) for form in row.expected]
    if row.evidence:
        spans = [one.span for one in cited]
        scores["first_cited"] = float(first)
        scores["quote_precision"] = quote_precision(spans, row.evidence)
        scores["quote_recall"] = quote_recall(spans, row.evidence)
        # Of each piece the first place: the others say the same in other words.
        references += [
            " ".join(piece[0] for piece in evidence),
            *(text for piece in evidence for text in piece),
        ]
    scores["f1"] = token_f1(" ".join(one.quote for one in cited), references)
    if row.type in TIMED:
        scores["timed_right"] = float(right and not _too_young(row, cited))
    return scores


def exactly_right(row: GoldRow, reply: Reply | None) -> bool:
    """Whether a list or count is right to the last item.

    An accepted form is said, every piece of evidence is cited, and nothing else is; where none is given, as
    of an answer that there is none, the form alone counts.
    """
    if reply is None or not reply.answered:
        return False
    spans = [one.span for one in reply.cited]
    said = says_expected([reply.lead, *(one.quote for one in reply.cited)], row.expected)
    complete = all(any(is_evidence(span, [piece]) for span in spans) for piece in row.evidence)
    return said and complete and (not row.evidence or all(is_evidence(span, row.evidence) for span in spans))


def faults(row: GoldRow, scores: Mapping[str, float], error: str) -> tuple[str, ...]:
    """What is wrong with the answer to one question, in words; empty when nothing is."""
    if error:
        return (f"crashed: {error}",)
    found = []
    if scores["right"] < 1:
        if not row.answerable:
            found.append("answered, though the reports do not say")
        elif scores["refused_wrongly"]:
            found.append("refused, though the reports say")
        else:
            if scores.get("first_cited") == 0:
                found.append("the first citation is not the evidence")
            if not scores["said"]:
                found.append("the expected words are not in the quotes")
    if scores.get("wrong_body"):
        found.append("quotes a report about another body")
    return tuple(found)


def _first_right(row: GoldRow, first: Cited | None) -> bool:
    if first is None:
        return False
    if not row.evidence:
        return says_expected([first.quote], row.expected)
    return is_evidence(first.span, row.evidence)


def _too_young(row: GoldRow, cited: Sequence[Cited]) -> bool:
    return row.as_of is not None and any(one.published and one.published > row.as_of for one in cited)


def _characters(spans: Sequence[Span]) -> set[tuple[str, int]]:
    return {(span.report, place) for span in spans for place in range(span.start, span.end)}


def _plain(text: str) -> str:
    return " ".join(straight(text).casefold().split())


def _holds(said: str, words: str) -> bool:
    before = r"(?<!\d)(?<!\d[.,])" if words[:1].isdigit() else ""
    after = r"(?!\d|[.,]\d)" if words[-1:].isdigit() else ""
    return re.search(before + re.escape(words) + after, said) is not None


def _f1(said: Sequence[str], reference: Sequence[str]) -> float:
    common = sum((Counter(said) & Counter(reference)).values())
    return 2 * common / (len(said) + len(reference)) if common else 0.0
