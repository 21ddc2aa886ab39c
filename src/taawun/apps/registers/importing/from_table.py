# SPDX-License-Identifier: Apache-2.0
"""From a table to records: which column is which field, a look at the first rows, then row by row."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import IO, Any, Final

from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.checks import Problem, complete, marking_problems
from taawun.apps.registers.declarations import FieldType, RecordType
from taawun.apps.registers.importing.items import Item
from taawun.apps.registers.keys import fold
from taawun.formats import tables
from taawun.formats.tables import Form, Row
from taawun.kernel import marking as marks
from taawun.kernel.errors import BadImportFile, BadMapping
from taawun.kernel.marking import Marking

PREVIEW_ROWS: Final = 20
REMEMBERED: Final = 200_000
"""Rows among which one that stands there again is found."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would make of a file: shown before anything is stored."""

    form: Form
    header: tuple[str, ...]
    mapping: Mapping[str, str]
    unmapped: tuple[str, ...]
    missing: tuple[str, ...]
    items: tuple[Item, ...]


def guess_mapping(record_type: RecordType, header: Sequence[str]) -> dict[str, str]:
    """Return column → field for each column that bears a field's name or its label in any language."""
    names = {
        fold(word): field.name for field in record_type.stated.values() for word in (field.name, *field.label.values())
    }
    return {column: names[fold(column)] for column in header if fold(column) in names}


def preview(
    file: IO[bytes],
    type_slug: str,
    marking: Marking,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str = "",
    delimiter: str = "",
) -> Preview:
    """Say how a file would be read, and what its first rows would become. Nothing is stored."""
    record_type = type_named(type_slug)
    form = tables.detect(file, encoding=encoding, delimiter=delimiter)
    rows = tables.rows(file, form)
    header = _header(rows)
    chosen = dict(mapping if mapping is not None else guess_mapping(record_type, header))
    items = tuple(itertools.islice(_items(rows, header, chosen, record_type, marking), PREVIEW_ROWS))
    required = [field.name for field in record_type.fields.values() if field.required]
    return Preview(
        form=form,
        header=header,
        mapping=chosen,
        unmapped=tuple(column for column in header if column not in chosen),
        missing=tuple(name for name in required if name not in chosen.values()),
        items=items,
    )


def items(file: IO[bytes], chosen: Mapping[str, Any]) -> Iterator[Item]:
    """Yield an item for each row of a table, by the settings of its import."""
    record_type = type_named(chosen["type"])
    marking = marks.from_wire(chosen["marking"])
    rows = tables.rows(file, Form(chosen["encoding"], chosen["delimiter"]))
    header = _header(rows)
    check_mapping(record_type, header, chosen["mapping"])
    yield from _items(rows, header, chosen["mapping"], record_type, marking)


def check_mapping(record_type: RecordType, header: Sequence[str], mapping: Mapping[str, str]) -> None:
    """Refuse a mapping that names no column of the file or no field of the type, or leaves out a required one.

    Raises:
        BadMapping: naming the fields.
    """
    unknown = sorted(set(mapping.values()) - record_type.fields.keys())
    required = {field.name for field in record_type.fields.values() if field.required}
    missing = sorted(required - set(mapping.values()))
    absent = len(set(mapping) - set(header))
    single = [name for name in mapping.values() if name in record_type.fields and record_type.fields[name].many == 1]
    twice = sorted({name for name in single if single.count(name) > 1})
    if not mapping or unknown or missing or absent or twice:
        said = {"unknown": unknown, "missing": missing, "twice": twice}
        parts = [f"{word}: {', '.join(names)}" for word, names in said.items() if names]
        raise BadMapping("; ".join([*parts, f"{absent} columns not in the file"] if absent else parts) + ".")


def _header(rows: Iterator[Row]) -> tuple[str, ...]:
    first = next(rows, None)
    header = tuple(cell.strip() for cell in first.cells) if first else ()
    named = [cell for cell in header if cell]
    if not named or len(set(named)) != len(named):
        raise BadImportFile("The first row does not name the columns, or names one twice.")
    return header


def _items(
    rows: Iterator[Row], header: Sequence[str], mapping: Mapping[str, str], record_type: RecordType, marking: Marking
) -> Iterator[Item]:
    """Yield an item for each row; one that says in every cell what an earlier one said is left out with its number."""
    seen: dict[bytes, int] = {}
    for row in rows:
        item = _item(row, header, mapping, record_type, marking)
        key = blake2b("\x1f".join(row.cells).encode("utf-8", "replace"), digest_size=12).digest()
        if key in seen and not item.problems:
            item = replace(item, problems=(Problem("", f"says in every cell what row {seen[key]} says"),))
        elif key not in seen and len(seen) < REMEMBERED:
            seen[key] = row.number
        yield item


def _item(
    row: Row, header: Sequence[str], mapping: Mapping[str, str], record_type: RecordType, marking: Marking
) -> Item:
    raw: dict[str, Any] = {}
    for column, cell in zip(header, row.cells, strict=False):
        field = record_type.fields.get(mapping.get(column, ""))
        if field and field.many > 1:
            raw.setdefault(field.name, []).extend(tables.parts(cell))
        elif field:
            raw[field.name] = _chosen(field, cell)
    data, problems = complete(record_type, raw)
    wrong = (*problems, *marking_problems(record_type, data, marking))
    if len(row.cells) > len(header):
        wrong = (Problem("", "has more cells than the header"), *wrong)
    return Item(row.number, record_type.slug, data, marking, wrong)


def _chosen(field: FieldType, cell: str) -> str:
    """Return the choice that a cell names by its slug, or by its label in any language; any other cell as it is."""
    if not field.choices or cell in field.choices:
        return cell
    word = fold(cell)
    named = (slug for slug, label in field.choices.items() if word in map(fold, (slug, *label.values())))
    return next(named, cell)
