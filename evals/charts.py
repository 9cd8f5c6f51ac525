"""Small charts as inline SVG: pure functions from numbers to markup.

Nothing in them is a colour: classes (`s0` for the system in focus, `s1` and on for those beside it) take
theirs from the page's CSS variables, so that one drawing does for light, dark and print. Bars, strips and
histograms are drawn in per cent of their width, so that they stretch without their lines growing thick;
they are hidden from screen readers, because the page says their numbers beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

HUES = 5
"""How many systems can be told apart by colour; a sixth has the colour of the second again."""

_WIDTH, _HEIGHT = 400, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 14, 12, 46


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through `points` (x, y); `sizes`, where given, draws a dot at each, of that many questions."""

    hue: int
    points: Sequence[tuple[float, float]]
    sizes: Sequence[int] = ()


def hue(system: int) -> str:
    """The class that colours the system of that number; 0 is the one in focus."""
    return "s0" if system == 0 else f"s{(system - 1) % (HUES - 1) + 1}"


def bar(value: float, low: float | None, high: float | None, *, system: int, top: float = 1.0) -> Markup:
    """A bar from 0 to `value` on a scale that ends at `top`, with a whisker from `low` to `high`."""
    drawn = f'<rect class="bar" x="0" y="3" width="{_percent(value, top)}" height="10" rx="2"/>'
    if low is not None and high is not None:
        left, right = _percent(low, top), _percent(high, top)
        drawn += f'<line class="whisker" x1="{left}" x2="{right}" y1="8" y2="8"/>'
        for end in (left, right):
            drawn += f'<line class="whisker" x1="{end}" x2="{end}" y1="5" y2="11"/>'
    return _stretched(drawn, 16, f"{hue(system)} bars")


def strip(
    value: float, low: float | None, high: float | None, others: Sequence[float | None], *, top: float = 1.0
) -> Markup:
    """A figure as a dot on its interval, on a scale from 0 to `top`; a tick for each of the `others`."""
    drawn = '<line class="track" x1="0" x2="100%" y1="12" y2="12"/>'
    if low is not None and high is not None:
        width = _percent(max(0.0, high - low), top)
        drawn += f'<rect class="band s0" x="{_percent(low, top)}" width="{width}" y="7" height="10" rx="5"/>'
    for number, other in enumerate(others, start=1):
        if other is not None:
            place = _percent(other, top)
            drawn += f'<line class="tick {hue(number)}" x1="{place}" x2="{place}" y1="3" y2="21"/>'
    drawn += f'<circle class="dot s0" cx="{_percent(value, top)}" cy="12" r="6"/>'
    return _stretched(drawn, 24, "strip")


def histogram(counts: Sequence[int], most: int, *, system: int) -> Markup:
    """Columns side by side, one a bin; a column of `most` is as high as the drawing."""
    wide = 100 / max(1, len(counts))
    drawn = '<line class="track" x1="0" x2="100%" y1="55.5" y2="55.5"/>'
    for number, count in enumerate(counts):
        if count:
            # One question among many is still seen.
            height = max(2.0, 52 * count / max(1, most))
            drawn += (
                f'<rect class="bar" x="{number * wide:.2f}%" width="{wide * 0.92:.2f}%" '
                f'y="{55 - height:.1f}" height="{height:.1f}"/>'
            )
    return _stretched(drawn, 56, f"{hue(system)} columns")


def lines(
    curves: Sequence[Curve],
    *,
    label: str,
    axes: tuple[str, str],
    top: float = 1.0,
    level: float | None = None,
    diagonal: bool = False,
    here: tuple[float, float] | None = None,
) -> Markup:
    """Curves over 0 to 1 across and 0 to `top` up, both written in per cent; the first curve lies on top.

    `label` is what a screen reader says; `axes` names the two axes. `level` draws a line across at that
    height, `diagonal` one from corner to corner, `here` a ring around a point of the first curve.
    """
    drawn = _grid(axes, top)
    if level is not None and level <= top:
        y = _up(level, top)
        drawn += f'<line class="level" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
    if diagonal:
        drawn += (
            f'<line class="level" x1="{_across(0):.1f}" y1="{_up(0, top):.1f}" '
            f'x2="{_across(1):.1f}" y2="{_up(min(1.0, top), top):.1f}"/>'
        )
    drawn += "".join(_curve(one, top) for one in reversed(curves))
    if here is not None:
        drawn += f'<circle class="here s0" cx="{_across(here[0]):.1f}" cy="{_up(here[1], top):.1f}" r="6"/>'
    return Markup(  # noqa: S704 - the label is escaped, all else is numbers and words of this file
        f'<svg class="lines" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(label)}">'
        f"{drawn}</svg>"
    )


def rounded_up(value: float) -> float:
    """The least end of a scale, of 0.1, 0.2, 0.4, 0.6, 0.8 and 1, that `value` (0 to 1) does not exceed."""
    return next((end for end in (0.1, 0.2, 0.4, 0.6, 0.8) if value <= end), 1.0)


def _curve(curve: Curve, top: float) -> str:
    places = [(_across(x), _up(y, top)) for x, y in curve.points]
    name = hue(curve.hue)
    drawn = ""
    if len(places) > 1:
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        drawn += f'<polyline class="curve {name}" points="{joined}"/>'
    most = max(curve.sizes, default=1)
    # One point is no line: without its dot it would not be seen.
    sizes = curve.sizes or ([1] if len(places) == 1 else [])
    for (x, y), size in zip(places, sizes, strict=False):
        radius = 2 + 5 * (size / most) ** 0.5
        drawn += f'<circle class="dot {name}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
    return drawn


def _grid(axes: tuple[str, str], top: float) -> str:
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    drawn = ""
    for step in range(6):
        x, y = _across(step / 5), _up(top * step / 5, top)
        drawn += f'<line class="grid" x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>'
        drawn += f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{20 * step}%</text>'
        written = f"{100 * top * step / 5:.0f}%"
        drawn += f'<text x="{_LEFT - 7}" y="{y + 4:.1f}" text-anchor="end">{written}</text>'
    middle = (_TOP + bottom) / 2
    across = f'<text x="{(_LEFT + right) / 2:.1f}" y="{_HEIGHT - 6}" text-anchor="middle">'
    up = f'<text transform="translate(11 {middle:.1f}) rotate(-90)" text-anchor="middle">'
    return f"{drawn}{across}{escape(axes[0])}</text>{up}{escape(axes[1])}</text>"


def _across(x: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * x


def _up(y: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * min(y, top) / top


def _percent(value: float, top: float) -> str:
    return f"{100 * min(1.0, max(0.0, value / top if top > 0 else 0.0)):.2f}%"


def _stretched(drawn: str, height: int, names: str) -> Markup:
    return Markup(  # noqa: S704 - numbers and words of this file only
        f'<svg class="{names}" width="100%" height="{height}" aria-hidden="true">{drawn}</svg>'
    )
