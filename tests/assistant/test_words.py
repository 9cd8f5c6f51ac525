"""What people leave out of words."""

from __future__ import annotations

import pytest

from assistant.words import with_apostrophes


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("whats open at wmp", "what's open at wmp"),
        ("Whos in Engage, and which arent?", "Who's in Engage, and which aren't?"),
        ("It didnt close. DOESNT it?", "It didn't close. Doesn't it?"),
        ("What's open?", "What's open?"),
        ("Its forces and services", "Its forces and services"),
    ],
)
def test_apostrophes_that_are_left_out(typed: str, written: str):
    assert with_apostrophes(typed) == written
