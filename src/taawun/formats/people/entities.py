# SPDX-License-Identifier: Apache-2.0
"""FollowTheMoney as JSON lines: entities, or statements of one value each, become rows of texts by field.

Only people, organisations and vessels are listed; other schemas (addresses, sanctions, ownership) are passed over
and counted. A statement's entity is put together from the lines that follow one another.
"""

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from taawun.formats import ftm
from taawun.formats.people.rows import VALUES, PlainRow, Reason, RowProblem

LINE_BYTES: Final = 4 << 20
"""Longest line, in bytes; a longer one is reported and left out."""

KINDS: Final = {
    "Person": "person",
    "LegalEntity": "",
    "Company": "organisation",
    "Organization": "organisation",
    "PublicBody": "organisation",
    "Vessel": "vessel",
}
"""Schemas that are listed, and their kind here; what is only a legal entity may be either."""

FIELDS: Final = {
    "name": "name",
    "alias": "alias",
    "weakAlias": "alias",
    "previousName": "alias",
    "abbreviation": "alias",
    "firstName": "first",
    "secondName": "middle",
    "middleName": "middle",
    "lastName": "last",
    "fatherName": "father",
    "birthDate": "birth",
    "nationality": "country",
    "citizenship": "country",
    "country": "country",
    "jurisdiction": "country",
    "flag": "country",
    "passportNumber": "passport",
    "idNumber": "id_card",
    "registrationNumber": "registration",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "callSign": "call_sign",
    "gender": "sex",
    "birthPlace": "place",
    "address": "place",
}
"""Property → field."""


def rows(lines: Iterable[bytes]) -> Iterator[PlainRow]:
    """Yield a row for each entity that is listed; `number` is its first line."""
    parsed = (_parsed(number, line) for number, line in enumerate(lines, 1) if line.strip())
    for _key, group in itertools.groupby(parsed, key=_key_of):
        number, first = next(group)
        if isinstance(first, Reason):
            yield PlainRow(number, problems=(RowProblem(number, "", first),))
        elif "prop" in first:
            yield from _row(number, _entity_of([first, *(value for _, value in group if isinstance(value, dict))]))
        else:
            yield from _row(number, first)


def _key_of(parsed: tuple[int, dict[str, Any] | Reason]) -> object:
    number, value = parsed
    if isinstance(value, dict) and "prop" in value:
        return value.get("canonical_id") or value.get("entity_id")
    return number


def _parsed(number: int, line: bytes) -> tuple[int, dict[str, Any] | Reason]:
    if len(line) > LINE_BYTES:
        return number, Reason.TOO_LONG
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return number, Reason.NOT_JSON
    return number, value if isinstance(value, dict) else Reason.NOT_JSON


def _entity_of(statements: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the entity that statements say together; its schema is the most special one named."""
    properties: dict[str, list[Any]] = {}
    for one in statements:
        properties.setdefault(str(one["prop"]), []).append(one.get("value"))
    schemas = {str(one.get("schema", "")) for one in statements}
    schema = max(schemas, key=lambda name: (bool(KINDS.get(name)), name in KINDS, name))
    identifier = statements[0].get("canonical_id") or statements[0].get("entity_id")
    return {"id": identifier, "schema": schema, "properties": properties}


def _row(number: int, entity: Mapping[str, Any]) -> Iterator[PlainRow]:
    identifier, schema, properties = (entity.get(name) for name in ("id", "schema", "properties"))
    if not isinstance(identifier, str) or not isinstance(schema, str) or not isinstance(properties, dict):
        yield PlainRow(number, problems=(RowProblem(number, "", Reason.NO_ENTITY),))
    elif schema in KINDS:
        yield _listed(number, identifier, schema, properties)


def _listed(number: int, identifier: str, schema: str, properties: Mapping[str, Any]) -> PlainRow:
    found: dict[str, list[str]] = {"id": [identifier]}
    columns: dict[str, str] = {}
    if not properties.get("name") and isinstance(properties.get("caption"), str):
        found["name"] = [properties["caption"]]
    for name, field in FIELDS.items():
        values = _texts(properties.get(name))
        if values:
            found.setdefault(field, []).extend(map(ftm.country, values) if field == "country" else values)
            columns.setdefault(field, name)
    person = any(field in found for field in ("birth", "first", "father", "sex"))
    found["kind"] = [KINDS[schema] or ("person" if person else "organisation")]
    found["place"] = [place for place in found.get("place", ()) if place]
    return PlainRow(number, {field: tuple(values) for field, values in found.items()}, columns)


def _texts(values: Any) -> list[str]:
    if isinstance(values, str):
        return [values]
    return [str(one) for one in values[: VALUES + 1] if isinstance(one, str | int)] if isinstance(values, list) else []
