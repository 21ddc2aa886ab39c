# SPDX-License-Identifier: Apache-2.0
"""Many zones, one after the other: what `read` says of each, several times as fast.

Most zones stand as they are printed and have nothing wrong with them. Their check digits are computed together, and
codes and dates are looked up once; every other zone goes to `read`.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Final, TypeVar

from taawun.formats.mrz import fields
from taawun.formats.mrz.digits import check_many
from taawun.formats.mrz.fields import Found, plain
from taawun.formats.mrz.layouts import LAYOUTS, Form, Layout, form_of
from taawun.formats.mrz.reading import RIGHT, Digit, Mrz, Reading, read

CHUNK: Final = 2_048
"""Zones whose check digits are computed together."""
KEPT: Final = 65_536
"""Codes, births and ends of validity that are remembered, of each."""

_BREAKS: Final = {one.length + one.lines - 1: range(one.width, one.length, one.width + 1) for one in LAYOUTS.values()}
"""Length of a text with one break between its lines → where they stand in it."""

Asked = TypeVar("Asked")
Said = TypeVar("Said")


def read_many(zones: Iterable[str], on: date) -> Iterator[Reading]:
    """Yield `read(zone, on)` of each zone, in their order; memory does not grow with their number."""
    sound = {form: _Sound(layout, on) for form, layout in LAYOUTS.items()}
    waiting = iter(zones)
    while chunk := list(islice(waiting, CHUNK)):
        bodies = [_joined(zone) for zone in chunk]
        for zone, body, wrong in zip(chunk, bodies, check_many(bodies).tolist(), strict=True):
            form = None if wrong else form_of(len(body), body[0])
            reading = None if form is None else sound[form].read(body)
            yield read(zone, on) if reading is None else reading


def _joined(zone: str) -> str:
    """Return the joined lines of a zone that stands as it is printed; empty where anything has to be done to it."""
    breaks = _BREAKS.get(len(zone))
    if breaks is None:
        return ""
    for at in breaks:
        if zone[at] != "\n":
            return ""
    return zone.replace("\n", "")  # one more break leaves it too short to be a zone


class _Known(dict[Asked, Said | None]):
    """What is said of something that was asked before; None where something is wrong with it."""

    def __init__(self, look: Callable[[Asked], Said | None]) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, asked: Asked) -> Said | None:
        said = self._look(asked)
        if len(self) < KEPT:
            self[asked] = said
        return said


class _Sound:
    """Reads the zones of one form that have nothing wrong with them."""

    def __init__(self, layout: Layout, on: date) -> None:
        self._layout = layout
        self._two = layout.form is Form.TD1
        self._codes = _Known(_codes)
        self._births = _Known[str, str](lambda text: _sound(fields.birth(text, on)))
        self._ends = _Known[str, str](lambda text: _sound(fields.expiry(text, on)))
        self._digits = _Known(self._right)

    def read(self, body: str) -> Reading | None:
        """Return what a zone says whose check digits hold, or None where anything else is wrong with it."""
        layout = self._layout
        kind, issuer, name, number, nationality, birth, sex, expires, optional, optional_2 = layout.fields(body)
        codes = self._codes[kind, issuer, nationality, sex]
        born, ends = self._births[birth], self._ends[expires]
        digits = self._digits[layout.stated(body)]
        if codes is None or born is None or ends is None or digits is None:
            return None
        surname, given, wrong = fields.named(name)
        number = plain(number)
        if wrong or not number:
            return None
        others = (plain(optional), plain(optional_2)) if self._two else (plain(optional),)
        kind, issuer, nationality, sex = codes
        said = (kind, issuer, number, surname, given, nationality, born, sex, ends, others, digits)
        return Reading(Mrz(layout.form, body, *said), ())

    def _right(self, stated: tuple[str, ...]) -> tuple[Digit, ...] | None:
        """Return the check digits as they are printed; None where one of them is a filler."""
        found = [known.get(one) for known, one in zip(RIGHT[self._layout.form], stated, strict=True)]
        return tuple(one for one in found if one) if all(found) else None


def _sound(found: Found) -> str | None:
    said, wrong = found
    return None if wrong else said


def _codes(asked: tuple[str, str, str, str]) -> tuple[str, ...] | None:
    """Return what the codes of a document, its issuer, a nationality and a sex say; None where one is not known."""
    kind, issuer, nationality, sex = asked
    found = (fields.kind(kind), fields.state(issuer, "issuer"), fields.state(nationality, ""), fields.sex(sex))
    return None if any(wrong for _, wrong in found) else tuple(said for said, _ in found)
