"""Which choices are quoted, which go along with them, and in what order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from assistant.answer import compose
from assistant.choose import Choice
from assistant.cues import asks_for_several
from assistant.form import MOST_AGAIN, MOST_LISTED, MOST_QUOTES, Said, alike, quotes_of, words_of
from assistant.types import Answer, Question
from corpus.types import Passage, Report, Section
from index.mention import Mention

KENT, ESSEX = "Kent Police", "Essex Police"
ONE = "What about custody?"
LIST = "Which causes of concern remain?"


def choice(report: str, text: str, probability: float, start: int = 0) -> Choice:
    passage = Passage(f"{report}{start}", report, 0, start, start + len(text), text, "Custody", None, ())
    return Choice(passage, start, start + len(text), probability)


def body_of(one: Choice) -> str:
    return ESSEX if one.passage.report_id.startswith("essex") else KENT


def quoted(asked: str, choices: Sequence[Choice], *bodies: str) -> tuple[Said, ...]:
    return quotes_of(asked, choices, bodies, body_of, 0.5)


@pytest.mark.parametrize(
    ("asked", "several"),
    [
        (LIST, True),
        ("What were the reasons?", True),
        ("what areas need work", True),
        ("List the grades of Kent", True),
        ("Tell me all the recommendations", True),
        ("Which two concerns were closed?", True),
        ("What is Engage?", False),
        ("What was said of DA matters?", False),
        ("Who signed it?", False),
        ("What happens next?", False),
        ("How many causes of concern are there?", False),
        ("", False),
    ],
)
def test_what_asks_for_a_list(asked: str, several: bool):
    assert asks_for_several(asked) is several


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("The concern is closed.", "The  concern\nIS closed.", True, id="letter for letter"),
        pytest.param(
            "Kent was moved into Engage.", "The force was moved into Engage in Kent.", True, id="nearly"
        ),
        pytest.param(
            "It was moved on 4 May 2023.", "It was moved on 5 May 2023.", False, id="another number"
        ),
        pytest.param("Custody is closed.", "Call handling is closed.", False, id="another matter"),
        pytest.param(
            "The stalking concern is closed.", "The harassment concern is closed.", False, id="a word"
        ),
        pytest.param(
            "The stalking concern is closed.", "The stalking concern is not closed.", False, id="denied"
        ),
        pytest.param("One concern is open.", "Two concerns are open.", False, id="a number in words"),
        pytest.param("All actions are met.", "Most actions are met.", False, id="how many"),
        pytest.param("It was over the target.", "It was under the target.", False, id="more or less"),
        pytest.param("It closed in May.", "It closed in June.", False, id="another month"),
        pytest.param("It protects children.", "It fails to protect children.", False, id="fails"),
        pytest.param("The concern is closed.", "The concern is partly closed.", False, id="in part"),
        pytest.param("It is so.", "It is closed and it was late.", False, id="no words of meaning in one"),
        pytest.param(
            "Closed.", "The concern about custody was closed by inspectors.", False, id="far shorter"
        ),
    ],
)
def test_what_says_the_same(one: str, other: str, same: bool):
    assert alike(one, other, KENT) is same
    assert alike(other, one, KENT) is same


def test_nothing_is_quoted_below_the_threshold():
    assert quoted(ONE, [choice("a", "Custody is safe.", 0.49)]) == ()
    assert quoted(ONE, []) == ()


def test_the_likeliest_is_quoted_with_what_is_nearly_as_likely():
    choices = [
        choice(f"r{n}", f"The {word} rests.", p)
        for n, (word, p) in enumerate(
            [("alpha", 0.9), ("beta", 0.89), ("gamma", 0.88), ("delta", 0.87), ("epsilon", 0.6)]
        )
    ]
    # Of five 0.6 is too far below the first, and three is the most there are.
    assert [one.choice for one in quoted(ONE, choices)] == choices[:MOST_QUOTES]
    assert [one.choice for one in quoted(ONE, [choices[0], choices[4]])] == choices[:1]


def test_what_other_reports_say_alike_goes_along_and_is_not_quoted_again():
    first, *others = (choice(f"r{n}", "Custody is safe now.", 0.9 - n / 100) for n in range(6))
    twice = choice("r1", "Custody is safe now.", 0.8, start=50)
    elsewhere = choice("essex", "Custody is safe now.", 0.4)
    (said,) = quoted(ONE, [first, *others, twice, elsewhere])
    assert said == Said(first, tuple(others[:MOST_AGAIN]))


def test_a_list_is_longer_and_stands_as_in_its_report():
    words = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta")
    choices = [
        choice("r", f"The {word} rests.", 0.9 - n / 50, start=100 * ((n * 3) % 7))
        for n, word in enumerate(words)
    ]
    found = [one.choice for one in quoted(LIST, choices)]
    assert len(found) == MOST_LISTED
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert set(map(words_of, found)) == {words_of(one) for one in choices[:MOST_LISTED]}


def test_of_two_bodies_each_has_its_own_quotes_in_the_order_asked():
    kent, more, essex = (
        choice("kent", "Custody is safe.", 0.6),
        choice("kent 2", "Cells were rebuilt.", 0.59),
        choice("essex", "Custody is safe.", 0.9),
    )
    found = quoted(ONE, [essex, kent, more], KENT, ESSEX)
    assert found == (Said(kent, (), KENT), Said(more, (), KENT), Said(essex, (), ESSEX))


def read(report: str) -> tuple[Report, str]:
    text = "Custody is safe." + " " * 84 + "Cells were rebuilt." + " " * 200
    body = ESSEX if report.startswith("essex") else KENT
    sections = (Section("Custody", 1, 0, len(text)),)
    return Report(
        report, text, f"Letter to {body}", body, "letter", date(2024, 1, 1), False, "", sections
    ), report


def composed(choices: Sequence[Choice], mention: Mention) -> Answer:
    return compose(Question(ONE, ONE), choices, mention, read, 0.5)


def test_an_answer_about_two_bodies_has_a_heading_each_and_says_what_is_missing():
    mention = Mention((KENT, ESSEX), ("Nowhere Police",), spans=((0, 4), (5, 9), (10, 14)))
    answer = composed([choice("kent", "Custody is safe.", 0.9)], mention)
    assert [one.group for one in answer.citations] == [KENT]
    assert answer.unsaid == (ESSEX, "Nowhere Police")
    assert answer.text.startswith("**Kent Police**\n\n“Custody is safe.” [1]")
    assert answer.text.endswith("Of Essex Police and Nowhere Police nothing that answers this was found.")


def test_a_place_that_may_be_either_of_two_bodies_makes_no_headings():
    choices = [choice("essex", "Custody is safe.", 0.9), choice("kent", "Custody is safe.", 0.6)]
    answer = composed(choices, Mention((KENT, ESSEX), spans=((0, 4),)))
    assert [(one.body, one.group) for one in answer.citations] == [(ESSEX, "")]
    assert answer.unsaid == ()


def test_a_refusal_of_a_follow_up_names_the_body_that_it_is_about():
    question = Question("Is it safe?", "Is it safe?", KENT)
    answer = compose(question, [choice("kent", "Custody is safe.", 0.1)], Mention(), read, 0.5)
    assert "There are reports about Kent Police" in answer.reason


def test_of_six_bodies_all_are_quoted_and_no_more_than_a_list_is_long():
    bodies = [f"Body {number}" for number in range(6)]
    choices = [
        Choice(one.passage, one.start, one.end, one.probability)
        for number in range(12)
        for one in [choice(f"{number % 6}", f"Said by {number}.", 0.9, start=number * 40)]
    ]
    found = quotes_of(LIST, choices, bodies, lambda one: f"Body {one.passage.report_id}", 0.5)
    assert [one.body for one in found] == bodies


def test_what_is_said_of_bodies_that_are_not_known_is_not_said_of_the_same_one():
    first, second = choice("a", "The force is in Scan.", 0.9), choice("b", "The force is in Scan.", 0.89)
    found = quotes_of(ONE, [first, second], (), lambda one: "", 0.5)
    assert [(one.choice, one.again) for one in found] == [(first, ()), (second, ())]


def test_citations_that_say_the_same_are_numbered_on():
    choices = [
        choice("kent", "Custody is safe.", 0.9),
        choice("kent 2", "Custody is safe.", 0.88),
        choice("kent", "Cells were rebuilt.", 0.87, start=100),
    ]
    answer = composed(choices, Mention((KENT,)))
    assert [(one.number, one.same_as) for one in answer.citations] == [(1, 0), (2, 1), (3, 0)]
    assert answer.text.count("Custody is safe.") == 1
    assert "“Custody is safe.” [1] [2]" in answer.text
    assert answer.unsaid == ()


@pytest.mark.parametrize(
    ("mention", "reason"),
    [
        (
            Mention((KENT,)),
            "There are reports about Kent Police, but nothing found in them answers this.",
        ),
        (Mention((), ("Essex Police",)), "There is no report about Essex Police among them."),
        (Mention(), "Nothing found in them answers this."),
        (
            Mention((KENT, ESSEX)),
            "There are reports about Kent Police and Essex Police, but nothing found in them answers this.",
        ),
        (
            Mention((KENT,), ("Nowhere Police",)),
            "There is no report about Nowhere Police among them. There are reports about Kent Police, but "
            "nothing found in them answers this.",
        ),
    ],
)
def test_a_refusal_gives_its_reason_and_names_the_nearest(mention: Mention, reason: str):
    answer = composed(
        [choice("kent", "Custody is safe.", 0.4), choice("kent", "Cells were rebuilt.", 0.3, 100)], mention
    )
    assert answer.reason == f"The reports do not say. {reason}"
    assert [one.quote for one in answer.closest] == ["Custody is safe.", "Cells were rebuilt."]
    assert answer.citations == ()
    assert answer.text.startswith(answer.reason)
    assert (
        "Closest, though not an answer:\n\n“Custody is safe.”  \n— Kent Police, letter, 1 January 2024"
        in answer.text
    )
    assert "[1]" not in answer.text
