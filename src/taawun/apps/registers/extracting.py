# SPDX-License-Identifier: Apache-2.0
"""Values and words of a record that are kept beside it, so that lists need not open it (spec §80.24).

A value is written so that its text sorts as the value does. A field with a marking of its own, or without a value,
gives the empty text: a list that is sorted by it still holds the record and tells nothing of it.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from taawun.apps.registers.declarations import FieldType, RecordType
from taawun.apps.registers.keys import fold, keys_of
from taawun.apps.registers.models import VALUE_CHARACTERS, WORD_CHARACTERS
from taawun.kernel.marking import Marking

MOST_VALUES: Final = 50
"""Values of one field that are kept."""
_WHOLE, _FRACTION = 18, 9

Extracted = tuple[str, str, Decimal | None]


def values_of(record_type: RecordType, data: dict[str, Any], marking: Marking) -> list[Extracted]:
    """Return (field, value, number) for each field that lists and charts of the type use."""
    marked = {name for name, _ in marking.fields}
    return [
        (name, *one)
        for name in record_type.layout.extracted
        for one in _of_field(record_type.fields[name], "" if name in marked else data.get(name, ""))
    ]


def words_of(record_type: RecordType, data: dict[str, Any], marking: Marking) -> list[str]:
    """Return the later words of names, each once; the first word of a name is the beginning of its match key."""
    named = {field.name for field in record_type.keys if field.kind in ("name", "text")}
    keys = (key for name, key in keys_of(record_type, data, marking) if name in named)
    return sorted({word[:WORD_CHARACTERS] for key in keys for word in key.split()[1:]})


def sortable(field: FieldType, value: str) -> str:
    """Return a value as it is kept: its order among texts is the order of the values."""
    if field.kind == "date":
        return value.partition("/")[0].rstrip("~")
    if field.kind == "number":
        return number(Decimal(value))
    if field.kind in ("name", "text", "id"):
        return fold(value)
    return value[:VALUE_CHARACTERS]


def number(value: Decimal) -> str:
    """Return a number as text that sorts as numbers do; those below zero come first, the lowest of them foremost."""
    whole, _, rest = f"{abs(value):f}".partition(".")
    spelled = whole.zfill(_WHOLE) + rest[:_FRACTION].ljust(_FRACTION, "0")
    return f"p{spelled}" if value >= 0 else "n" + spelled.translate(_COMPLEMENT)


_COMPLEMENT: Final = str.maketrans("0123456789", "9876543210")


def _of_field(field: FieldType, value: Any) -> Iterator[tuple[str, Decimal | None]]:
    texts = value if isinstance(value, list) else [value]
    kept = {sortable(field, text): text for text in islice(texts, MOST_VALUES) if text}
    if not kept:
        yield "", None
    for key, text in kept.items():
        yield key, Decimal(text) if field.kind == "number" else None
