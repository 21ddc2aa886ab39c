# SPDX-License-Identifier: Apache-2.0
"""From a record of the registers to what the engines compare: names, dates, documents, countries.

What a field holds is told by its FollowTheMoney property, so that the types of sectors take part without a word
here. A field with a marking of its own is left out, as it is of match keys: a search must not be a way to learn
what may not be shown. Weak aliases are left out too, because they find everybody.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from taawun.apps.registers.catalogue import types
from taawun.apps.registers.declarations import RecordType

if TYPE_CHECKING:
    from taawun.engines.matching import Document, PartialDate, Record

KINDS: Final[Mapping[str, str]] = {
    "Person": "person",
    "Organization": "organisation",
    "Company": "organisation",
    "PublicBody": "organisation",
    "LegalEntity": "organisation",
    "Vessel": "vessel",
    "Address": "place",
}
"""Which kind of subject a FollowTheMoney schema is about; records of other schemata have none."""

NAMES: Final = frozenset({"name", "alias", "previousName", "fullName"})
COUNTRIES: Final = frozenset({"nationality", "country", "citizenship", "flag", "jurisdiction"})
DATES: Final = frozenset({"birthDate", "incorporationDate", "buildDate"})
PLACES: Final = frozenset({"birthPlace", "registrationPort"})
DOCUMENTS: Final[Mapping[str, str]] = {
    "passportNumber": "passport",
    "idNumber": "id",
    "registrationNumber": "registration",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "callSign": "call sign",
}

SEXES: Final[Mapping[str, str]] = {"male": "m", "female": "f"}


def kind_of(type_slug: str) -> str:
    """Return the kind of subject that records of a type are about, or nothing."""
    declared = types().get(type_slug)
    return KINDS.get(declared.ftm, "") if declared else ""


def compared_types() -> list[str]:
    """Return the types of records that are compared."""
    return [slug for slug in types() if kind_of(slug)]


def statement(identifier: str, type_slug: str, data: Mapping[str, Any], marked: Iterable[str] = ()) -> "Record | None":
    """Return what a record says as the engines read it; None where it names nobody who can be compared.

    Args:
        identifier: of the record.
        type_slug: its type.
        data: its fields, or those of them that a reader may see.
        marked: names of fields with a marking of their own, which take no part.
    """
    from taawun.engines.matching import Record

    kind = kind_of(type_slug)
    if not kind:
        return None
    by_property = _by_property(types()[type_slug], data, frozenset(marked))
    names = _all(by_property, NAMES)
    if not names:
        return None
    return Record(
        id=identifier,
        names=names,
        kind=kind,
        fathers=_all(by_property, {"fatherName"}),
        births=dates_of(_all(by_property, DATES)),
        countries=_all(by_property, COUNTRIES),
        documents=_documents(by_property),
        sex=SEXES.get(next(iter(by_property.get("gender", ())), ""), ""),
        places=_all(by_property, PLACES),
    )


def dates_of(texts: Iterable[str]) -> "tuple[PartialDate, ...]":
    """Return the dates that can be read; a text that is no date says nothing."""
    from taawun.engines.matching import parse_date
    from taawun.kernel.errors import TaawunError

    found = []
    for text in texts:
        try:
            found.append(parse_date(text))
        except (TaawunError, ValueError):
            continue
    return tuple(found)


def document(kind: str, number: str, country: str = "") -> "Document":
    """Return one document."""
    from taawun.engines.matching import Document

    return Document(kind, number, country)


def _by_property(record_type: RecordType, data: Mapping[str, Any], marked: frozenset[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, field in record_type.fields.items():
        if field.ftm and name in data and name not in marked:
            value = data[name]
            found.setdefault(field.ftm, []).extend(value if isinstance(value, list) else [value])
    return found


def _all(by_property: Mapping[str, list[str]], wanted: Iterable[str]) -> tuple[str, ...]:
    values = (value for name in by_property if name in set(wanted) for value in by_property[name])
    return tuple(dict.fromkeys(values))


def _documents(by_property: Mapping[str, list[str]]) -> "tuple[Document, ...]":
    return tuple(document(kind, number) for name, kind in DOCUMENTS.items() for number in by_property.get(name, ()))
