# SPDX-License-Identifier: Apache-2.0
"""Many zones, one after the other: what `read` says of each, several times as fast.

Most zones stand as they are printed and have nothing wrong with them. Zones of one length are cut into columns and
their check digits computed together, and codes and dates are looked up once; every other zone goes to `read`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from taawun.formats.mrz import fields
from taawun.formats.mrz.digits import FILLER, check_letters
from taawun.formats.mrz.fields import Found
from taawun.formats.mrz.layouts import LAYOUTS, Form, form_of
from taawun.formats.mrz.reading import RIGHT, Digit, Mrz, Reading, read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHUNK: Final = 1_024
"""Zones that are cut and checked together."""
KEPT: Final = 65_536
"""Codes, births and ends of validity that are remembered, of each."""

_PRINTED: Final = {
    (one.length + one.lines - 1) * (-1 if first else 1): form_of(one.length, first)
    for one in LAYOUTS.values()
    for first in ("", "V")
}
"""Form of a zone with a break between its lines, by how many characters it has; their number less than 0 for a V."""
_CODES: Final = {
    one.form: [at for name in ("code", "issuer", "nationality", "sex") for at in range(*one.parts[name])]
    for one in LAYOUTS.values()
}
"""Where the codes of a form stand."""
BREAK: Final = "\n"
_made: Final = tuple.__new__
"""Makes a named tuple of its values at once; by its name they would be passed one by one."""

_Row = tuple[str, bool, bytes, bytes, bytes, bytes, str, str, str, str]
"""A zone, whether it is out of the ordinary, and its codes, check digits, dates, number, names and optional fields."""
Asked = TypeVar("Asked")
Said = TypeVar("Said")


def read_many(zones: Iterable[str], on: date) -> Iterator[Reading]:
    """Yield `read(zone, on)` of each zone, in their order; memory does not grow with their number."""
    sound, waiting = _Sound(on), iter(zones)
    while chunk := list(islice(waiting, CHUNK)):
        yield from sound.read(chunk)


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
    """Reads zones that have nothing wrong with them, and remembers what codes, dates and check digits said."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._codes = _Known(_codes)
        self._births = _Known[bytes, str](lambda text: _sound(fields.birth(text.decode(), on)))
        self._ends = _Known[bytes, str](lambda text: _sound(fields.expiry(text.decode(), on)))
        self._digits = {form: _Known(partial(_right, form)) for form in LAYOUTS}

    def read(self, zones: Sequence[str]) -> Iterable[Reading]:
        """Return what zones say, in their order."""
        sizes = [-len(zone) if zone[:1] == "V" else len(zone) for zone in zones]
        if len(set(sizes)) == 1:
            return self._read(sizes[0], zones)
        groups: dict[int, list[int]] = {}
        for at, size in enumerate(sizes):
            groups.setdefault(size, []).append(at)
        found: dict[int, Reading] = {}
        for size, places in groups.items():
            found.update(zip(places, self._read(size, [zones[at] for at in places]), strict=True))
        return (found[at] for at in range(len(zones)))

    def _read(self, size: int, zones: Sequence[str]) -> Iterator[Reading]:
        """Yield what zones of one size say, in one loop almost without calls, which would cost as much as the rest."""
        form = _PRINTED.get(size)
        if form is None:
            yield from (read(zone, self._on) for zone in zones)
            return
        on, two, all_codes, all_digits = self._on, form is Form.TD1, self._codes, self._digits[form]
        births, all_ends = self._births, self._ends
        for zone, odd, code, stated, birth, expires, number, name, optional, optional_2 in _columns(form, zones):
            if odd:
                yield read(zone, on)
                continue
            codes, born, ends, digits = all_codes[code], births[birth], all_ends[expires], all_digits[stated]
            surname, _, given = name.rstrip().partition("  ")
            if codes is None or born is None or ends is None or digits is None or "  " in given or given[:1] == " ":
                yield read(zone, on)
                continue
            kind, issuer, nationality, sex = codes
            others = (optional.rstrip(), optional_2.rstrip()) if two else (optional.rstrip(),)
            plain, body = number.rstrip(), zone.replace(BREAK, "")
            said = (form, body, kind, issuer, plain, surname, given, nationality, born, sex, ends, others, digits)
            yield _made(Reading, (_made(Mrz, said), ()))


def _columns(form: Form, zones: Sequence[str]) -> Iterable[_Row]:
    """Return the fields of zones as they are printed, each with whether anything seen in them is out of the ordinary.

    A field is text, with blanks for its fillers, where it is told as it stands, and bytes where it is looked up.
    """
    import numpy as np

    layout, filler, parts = LAYOUTS[form], ord(FILLER), LAYOUTS[form].parts
    printed = (BREAK.join(zones) + BREAK).encode("ascii", "replace")
    lines = np.frombuffer(printed, np.uint8).reshape(len(zones), layout.lines, layout.width + 1)
    letters = lines[:, :, :-1].reshape(len(zones), layout.length)
    first, (start, end) = parts["number"][0], parts["names"]
    odd = check_letters(layout, letters) != 0
    odd |= (lines[:, :-1, -1] != ord(BREAK)).any(axis=1) | (letters[:, start:end] <= ord("9")).any(axis=1)
    odd |= (letters[:, first] == filler) | (letters[:, start] == filler) | (letters[:, end - 1] != filler)
    asked = [letters[:, places] for places in (_CODES[form], [check.at for check in layout.checks])]
    asked += [letters[:, slice(*parts[one])] for one in ("birth", "expires")]
    letters[letters == filler] = ord(" ")
    told = [letters[:, slice(*parts.get(one, (0, 0)))] for one in ("number", "names", "optional", "optional_2")]
    return zip(zones, odd.tolist(), *map(_looked_up, asked), *map(_told, told), strict=True)


def _looked_up(letters: "NDArray[np.uint8]") -> list[bytes]:
    import numpy as np

    found: list[bytes] = np.ascontiguousarray(letters).view(f"S{letters.shape[1]}").ravel().tolist()
    return found


def _told(letters: "NDArray[np.uint8]") -> list[str]:
    """Return the texts of a field; empty ones of a field that a form does not have."""
    import numpy as np

    count, width = letters.shape
    if not width:
        return [""] * count
    found: list[str] = letters.astype(np.uint32).view(f"U{width}").ravel().tolist()
    return found


def _right(form: Form, stated: bytes) -> tuple[Digit, ...] | None:
    """Return the check digits as they are printed; None where one of them is a filler."""
    found = [known.get(one) for known, one in zip(RIGHT[form], stated.decode(), strict=True)]
    return tuple(one for one in found if one) if all(found) else None


def _sound(found: Found) -> str | None:
    said, wrong = found
    return None if wrong else said


def _codes(asked: bytes) -> tuple[str, ...] | None:
    """Return what the codes of a document, its issuer, a nationality and a sex say; None where one is not known."""
    text = asked.decode()
    kind, issuer, nationality, sex = text[:2], text[2:5], text[5:8], text[8:]
    found = (fields.kind(kind), fields.state(issuer, "issuer"), fields.state(nationality, ""), fields.sex(sex))
    return None if any(wrong for _, wrong in found) else tuple(said for said, _ in found)
