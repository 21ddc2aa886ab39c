# SPDX-License-Identifier: Apache-2.0
"""Tables with machine-readable zones: what a zone says stands beside what the other columns of its row say."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Final

from taawun.engines.matching.records import Document
from taawun.formats.mrz import Level, Mrz, Reading, read_many
from taawun.formats.mrz.codes import country_of
from taawun.formats.people.rows import PlainRow, Reason, RowProblem

ZONE: Final = "zone"
"""The field of a zone; its lines may stand in a column each."""
CHUNK: Final = 2_048
"""Rows whose zones are read together."""
NAMES: Final = ("name", "first", "middle", "third", "last")
"""Fields beside which the name in a zone is another spelling."""
KINDS: Final = {"P": "passport", "V": "visa"}
"""First letter of a zone → the kind of document; any other is an identity card."""


def rows(found: Iterable[PlainRow], on: date) -> Iterator[PlainRow]:
    """Yield rows with what their zones say, read on a day; a row without a zone stays as it is.

    What another column says of birth, sex or country goes before the zone. Both names are kept, and so are both
    numbers where they differ.
    """
    waiting = iter(found)
    while chunk := list(islice(waiting, CHUNK)):
        zones = [_zone(row) for row in chunk]
        for row, zone, reading in zip(chunk, zones, read_many(zones, on), strict=True):
            yield _told(row, reading) if zone else row


def _zone(row: PlainRow) -> str:
    return "\n".join(filter(None, (text.strip() for text in row.fields.get(ZONE, ()))))


def _told(row: PlainRow, reading: Reading) -> PlainRow:
    """Return a row with what its zone says and what is wrong with it."""
    if reading.mrz is None:
        return _with_problem(row, Reason.NOT_A_ZONE)
    if any(one.level is Level.ERROR for one in reading.problems):
        row = _with_problem(row, Reason.WRONG_ZONE)
    fields, said = dict(row.fields), _said(reading.mrz)
    named = any(fields.get(name) for name in NAMES)
    name = (f"{reading.mrz.given} {reading.mrz.surname}".strip(),)
    fields["alias" if named else "name"] = (*fields.get("alias" if named else "name", ()), *filter(None, name))
    fields |= {field: value for field, value in said.items() if not fields.get(field)}
    papers = _papers(reading.mrz)
    numbers = {one.number for one in papers}
    fields["passport"] = tuple(one for one in fields.get("passport", ()) if _bare(one) not in numbers)
    return PlainRow(row.number, fields, row.columns, (*row.documents, *papers), row.problems)


def _said(mrz: Mrz) -> dict[str, tuple[str, ...]]:
    said = {"birth": mrz.birth, "sex": mrz.sex, "country": country_of(mrz.nationality or mrz.issuer)}
    return {field: (value,) for field, value in said.items() if value}


def _papers(mrz: Mrz) -> tuple[Document, ...]:
    if not mrz.number:
        return ()
    return (Document(KINDS.get(mrz.code[:1], "national id"), mrz.number, country_of(mrz.issuer)),)


def _bare(number: str) -> str:
    """Return a number as it stands in a zone."""
    return "".join(letter for letter in number.upper() if letter.isalnum())


def _with_problem(row: PlainRow, reason: Reason) -> PlainRow:
    problem = RowProblem(row.number, row.columns.get(ZONE, ZONE), reason)
    return PlainRow(row.number, row.fields, row.columns, row.documents, (*row.problems, problem))
