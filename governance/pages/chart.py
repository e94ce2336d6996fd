"""Where the boxes of the organisation chart stand, in units of the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.mandates.composition import Summary

HEIGHT, STEP, INDENT, WIDTH = 52, 64, 40, 560


@dataclass(frozen=True)
class Box:
    """A board at (x, y); `line` leads to it from the box above, None for the company."""

    name: str
    x: int
    y: int
    line: str

    @property
    def width(self) -> int:
        return WIDTH - self.x - 2

    @property
    def text_x(self) -> int:
        return self.x + 16

    @property
    def text_y(self) -> int:
        return self.y + 32


@dataclass(frozen=True)
class Chart:
    boxes: tuple[Box, ...]
    width: int
    height: int


def boxes(tree: Sequence[tuple[Summary, Sequence[Summary]]]) -> Chart:
    """The company's box is the page's own; boards stand below it, their groups one step further to the right."""
    found: list[Box] = []
    row = 1
    for board, groups in tree:
        top = row
        found.append(_box(board.board.name, 1, row, 0))
        for group in groups:
            row += 1
            found.append(_box(group.board.name, 2, row, top))
        row += 1
    return Chart(tuple(found), WIDTH, row * STEP)


def _box(name: str, level: int, row: int, above: int) -> Box:
    x, y = level * INDENT, row * STEP + 2
    start, middle = x - INDENT // 2, y + HEIGHT // 2
    return Box(name, x, y, f"M{start} {above * STEP + HEIGHT + 2} V{middle} H{x}")
