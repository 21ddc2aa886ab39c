# SPDX-License-Identifier: Apache-2.0
"""Many zones, one after the other: what `read` says of each, several times as fast.

Most zones stand as they are printed and have nothing wrong with them. Their check digits are computed together, and
codes and dates are looked up once; every other zone goes to `read`.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import islice
from typing import Final, TypeVar

from taawun.formats.mrz import fields
from taawun.formats.mrz.digits import FILLER, check_many
from taawun.formats.mrz.fields import Found, plain
from taawun.formats.mrz.layouts import LAYOUTS, Form, form_of
from taawun.formats.mrz.reading import RIGHT, Digit, Mrz, Reading, read

CHUNK: Final = 2_048
"""Zones whose check digits are computed together."""
KEPT: Final = 65_536
"""Codes, births and ends of validity that are remembered, of each."""

_BREAKS: Final = {one.length + one.lines - 1: range(one.width, one.length, one.width + 1) for one in LAYOUTS.values()}
"""Length of a text with one break between its lines → where they stand in it."""
_made: Final = tuple.__new__
"""Makes a named tuple of its values at once; by its name they would be passed one by one."""

Asked = TypeVar("Asked")
Said = TypeVar("Said")


def read_many(zones: Iterable[str], on: date) -> Iterator[Reading]:
    """Yield `read(zone, on)` of each zone, in their order; memory does not grow with their number."""
    sound = _Sound(on)
    waiting = iter(zones)
    while chunk := list(islice(waiting, CHUNK)):
        bodies = [_joined(zone) for zone in chunk]
        yield from sound.read(zip(chunk, bodies, check_many(bodies).tolist(), strict=True))


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


_Cut = Callable[[str], tuple[str, ...]]
_Form = tuple[Form, _Cut, _Cut, _Known[tuple[str, ...], tuple[Digit, ...]]]
"""A form, what cuts out its fields and its check digits, and the check digits that were met."""


class _Sound:
    """Reads zones that have nothing wrong with them, and remembers what codes, dates and check digits said."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._codes = _Known(_codes)
        self._births = _Known[str, str](lambda text: _sound(fields.birth(text, on)))
        self._ends = _Known[str, str](lambda text: _sound(fields.expiry(text, on)))
        self._papers, self._visas = _forms(""), _forms("V")

    def read(self, rows: Iterable[tuple[str, str, int]]) -> Iterator[Reading]:
        """Yield what zones say, each with its joined lines and with what is wrong with its check digits.

        It is one loop without calls, which would cost as much as the rest.
        """
        on, all_codes, births, all_ends, two = self._on, self._codes, self._births, self._ends, Form.TD1
        papers, visas = self._papers, self._visas
        for zone, body, wrong in rows:
            if wrong:
                yield read(zone, on)
                continue
            form, cut, stated, all_digits = (visas if body[0] == "V" else papers)[len(body)]
            kind, issuer, name, number, nationality, birth, sex, expires, optional, optional_2 = cut(body)
            codes, born, ends = all_codes[kind, issuer, nationality, sex], births[birth], all_ends[expires]
            digits = all_digits[stated(body)]
            spaced = name.rstrip(FILLER).replace(FILLER, " ")
            surname, _, given = spaced.partition("  ")
            if (
                codes is None or born is None or ends is None or digits is None
                or number[0] == FILLER or name[0] == FILLER or name[-1] != FILLER
                or "  " in given or given[:1] == " " or not spaced.replace(" ", "").isalpha()
            ):  # fmt: skip
                yield read(zone, on)
                continue
            if FILLER in number:
                number = plain(number)
            if FILLER in optional:
                optional = plain(optional)
            kind, issuer, nationality, sex = codes
            others = (optional, plain(optional_2)) if form is two else (optional,)
            said = (form, body, kind, issuer, number, surname, given, nationality, born, sex, ends, others, digits)
            yield _made(Reading, (_made(Mrz, said), ()))


def _forms(first: str) -> dict[int, _Form]:
    """Return the forms of documents that begin with a letter, by how many characters their joined lines have."""
    sizes = {layout.length: form_of(layout.length, first) for layout in LAYOUTS.values()}
    return {
        length: (form, LAYOUTS[form].fields, LAYOUTS[form].stated, _Known(partial(_right, form)))
        for length, form in sizes.items()
        if form
    }


def _right(form: Form, stated: tuple[str, ...]) -> tuple[Digit, ...] | None:
    """Return the check digits as they are printed; None where one of them is a filler."""
    found = [known.get(one) for known, one in zip(RIGHT[form], stated, strict=True)]
    return tuple(one for one in found if one) if all(found) else None


def _sound(found: Found) -> str | None:
    said, wrong = found
    return None if wrong else said


def _codes(asked: tuple[str, str, str, str]) -> tuple[str, ...] | None:
    """Return what the codes of a document, its issuer, a nationality and a sex say; None where one is not known."""
    kind, issuer, nationality, sex = asked
    found = (fields.kind(kind), fields.state(issuer, "issuer"), fields.state(nationality, ""), fields.sex(sex))
    return None if any(wrong for _, wrong in found) else tuple(said for said, _ in found)
