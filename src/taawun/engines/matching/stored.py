# SPDX-License-Identifier: Apache-2.0
"""Records as bytes: one line of JSON each, in compressed blocks, so that one record is read without the others."""

import json
import zlib
from typing import Any, Final

from taawun.engines.matching.dates import from_row, to_row
from taawun.engines.matching.records import Document, Record

BLOCK: Final = 2
"""Records in one block: a search reads ten blocks or so, and a longer one takes longer to unpack."""

_LEVEL: Final = 1
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def line_of(record: Record) -> str:
    """Return the record as one line; fields that say nothing at the end are left out."""
    row: list[Any] = [record.id, record.names, [to_row(one) for one in record.births] if record.births else ()]
    if record.fathers or record.countries or record.sex or record.documents or record.places or record.note:
        row += [record.fathers, record.countries, record.sex]
        if record.documents or record.places or record.note or record.kind != "person":
            documents = [(one.kind, one.number, one.country) for one in record.documents]
            row += [record.kind, documents, record.places, record.note]
    elif record.kind != "person":
        row += [(), (), "", record.kind]
    return _encode(row)


def record_of(line: str) -> Record:
    """Return the record that `line_of` wrote."""
    row = json.loads(line)
    row += [(), (), "", "person", (), (), ""][len(row) - 3 :]
    identifier, names, births, fathers, countries, sex, kind, documents, places, note = row
    return Record(
        id=identifier,
        names=tuple(names),
        kind=kind,
        fathers=tuple(fathers),
        births=tuple(from_row(one) for one in births),
        countries=tuple(countries),
        documents=tuple(Document(*one) for one in documents),
        sex=sex,
        places=tuple(places),
        note=note,
    )


def pack_block(lines: list[str]) -> bytes:
    """Return up to BLOCK lines as one compressed block."""
    return zlib.compress("\n".join(lines).encode("utf-8", "surrogatepass"), _LEVEL)


def lines_of(block: bytes) -> list[str]:
    """Return the lines of a block."""
    return zlib.decompress(block).decode("utf-8", "surrogatepass").split("\n")
