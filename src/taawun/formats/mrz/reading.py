# SPDX-License-Identifier: Apache-2.0
"""Reading a machine-readable zone: what it says, which of its check digits hold, and what is wrong with it.

A zone is read even where a digit is wrong, and everything that is wrong is told; nothing is corrected. Reading
answers what is printed, not whether the document is genuine or the holder its owner.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from taawun.formats.mrz import codes, dates, names
from taawun.formats.mrz.digits import FILLER, VALUES, check_digit, covered, long_number
from taawun.formats.mrz.keyed import CHARACTERS, typed
from taawun.formats.mrz.layouts import LAYOUTS, Check, Form, Layout, form_of

_DIGIT: Final = re.compile(r"\d")
SEXES: Final[Mapping[str, str]] = {"M": "male", "F": "female"}


class Level(StrEnum):
    """How much a problem weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: a stable code, the part it is about, how much it weighs, and numbers that fill its sentence."""

    code: str
    part: str = ""
    level: Level = Level.ERROR
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Digit:
    """One check digit: where it stands, what is printed, what it should be, and whether that is right."""

    name: str
    at: int
    stated: str
    computed: str
    right: bool


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a zone says. Dates are 1971-03-02, 1971-03, 1971 or empty; codes are as printed, without fillers."""

    form: Form
    body: str
    code: str
    issuer: str
    number: str
    surname: str
    given: str
    nationality: str
    birth: str
    sex: str
    expires: str
    optional: tuple[str, ...]
    digits: tuple[Digit, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines as they are printed."""
        return LAYOUTS[self.form].split(self.body)

    def holds(self, name: str) -> bool:
        """Tell whether a check digit is right."""
        return all(one.right for one in self.digits if one.name == name)


@dataclass(frozen=True, slots=True)
class Reading:
    """A zone, if there is one in the text, with everything that is wrong."""

    mrz: Mrz | None
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Tell whether nothing worse than a warning was seen."""
        return self.mrz is not None and not any(one.level is Level.ERROR for one in self.problems)


def read(text: str, on: date) -> Reading:
    """Read what was typed, scanned or pasted, on a day, which decides centuries and what has expired."""
    if len(text) > CHARACTERS:
        return _none("too-long", got=len(text), most=CHARACTERS)
    found = typed(text)
    if not found.body:
        return _none("nothing")
    form = form_of(len(found.body), found.body[:1])
    if form is None:
        return _none("length", got=len(found.body), lines=", ".join(map(str, found.lengths)))
    notes = [Problem(f"typed-{one}", level=Level.NOTE) for one in found.notes]
    strange = set(found.body) - VALUES.keys()
    if strange:
        return Reading(None, (*notes, Problem("characters", values={"count": str(len(strange))})))
    mrz = parse(found.body, form, on)
    return Reading(mrz, (*notes, *_problems(mrz, on)))


def parse(body: str, form: Form, on: date) -> Mrz:
    """Read a zone whose lines are joined and have the length of its form, without saying what is wrong with it.

    Raises:
        KeyError: for a character that stands in no zone.
    """
    layout = LAYOUTS[form]
    part = {name: body[start:end] for name, (start, end) in layout.parts.items()}
    surname, given = names.split(part["names"])
    number, _stated = long_number(layout, body)
    return Mrz(
        form=form, body=body, code=_plain(part["code"]), issuer=_plain(part["issuer"]), number=_plain(number),
        surname=surname, given=given, nationality=_plain(part["nationality"]),
        birth=dates.birth(part["birth"], on) or "", sex=SEXES.get(part["sex"], ""),
        expires=dates.expiry(part["expires"], on) or "",
        optional=tuple(_plain(part[name]) for name in ("optional", "optional_2") if name in part),
        digits=tuple(_digit(layout, check, body) for check in layout.checks),
    )  # fmt: skip


def _digit(layout: Layout, check: Check, body: str) -> Digit:
    text, stated = covered(body, check), body[check.at]
    if check.name == "number":
        text, stated = long_number(layout, body)
    computed = check_digit(text)
    empty = check.name == "optional" and stated == FILLER and not text.strip(FILLER)
    return Digit(check.name, check.at, stated, computed, stated == computed or empty)


def _problems(mrz: Mrz, on: date) -> Iterator[Problem]:
    for one in mrz.digits:
        if not one.right:
            level = Level.WARNING if one.name == "optional" else Level.ERROR
            yield Problem("digit", one.name, level, {"stated": one.stated, "computed": one.computed})
    yield from _of_codes(mrz)
    yield from _of_dates(mrz, on)
    yield from _of_holder(mrz)


def _of_codes(mrz: Mrz) -> Iterator[Problem]:
    for part, code in (("issuer", mrz.issuer), ("nationality", mrz.nationality)):
        if code == codes.SPECIMEN:
            yield Problem("specimen", part)
        elif not codes.is_known(code):
            yield Problem("unknown-code", part)
    if mrz.code[:1] not in ("P", "I", "A", "C", "V"):
        yield Problem("unknown-kind", "code")
    if not mrz.number:
        yield Problem("no-number", "number")


def _of_dates(mrz: Mrz, on: date) -> Iterator[Problem]:
    parts = LAYOUTS[mrz.form].parts
    for part, read_as in (("birth", dates.birth), ("expires", dates.expiry)):
        start, end = parts[part]
        if read_as(mrz.body[start:end], on) is None:
            yield Problem("impossible-date", part)
    if mrz.expires and mrz.expires < on.isoformat()[: len(mrz.expires)]:
        yield Problem("expired", "expires", Level.WARNING)
    if not mrz.birth and not mrz.body[slice(*parts["birth"])].strip(FILLER):
        yield Problem("unknown-birth", "birth", Level.NOTE)


def _of_holder(mrz: Mrz) -> Iterator[Problem]:
    parts = LAYOUTS[mrz.form].parts
    field_ = mrz.body[slice(*parts["names"])]
    if mrz.body[slice(*parts["sex"])] not in ("M", "F", FILLER, "X"):
        yield Problem("unknown-sex", "sex", Level.WARNING)
    if not mrz.surname:
        yield Problem("no-name", "names")
    elif _DIGIT.search(field_):
        yield Problem("digit-in-name", "names", Level.WARNING)
    if names.is_full(field_):
        yield Problem("name-full", "names", Level.NOTE)


def _plain(text: str) -> str:
    """Return a field without its fillers; inside it they stand for what cannot be printed."""
    return text.rstrip(FILLER).replace(FILLER, " ")


def _none(code: str, **values: object) -> Reading:
    return Reading(None, (Problem(code, values={name: str(value) for name, value in values.items()}),))
