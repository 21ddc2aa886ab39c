# SPDX-License-Identifier: Apache-2.0
"""What a reader that types like a keyboard leaves in a field: breaks, prefixes, small letters, another layout.

Nothing is guessed silently: each thing that was done to the text is told by a code, and a letter that was misread
stays as it is (see `mistakes`).
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from taawun.formats.mrz.digits import BITS, VALUES, check_many
from taawun.formats.mrz.layouts import LAYOUTS, form_of

CHARACTERS: Final = 1_000
"""Longest text that is looked at."""
SIZES: Final = tuple(sorted({(layout.length, layout.width) for layout in LAYOUTS.values()}, reverse=True))
"""Lengths of zones and of their lines, the longest first."""
MOST_ABOUT: Final = 60
"""Most characters of prefixes and suffixes around a zone."""
FEWEST_SHORT: Final = 12
"""Fewest characters of a line whose fillers at the end may have been dropped."""

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_LOOKALIKES: Final = str.maketrans({"«": "<<", "‹": "<", "＜": "<"})
_KEYS: Final = dict(zip("ضصثقفغعهخحشسيبلاتنمئءؤرىة", "QWERTYUIOPASDFGHJKLZXCVNM", strict=True))
_SHIFTED: Final = dict(
    zip(
        ("\u064e", "\u064b", "\u064f", "\u064c", "لإ", "إ", "‘", "÷", "×", "؛", "\u0650", "\u064d", "]", "[", "لأ",
         "أ", "ـ", "،", "/", "~", "\u0652", "}", "{", "لآ", "آ", "’"),
        "QWERTYUIOPASDFGHJKLZXCVBNM",
        strict=True,
    )
)  # fmt: skip
"""What the keys of the Arabic layout (101) type, plain and with shift, and which letter of a zone stands on them."""
_ON_KEYS: Final = {**_KEYS, **_SHIFTED, "لا": "B", "ﻻ": "B", ",": "<"}
_KEY: Final = re.compile("|".join(sorted(map(re.escape, _ON_KEYS), key=len, reverse=True)))
_ARABIC: Final = re.compile(r"[\u0621-\u0652]")
_PRINTED: Final = re.compile(r"[A-Z0-9<\r\n]*")
"""A text as it is printed, which is left alone."""
_LINES: Final = re.compile(
    "|".join(
        r"[\r\n]*" + r"[\r\n]+".join([rf"[A-Z0-9<]{{{width}}}"] * lines) + r"[\r\n]*"
        for lines, width in sorted({(layout.lines, layout.width) for layout in LAYOUTS.values()})
    )
)
"""A whole zone as it is printed."""
_MANY_ARABIC: Final = 10
_UNSEEN: Final = re.compile(
    r"[^\S\r\n\t\v\f]+|[\x00-\x08\x0e-\x1f\x7f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
"""Blanks, controls, and marks of direction and of breaks: what a text has that nobody sees."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as a zone: its lines joined, what was done to it, and how long its lines were."""

    body: str
    notes: tuple[str, ...]
    lengths: tuple[int, ...]


def printed(text: str) -> str:
    """Return the joined lines of a text that stands as it is printed; empty where anything has to be done to it."""
    return "".join(text.split()) if _LINES.fullmatch(text) else ""


def in_other_layout(text: str) -> bool:
    """Tell whether so many letters of another script stand in a text that its keyboard was in another layout.

    Which one is not known: there are several for Urdu alone, so nothing is guessed.
    """
    return sum(letter.isalpha() and not letter.isascii() for letter in text) >= _MANY_ARABIC


def typed(text: str) -> Typed:
    """Return what was typed as one zone, as far as it can be found in it; `text` has `CHARACTERS` at the most."""
    text, notes = _letters(text)
    lines = [line for line in re.split(r"[\r\n\t\v\f]+", text) if line]
    joined, lengths = "".join(lines), tuple(map(len, lines))
    form = form_of(len(joined), joined[:1])
    broken = form is not None and lengths != LAYOUTS[form].widths
    if form is None or (broken and len(lines) > 1 and not all(_hold([joined]))):
        for found, note in (
            (_once(joined), "around"),
            (_within(lines, whole=broken), "around"),
            (_filled(lines), "filled"),
        ):
            if found:
                return Typed(found, (*notes, note), lengths)
    return Typed(joined, (*notes, "breaks") if broken else notes, lengths)


def _letters(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text in the letters of a zone, its line breaks kept, and what that took."""
    if _PRINTED.fullmatch(text):
        return text, ()
    notes: list[str] = []

    def noted(code: str, before: str, after: str) -> str:
        if before != after:
            notes.append(code)
        return after

    text = noted("digits", text, text.translate(_DIGITS))
    if len(_ARABIC.findall(text)) >= _MANY_ARABIC:
        text = noted("arabic-keys", text, _KEY.sub(lambda match: _ON_KEYS[match[0]], text))
    text = noted("width", text, unicodedata.normalize("NFKC", text.translate(_LOOKALIKES)))
    text = noted("small", text, text.upper() if text.isascii() else text)
    return _UNSEEN.sub("", text), tuple(notes)


def _once(joined: str) -> str:
    """Return the zone that was typed twice, as by a reader that a document passed again; empty where none was."""
    zone = joined[: len(joined) // 2]
    return zone if zone * 2 == joined and form_of(len(zone), zone[:1]) else ""


def _within(lines: list[str], *, whole: bool) -> str:
    """Return the zone that stands somewhere in a longer text, told by its check digits; empty where there is none.

    `whole` asks that none of its lines is broken: the text is as long as another zone, which may be misread.
    """
    joined, breaks = "".join(lines), list(accumulate(map(len, lines)))
    found = [
        joined[at : at + length]
        for length, width in SIZES
        if length < len(joined) <= length + MOST_ABOUT
        for at in range(len(joined) - length + 1)
        if not (whole and any(at < one < at + length and (one - at) % width for one in breaks))
    ]
    likely = [one for one in found if one[0] in "PIACV" and set(one) <= VALUES.keys()]
    return next((one for one, right in zip(likely, _hold(likely), strict=True) if right), "")


def _hold(zones: list[str]) -> list[bool]:
    """Tell of each zone whether its check digits are right, but for an optional one, which only warns."""
    return [not wrong & ~BITS["optional"] for wrong in check_many(zones).tolist()]


def _filled(lines: list[str]) -> str:
    """Return a zone whose lines lost the fillers at their ends, if its check digits are right with them."""
    for layout in LAYOUTS.values():
        short = [len(line) for line in lines if len(line) != layout.width]
        if len(lines) == layout.lines and short and all(FEWEST_SHORT <= one < layout.width for one in short):
            body = "".join(line.ljust(layout.width, "<") for line in lines)
            if form_of(len(body), body[:1]) is layout.form and not check_many([body])[0]:
                return body
    return ""
