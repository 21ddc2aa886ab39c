# SPDX-License-Identifier: Apache-2.0
"""Entries of the United Nations list, from its XML or from the extract that ships, as rows of texts by field."""

from collections.abc import Iterable, Iterator

from taawun.engines.matching.records import Document
from taawun.formats.people.rows import PlainRow, Reason, RowProblem
from taawun.formats.un_list import UnEntry

_DOCUMENTS = {"passport": "passport", "id": "national id"}


def rows(entries: Iterable[UnEntry | None]) -> Iterator[PlainRow]:
    """Yield a row for each entry, numbered from 1 in the order of the list; None is an entry that says too little."""
    for number, entry in enumerate(entries, 1):
        if entry is None:
            yield PlainRow(number, problems=(RowProblem(number, "", Reason.NO_ENTRY),))
        else:
            yield row(number, entry)


def row(number: int, entry: UnEntry) -> PlainRow:
    """Return what an entry says by field. Quality of an alias is not weighed here: the comparison weighs names."""
    fields = {
        "id": (entry.reference,),
        "name": tuple(filter(None, (entry.name, entry.original_script))),
        "alias": tuple(alias.name for alias in entry.aliases),
        "kind": (entry.kind,),
        "birth": entry.birth_dates,
        "country": entry.nationalities or entry.countries,
        "sex": (entry.sex,) if entry.sex else (),
        "place": entry.birth_places,
    }
    documents = tuple(Document(_DOCUMENTS[one.kind], one.number, one.country) for one in entry.documents)
    return PlainRow(number, fields, documents=documents)
