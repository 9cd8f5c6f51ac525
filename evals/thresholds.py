"""The least that `assistant eval --check`, and so every change, must reach on a gold set."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from evals.types import Measures

# Set from a measured run, a little under what was measured, so that a change for the worse shows
# and another machine's rounding does not. A figure is raised when a change has earned it.
AT_LEAST: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "sample": {"found_5": 0.84, "found_20": 0.97, "cited": 0.26, "said": 0.33, "refused_rightly": 0.8},
    }
)
AT_MOST: Mapping[str, Mapping[str, float]] = MappingProxyType({"sample": {"refused_wrongly": 0.52}})


def shortfalls(name: str, measures: Measures) -> tuple[str, ...]:
    """A line for every figure of the set `name` that is worse than allowed; none when all is well.

    A set without figures falls short: nothing could be checked. So does a figure that the set's
    questions do not yield.
    """
    if name not in AT_LEAST:
        return (f"{name}: there are no least figures for this set; --check is for {', '.join(AT_LEAST)}",)
    lines = []
    for bounds, sign, word in ((AT_LEAST, 1, "least"), (AT_MOST, -1, "most")):
        for field, bound in bounds.get(name, {}).items():
            value = getattr(measures, field)
            if value is None or sign * value < sign * bound:
                found = "not measured" if value is None else f"{value:.3f}"
                lines.append(f"{name}: {field} is {found}, but must be at {word} {bound:.3f}")
    return tuple(lines)
