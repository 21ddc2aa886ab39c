# SPDX-License-Identifier: Apache-2.0
"""Passenger lists (PAXLST) as rows of texts by field; rows are numbered as the list's entries are."""

import re
from collections.abc import Iterator
from typing import IO, Final

from taawun.engines.matching.records import Document
from taawun.formats import countries, paxlst
from taawun.formats.people.rows import PlainRow, Reason, RowProblem

REASONS: Final = {
    paxlst.Wrong.BAD_BYTES: Reason.BAD_BYTES,
    paxlst.Wrong.NOT_A_DATE: Reason.NOT_A_DATE,
    paxlst.Wrong.NO_NAME: Reason.NO_NAME,
    paxlst.Wrong.MANY: Reason.MANY,
    paxlst.Wrong.NOT_KNOWN: Reason.NO_ENTITY,
    paxlst.Wrong.TWICE: Reason.TWICE,
    paxlst.Wrong.BORN_LATER: Reason.BORN_LATER,
    paxlst.Wrong.EXPIRED: Reason.EXPIRED,
}
"""What is wrong with an entry → the reason as people lists say it; what is not here does not touch the comparison."""
KINDS: Final = {"P": "passport", "I": "national id"}
_BEGINS: Final = re.compile(rb"(?:UNA.{6}\s*)?U\s*N\s*[BGH]\s*[^\sA-Za-z0-9,;|\t]", re.DOTALL)
_TELEGRAM: Final = re.compile(
    rb"\AU?(?:[\x00-\x20]*(?:[A-Z]{2} )?[^\n]{0,70}\n){1,12}?[\x00-\x20]*UNA.{6}\s*U", re.DOTALL
)


def begins(plain: bytes) -> bool:
    """Tell whether the first bytes of a file, blanks left out, are those of an interchange."""
    ascii_ = plain.replace(b"\0", b"") if plain[:2] in (b"\xff\xfe", b"\xfe\xff") else plain
    head = ascii_.lstrip(b"\xff\xfe\x00\x01\x02 \r\n\t")[:4096]
    return bool(_BEGINS.match(head)) or bool(_TELEGRAM.match(head))


def rows(file: IO[bytes]) -> Iterator[PlainRow]:
    """Yield a row for each entry of every list of the file.

    Raises:
        BadEdifact: there is none.
    """
    for one in paxlst.read(file):
        if isinstance(one, paxlst.Entry):
            yield row(one)


def row(entry: paxlst.Entry) -> PlainRow:
    """Return what an entry says by field. Names are given both ways round: lists differ in which comes first."""
    who = entry.traveller
    wrong = tuple(
        RowProblem(entry.number, one.tag, REASONS[one.wrong]) for one in entry.problems if one.wrong in REASONS
    )
    if who is None:
        return PlainRow(entry.number, problems=wrong or (RowProblem(entry.number, "NAD", Reason.NO_ENTITY),))
    fields = {
        "name": who.names,
        "birth": (who.born,),
        "country": (who.nationality,),
        "sex": (who.sex,) if who.sex != "x" else (),
        "place": (who.birth_place,),
    }
    documents = tuple(
        Document(KINDS[paper.kind], paper.number, countries.of_national(paper.country) or "")
        for paper in who.papers
        if paper.number and paper.kind in KINDS
    )
    said = {name: tuple(filter(None, values)) for name, values in fields.items() if any(values)}
    return PlainRow(entry.number, said, {"birth": "DTM", "country": "NAT", "sex": "ATT"}, documents, wrong)
