# SPDX-License-Identifier: Apache-2.0
"""Damage undone: text that was decoded with the wrong table, or typed with the wrong keyboard layout.

Nothing here is applied by itself. A repair is a guess, so whoever reads files or types offers it where the text as
given finds nothing.
"""

import re
from typing import Final

from taawun.engines.names.scripts import ARABIC_RANGES, Script, script_of

_LATIN_KEYS: Final = "qwertyuiop[]asdfghjkl;'zxcvnm,.`"
_ARABIC_KEYS: Final = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزذ"
_TO_ARABIC: Final = str.maketrans(_LATIN_KEYS, _ARABIC_KEYS) | {
    ord("b"): "لا", ord("/"): "ظ", ord("H"): "أ", ord("N"): "آ", ord("Y"): "إ", ord("~"): "ّ", ord("J"): "ـ",
}  # fmt: skip
_TO_LATIN: Final = str.maketrans(_ARABIC_KEYS, _LATIN_KEYS) | {
    ord("أ"): "H", ord("آ"): "N", ord("إ"): "Y", ord("ظ"): "/", ord("ی"): "d", ord("ک"): ";", ord("ہ"): "i",
}  # fmt: skip

_ARABIC: Final = re.compile(f"[{ARABIC_RANGES}]")
_TWO_SCRIPTS: Final = re.compile(f"[A-Za-z][{ARABIC_RANGES}]|[{ARABIC_RANGES}][A-Za-z]")  # within one word
_BROKEN: Final = re.compile("[\u0080-\u00ff\u0152-\u0192\u02c6-\u02dc\u2013-\u2122]")
_WRONG_TABLES: Final = (
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("cp1256", "utf-8"),
    ("cp1252", "cp1256"),
    ("latin-1", "cp1256"),
)
_LEAST_ARABIC: Final = 0.6
"""Share of the letters that must be Arabic after a repair, so that "Müller" stays what it is."""
LONGEST: Final = 4096
"""Characters that are repaired; longer text is returned as given."""


def other_layout(text: str) -> str | None:
    """Return what the same keys give with the other of the two layouts (Arabic 101, English), or None.

    None is the answer for a text in another script or in both. "lpl] ugd" is "محمد علي". The key of لا is read as b,
    though the two letters may have been typed apart (g and h).
    """
    script = script_of(text)
    if script is Script.LATIN:
        return text.translate(_TO_ARABIC).lower().translate(_TO_ARABIC)
    return text.replace("لا", "b").translate(_TO_LATIN) if script is Script.ARABIC else None


def repair_mojibake(text: str) -> str:
    """Return Arabic text that was decoded with a wrong table as it was written, or the text as given.

    Undone are UTF-8 read as Windows-1252, Latin-1 or Windows-1256, and Windows-1256 read as Windows-1252 or Latin-1.
    """
    if text.isascii() or len(text) > LONGEST:
        return text
    for read_as, written_as in _WRONG_TABLES:
        repaired = _redecoded(text, read_as, written_as)
        if repaired is not None and _is_better(text, repaired, written_as):
            return repaired
    return text


def _redecoded(text: str, read_as: str, written_as: str) -> str | None:
    try:
        return _bytes(text, read_as).decode(written_as)
    except UnicodeError:
        return None


def _bytes(text: str, table: str) -> bytes:
    """Return the bytes behind a text; the five bytes that Windows-1252 leaves free are often kept as they are."""
    if table != "cp1252":
        return text.encode(table)
    return b"".join(letter.encode("latin-1" if "\x80" <= letter <= "\x9f" else table) for letter in text)


def _is_better(text: str, repaired: str, written_as: str) -> bool:
    """Return whether a repair gives Arabic: valid UTF-8 is proof enough, single bytes need most of the text."""
    if not _ARABIC.search(repaired):
        return False
    if written_as == "utf-8":
        return len(repaired) < len(text)
    letters = [letter for letter in repaired if letter.isalpha()]
    arabic = sum(_ARABIC.match(letter) is not None for letter in letters)
    if _ARABIC.search(text) or _TWO_SCRIPTS.search(repaired):
        return False
    return len(_BROKEN.findall(text)) >= 3 and arabic >= _LEAST_ARABIC * len(letters)
