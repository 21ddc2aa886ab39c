# SPDX-License-Identifier: Apache-2.0
"""Markings both ways: ours said in STIX, so that nothing is lost; others read, so that nothing opens (§85.6, §85.7).

What a colour cannot say stands in a marking definition with this project's extension. What cannot be read becomes the
stricter colour with a restriction that says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import uuid5

from taawun.formats.stix import tlp
from taawun.formats.stix.ids import NAMESPACE
from taawun.kernel import marking as marks
from taawun.kernel.errors import SenderError
from taawun.kernel.marking import FieldMarking, Handling, InformationGrade, Marking, SourceGrade, Tlp, handling_of
from taawun.kernel.marking.codes import strictest, worst_source
from taawun.kernel.marking.wire import RESTRICTION_CHARACTERS, RESTRICTIONS
from taawun.kernel.wire.canonical import encode

EXTENSION: Final = "extension-definition--8a1c0f52-7f0b-4a3e-9a55-3b1de1d4c0a6"
"""This project's extension: a marking on a marking definition, and a record's own data on an object."""
_DATA: Final = f"extensions.{EXTENSION}.data."
"""Where the fields of a record stand in its object."""
CREATED: Final = "2026-11-22T00:00:00.000Z"
SCHEMA: Final = "https://taawun.example/stix/marking-1.json"
UNKNOWN: Final = "It came with a marking that is not known here; ask its sender before passing it on."
RED: Final = "It came as TLP:RED: only for those whom the sender named."
STATEMENT: Final = "Statement of the sender: "


@dataclass(frozen=True, slots=True)
class Stated:
    """What the markings of an object say: a colour, restrictions in words, and our own marking if it has one.

    `beside` is the colour that is said beside our own marking: what of the object, or of a part of it, our marking does
    not say itself.
    """

    colour: Tlp
    restrictions: frozenset[str] = frozenset()
    ours: Marking | None = None
    beside: Tlp = Tlp.CLEAR


@dataclass(frozen=True, slots=True)
class Given:
    """What an analyst, and the place where it came in, say beside it."""

    party: str
    authority: str
    source: SourceGrade
    information: InformationGrade
    purposes: frozenset[str]
    review: date


def extension_definition(creator: str) -> dict[str, Any]:
    """Return the definition of our extension, as it goes with what bears it."""
    return {
        "type": "extension-definition", "spec_version": "2.1", "id": EXTENSION, "created_by_ref": creator,
        "created": CREATED, "modified": CREATED, "name": "Taawun marking and record", "version": "1.0.0",
        "description": "A marking with grades, handling codes, purposes and review date; data of a record.",
        "schema": SCHEMA, "extension_types": ["property-extension"],
    }  # fmt: skip


def definitions(marking: Marking) -> tuple[dict[str, Any], ...]:
    """Return the definitions that say a marking: its colour, and everything else."""
    wire = marks.to_wire(marking)
    return (
        tlp.definition(marking.tlp),
        {
            "type": "marking-definition", "spec_version": "2.1",
            "id": f"marking-definition--{uuid5(NAMESPACE, encode(wire).decode())}", "created": CREATED,
            "name": f"{marking.source.value}{marking.information.value} {' '.join(sorted(marking.handling))}",
            "extensions": {EXTENSION: {"extension_type": "property-extension", "marking": wire}},
        },
    )  # fmt: skip


def marked(
    made: dict[str, Any], marking: Marking, selectors: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return an object with its markings, and the definitions that these need.

    `selectors` says in which properties of the object a field of the record stands.
    """
    needed = list(definitions(marking))
    refs = [one["id"] for one in needed]
    granular: list[dict[str, Any]] = []
    for name, _extra in marking.fields:
        if places := list(selectors.get(name, ())):
            own = definitions(marking.of_field(name))
            needed += own
            granular += [{"marking_ref": one["id"], "selectors": places} for one in own]
    known = {one["id"]: one for one in needed}
    return made | {"object_marking_refs": refs} | ({"granular_markings": granular} if granular else {}), [
        *known.values()
    ]


def refs(value: Mapping[str, Any]) -> set[str]:
    """Return the marking definitions that an object names, for all or part of it, as far as it can be read."""
    whole, parts = value.get("object_marking_refs"), value.get("granular_markings")
    found = list(whole) if isinstance(whole, list) else []
    found += [one.get("marking_ref") for one in parts if isinstance(one, dict)] if isinstance(parts, list) else []
    return {one for one in found if isinstance(one, str)}


def stated(value: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Stated:
    """Return what the markings of an object and of its parts say, all together.

    Args:
        value: the object.
        known: the marking definitions at hand, by identifier.
    """
    refs, readable = _refs(value)
    if not refs and readable:
        return Stated(Tlp.AMBER)
    found = [_one(ref, known.get(ref)) for ref in refs] + ([] if readable else [_unknown()])
    ours = [one.ours for one in found if one.ours is not None]
    colour = strictest([one.colour for one in found])
    said = frozenset[str]().union(*[one.restrictions for one in found])
    # The marking of the whole tells of its fields; those of single fields say no more than it does.
    whole = [one for one in ours if one.fields] or ours
    one = whole[0] if len(ours) == 1 or (whole and len(whole) < len(ours)) else None
    return Stated(colour, said, one, _beside(value, known, one) if one and readable else colour)


def _beside(value: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], ours: Marking) -> Tlp:
    """Return the strictest colour that is not our marking's own, neither of the whole nor of a field that it marks."""
    found = [Tlp.CLEAR]
    for ref in value.get("object_marking_refs", []):
        found += [] if (one := _one(ref, known.get(ref))).ours else [one.colour]
    marked = dict(ours.fields)
    for part in value.get("granular_markings", []):
        if ref := part.get("marking_ref"):
            fields = [one[len(_DATA) :] for one in _selectors(part) if one.startswith(_DATA)]
            colours = [ours.of_field(name).tlp for name in fields if name in marked]
            one = _one(ref, known.get(ref))
            found += [] if colours and strictest([one.colour, *colours]) in colours else [one.colour]
    return strictest(found)


def _selectors(part: Mapping[str, Any]) -> list[str]:
    found = part.get("selectors")
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _refs(value: Mapping[str, Any]) -> tuple[list[str], bool]:
    """Return the definitions that an object refers to, and whether all of it could be read."""
    whole, parts = value.get("object_marking_refs", []), value.get("granular_markings", [])
    if not isinstance(whole, list) or not isinstance(parts, list):
        return [], False
    found = [*whole, *[part.get("marking_ref") if isinstance(part, dict) else None for part in parts]]
    refs = [one for one in found if isinstance(one, str)]
    languages = sum(isinstance(part, dict) and "lang" in part and "marking_ref" not in part for part in parts)
    return list(dict.fromkeys(refs)), len(refs) + languages == len(found)


def _one(ref: str, said: Mapping[str, Any] | None) -> Stated:
    if ref in tlp.KNOWN:
        return _colour(tlp.KNOWN[ref])
    if said is None:
        return _unknown()
    ours = _ours(said)
    if ours is not None:
        return Stated(ours.whole().tlp, ours.whole().restrictions, ours)
    colour = tlp.colour_of(dict(said))
    if colour is not None:
        return _colour(colour)
    body = said.get("definition")
    statement = body.get("statement") if isinstance(body, dict) else None
    if said.get("definition_type") == "statement" and isinstance(statement, str) and statement.strip():
        return Stated(Tlp.AMBER, frozenset({_sentence(STATEMENT + statement)}))
    return _unknown()


def _colour(colour: Tlp) -> Stated:
    return Stated(colour, frozenset({RED}) if colour is Tlp.RED else frozenset())


def _unknown() -> Stated:
    return Stated(Tlp.AMBER_STRICT, frozenset({UNKNOWN}))


def _sentence(text: str) -> str:
    """Return a text as a restriction can carry it: one line, without hidden characters, not too long."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())[:RESTRICTION_CHARACTERS]


def _ours(said: Mapping[str, Any]) -> Marking | None:
    extensions = said.get("extensions")
    body = extensions.get(EXTENSION) if isinstance(extensions, dict) else None
    try:
        return marks.from_wire(body["marking"]) if isinstance(body, dict) and "marking" in body else None
    except SenderError:
        return None


def joined(said: Stated, given: Given) -> Marking:
    """Return the marking of the record that an object becomes: the stricter of what came and what the analyst says.

    Raises:
        LooserField: a field would be left without a purpose; `closed` tells before.
    """
    if said.ours is not None:
        return _with_ours(said, said.ours, given)
    handling = handling_of(said.colour) | ({Handling.H3} if said.restrictions else frozenset())
    return Marking(
        originators=frozenset({given.party}), source=given.source, information=given.information,
        purposes=given.purposes, review=given.review, handling=handling, restrictions=_some(said.restrictions),
        tlp=said.colour, named=_named(said.colour, given),
    )  # fmt: skip


def closed(said: Stated, given: Given) -> tuple[str, ...]:
    """Return the fields that our marking keeps for purposes of which the record would have none (§80.12)."""
    if said.ours is None:
        return ()
    kept = _kept(said.ours, given)
    return tuple(name for name, one in said.ours.fields if one.purposes is not None and not one.purposes & kept)


def _kept(ours: Marking, given: Given) -> frozenset[str]:
    return ours.purposes & given.purposes or ours.purposes


def _with_ours(said: Stated, ours: Marking, given: Given) -> Marking:
    kept = _kept(ours, given)
    colour = strictest([said.beside, ours.tlp])
    restrictions = _some(ours.restrictions | (said.restrictions - ours.whole().restrictions))
    return replace(
        ours,
        originators=ours.originators | {given.party},
        source=worst_source([ours.source, given.source]),
        information=max(ours.information, given.information),
        purposes=kept,
        review=min(ours.review, given.review),
        handling=ours.handling | ({Handling.H3} if restrictions else frozenset()),
        restrictions=restrictions,
        tlp=colour,
        named=ours.named | _named(colour, given),
        fields=tuple((name, _under(colour, kept, extra)) for name, extra in ours.fields),
    )


def _under(colour: Tlp, kept: frozenset[str], extra: FieldMarking) -> FieldMarking:
    """Return the marking of a field as the whole leaves it: no colour that is outdone, no purpose that is gone."""
    purposes = None if extra.purposes is None else extra.purposes & kept
    outdone = strictest([colour, extra.tlp]) is colour
    return replace(extra, tlp=Tlp.CLEAR if outdone else extra.tlp, purposes=purposes)


def _named(colour: Tlp, given: Given) -> frozenset[str]:
    return frozenset({f"{given.party}:{given.authority}"}) if colour is Tlp.RED else frozenset()


def _some(restrictions: Iterable[str]) -> frozenset[str]:
    """Return as many restrictions as a marking may have; what is beyond says so instead of going away."""
    found = sorted(restrictions)
    return frozenset(found if len(found) <= RESTRICTIONS else [*found[: RESTRICTIONS - 1], UNKNOWN])
