# SPDX-License-Identifier: Apache-2.0
"""Markings both ways: ours lose nothing, those of others open nothing (spec §85.6, §85.7)."""

import json
import warnings
from datetime import UTC, date, datetime

import pytest

from taawun.formats.stix import markings, tlp
from taawun.formats.stix.markings import Given, joined, stated
from taawun.kernel import marking as marks
from taawun.kernel.marking import FieldMarking, Handling, InformationGrade, SourceGrade, Tlp, make_marking
from taawun.kernel.marking.codes import strictest
from taawun.sectors.counter_terrorism import mapping
from taawun.sectors.counter_terrorism.mapping import Said

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
PURPOSE = "counter-terrorism"
GIVEN = Given("BH", "ctc", SourceGrade.B, InformationGrade.CORROBORATED, frozenset({PURPOSE}), date(2027, 6, 1))
WORDS = {"purposes": {PURPOSE}, "review": date(2027, 1, 1)}
OURS = {
    "green": make_marking("PK", "A", 1, tlp="green", **WORDS),
    "strict, with codes and a restriction": make_marking(
        "PK",
        "B",
        2,
        tlp="amber+strict",
        handling={"H1", "H2", "H3"},
        restrictions={"صرف گیٹ وے کی ٹیم کے لیے"},
        **WORDS,
    ),
    "a field of its own": make_marking(
        "PK",
        "X",
        4,
        tlp="clear",
        fields={
            "summary": FieldMarking(tlp=Tlp.AMBER),
            "pattern": FieldMarking(handling=frozenset({Handling.H3}), restrictions=frozenset({"للمحللين فقط"})),
        },
        **WORDS,
    ),
    "two fields and a named reader": make_marking(
        "PK",
        "C",
        3,
        tlp="red",
        named={"BH:ctc"},
        handling={"H3"},
        restrictions={"Eyes only"},
        fields={"summary": FieldMarking(handling=frozenset({Handling.H1}))},
        **WORDS,
    ),
}
DATA = {
    "threat-indicator": {
        "name": "صفحة دخول مزورة",
        "summary": "رُصد مرتين",
        "pattern": "[domain-name:value = 'login.example']",
        "pattern_type": "stix",
        "kinds": ["malicious-activity"],
        "valid_from": "2026-11-02",
        "confidence": "50",
    },
    "threat-report": {
        "name": "جعلی صفحات",
        "summary": "x",
        "published": "2026-11-02T00:00:00Z",
        "kinds": ["threat-report"],
    },
    "threat-sighting": {
        "name": "Seen at a gateway",
        "summary": "x",
        "count": "3",
        "first_seen": "2026-11-02",
        "sighted_stix": "indicator--01890a5d-ac96-474b-bcce-b302099a8057",
        "last_seen": "2026-11-03T10:00:00Z",
    },
    "threat-assessment": {
        "name": "Again?",
        "date": "2026-11-22",
        "judgement": "Probably.",
        "probability": "likely",
        "confidence": "moderate",
        "basis": "Three incidents.",
        "probability_least": "55",
        "probability_most": "75",
    },
    "un-listing": {"name": "قيد مذكور في تقرير", "reference": "QDi.999", "summary": "made up"},
}


def told(slug: str, marking: marks.Marking) -> list[dict]:
    said = Said("01890a5d-ac96-774b-bcce-b302099a8001", slug, DATA[slug], marking, NOW, NOW, "PK", "anf")
    return json.loads(json.dumps(mapping.to_stix(said)))


@pytest.mark.parametrize("marking", OURS.values(), ids=OURS)
def test_a_round_trip_loses_nothing(marking):
    *needed, made = told("threat-indicator", marking)
    found = stated(made, {one["id"]: one for one in needed})
    assert found.ours == marking
    slug, data = mapping.from_stix(made)
    assert (slug, {name: value for name, value in data.items() if name != "stix"}) == (
        "threat-indicator",
        DATA["threat-indicator"],
    )


@pytest.mark.parametrize("slug", DATA)
def test_each_type_survives_and_is_valid_stix(slug):
    objects = told(slug, OURS["strict, with codes and a restriction"])
    found, data = mapping.from_stix(objects[-1])
    assert found == slug
    assert data.items() >= DATA[slug].items()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from stix2validator import ValidationOptions, validate_instance

        options = ValidationOptions(version="2.1")
        wrong = [error.message for one in objects for error in validate_instance(one, options).errors]
    assert not wrong


OFFICIAL = {colour.value: [ref] for colour, ref in tlp.IDS.items()}


@pytest.mark.parametrize(("colour", "refs"), OFFICIAL.items(), ids=OFFICIAL)
def test_the_colours_of_oasis_are_known_without_their_definitions(colour, refs):
    assert stated({"object_marking_refs": refs}, {}).colour == Tlp(colour)


def definition(**parts) -> dict:
    return {"id": "marking-definition--00000000-0000-4000-8000-000000000001", "type": "marking-definition"} | parts


UNREAD = "marking-definition--00000000-0000-4000-8000-000000000001"
WHITE, RED1 = (
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
)
OTHERS = {
    "no marking": ({}, None, Tlp.AMBER),
    "TLP 1 white": ({"object_marking_refs": [WHITE]}, None, Tlp.CLEAR),
    "the strictest of several": ({"object_marking_refs": [WHITE, tlp.IDS[Tlp.AMBER]]}, None, Tlp.AMBER),
    "a part that is stricter": (
        {"object_marking_refs": [WHITE], "granular_markings": [{"marking_ref": RED1, "selectors": ["name"]}]},
        None,
        Tlp.RED,
    ),
    "not at hand": ({"object_marking_refs": [UNREAD]}, None, Tlp.AMBER_STRICT),
    "not at hand beside white": ({"object_marking_refs": [WHITE, UNREAD]}, None, Tlp.AMBER_STRICT),
    "of a kind that is not known": (
        {"object_marking_refs": [UNREAD]},
        definition(definition_type="iep"),
        Tlp.AMBER_STRICT,
    ),
    "a statement": (
        {"object_marking_refs": [UNREAD]},
        definition(definition_type="statement", definition={"statement": "© 2026\nMade up"}),
        Tlp.AMBER,
    ),
    "a colour of somebody's own": (
        {"object_marking_refs": [UNREAD]},
        definition(definition_type="tlp", definition={"tlp": "GREEN"}),
        Tlp.GREEN,
    ),
    "a colour that there is not": (
        {"object_marking_refs": [UNREAD]},
        definition(definition_type="tlp", definition={"tlp": "blue"}),
        Tlp.AMBER_STRICT,
    ),
    "not a list": ({"object_marking_refs": "x"}, None, Tlp.AMBER_STRICT),
    "numbers in the list": ({"object_marking_refs": [1, WHITE]}, None, Tlp.AMBER_STRICT),
    "a part without a marking": (
        {"object_marking_refs": [WHITE], "granular_markings": [{"selectors": ["name"]}]},
        None,
        Tlp.AMBER_STRICT,
    ),
    "a language is no marking": (
        {"object_marking_refs": [WHITE], "granular_markings": [{"lang": "ur", "selectors": ["name"]}]},
        None,
        Tlp.CLEAR,
    ),
    "a forged official one": (
        {"object_marking_refs": [RED1]},
        definition(id=RED1, definition_type="tlp", definition={"tlp": "white"}),
        Tlp.RED,
    ),
    "our extension, broken": (
        {"object_marking_refs": [UNREAD]},
        definition(extensions={markings.EXTENSION: {"marking": {"tlp": "clear"}}}),
        Tlp.AMBER_STRICT,
    ),
}


@pytest.mark.parametrize(("value", "known", "colour"), OTHERS.values(), ids=OTHERS)
def test_what_cannot_be_read_becomes_stricter_and_never_more_open(value, known, colour):
    found = stated(value, {known["id"]: known} if known else {})
    assert found.colour is colour
    marking = joined(found, GIVEN)
    assert marking.tlp is colour
    assert (Handling.H3 in marking.handling) == bool(found.restrictions)
    assert marking.named == (frozenset({"BH:ctc"}) if colour is Tlp.RED else frozenset())


def test_the_stricter_of_both_counts():
    ours = OURS["a field of its own"]
    *needed, made = told("threat-indicator", ours)
    found = joined(stated(made, {one["id"]: one for one in needed}), GIVEN)
    assert (found.source, found.information) == (SourceGrade.X, InformationGrade.UNKNOWN)
    assert found.originators == {"PK", "BH"}
    assert found.review == date(2027, 1, 1)
    assert found.fields == ours.fields


def beside(made: dict, colour: Tlp) -> dict:
    return made | {"object_marking_refs": [*made["object_marking_refs"], tlp.IDS[colour]]}


def on_a_part(made: dict, colour: Tlp, *selectors: str) -> dict:
    parts = [*made.get("granular_markings", []), {"marking_ref": tlp.IDS[colour], "selectors": list(selectors)}]
    return made | {"granular_markings": parts}


SUMMARY = f"extensions.{markings.EXTENSION}.data.summary"
BESIDE = {
    "our own alone": (lambda made: made, Tlp.CLEAR),
    "red on the whole": (lambda made: beside(made, Tlp.RED), Tlp.RED),
    "looser on the whole": (lambda made: beside(made, Tlp.GREEN), Tlp.GREEN),
    "red on a part that ours marks amber": (lambda made: on_a_part(made, Tlp.RED, "description", SUMMARY), Tlp.RED),
    "amber on a part that ours marks amber": (lambda made: on_a_part(made, Tlp.AMBER, SUMMARY), Tlp.CLEAR),
    "amber on a part that ours does not mark": (lambda made: on_a_part(made, Tlp.AMBER, "name"), Tlp.AMBER),
    "green on parts without a name": (lambda made: on_a_part(made, Tlp.GREEN), Tlp.GREEN),
    "what cannot be read": (
        lambda made: made | {"object_marking_refs": [*made["object_marking_refs"], 1]},
        Tlp.AMBER_STRICT,
    ),
}


@pytest.mark.parametrize(("change", "colour"), BESIDE.values(), ids=BESIDE)
def test_the_strictest_colour_counts_beside_our_own_with_fields(change, colour):
    *needed, made = told("threat-indicator", OURS["a field of its own"])
    marking = joined(stated(change(made), {one["id"]: one for one in needed}), GIVEN)
    assert marking.tlp is colour
    assert marking.of_field("summary").tlp is strictest([colour, Tlp.AMBER])
    assert marking.of_field("pattern").restrictions >= {"للمحللين فقط"}
    assert marking.named == (frozenset({"BH:ctc"}) if colour is Tlp.RED else frozenset())
