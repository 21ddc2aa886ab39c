# SPDX-License-Identifier: Apache-2.0
"""From the United Nations list to records: one for each entry, found again by its reference number.

Listed people are marked as "other": the list does not say that anybody is suspected or convicted of a crime.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import IO, Any, Final

from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.checks import clean_data, data_problems
from taawun.apps.registers.importing.items import Item
from taawun.formats import un_extract, un_list
from taawun.formats.un_list import UnEntry
from taawun.kernel import marking as marks
from taawun.kernel.marking import Marking, PersonCategory, make_marking

PURPOSES: Final = frozenset({"sanctions", "counter-terrorism", "border-security"})
REVIEW: Final = timedelta(days=366)


def list_marking(party: str, on: date) -> Marking:
    """Return the marking of a public list: what it says is that somebody is listed, and that is known."""
    return make_marking(party, "A", 1, purposes=PURPOSES, review=on + REVIEW, tlp="clear")


def items(file: IO[bytes], chosen: Mapping[str, Any]) -> Iterator[Item]:
    """Yield an item for each entry of the official XML."""
    yield from _items(un_list.read(file), marks.from_wire(chosen["marking"]))


def extract_items(file: IO[bytes], chosen: Mapping[str, Any]) -> Iterator[Item]:
    """Yield an item for each entry of the extract that ships with the project."""
    yield from _items(un_extract.read(file), marks.from_wire(chosen["marking"]))


def data_of(entry: UnEntry) -> dict[str, Any]:
    """Return what an entry says, in the fields of its record type."""
    return _person(entry) if entry.kind == "person" else _organisation(entry)


def _items(entries: Iterable[UnEntry], marking: Marking) -> Iterator[Item]:
    people = replace(marking, personal=True, persons=frozenset({PersonCategory.OTHER}))
    for row, entry in enumerate(entries, 1):
        record_type = type_named(entry.kind)
        data = clean_data(record_type, data_of(entry))
        wrong = data_problems(record_type, data)
        yield Item(row, entry.kind, data, people if record_type.personal else marking, wrong, entry.reference)


def _person(entry: UnEntry) -> dict[str, Any]:
    names = [entry.name, entry.original_script]
    strong = [alias.name for alias in entry.aliases if alias.quality != "low"]
    return {
        "name": names,
        "alias": [name for name in strong if name not in names],
        "weak_alias": [alias.name for alias in entry.aliases if alias.quality == "low" and alias.name not in strong],
        "title": list(entry.titles),
        "sex": entry.sex,
        "birth_date": list(entry.birth_dates),
        "birth_place": list(entry.birth_places),
        "nationality": list(entry.nationalities),
        "address": list(entry.addresses),
        "passport_number": [one.number for one in entry.documents if one.kind == "passport"],
        "id_number": [one.number for one in entry.documents if one.kind != "passport"],
        "list_reference": [entry.reference],
        "listed_on": entry.listed_on,
    }


def _organisation(entry: UnEntry) -> dict[str, Any]:
    return {
        "name": [entry.name, entry.original_script],
        "alias": [alias.name for alias in entry.aliases if alias.quality != "fka"],
        "former_name": [alias.name for alias in entry.aliases if alias.quality == "fka"],
        "country": list(entry.countries),
        "address": list(entry.addresses),
        "list_reference": [entry.reference],
        "listed_on": entry.listed_on,
    }
