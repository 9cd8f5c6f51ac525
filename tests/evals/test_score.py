"""What one question is worth: every measure of it, whole, refused, crashed; and its faults in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from evals.figures import BY_NAME
from evals.metrics import PER_QUESTION, faults, score
from evals.ranking import MEASURES as OF_RANKING
from evals.types import Cited, GoldRow, Reply, Span

KENT, ESSEX = "Kent Police", "Essex Police"
WHO = GoldRow("a", "Who signed?", "who", expected=(("Guildford",),), evidence=((Span("r", 10, 20),),))
EVIDENCE = [["Craig Guildford"]]
AS_OF = replace(WHO, type="as-of", as_of=date(2023, 6, 1))
NOWHERE = GoldRow("u", "How tall?", "unanswerable")
OWN = GoldRow("o", "Who signed?", "who", expected=(("Guildford",),))
"""A row of a person's own set, which tells no evidence."""


def cited(
    start: int = 10, quote: str = "Craig Guildford signed", body: str = KENT, published: date | None = None
) -> Cited:
    return Cited(Span("r", start, start + 20), quote, body=body, published=published)


def answer(*quotes: Cited, text: str = "Craig Guildford signed. [1]") -> Reply:
    return Reply(True, text, 0.9, quotes, quotes[0] if quotes else None)


def refusal(closest: Cited | None = None) -> Reply:
    return Reply(False, "The reports do not say.", 0.2, closest=closest)


def test_every_measure_of_an_answer():
    assert score(WHO, answer(cited()), EVIDENCE, {KENT}) == {
        "right": 1,
        "first_cited": 1,
        "quote_precision": 10 / 20,
        "quote_recall": 1,
        "said": 1,
        # Of the accepted form 2 x 1 / (3 + 1), of the evidence 2 x 2 / (3 + 2).
        "f1": pytest.approx(4 / 5),
        "words": 4,
        "refused_wrongly": 0,
        "wrong_body": 0,
        "closest_right": 1,
    }


def test_evidence_of_several_pieces_is_one_reference_of_their_first_places():
    evidence = [["One is open", "1 still open"], ["three are closed"]]
    quotes = (cited(quote="One is open"), cited(quote="three are closed"))
    assert score(WHO, answer(*quotes), evidence, ())["f1"] == 1


@pytest.mark.parametrize("quote", ["one is open", "1 still open"])
def test_any_place_of_the_evidence_is_a_reference_of_its_own(quote: str):
    quotes = (cited(quote=quote),)
    assert score(WHO, answer(*quotes), [["one is open", "1 still open"]], ())["f1"] == 1


@pytest.mark.parametrize(
    ("reply", "right", "first", "said"),
    [
        pytest.param(answer(cited()), 1, 1, 1, id="right"),
        pytest.param(answer(cited(quote="Craig signed")), 0, 1, 0, id="without the words"),
        pytest.param(answer(cited(start=20)), 0, 0, 1, id="the words, but beside the evidence"),
        pytest.param(answer(cited(start=20), cited()), 0, 0, 1, id="the evidence second"),
        pytest.param(answer(cited(), cited(start=40)), 1, 1, 1, id="more behind the evidence"),
        pytest.param(answer(), 0, 0, 0, id="nothing quoted"),
    ],
)
def test_right_is_the_evidence_first_and_the_words(reply: Reply, right: int, first: int, said: int):
    scores = score(WHO, reply, EVIDENCE, ())
    assert (scores["right"], scores["first_cited"], scores["said"]) == (right, first, said)


NOTHING_RIGHT = {
    "right": 0,
    "first_cited": 0,
    "quote_precision": 0,
    "quote_recall": 0,
    "said": 0,
    "f1": 0,
    "refused_wrongly": 1,
    "wrong_body": 0,
    "closest_right": 0,
}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(WHO, NOTHING_RIGHT, id="answerable"),
        pytest.param(AS_OF, {**NOTHING_RIGHT, "timed_right": 0}, id="as of a date"),
        pytest.param(
            NOWHERE,
            {"right": 0, "refused_rightly": 0, "wrong_body": 0, "closest_right": 0},
            id="unanswerable",
        ),
        pytest.param(
            OWN,
            {"right": 0, "said": 0, "f1": 0, "refused_wrongly": 1, "wrong_body": 0, "closest_right": 0},
            id="without evidence",
        ),
    ],
)
def test_a_crash_has_the_worst_of_every_measure_that_applies(row: GoldRow, expected: Mapping[str, float]):
    evidence = EVIDENCE if row.evidence else []
    scores = score(row, None, evidence, {KENT})
    assert scores == expected
    # Nothing but the length of the answer that there is none of drops out.
    assert set(score(row, answer(cited()), evidence, {KENT})) - set(scores) == {"words"}


def test_a_refusal_is_what_a_crash_is_but_for_what_it_would_have_said():
    assert score(WHO, refusal(cited()), EVIDENCE, {KENT}) == {**NOTHING_RIGHT, "closest_right": 1}
    assert score(WHO, refusal(), EVIDENCE, {KENT}) == NOTHING_RIGHT


@pytest.mark.parametrize(
    ("reply", "right"),
    [
        pytest.param(refusal(cited()), 1, id="refused"),
        pytest.param(answer(cited()), 0, id="answered"),
        pytest.param(None, 0, id="crashed"),
    ],
)
def test_what_no_report_answers_is_right_when_refused_and_never_near(reply: Reply | None, right: int):
    scores = score(NOWHERE, reply, [], ())
    assert (scores["refused_rightly"], scores["right"], scores["closest_right"]) == (right, right, 0)
    assert "refused_wrongly" not in scores


@pytest.mark.parametrize(
    ("reply", "right", "closest"),
    [
        pytest.param(answer(cited(start=500)), 1, 1, id="from anywhere"),
        pytest.param(answer(cited(quote="Craig"), cited()), 1, 0, id="in the second quote"),
        pytest.param(answer(cited(quote="Craig")), 0, 0, id="without the words"),
        pytest.param(refusal(cited()), 0, 1, id="refused, though near"),
    ],
)
def test_without_evidence_the_words_alone_count(reply: Reply, right: int, closest: int):
    scores = score(OWN, reply, [], ())
    assert (scores["right"], scores["closest_right"]) == (right, closest)
    assert not scores.keys() & {"first_cited", "quote_precision", "quote_recall"}


@pytest.mark.parametrize(
    ("row", "reply", "expected"),
    [
        pytest.param(AS_OF, answer(cited(published=date(2023, 6, 1))), 1, id="of the day itself"),
        pytest.param(AS_OF, answer(cited(published=date(2023, 6, 2))), 0, id="of the day after"),
        pytest.param(AS_OF, answer(cited()), 1, id="without a date"),
        pytest.param(
            AS_OF, answer(cited(), cited(published=date(2024, 1, 1))), 0, id="any quote of after the date"
        ),
        pytest.param(AS_OF, answer(cited(start=500)), 0, id="wrong"),
        pytest.param(AS_OF, refusal(cited()), 0, id="refused"),
        pytest.param(
            replace(WHO, type="latest"), answer(cited(published=date(2030, 1, 1))), 1, id="no date asked of"
        ),
        pytest.param(replace(WHO, type="status"), answer(cited(start=500)), 0, id="status, wrong"),
        pytest.param(replace(WHO, type="date"), answer(cited()), None, id="not of a time"),
    ],
)
def test_right_as_of_the_date(row: GoldRow, reply: Reply, expected: int | None):
    assert score(row, reply, EVIDENCE, ()).get("timed_right") == expected


@pytest.mark.parametrize(
    ("reply", "bodies", "expected"),
    [
        pytest.param(answer(cited()), {KENT, ESSEX}, 0, id="one of those"),
        pytest.param(answer(cited(), cited(body=ESSEX)), {KENT}, 1, id="any quote of another"),
        pytest.param(answer(cited(body=ESSEX)), (), None, id="no body asked of"),
        pytest.param(refusal(cited(body=ESSEX)), {KENT}, 0, id="refused, so not quoted"),
    ],
)
def test_quotes_of_another_body(reply: Reply, bodies: set[str], expected: int | None):
    assert score(WHO, reply, EVIDENCE, bodies).get("wrong_body") == expected
    assert score(NOWHERE, reply, [], bodies).get("wrong_body") == expected


def test_all_measures_are_of_the_list_and_the_list_is_all_that_is_measured():
    given = [(WHO, EVIDENCE), (AS_OF, EVIDENCE), (NOWHERE, [])]
    measured = {name for row, evidence in given for name in score(row, answer(cited()), evidence, {KENT})}
    assert measured | set(OF_RANKING) == set(PER_QUESTION)
    # All are shown but the one that is only held against confidence.
    assert set(PER_QUESTION) - set(BY_NAME) == {"closest_right"}


@pytest.mark.parametrize(
    ("row", "reply", "expected"),
    [
        pytest.param(WHO, answer(cited()), [], id="right"),
        pytest.param(NOWHERE, refusal(), [], id="rightly refused"),
        pytest.param(WHO, refusal(cited()), ["refused, though the reports say"], id="wrongly refused"),
        pytest.param(
            NOWHERE, answer(cited()), ["answered, though the reports do not say"], id="wrongly answered"
        ),
        pytest.param(
            WHO, answer(cited(start=500)), ["the first citation is not the evidence"], id="wrong place"
        ),
        pytest.param(
            WHO,
            answer(cited(start=500, quote="Craig")),
            ["the first citation is not the evidence", "the expected words are not in the quotes"],
            id="wrong place and words",
        ),
        pytest.param(
            OWN,
            answer(cited(quote="Craig")),
            ["the expected words are not in the quotes"],
            id="no evidence told, wrong words",
        ),
        pytest.param(
            WHO,
            answer(cited(), cited(body=ESSEX)),
            ["quotes a report about another body"],
            id="right, and beside it another body",
        ),
    ],
)
def test_faults_are_named(row: GoldRow, reply: Reply, expected: list[str]):
    scores = score(row, reply, EVIDENCE if row.evidence else [], {KENT})
    assert list(faults(row, scores, "")) == expected


@pytest.mark.parametrize("row", [WHO, NOWHERE])
def test_a_crash_is_its_own_fault_and_the_only_one(row: GoldRow):
    scores = score(row, None, EVIDENCE if row.evidence else [], {KENT})
    assert faults(row, scores, "KeyError: x") == ("crashed: KeyError: x",)
