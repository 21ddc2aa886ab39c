# SPDX-License-Identifier: Apache-2.0
"""The way from an entry to the root, as places on a drawing. The template turns them into SVG.

The way itself stands in the middle, one row for each step, the root on top. What the proof gives stands
beside it: on the left where it is hashed first, on the right where it is hashed second (spec §40.11).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from taawun.kernel.ledger import merkle

ROW: Final = 64
BOX_WIDTH: Final = 132
BOX_HEIGHT: Final = 30
MIDDLE: Final = 330
ASIDE: Final = 200
MARGIN: Final = 12
SHORT: Final = 12  # hex digits of a hash that fit into a box


@dataclass(frozen=True, slots=True)
class Box:
    """One hash on the drawing."""

    x: int
    y: int
    text: str
    whole: str
    style: str

    @property
    def left(self) -> int:
        """Return where the rectangle begins."""
        return self.x - BOX_WIDTH // 2

    @property
    def baseline(self) -> int:
        """Return where the text stands."""
        return self.y + BOX_HEIGHT // 2 + 4


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from a hash up to the one it goes into."""

    x1: int
    y1: int
    x2: int
    y2: int
    style: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is drawn."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    root: str
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


def draw(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> Picture:
    """Return the drawing of an inclusion path that was already checked."""
    rows = len(path)
    current, boxes, edges = leaf, [_box(MIDDLE, rows, leaf, "root" if not path else "leaf")], []
    for step, (given, is_left) in enumerate(zip(path, sides(index, size, len(path)), strict=True)):
        at, above = rows - step, rows - step - 1
        beside = MIDDLE - ASIDE if is_left else MIDDLE + ASIDE
        boxes.append(_box(beside, at, given, "given"))
        current = merkle.node_hash(given, current) if is_left else merkle.node_hash(current, given)
        boxes.append(_box(MIDDLE, above, current, "root" if above == 0 else "way"))
        edges += [_edge(MIDDLE, at, above, "way"), _edge(beside, at, above, "")]
    height = MARGIN * 2 + rows * ROW + BOX_HEIGHT
    return Picture(MIDDLE * 2, height, tuple(boxes), tuple(edges), current.hex())


def sides(index: int, size: int, steps: int) -> list[bool]:
    """Return for each step of a path whether the given hash stands on the left (RFC 9162 §2.1.3.2)."""
    node, last, left = index, size - 1, []
    for _ in range(steps):
        is_left = bool(node & 1) or node == last
        if is_left:
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        left.append(is_left)
        node, last = node >> 1, last >> 1
    return left


def _box(x: int, row: int, digest: bytes, style: str) -> Box:
    whole = digest.hex()
    return Box(x, MARGIN + row * ROW, whole[:SHORT] + "…", whole, style)


def _edge(x: int, row: int, above: int, style: str) -> Edge:
    return Edge(x, MARGIN + row * ROW, MIDDLE, MARGIN + above * ROW + BOX_HEIGHT, style)
