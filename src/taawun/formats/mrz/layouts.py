# SPDX-License-Identifier: Apache-2.0
"""Where each field of a machine-readable zone stands (ICAO Doc 9303, parts 4 to 7).

Positions count from 0 in the lines joined together. Five forms are known: three sizes of travel document and two of
visa. A visa has no composite digit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from types import MappingProxyType
from typing import Final

Span = tuple[int, int]
"""Beginning and end of a field in the joined lines."""
NOWHERE: Final = 255
"""A position after the end of every zone."""
FIELDS: Final = (
    "code", "issuer", "names", "number", "nationality", "birth", "sex", "expires", "optional", "optional_2",
)  # fmt: skip
"""The order in which the fields of every form are cut out."""


class Form(StrEnum):
    """A size of document with its arrangement of the zone."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRV_A = "MRV-A"
    MRV_B = "MRV-B"


@dataclass(frozen=True, slots=True)
class Check:
    """A check digit: what it is called, over which fields it is computed, and where it stands.

    `places` are the positions that it covers, one a byte, and `NOWHERE` after them until they are whole threes.
    """

    name: str
    over: tuple[Span, ...]
    at: int
    places: bytes


@dataclass(frozen=True, slots=True)
class Layout:
    """One form: its lines, its fields, its check digits in the order in which they stand.

    `fields` cuts the joined lines into the fields of `FIELDS`, of which one that the form does not have is empty, and
    `stated` into the check digits that are printed.
    """

    form: Form
    lines: int
    width: int
    parts: Mapping[str, Span]
    checks: tuple[Check, ...]
    fields: Callable[[str], tuple[str, ...]]
    stated: Callable[[str], tuple[str, ...]]

    @property
    def length(self) -> int:
        """Return how many characters the joined lines have."""
        return self.lines * self.width

    @property
    def widths(self) -> tuple[int, ...]:
        """Return how many characters each line has."""
        return (self.width,) * self.lines

    def split(self, body: str) -> tuple[str, ...]:
        """Return the lines of a joined zone."""
        return tuple(body[start : start + self.width] for start in range(0, self.length, self.width))


def _layout(form: Form, lines: int, width: int, composite: tuple[Span, ...] = (), **parts: Span) -> Layout:
    checks = [_check(name, (parts[name],), parts[name][1]) for name in ("number", "birth", "expires")]
    if form is Form.TD3:
        checks.append(_check("optional", (parts["optional"],), parts["optional"][1]))
    if composite:
        checks.append(_check("composite", composite, lines * width - 1 if lines == 2 else 2 * width - 1))
    fields = itemgetter(*(slice(*parts.get(name, (0, 0))) for name in FIELDS))
    stated = itemgetter(*(check.at for check in checks))
    return Layout(form, lines, width, MappingProxyType(parts), tuple(checks), fields, stated)


def _check(name: str, over: tuple[Span, ...], at: int) -> Check:
    places = bytes(place for start, end in over for place in range(start, end))
    return Check(name, over, at, places + bytes([NOWHERE]) * (-len(places) % 3))


def _in_two_lines(form: Form, width: int, optional: int, composite: tuple[Span, ...] = ()) -> Layout:
    """Return a form in two lines: they differ in width, in the end of the optional field, and in the composite."""
    two = width
    return _layout(
        form, 2, width, tuple((two + start, two + end) for start, end in composite),
        code=(0, 2), issuer=(2, 5), names=(5, width), number=(two, two + 9), nationality=(two + 10, two + 13),
        birth=(two + 13, two + 19), sex=(two + 20, two + 21), expires=(two + 21, two + 27),
        optional=(two + 28, two + optional),
    )  # fmt: skip


LAYOUTS: Final[Mapping[Form, Layout]] = MappingProxyType(
    {
        Form.TD1: _layout(
            Form.TD1, 3, 30, ((5, 30), (30, 37), (38, 45), (48, 59)),
            code=(0, 2), issuer=(2, 5), number=(5, 14), optional=(15, 30), birth=(30, 36), sex=(37, 38),
            expires=(38, 44), nationality=(45, 48), optional_2=(48, 59), names=(60, 90),
        ),
        Form.TD2: _in_two_lines(Form.TD2, 36, 35, ((0, 10), (13, 20), (21, 35))),
        Form.TD3: _in_two_lines(Form.TD3, 44, 42, ((0, 10), (13, 20), (21, 43))),
        Form.MRV_A: _in_two_lines(Form.MRV_A, 44, 44),
        Form.MRV_B: _in_two_lines(Form.MRV_B, 36, 36),
    }
)  # fmt: skip


_FORMS: Final = {90: Form.TD1, 88: Form.TD3, 72: Form.TD2}
_VISAS: Final = {90: Form.TD1, 88: Form.MRV_A, 72: Form.MRV_B}


def form_of(length: int, first: str) -> Form | None:
    """Return the form of a joined zone by its length and its first letter: V is a visa."""
    return (_VISAS if first == "V" else _FORMS).get(length)
