"""Matters that bear several names: put together where a reader says that one is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from corpus.readings.naming import Matter, joined
from corpus.readings.said import FakeStatusReader, Names
from corpus.readings.views import View

CELLS = View("What happens in the cells was poor.", 0, 10, "")
CUSTODY = View("The concern about custody is closed.", 20, 30, "")
VETTING = View("Vetting is open.", 40, 50, "")
BOTH = View("Custody and the cells are two things here.", 60, 70, "")
HEADING = View("Custody", 80, 87, "", is_heading=True)


class Naming(FakeStatusReader):
    """Says of each sentence how likely it names a matter, known by its first name."""

    def __init__(self, chances: Mapping[View, Mapping[str, float]]) -> None:
        self._chances = chances

    def named(self, views: Sequence[View], matters: Sequence[Names]) -> tuple[tuple[float, ...], ...]:
        return tuple(
            tuple(self._chances.get(view, {}).get(names[0], 0.0) for names in matters) for view in views
        )


def matter(name: str, *views: View) -> Matter:
    return Matter((name,), frozenset(views), frozenset(view.text for view in views if view.is_heading))


def names(matters: Sequence[Matter]) -> list[Names]:
    return [one.names for one in matters]


def test_two_names_of_one_matter_are_put_together_with_all_that_names_it() -> None:
    reader = Naming({CELLS: {"cells": 1.0, "custody": 0.9}, CUSTODY: {"cells": 0.8, "custody": 1.0}})
    matters = [matter("cells", CELLS), matter("vetting", VETTING), matter("custody", CUSTODY, HEADING)]
    reader._chances = {**reader._chances, HEADING: {"cells": 0.7, "custody": 1.0}}
    first, second = joined(matters, reader)
    assert (first.names, second.names) == (("cells", "custody"), ("vetting",))
    assert first.views == {CELLS, CUSTODY, HEADING}
    assert first.headings == {"Custody"}


@pytest.mark.parametrize(("cells", "custody"), [(0.9, 0.3), (0.3, 0.9), (0.4, 0.4)])
def test_each_has_to_be_named_where_the_other_is(cells: float, custody: float) -> None:
    reader = Naming({CELLS: {"cells": 1.0, "custody": custody}, CUSTODY: {"cells": cells, "custody": 1.0}})
    matters = [matter("cells", CELLS), matter("custody", CUSTODY)]
    assert names(joined(matters, reader)) == [("cells",), ("custody",)]


def test_what_one_sentence_names_side_by_side_is_two() -> None:
    sure = {"cells": 1.0, "custody": 1.0}
    reader = Naming({CELLS: sure, CUSTODY: sure, BOTH: sure})
    matters = [matter("cells", CELLS, BOTH), matter("custody", CUSTODY, BOTH)]
    assert names(joined(matters, reader)) == [("cells",), ("custody",)]


def test_three_are_put_together_unless_two_of_them_stand_side_by_side() -> None:
    sure = {"cells": 1.0, "custody": 0.9, "care": 0.8}
    reader = Naming({CELLS: sure, CUSTODY: sure, BOTH: sure, VETTING: sure})
    apart = [matter("cells", CELLS), matter("custody", CUSTODY), matter("care", VETTING)]
    assert names(joined(apart, reader)) == [("cells", "custody", "care")]
    chain = {CELLS: {**sure, "care": 0.1}, CUSTODY: sure, VETTING: {**sure, "cells": 0.1}}
    assert names(joined(apart, Naming(chain))) == [("cells", "custody"), ("care",)]
    beside = [matter("cells", CELLS, BOTH), matter("custody", CUSTODY), matter("care", VETTING, BOTH)]
    assert names(joined(beside, reader)) == [("cells", "custody"), ("care",)]


@pytest.mark.parametrize("matters", [[], [matter("cells", CELLS)]])
def test_one_or_none_is_left_as_it_is(matters: list[Matter]) -> None:
    assert list(joined(matters, Naming({}))) == matters


def test_the_stand_in_finds_names_as_they_are_spelt() -> None:
    assert FakeStatusReader().named([CUSTODY, CELLS], [("Custody",), ("cells", "custody")]) == (
        (1.0, 1.0),
        (0.0, 1.0),
    )
