"""A bar chart as numbers for SVG attributes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.editions.tables import Bar

LEFT, STEP, WIDTH = 36, 120, 56
TOP, BASE = 32, 184
SMALL = 24


@dataclass(frozen=True)
class Column:
    """`inside`: the number fits into the bar; else it stands above."""

    x: int
    y: int
    height: int
    middle: int
    label: str
    value: int
    number_y: int
    inside: bool


@dataclass(frozen=True)
class Chart:
    width: int
    base: int
    columns: list[Column]


def chart(bars: Sequence[Bar]) -> Chart:
    """Bars from left to right, the highest over the whole height."""
    most = max((bar.value for bar in bars), default=0) or 1
    return Chart(LEFT + STEP * len(bars), BASE, [_column(place, bar, most) for place, bar in enumerate(bars)])


def _column(place: int, bar: Bar, most: int) -> Column:
    height = round((BASE - TOP) * bar.value / most)
    x, y = LEFT + place * STEP + (STEP - WIDTH) // 2, BASE - height
    inside = height >= SMALL
    return Column(
        x=x,
        y=y,
        height=height,
        middle=x + WIDTH // 2,
        label=bar.label,
        value=bar.value,
        number_y=y + 18 if inside else y - 6,
        inside=inside,
    )
