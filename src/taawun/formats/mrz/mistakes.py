# SPDX-License-Identifier: Apache-2.0
"""Letters that a reader may have taken for others: proposed where a check digit is wrong, never put in by itself.

A proposal is one or two characters changed for look-alikes so that every check digit holds. Several may hold at once;
only the document itself tells which is printed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from taawun.formats.mrz.digits import BITS, VALUES, check_digits, check_many
from taawun.formats.mrz.layouts import LAYOUTS, Layout
from taawun.formats.mrz.reading import Mrz

ALIKE: Final = ("0OQDU", "1ILT7", "5S", "8B3", "2Z7", "6GC", "4A", "VYU", "MN", "KX", "EF", "PR")
"""Characters that are taken for one another."""
MOST: Final = 6
"""Proposals that are given, the ones with fewest changes first."""

_SWAPS: Final = {
    letter: "".join(dict.fromkeys(other for group in ALIKE if letter in group for other in group if other != letter))
    for letter in "".join(ALIKE)
}
_DIGITS_ONLY: Final = ("birth", "expires")
_LETTERS_ONLY: Final = ("issuer", "nationality")
_MAY_BE_EMPTY: Final = ("number", "optional")


@dataclass(frozen=True, slots=True)
class Change:
    """One character that may have been misread: its place in the joined lines, what was read, what may be printed."""

    at: int
    read: str
    printed: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What may be printed instead: the lines joined, and what differs."""

    body: str
    changes: tuple[Change, ...]


def proposals(mrz: Mrz) -> tuple[Proposal, ...]:
    """Return what may be printed instead of what was read; nothing where all digits hold, or no change makes them."""
    layout = LAYOUTS[mrz.form]
    if not any(not one.right and one.name != "optional" for one in mrz.digits):
        return ()
    changes = list(_changes(layout, mrz.body))
    off = [_off(layout, _changed(mrz.body, (one,))) for one in changes]
    for tried in (_alone(changes, off), _in_pairs(changes, off, _off(layout, mrz.body))):
        bodies = [_changed(mrz.body, some) for some in tried]
        holds = [not bits & ~BITS["optional"] for bits in check_many(bodies).tolist()]
        found = [Proposal(body, some) for body, some, good in zip(bodies, tried, holds, strict=True) if good]
        if found:
            return tuple(found[:MOST])
    return ()


def variants(number: str, most: int) -> tuple[str, ...]:
    """Return the other numbers that one may be taken for where O and 0, I and 1 are mixed up, `most` at the most."""
    pairs = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}
    made: Iterator[str] = map("".join, product(*(pairs.get(letter, letter) for letter in number)))
    return tuple(one for _count, one in zip(range(most + 1), made, strict=False) if one != number)


def _off(layout: Layout, body: str) -> tuple[int, ...]:
    """Return by how much the check digits are off, modulo ten.

    A digit that the standard lets be a filler is left out: it may hold all the same.
    """
    digits = zip(layout.checks, check_digits(layout, body), strict=True)
    return tuple((int(one) - VALUES[body[check.at]]) % 10 for check, one in digits if check.name not in _MAY_BE_EMPTY)


def _alone(changes: list[Change], off: list[tuple[int, ...]]) -> list[tuple[Change, ...]]:
    return [(one,) for one, left in zip(changes, off, strict=True) if not any(left)]


def _in_pairs(changes: list[Change], off: list[tuple[int, ...]], before: tuple[int, ...]) -> list[tuple[Change, ...]]:
    """Return the pairs of changes with which no digit is off; `off` is what each leaves alone, `before` what was off.

    Sums are linear: two changes leave together what each leaves, added up, less what was off before. So a pair is
    looked up, and not tried with all others.
    """
    leaving: dict[tuple[int, ...], list[int]] = {}
    for at, left in enumerate(off):
        leaving.setdefault(left, []).append(at)
    return [
        (one, changes[other])
        for at, (one, left) in enumerate(zip(changes, off, strict=True))
        for other in leaving.get(tuple((was - leaves) % 10 for was, leaves in zip(before, left, strict=True)), ())
        if other > at and changes[other].at != one.at
    ]


def _changes(layout: Layout, body: str) -> Iterator[Change]:
    """Yield the changes to look-alikes in what a check digit covers, and in the digits themselves."""
    places = {at for check in layout.checks for start, end in check.over for at in range(start, end)}
    for at in sorted(places | {check.at for check in layout.checks}):
        for other in _SWAPS.get(body[at], ""):
            if _may_stand(layout, at, other):
                yield Change(at, body[at], other)


def _may_stand(layout: Layout, at: int, letter: str) -> bool:
    inside = {name for name, (start, end) in layout.parts.items() if start <= at < end}
    if inside & set(_DIGITS_ONLY) or any(check.at == at for check in layout.checks):
        return letter.isdigit()
    return letter.isalpha() if inside & set(_LETTERS_ONLY) else True


def _changed(body: str, changes: tuple[Change, ...]) -> str:
    letters = list(body)
    for one in changes:
        letters[one.at] = one.printed
    return "".join(letters)
