# SPDX-License-Identifier: Apache-2.0
"""Match keys of a record: the values by which it is found again, in a form that survives spelling (spec §80.21).

This is the plain form: letters and digits without case, marks and the letter forms in which Arabic and Urdu
differ. Likeness of names is for the matching engine. A field with a marking of its own gives no key, so that
a search cannot be used to learn what may not be shown.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from taawun.apps.registers.declarations import FieldType, RecordType
from taawun.apps.registers.kinds import DIGITS
from taawun.kernel.marking import Marking

KEY_CHARACTERS: Final = 200
"""Longest key, in characters; the rest of a longer value is not compared."""

_LETTERS: Final = str.maketrans(
    {"ی": "ي", "ى": "ي", "ے": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ة": "ه", "ۃ": "ه", "ٱ": "ا", "ـ": None}
)


def fold(text: str) -> str:
    """Return the one form under which all spellings of a text in one script fall together."""
    letters = unicodedata.normalize("NFKD", text.translate(DIGITS).translate(_LETTERS).casefold())
    kept = (letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())[:KEY_CHARACTERS]


def fold_id(text: str) -> str:
    """Return the one form under which all spellings of a number fall together: blanks and signs do not count."""
    return fold(text).replace(" ", "")


def keys_of(record_type: RecordType, data: dict[str, Any], marking: Marking) -> list[tuple[str, str]]:
    """Return the (field, key) pairs of a record, each once."""
    marked = {name for name, _ in marking.fields}
    fields = [field for field in record_type.keys if field.name in data and field.name not in marked]
    return sorted({(field.name, key) for field in fields for key in _values(field, data[field.name]) if key})


def _values(field: FieldType, value: Any) -> Iterator[str]:
    for text in value if isinstance(value, list) else [value]:
        yield fold_id(text) if field.kind == "id" else fold(text)
