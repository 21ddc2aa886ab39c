# SPDX-License-Identifier: Apache-2.0
"""Records as bytes: one line of JSON each, in compressed blocks, so that one record is read without the others."""

import json
import zlib
from functools import lru_cache
from typing import Any, Final

import orjson

from taawun.engines.matching.dates import PartialDate, from_row, to_row
from taawun.engines.matching.records import Document, Record

BLOCK: Final = 2
"""Records in one block: a search reads ten blocks or so, and a longer one takes longer to unpack."""

DATES_KEPT: Final = 1 << 16
"""Births that are remembered once they were read: there are few days on which people are born."""

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
    row = _row(line)
    row += [(), (), "", "person", (), (), ""][len(row) - 3 :]
    identifier, names, births, fathers, countries, sex, kind, documents, places, note = row
    return Record(
        id=identifier,
        names=tuple(names),
        kind=kind,
        fathers=tuple(fathers),
        births=tuple([_date(*one) for one in births]),
        countries=tuple(countries),
        documents=tuple(Document(*one) for one in documents),
        sex=sex,
        places=tuple(places),
        note=note,
    )


def _row(line: str) -> list[Any]:
    try:
        row: list[Any] = orjson.loads(line)
    except orjson.JSONDecodeError:  # half of a surrogate pair, which a name from a damaged file may hold
        row = json.loads(line)
    return row


@lru_cache(DATES_KEPT)
def _date(*row: int) -> PartialDate:
    return from_row(row)


def pack_block(lines: list[str]) -> bytes:
    """Return up to BLOCK lines as one compressed block."""
    return zlib.compress("\n".join(lines).encode("utf-8", "surrogatepass"), _LEVEL)


def lines_of(block: bytes) -> list[str]:
    """Return the lines of a block."""
    return zlib.decompress(block).decode("utf-8", "surrogatepass").split("\n")
