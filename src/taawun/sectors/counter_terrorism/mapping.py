# SPDX-License-Identifier: Apache-2.0
"""Records of this sector as STIX 2.1 objects, and back (spec §85.6).

The properties of STIX carry what other tools understand; our extension carries the data whole, so that another node of
this kind reads back the same record. What others send is read by its properties alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from taawun.formats.stix import ids, markings, times
from taawun.kernel.errors import NotGradable
from taawun.kernel.marking import Marking
from taawun.sectors.counter_terrorism.rules import CONFIDENCE

Values = dict[str, Any]
OF_TYPE: Final = {
    "threat-indicator": "indicator", "threat-report": "report", "threat-sighting": "sighting",
    "threat-assessment": "report", "un-listing": "identity",
}  # fmt: skip
UN: Final = "un-sc-consolidated-list"
"""Source of an external reference to an entry of the United Nations list."""
_PLACES: Final[dict[str, dict[str, str]]] = {
    "threat-indicator": {
        "name": "name", "summary": "description", "pattern": "pattern", "pattern_type": "pattern_type",
        "kinds": "indicator_types", "valid_from": "valid_from", "valid_until": "valid_until",
        "confidence": "confidence",
    },
    "threat-report": {
        "name": "name", "summary": "description", "kinds": "report_types", "published": "published",
        "about_stix": "object_refs", "confidence": "confidence",
    },
    "threat-sighting": {
        "summary": "description", "sighted_stix": "sighting_of_ref", "count": "count", "first_seen": "first_seen",
        "last_seen": "last_seen",
    },
    "threat-assessment": {"name": "name", "date": "published", "judgement": "description"},
    "un-listing": {"name": "name", "summary": "description"},
}  # fmt: skip
"""By record type: in which property of the object a field stands."""
_TIMES: Final = frozenset({"valid_from", "valid_until", "published", "first_seen", "last_seen", "date"})
_NUMBERS: Final = frozenset({"confidence", "count"})
_LANGUAGES: Final = frozenset({"stix", "pcre", "sigma", "snort", "suricata", "yara"})
NAME_CHARACTERS: Final = 300


@dataclass(frozen=True, slots=True)
class Said:
    """One version of a record, as it is to be told."""

    record: str
    type: str
    data: Mapping[str, Any]
    marking: Marking
    created: datetime
    modified: datetime
    party: str
    authority: str


def to_stix(said: Said, others: Mapping[str, str] | None = None) -> list[Values]:
    """Return the object of a record with everything that it refers to: who says it, and how it is marked.

    `others` gives the STIX identifiers of records that this one names.
    """
    creator = _creator(said)
    kind = OF_TYPE[said.type]
    made: Values = {
        "type": kind, "spec_version": "2.1",
        "id": str(said.data.get("stix") or "") if ids.type_in(said.data.get("stix")) == kind
        else ids.for_record(kind, said.record),
        "created_by_ref": creator["id"], "created": _moment(said.created), "modified": _moment(said.modified),
    }  # fmt: skip
    for field, place in _PLACES[said.type].items():
        if (value := said.data.get(field)) not in (None, "", []):
            made[place] = _written(field, value)
    if said.data.get("revoked") == "yes":
        made["revoked"] = True
    _OWN[said.type](made, said, others or {}, creator["id"])
    made["extensions"] = {
        markings.EXTENSION: {"extension_type": "property-extension", "type": said.type, "data": dict(said.data)}
    }
    made, needed = markings.marked(made, said.marking, _selectors(said, made))
    return [creator, markings.extension_definition(creator["id"]), *needed, made]


def _moment(at: datetime) -> str:
    return times.write(times.of(at))[:-4] + "Z"  # STIX asks for milliseconds at least; our own moments have no more


def _creator(said: Said) -> Values:
    return {
        "type": "identity", "spec_version": "2.1", "id": ids.for_record("identity", f"{said.party}:{said.authority}"),
        "created": markings.CREATED, "modified": markings.CREATED, "name": f"{said.party} {said.authority}",
        "identity_class": "organization",
    }  # fmt: skip


def _written(field: str, value: Any) -> Any:
    if field in _TIMES:
        return value if "T" in value else f"{value}T00:00:00Z"
    return int(float(value)) if field in _NUMBERS else value


def _selectors(said: Said, made: Values) -> dict[str, tuple[str, ...]]:
    """Return where each field stands in the object: in a property of STIX, in our extension, or in both."""
    places = _PLACES[said.type]
    return {
        field: (
            *([places[field]] if places.get(field) in made else []),
            f"extensions.{markings.EXTENSION}.data.{field}",
        )
        for field in said.data
    }  # fmt: skip


def _indicator(made: Values, said: Said, _others: Mapping[str, str], _creator_id: str) -> None:
    made.setdefault("valid_from", _moment(said.created))


def _report(made: Values, said: Said, others: Mapping[str, str], creator: str) -> None:
    named = [others[one] for one in said.data.get("about", []) if one in others]
    made["object_refs"] = list(dict.fromkeys([*made.get("object_refs", []), *named])) or [creator]
    made.setdefault("published", _moment(said.created))


def _assessment(made: Values, said: Said, others: Mapping[str, str], creator: str) -> None:
    _report(made, said, others, creator)
    made["report_types"] = ["threat-report"]
    made["confidence"] = CONFIDENCE[str(said.data["confidence"])]


def _sighting(made: Values, said: Said, others: Mapping[str, str], creator: str) -> None:
    of = others.get(str(said.data.get("sighted", ""))) or made.get("sighting_of_ref")
    made["sighting_of_ref"] = of or creator
    made.pop("name", None)


def _listing(made: Values, said: Said, _others: Mapping[str, str], _creator_id: str) -> None:
    made["identity_class"] = "unknown"
    made["external_references"] = [{"source_name": UN, "external_id": str(said.data["reference"])}]


_OWN: Final[dict[str, Callable[[Values, Said, Mapping[str, str], str], None]]] = {
    "threat-indicator": _indicator, "threat-report": _report, "threat-assessment": _assessment,
    "threat-sighting": _sighting, "un-listing": _listing,
}  # fmt: skip


KINDS: Final[dict[str, str]] = {
    "indicator": "threat-indicator", "report": "threat-report", "sighting": "threat-sighting",
}  # fmt: skip
"""Types of STIX that become records whoever sends them, and the record type of each."""


def type_of(value: Mapping[str, Any]) -> str:
    """Return the record type that an object becomes; empty for one that is kept as it came."""
    own = _own(value)
    if own and OF_TYPE.get(str(own.get("type"))) == value.get("type"):
        return str(own["type"])
    if value.get("type") == "identity":
        return "un-listing" if _reference(value) else ""
    return KINDS.get(str(value.get("type")), "")


def from_stix(value: Mapping[str, Any]) -> tuple[str, Values]:
    """Return the record type and the data that an object becomes, not yet checked.

    Raises:
        NotGradable: there is no record type for it.
    """
    slug = type_of(value)
    if not slug:
        raise NotGradable
    own = _own(value).get("data")
    data = dict(own) if isinstance(own, dict) else _data(slug, value)
    data["stix"] = str(value["id"])
    return slug, data | ({"revoked": "yes"} if value.get("revoked") is True else {})


def _data(slug: str, value: Mapping[str, Any]) -> Values:
    data = {field: _read(value[place]) for field, place in _PLACES[slug].items() if place in value}
    data["name"] = str(data.get("name") or f"{value['type']} {str(value['id'])[-12:]}")[:NAME_CHARACTERS]
    if slug == "threat-indicator":
        data["pattern_type"] = data["pattern_type"] if data.get("pattern_type") in _LANGUAGES else "other"
    if slug == "threat-sighting":
        data["where"] = ", ".join(map(str, value.get("where_sighted_refs", [])[:20]))
        data.setdefault("count", "1")
    if slug == "un-listing":
        data["reference"] = _reference(value)
    return {name: one for name, one in data.items() if one not in ("", [])}


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return [str(one) for one in value]
    return str(value)


def _own(value: Mapping[str, Any]) -> Mapping[str, Any]:
    extensions = value.get("extensions")
    found = extensions.get(markings.EXTENSION) if isinstance(extensions, dict) else None
    return found if isinstance(found, dict) else {}


def _reference(value: Mapping[str, Any]) -> str:
    found = value.get("external_references")
    rows = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return next((str(one["external_id"]) for one in rows if one.get("source_name") == UN and "external_id" in one), "")
