# SPDX-License-Identifier: Apache-2.0
"""Names in a machine-readable zone: split as they stand, and written from Latin, Arabic or Urdu letters.

The letters follow the recommended transliteration of ICAO Doc 9303-3 §6 (tables A and C): X stands before the letter
that it changes, short vowels are not written, shadda doubles, and teh marbuta is XAH at the end of a part. Most
states print a romanisation of their own instead, so what is read here is a name in Latin letters, never a claim about
its spelling in script.
"""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ARABIC: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ء": "XE", "آ": "XAA", "أ": "XAE", "ؤ": "U", "إ": "I", "ئ": "XI", "ا": "A", "ب": "B", "ة": "XTA", "ت": "T",
        "ث": "XTH", "ج": "J", "ح": "XH", "خ": "XKH", "د": "D", "ذ": "XDH", "ر": "R", "ز": "Z", "س": "S", "ش": "XSH",
        "ص": "XSS", "ض": "XDZ", "ط": "XTT", "ظ": "XZZ", "ع": "E", "غ": "G", "ف": "F", "ق": "Q", "ك": "K", "ل": "L",
        "م": "M", "ن": "N", "ه": "H", "و": "W", "ى": "XAY", "ي": "Y", "ٱ": "XXA",
        "ٹ": "XXT", "ټ": "XRT", "پ": "P", "ځ": "XKE", "څ": "XXH", "چ": "XC", "ڈ": "XXD", "ډ": "XDR", "ڑ": "XXR",
        "ړ": "XRR", "ږ": "XRX", "ژ": "XJ", "ښ": "XXS", "ک": "XKK", "ګ": "XXK", "ڭ": "XNG", "گ": "XGG", "ں": "XNN",
        "ڼ": "XXN", "ھ": "XDO", "ۀ": "XYH", "ہ": "XXG", "ۂ": "XGE", "ۃ": "XTG", "ی": "XYA", "ۍ": "XXY", "ې": "Y",
        "ے": "XYB", "ۓ": "XBE",
    }
)  # fmt: skip
"""Table C: letters of Arabic, Persian, Pashto and Urdu."""
LATIN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Ö": "OE", "Ø": "OE", "Ü": "UE", "Þ": "TH", "ß": "SS", "ẞ": "SS",
        "Đ": "D", "Ħ": "H", "I": "I", "ı": "I", "Ĳ": "IJ", "Ł": "L", "Ŋ": "N", "Œ": "OE", "Ŧ": "T",
    }
)  # fmt: skip
"""Table A, where a letter is not written as the one without its marks."""
FILLER: Final = "<"
_SHADDA: Final = "\u0651"
_BETWEEN: Final = re.compile(r"[\s\-‐‑–.,;/<]+")


def split(field: str) -> tuple[str, str]:
    """Return the primary and the secondary identifier of a name field, their parts set apart by blanks."""
    primary, _, secondary = field.rstrip(FILLER).partition("<<")
    return _spaced(primary), _spaced(secondary)


def is_full(field: str) -> bool:
    """Tell whether a name reaches the end of its field, so that more of it may have been left out."""
    return not field.endswith(FILLER)


def write(primary: str, secondary: str, width: int) -> str:
    """Return a name field of a width; what does not fit is cut off at its end."""
    field = FILLER.join(filter(None, [transliterate(primary)])) + "<<" + transliterate(secondary)
    return field.rstrip(FILLER).ljust(width, FILLER)[:width]


def transliterate(text: str) -> str:
    """Return a name in the letters of a zone, its parts set apart by <; characters without a letter are left out."""
    parts = _BETWEEN.split(unicodedata.normalize("NFC", text).strip())
    return FILLER.join(filter(None, map(_part, parts)))


def _part(part: str) -> str:
    written: list[str] = []
    bare = "".join(letter for letter in part if letter == _SHADDA or not unicodedata.combining(letter))
    for at, letter in enumerate(bare):
        if letter == _SHADDA:
            written += written[-1:]
        elif letter == "ة" and at == len(bare) - 1:
            written.append("XAH")
        else:
            written.append(ARABIC.get(letter) or _latin(letter))
    return "".join(written)


def _latin(letter: str) -> str:
    upper = letter.upper() if len(letter.upper()) == 1 else letter
    if upper in LATIN:
        return LATIN[upper]
    bare = unicodedata.normalize("NFKD", upper)
    return "".join(one for one in bare if "A" <= one <= "Z")


def _spaced(text: str) -> str:
    spaced = text.replace(FILLER, " ")
    return " ".join(spaced.split()) if "  " in spaced else spaced.strip()
