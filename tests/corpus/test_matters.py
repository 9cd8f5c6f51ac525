"""The names of matters: their stems, whatever characters stand in them."""

from __future__ import annotations

import pytest

from corpus.matters import content, short_forms_of


@pytest.mark.parametrize(
    ("name", "short", "expected"),
    [
        pytest.param("the way registered sex offenders are managed", {}, {"register", "offend"}, id="stems"),
        pytest.param("RSOs", {"RSO": "registered sex offenders"}, {"register", "offend"}, id="a short form"),
        pytest.param("TOS", {"TOS": r"training and\or supervision"}, {"train", "supervis"}, id="a backslash"),
    ],
)
def test_what_tells_a_matter_from_others(name: str, short: dict[str, str], expected: set[str]):
    assert expected <= content(name, short)


def test_a_short_form_is_known_from_where_it_is_explained():
    assert short_forms_of("They manage registered sex offenders (RSOs) badly.") == {
        "RSO": "registered sex offenders"
    }


def test_numbers_that_calls_are_made_to_tell_them_apart():
    assert len({content(f"{number} calls") for number in ("101", "111", "999", "")}) == 4
    assert content("calls in 2024") == content("calls")
