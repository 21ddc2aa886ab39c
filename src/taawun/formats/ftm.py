# SPDX-License-Identifier: Apache-2.0
"""FollowTheMoney entities as JSON lines, without the library (which needs ICU).

An entity has an id, a schema and lists of texts by property. What FollowTheMoney cannot say is left out rather
than bent: about-dates become the date itself, a range its two ends.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

_COUNTRIES: Final = {"SU": "suhh"}


@dataclass(frozen=True, slots=True)
class Property:
    """Values of one property: its name there, and the kind of the field here."""

    name: str
    kind: str
    values: tuple[str, ...]


def entity(identifier: str, schema: str, properties: Iterable[Property]) -> dict[str, Any]:
    """Return one entity; properties without values are left out, and values stand once, in their order."""
    gathered: dict[str, dict[str, None]] = {}
    for one in properties:
        texts = (text for value in one.values for text in _texts(one.kind, value))
        gathered.setdefault(one.name, {}).update(dict.fromkeys(texts))
    found = {name: list(texts) for name, texts in gathered.items() if texts}
    return {"id": identifier, "schema": schema, "properties": found}


def country(value: str) -> str:
    """Return the country that a value of FollowTheMoney names, as the codes here are written; the rest as it is."""
    back = {theirs: ours for ours, theirs in _COUNTRIES.items()}
    return back.get(value, value.upper() if len(value) == 2 else value)


def lines(entities: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield one line of JSON for each entity."""
    for one in entities:
        yield json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n"


def _texts(kind: str, value: str) -> list[str]:
    if kind == "country":
        return [_COUNTRIES.get(value, value.lower())]
    if kind == "date":
        return [end.rstrip("~") for end in value.split("/")]
    return [value]
