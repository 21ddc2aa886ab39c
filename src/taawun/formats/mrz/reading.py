# SPDX-License-Identifier: Apache-2.0
"""Reading a machine-readable zone: what it says, which of its check digits hold, and what is wrong with it.

A zone is read even where a digit is wrong, and everything that is wrong is told; nothing is corrected. Reading
answers what is printed, not whether the document is genuine or the holder its owner.
"""

from dataclasses import dataclass
from datetime import date
from operator import getitem
from typing import Final, NamedTuple

from taawun.formats.mrz import fields
from taawun.formats.mrz.digits import ALPHABET, FILLER, VALUES, check_digit, check_digits, covered, long_number
from taawun.formats.mrz.fields import Level, Problem, Problems, plain
from taawun.formats.mrz.keyed import CHARACTERS, in_other_layout, printed, typed
from taawun.formats.mrz.layouts import LAYOUTS, Check, Form, Layout, form_of

LINES: Final = 6
"""Most lines of a text that is no zone whose lengths are told."""


@dataclass(frozen=True, slots=True)
class Digit:
    """One check digit: where it stands, what is printed, what it should be, and whether that is right."""

    name: str
    at: int
    stated: str
    computed: str
    right: bool


class Mrz(NamedTuple):
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


class Reading(NamedTuple):
    """A zone, if there is one in the text, with everything that is wrong."""

    mrz: Mrz | None
    problems: Problems

    @property
    def sound(self) -> bool:
        """Tell whether nothing worse than a warning was seen."""
        mrz, problems = self
        return mrz is not None and (not problems or Level.ERROR not in [one.level for one in problems])


RIGHT: Final = {
    form: [{one: Digit(check.name, check.at, one, one, right=True) for one in ALPHABET[:10]} for check in layout.checks]
    for form, layout in LAYOUTS.items()
}
"""The check digits that are right, by what is printed: most are, and are not made anew for each zone."""


def read(text: str, on: date) -> Reading:
    """Read what was typed, scanned or pasted, on a day, which decides centuries and what has expired."""
    if len(text) > CHARACTERS:
        return _none("too-long", got=len(text), most=CHARACTERS)
    body = printed(text)
    form = form_of(len(body), body[:1])
    return _read_typed(text, on) if form is None else Reading(*_parts(LAYOUTS[form], body, on))


def parse(body: str, form: Form, on: date) -> Mrz:
    """Read a zone whose lines are joined and have the length of its form, without saying what is wrong with it.

    Raises:
        KeyError: for a character that stands in no zone.
    """
    mrz, _problems = _parts(LAYOUTS[form], body, on)
    return mrz


def _read_typed(text: str, on: date) -> Reading:
    """Read a text that does not stand as it is printed, and tell what was done to it."""
    found = typed(text)
    if not found.body:
        return _none("nothing")
    form = form_of(len(found.body), found.body[:1])
    strange = set(found.body) - VALUES.keys()
    if (form is None or strange) and in_other_layout(found.body):
        return _none("keys")
    if form is None:
        lines = [*map(str, found.lengths[:LINES]), *(["…"] if len(found.lengths) > LINES else [])]
        return _none("length", got=len(found.body), lines=", ".join(lines))
    notes = [Problem(f"typed-{one}", level=Level.NOTE) for one in found.notes]
    if strange:
        return Reading(None, (*notes, Problem("characters", values={"count": str(len(strange))})))
    mrz, problems = _parts(LAYOUTS[form], found.body, on)
    return Reading(mrz, (*notes, *problems))


def _parts(layout: Layout, body: str, on: date) -> tuple[Mrz, Problems]:
    """Return what a zone says, part by part, and what is wrong with each."""
    kind, issuer, name, number, nationality, birth, sex, expires, optional, optional_2 = layout.fields(body)
    computed = check_digits(layout, body)
    wrong_digits: Problems = ()
    if computed == "".join(layout.stated(body)):
        digits = tuple(map(getitem, RIGHT[layout.form], computed))
    else:
        digits = tuple(_digit(layout, check, body) for check in layout.checks)
        wrong_digits = tuple(_wrong(one) for one in digits if not one.right)
        number, _stated = long_number(layout, body)
    kind, wrong_kind = fields.kind(kind)
    issuer, wrong_issuer = fields.state(issuer, "issuer")
    nationality, wrong_nationality = fields.state(nationality, "nationality")
    number, wrong_number = fields.number(number)
    birth, wrong_birth = fields.birth(birth, on)
    expires, wrong_expires = fields.expiry(expires, on)
    sex, wrong_sex = fields.sex(sex)
    surname, given, wrong_names = fields.named(name)
    others = (plain(optional), plain(optional_2)) if layout.form is Form.TD1 else (plain(optional),)
    return (
        Mrz(layout.form, body, kind, issuer, number, surname, given, nationality, birth, sex, expires, others, digits),
        (*wrong_digits, *wrong_issuer, *wrong_nationality, *wrong_kind, *wrong_number, *wrong_birth, *wrong_expires,
         *wrong_sex, *wrong_names),
    )  # fmt: skip


def _digit(layout: Layout, check: Check, body: str) -> Digit:
    text, stated = covered(body, check), body[check.at]
    if check.name == "number":
        text, stated = long_number(layout, body)
    computed = check_digit(text)
    empty = check.name == "optional" and stated == FILLER and not text.strip(FILLER)
    return Digit(check.name, check.at, stated, computed, stated == computed or empty)


def _wrong(one: Digit) -> Problem:
    level = Level.WARNING if one.name == "optional" else Level.ERROR
    return Problem("digit", one.name, level, {"stated": one.stated, "computed": one.computed})


def _none(code: str, **values: object) -> Reading:
    return Reading(None, (Problem(code, values={name: str(value) for name, value in values.items()}),))
