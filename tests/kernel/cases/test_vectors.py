# SPDX-License-Identifier: Apache-2.0
"""Every vector of spec 60, asked of the kernel, and of the schema of a move (spec/README.md)."""

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from taawun.kernel.cases import (
    Assessment,
    Assurance,
    CaseFile,
    CaseKind,
    Charge,
    Filled,
    MoveMade,
    Outcome,
    Source,
    attestations,
    check_incoming,
    check_kind,
    facts_of,
    granted,
    make_workflow,
    outside,
    standing,
)
from taawun.kernel.cases.clocks import ClockRule, Unit
from taawun.kernel.cases.contents import still_missing
from taawun.kernel.cases.days import Calendar
from taawun.kernel.cases.replay import check_purpose
from taawun.kernel.cases.rules import RULES
from taawun.kernel.cases.timing import Pause, Running, due, warnings
from taawun.kernel.cases.words import Side
from taawun.kernel.errors import BadWorkflow, TaawunError
from taawun.kernel.instruments.codec import decode, freeze
from taawun.kernel.wire.times import from_wire, to_wire
from tools.vectors import cases

SPEC = Path(__file__).parents[3] / "spec"
ROWS = json.loads((SPEC / "vectors" / "60-cases.json").read_text("utf-8"))
KINDS = json.loads((SPEC / "vectors" / "kinds.json").read_text("utf-8"))
SCHEMAS = [json.loads((SPEC / "schemas" / f"{name}.json").read_text("utf-8")) for name in ("forms-1", "case-move-1")]
REGISTRY = Registry().with_resources([(schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS])
MOVE = Draft202012Validator(SCHEMAS[1], registry=REGISTRY)
# What a schema does not say: order, agreement between two fields, depth.
BEYOND_SCHEMA = {
    "a move of a third party",
    "a move between one party",
    "heads out of order",
    "a value nine levels deep",
    "two papers of one name",
}


def kind_of(given):
    """Return the kind that a vector names, read and checked as a node does when it loads one."""
    written = deepcopy(KINDS[given["kind"]])
    change = given.get("change")
    if change:
        *path, last = change["path"]
        place = written
        for step in path:
            place = place[step]
        if "to" in change:
            place[last] = change["to"]
        else:
            del place[last]
    kind = decode(CaseKind, written, "")
    flow = kind.workflow
    make_workflow(
        flow.slug,
        flow.version,
        flow.title,
        flow.initial,
        flow.states.values(),
        flow.moves.values(),
        flow.flags,
        flow.tasks.values(),
    )
    check_kind(kind)
    return kind


def moves_of(listed):
    return [MoveMade.from_wire(one) for one in listed]


def filled_of(content):
    return {slug: Filled.from_wire(one) for slug, one in content.items()}


def facts_in(given):
    stated = ("person", "offences", "further_charges")
    filled = {slug: Filled(given[slug]) for slug in stated if given.get(slug) is not None}
    return facts_of(filled, given["requesting"], given["requested"], date.fromisoformat(given["on"]))


def _kind(given):
    return {"kind": kind_of(given).slug}


def _move(given):
    return {"digest": MoveMade.from_wire(given["move"]).digest()}


def _incoming(given):
    move = MoveMade.from_wire(given["move"])
    if "purpose" in given:
        check_purpose(given["purpose"], given["case_purpose"])
    check_incoming(kind_of(given), moves_of(given["known"]), move, given["sender"])
    return {}


def _standing(given):
    told = standing(kind_of(given), moves_of(given["moves"]))
    return {
        "phase": told.phase,
        "flags": sorted(told.shared_flags),
        "applied": [one.digest() for one in told.applied],
        "void": [[one.digest(), why.code] for one, why in told.void],
        "waiting": [one.digest() for one in told.waiting],
        "heads": list(told.heads),
    }


def _judged(one, given):
    """Return what a person judged, with what they looked at: the facts of the case, or `facts` of their own."""
    looked_at = facts_in(one.get("facts", given["facts"])).subjects
    times = {name: from_wire(one[name]) for name in ("at", "given_at", "assessed_at") if name in one}
    said = {name: value for name, value in one.items() if name != "facts"}
    return said | times | {"covers": frozenset(looked_at)}


def _gates(given):
    kind = kind_of(given)
    assessments = [
        Assessment(**_judged(one, given) | {"outcome": Outcome(one["outcome"])}) for one in given["assessments"]
    ]
    assurances = [Assurance(**_judged(one, given)) for one in given["assurances"]]
    file = CaseFile(
        standing(kind, []),
        {},
        facts_in(given["facts"]),
        tuple(assessments),
        tuple(assurances),
        frozenset(given["blocks"]),
    )
    return {"gates": attestations(kind, file, given["move"])}


def _contents(given):
    missing = still_missing(kind_of(given).elements, filled_of(given["content"]), frozenset(given["needs"]))
    return {"missing": [one.slug for one in missing]}


def _rule(given):
    return {"outcome": RULES[given["rule"]](facts_in(given["facts"]), freeze(given["given"])).outcome.value}


def _clock(given):
    rule = given["rule"]
    clock = ClockRule(
        slug="clock",
        title={},
        statutory=rule["statutory"],
        length=rule["length"],
        unit=Unit(rule["unit"]),
        side=Side.REQUESTED,
        sources=(Source("model", "Model"),),
        starts=frozenset({"start"}),
        stops=frozenset(),
        warn_on=tuple(rule["warn_on"]),
        extendable=rule["extendable"],
    )
    pauses = [Pause(from_wire(one["start"]), one["end"] and from_wire(one["end"]), "stated") for one in given["pauses"]]
    zone, calendars = ZoneInfo(given["zone"]), [_calendar(one) for one in given["calendars"]]
    running = Running(clock, from_wire(given["started"]), zone, tuple(pauses), given["extended"])
    end = due(running, calendars)
    told = [[to_wire(one.at), one.day or f"{one.percent}%"] for one in warnings(running, calendars)]
    return {"due": end and to_wire(end), "warnings": told}


def _calendar(raw):
    return Calendar(frozenset(raw["weekend"]), frozenset(map(date.fromisoformat, raw["holidays"])))


def _speciality(given):
    listed = granted(moves_of(given["applied"]))
    return {"alarms": list(outside(listed, [Charge(**one) for one in given["charges"]]))}


CHECKS = {
    "case-kind": _kind,
    "case-move": _move,
    "case-incoming": _incoming,
    "case-standing": _standing,
    "case-gates": _gates,
    "case-contents": _contents,
    "case-rule": _rule,
    "case-clock": _clock,
    "case-speciality": _speciality,
}


def _id(row):
    return row["name"]


@pytest.mark.parametrize("row", [row for row in ROWS if row["valid"]], ids=_id)
def test_a_valid_vector_succeeds(row):
    told = CHECKS[row["check"]](row["input"])
    assert {name: told[name] for name in row["expect"]} == row["expect"]


@pytest.mark.parametrize("row", [row for row in ROWS if not row["valid"]], ids=_id)
def test_an_invalid_vector_is_refused_with_its_code(row):
    with pytest.raises(TaawunError) as refusal:
        CHECKS[row["check"]](row["input"])
    assert refusal.value.code == row["code"], refusal.value


@pytest.mark.parametrize("row", [row for row in ROWS if row["check"] == "case-move"], ids=_id)
def test_the_schema_says_the_same_of_a_move(row):
    assert MOVE.is_valid(row["input"]["move"]) == (row["valid"] or row["name"] in BEYOND_SCHEMA)


def test_every_move_that_a_vector_holds_fits_the_schema():
    for row in ROWS:
        for one in (*row["input"].get("known", ()), *row["input"].get("moves", ()), *row["input"].get("applied", ())):
            MOVE.validate(one)


def test_a_kind_with_a_song_for_a_move_is_refused():
    with pytest.raises(BadWorkflow):
        kind_of({"kind": "extradition", "change": {"path": ["workflow", "moves", 0, "role"], "to": ""}})


def test_the_vectors_are_what_the_generator_makes():
    assert cases.main(["--check"]) == 0
