# SPDX-License-Identifier: Apache-2.0
"""Updates of a mergeable document (the Yjs format, version 1), read before any library applies them (spec §86.6).

An update that comes from outside is untrusted. It is taken apart here, in memory that is safe, within limits, and
only the few kinds of content that a plan has are let through: text, texts by name, and what was deleted, without its
words. It is whole: each writer begins at nothing, and whatever it builds on stands in it.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from taawun.kernel.errors import BadPlanUpdate

Id = tuple[int, int]
"""(writer, clock): one character or value, by who wrote it and as which."""
UPDATE_BYTES: Final = 480 << 10
"""Largest update, in bytes: with its readable content and in base64 it fits the body of one envelope."""
WRITERS: Final = 24_000
"""Most writers: each saving of a section is one."""
BLOCKS: Final = 40_000
"""Most pieces that an update consists of."""
MOST_LENGTH: Final = 4_000_000
"""Most characters and values ever written, deleted ones among them."""
MOST_APART: Final = 6_000_000
"""Most pieces times those that others wrote at one place without knowing of them: so long can placing them take."""
NAME_CHARACTERS: Final = 200
VALUE_CHARACTERS: Final = 10_000
WRITER_BITS: Final = 53
_NUMBER_BYTES: Final = 8
_GONE, _TEXT, _VALUE = 1, 4, 8
_LEFT, _RIGHT, _NAMED = 0x80, 0x40, 0x20
_ANY_TEXT: Final = 119


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of what a writer wrote: from `clock`, `length` characters or values; `words` if they still stand.

    `left` and `right` are what stood beside it when it was written; None for the edge of its part.
    """

    writer: int
    clock: int
    length: int
    words: str | None
    left: Id | None
    right: Id | None


@dataclass(frozen=True, slots=True)
class Update:
    """An update as it was read.

    Attributes:
        ends: of each writer, how much it ever wrote.
        roots: the names of the documents' parts that are written to.
        blocks: everything that was written, in the order of the bytes.
        deleted: of each writer, the spans that were deleted, from and until.
    """

    ends: Mapping[int, int]
    roots: frozenset[str]
    blocks: tuple[Block, ...]
    deleted: Mapping[int, tuple[tuple[int, int], ...]]


@dataclass(slots=True)
class _Bytes:
    """Bytes that are read from their beginning to their end."""

    data: bytes
    at: int = 0

    def byte(self) -> int:
        if self.at >= len(self.data):
            raise BadPlanUpdate("It ends too early.")
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        first = self.byte()
        if first < 0x80:
            return first
        value, shift = first & 0x7F, 7
        for _ in range(_NUMBER_BYTES - 1):
            more = self.byte()
            value |= (more & 0x7F) << shift
            if more < 0x80:
                return value
            shift += 7
        raise BadPlanUpdate("A number is too large.")

    def text(self, most: int) -> str:
        size = self.number()
        if size > most * 4 or self.at + size > len(self.data):
            raise BadPlanUpdate("A text is too long.")
        raw = self.data[self.at : self.at + size]
        self.at += size
        try:
            found = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise BadPlanUpdate("A text is not UTF-8.") from None
        if len(found) > most:
            raise BadPlanUpdate("A text is too long.")
        return found


@dataclass(slots=True)
class _Found:
    """What was read so far, and what it builds on."""

    ends: dict[int, int] = field(default_factory=dict)
    roots: set[str] = field(default_factory=set)
    blocks: list[Block] = field(default_factory=list)
    upon: list[Id] = field(default_factory=list)
    length: int = 0


def read_update(data: bytes) -> Update:
    """Return what an update says, or refuse it.

    Raises:
        BadPlanUpdate: it is too large, malformed, not whole, or holds what no plan has.
    """
    if len(data) > UPDATE_BYTES:
        raise BadPlanUpdate(f"{len(data)} bytes; at most {UPDATE_BYTES}.")
    source, found = _Bytes(data), _Found()
    writers = source.number()
    if writers > WRITERS:
        raise BadPlanUpdate(f"{writers} writers; at most {WRITERS}.")
    for _ in range(writers):
        _read_writer(source, found)
    deleted = dict(_read_deleted(source, found))
    if source.at != len(data):
        raise BadPlanUpdate("Something follows its end.")
    for writer, clock in found.upon:
        if clock >= found.ends.get(writer, 0):
            raise BadPlanUpdate("It builds on what it does not hold.")
    _check_hidden(found.blocks, deleted)
    _check_apart(found.blocks)
    return Update(found.ends, frozenset(found.roots), tuple(found.blocks), deleted)


def _read_writer(source: _Bytes, found: _Found) -> None:
    count, writer, clock = source.number(), source.number(), source.number()
    if writer in found.ends or clock or not count or writer >> WRITER_BITS:
        raise BadPlanUpdate("A writer stands in it twice, with nothing, or not from its beginning.")
    if len(found.blocks) + count > BLOCKS:
        raise BadPlanUpdate(f"More than {BLOCKS} pieces.")
    for _ in range(count):
        words, length, left, right = _read_block(source, found.roots)
        found.blocks.append(Block(writer, clock, length, words, left, right))
        found.upon += [one for one in (left, right) if one is not None]
        clock += length
        found.length += length
        if not length or found.length > MOST_LENGTH:
            raise BadPlanUpdate("A piece is empty, or there is too much.")
    found.ends[writer] = clock


def _read_block(source: _Bytes, roots: set[str]) -> tuple[str | None, int, Id | None, Id | None]:
    """Read one piece: its words (None if deleted), how long it is, and what it stands beside."""
    info = source.byte()
    left = (source.number(), source.number()) if info & _LEFT else None
    right = (source.number(), source.number()) if info & _RIGHT else None
    if left is None and right is None:
        if source.number() != 1:
            raise BadPlanUpdate("A part lies inside another.")
        roots.add(source.text(NAME_CHARACTERS))
        if info & _NAMED:
            source.text(NAME_CHARACTERS)
    words, length = _read_content(source, info & 0x1F)
    return words, length, left, right


def _read_content(source: _Bytes, kind: int) -> tuple[str | None, int]:
    if kind == _GONE:
        return None, source.number()
    if kind == _TEXT:
        words = source.text(MOST_LENGTH)
        return words, len(words) + sum(one > "\uffff" for one in words)
    if kind != _VALUE or source.number() != 1 or source.byte() != _ANY_TEXT:
        raise BadPlanUpdate("It holds a kind of content that no plan has.")
    return source.text(VALUE_CHARACTERS), 1


def _read_deleted(source: _Bytes, found: _Found) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
    seen: set[int] = set()
    spans = 0
    for _ in range(_counted(source.number(), WRITERS)):
        writer = source.number()
        if writer in seen:
            raise BadPlanUpdate("What was deleted names a writer twice.")
        seen.add(writer)
        count = source.number()
        spans = _counted(spans + count, BLOCKS)
        yield writer, tuple(_read_spans(source, count, found.ends.get(writer, 0)))


def _read_spans(source: _Bytes, count: int, end: int) -> Iterator[tuple[int, int]]:
    last = 0
    for _ in range(count):
        first, length = source.number(), source.number()
        if first < last or not length or first + length > end:
            raise BadPlanUpdate("It deletes what it does not hold.")
        last = first + length
        yield first, last


def _counted(value: int, most: int) -> int:
    if value > most:
        raise BadPlanUpdate(f"{value} deleted spans; at most {most}.")
    return value


def _check_hidden(blocks: list[Block], deleted: Mapping[int, tuple[tuple[int, int], ...]]) -> None:
    """Refuse words inside what was deleted: nobody would see them, and they would have crossed."""
    spans = {writer: iter(found) for writer, found in deleted.items()}
    current: dict[int, tuple[int, int] | None] = {writer: next(found, None) for writer, found in spans.items()}
    for block in blocks:
        span = current.get(block.writer)
        while span is not None and span[1] <= block.clock:
            span = current[block.writer] = next(spans[block.writer], None)
        if block.words is not None and span is not None and span[0] < block.clock + block.length:
            raise BadPlanUpdate("It holds words that were deleted.")


def _check_apart(blocks: list[Block]) -> None:
    """Refuse pieces whose placing would take long: too many that were written at one place, or between far ones.

    Whoever knows what others wrote inserts between two neighbours, and no two insert between the same. So the later
    of the two neighbours was written beside the earlier one. A library looks through all between them otherwise.
    """
    starts: dict[int, list[int]] = {}
    held: dict[Id, Block] = {}
    for block in blocks:
        starts.setdefault(block.writer, []).append(block.clock)
        held[block.writer, block.clock] = block

    def around(one: Id) -> Block:
        clocks = starts[one[0]]
        return held[one[0], clocks[bisect_right(clocks, one[1]) - 1]]

    used: set[tuple[Id | None, Id | None]] = set()
    apart = 0
    for block in blocks:
        place = (block.left, block.right)
        if block.left is None and block.right is None:
            continue  # the first of its part or of its name; there is one for each name, and few are first at once
        apart += place in used or not _neighbours(block, around)
        used.add(place)
    if apart * len(blocks) > MOST_APART:
        raise BadPlanUpdate(f"{apart} of {len(blocks)} pieces were written apart from others at one place.")


def _neighbours(block: Block, around: Callable[[Id], Block]) -> bool:
    """Tell whether what stands beside a piece may ever have been neighbours."""
    left, right = block.left, block.right
    beside_left = None if left is None else around(left).right
    if left is not None and beside_left == right:
        return True
    if right is None:
        return False
    found = around(right)
    before = (right[0], right[1] - 1) if right[1] > found.clock else found.left
    return before == left
