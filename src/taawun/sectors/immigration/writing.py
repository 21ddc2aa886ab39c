# SPDX-License-Identifier: Apache-2.0
"""From the rows of a table to travellers as a passenger list has them, and what keeps a row off it.

Nothing is left out in silence: a row of which something would be lost is told with its column, and then nothing is
written. A name whose parts the table does not tell apart stands whole where the surname stands, as in a passport of
somebody whose name has no parts (ICAO Doc 9303-3 §4.6).
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from taawun.apps.identity.screening.reading import plain, unborn
from taawun.engines.matching.records import Record
from taawun.formats import people
from taawun.formats.mrz.codes import code_of
from taawun.formats.paxlst import Kind, Paper, Traveller
from taawun.formats.people import Reason, RowProblem
from taawun.formats.people.rows import ListRow, PlainRow
from taawun.kernel.errors import BadList, BadTravellers

MOST: Final = 10_000
"""Travellers of one list; no ship holds more."""
PROBLEMS: Final = 20
"""Problems that are told at once."""
PERSON: Final = "person"
PAPERS: Final = {"passport": "P", "national id": "I", "cnic": "I", "cpr": "I"}
"""Kinds of documents that a list names, by their codes on it."""
GIVEN: Final = ("first", "middle", "third")


def read(path: Path, kind: Kind, on: date) -> tuple[Traveller, ...]:
    """Return the travellers of a table, all in one quality.

    Raises:
        BadList, BadColumns: it is no table of people, nobody is in it, or too many are.
        BadTravellers: with the rows of which something would be lost.
    """
    rows = list(islice(people.open_list(path).written_rows(), MOST + 1))
    if not rows:
        raise BadList("Nobody is in it.")
    if len(rows) > MOST:
        raise BadList("More than {most} people are in it.", most=MOST)
    wrong = tuple(problem for written, row in rows for problem in _problems(written, row, on))
    if wrong:
        raise BadTravellers(wrong[:PROBLEMS])
    return tuple(_traveller(written, row.record, kind) for written, row in rows if row.record)


def _problems(written: PlainRow, row: ListRow, on: date) -> Iterator[RowProblem]:
    yield from row.problems
    if row.record is None:
        return
    one = row.record
    births = one.births
    wrong = {
        ("kind", Reason.NOT_A_PERSON): one.kind != PERSON,
        ("name", Reason.NO_NAME): not one.names,
        ("birth", Reason.NOT_ONE_DAY): bool(births) and (len(births) > 1 or not births[0].exact or births[0].swap),
        ("birth", Reason.NOT_YET): unborn(one, on),
        ("country", Reason.MANY): len(one.countries) > 1,
        ("country", Reason.NOT_A_COUNTRY): any(not code_of(country) for country in one.countries),
    }
    for (field, reason), holds in wrong.items():
        if holds:
            yield RowProblem(row.number, written.columns.get(field, field), reason)


def _traveller(written: PlainRow, one: Record, kind: Kind) -> Traveller:
    surname, given = _name(written, one)
    country = one.countries[0] if one.countries else ""
    papers = tuple(
        Paper(PAPERS[paper.kind], plain(paper.number), code_of(paper.country or country))
        for paper in one.documents
        if paper.kind in PAPERS
    )
    born = str(one.births[0]) if one.births else ""
    return Traveller(kind, surname, given, one.sex, born, code_of(country), papers)


def _name(written: PlainRow, one: Record) -> tuple[str, tuple[str, ...]]:
    """Return the surname and the given names; the whole name as surname where the table does not tell them apart."""
    last = " ".join(written.fields.get("last", ()))
    given = " ".join(part for field in GIVEN for part in written.fields.get(field, ()))
    return (plain(last), (plain(given),)) if last and given else (plain(one.names[0]), ())
