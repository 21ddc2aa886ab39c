# SPDX-License-Identifier: Apache-2.0
"""Every vector of spec 80, asked of the kernel and of the schemas."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from taawun.kernel.errors import TaawunError
from taawun.kernel.marking import (
    Basis,
    Consent,
    Decision,
    Handling,
    Reader,
    RecordPayload,
    RecordSet,
    derive,
    from_wire,
    may_alert,
    may_link,
    may_send,
    may_show,
    to_wire,
)
from taawun.kernel.marking.consents import ConsentAnswered, ConsentAsked, Use, consent_of, lapsed
from taawun.kernel.marking.record_set import terms_of
from tools.vectors import records

SPEC = Path(__file__).parents[3] / "spec"
VECTORS = json.loads((SPEC / "vectors" / "80-records.json").read_text(encoding="utf-8"))
NAMES = ("forms-1", "marking-1", "record-1", "record-set-1", "consent-asked-1", "consent-answered-1")
SCHEMAS = [json.loads((SPEC / "schemas" / f"{name}.json").read_text()) for name in NAMES]
REGISTRY: Registry[Any] = Registry().with_resources(
    [(schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS]
)
# What a schema cannot say: days that exist, order, agreement between two fields.
BEYOND_SCHEMA = {
    "originators out of order", "a review on no day", "a marked field that is not there",
    "a marking of another originator", "a field for another purpose", "a field with a wider colour",
    "a red field for nobody", "a field under H3 without words", "fields that leave no purpose in common",
    "asked until no day", "answered until no day", "a version twice in a set", "two versions of one number in a set",
}  # fmt: skip


def consents(raw: list[dict[str, str]]) -> frozenset[Consent]:
    return frozenset(Consent(one["originator"], Handling(one["code"])) for one in raw)


def reader(raw: dict[str, Any]) -> Reader:
    sets = {name: frozenset(raw[name]) for name in ("authorities", "purposes")}
    return Reader(**raw | sets | {"consents": consents(raw["consents"])})


def basis(raw: dict[str, Any]) -> Basis:
    return Basis(**raw | {"on": date.fromisoformat(raw["on"]), "consents": consents(raw["consents"])})


def told(decision: Decision) -> dict[str, Any]:
    against = [] if decision.allowed else [reason.code for reason in decision.reasons]
    return {"allowed": decision.allowed, "against": against}


def read_record(value: Any) -> dict[str, Any]:
    payload = RecordPayload.from_wire(value)
    assert payload.to_wire() == value
    return {"digest": payload.digest()}


def read_set(value: Any) -> dict[str, Any]:
    together = RecordSet.from_wire(value)
    assert together.to_wire() == value
    terms = terms_of([one.marking for one in together.records])
    return {
        "digests": [one.digest() for one in together.records], "handling": sorted(terms.handling),
        "personal": terms.personal, "sensitivity": terms.sensitivity,
    }  # fmt: skip


def read_marking(value: Any) -> dict[str, Any]:
    assert to_wire(from_wire(value)) == value
    return {}


def read_asked(value: Any) -> dict[str, Any]:
    assert ConsentAsked.from_wire(value).to_wire() == value
    return {}


def read_answered(value: Any) -> dict[str, Any]:
    assert ConsentAnswered.from_wire(value).to_wire() == value
    return {}


def opens(value: Any) -> dict[str, Any]:
    """Ask whether an answer opens a use on a day."""
    answer, use = ConsentAnswered.from_wire(value["answer"]), Use.from_fields(value["use"])
    found = consent_of(value["originator"], answer, use, date.fromisoformat(value["on"]))
    assert found in (None, Consent(value["originator"], use.code))
    return {"opens": found is not None}


CHECKS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "record": read_record,
    "record-set": read_set,
    "marking": read_marking,
    "may-show": lambda v: told(
        may_show(from_wire(v["marking"]), reader(v["reader"]), v["purpose"], date.fromisoformat(v["on"]))
    ),
    "may-send": lambda v: told(may_send(from_wire(v["marking"]), v["recipient"], v["purpose"], basis(v["basis"]))),
    "may-alert": lambda v: told(may_alert(from_wire(v["marking"]))),
    "may-link": lambda v: told(may_link(from_wire(v["marking"]))),
    "consent-asked": read_asked,
    "consent-answered": read_answered,
    "consent-opens": opens,
    "consent-lapsed": lambda v: {"lapsed": lapsed(ConsentAsked.from_wire(v["asked"]).by, date.fromisoformat(v["on"]))},
    "derive": lambda v: {"marking": to_wire(derive(map(from_wire, v)))},
}


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_the_kernel_answers_as_the_specification_says(vector):
    if vector["valid"]:
        assert CHECKS[vector["check"]](vector["input"]) == vector["expect"]
        return
    with pytest.raises(TaawunError) as refusal:
        CHECKS[vector["check"]](vector["input"])
    assert refusal.value.code == vector["code"]


WITH_SCHEMA = ("record", "record-set", "marking", "consent-asked", "consent-answered")
SHAPED = [one for one in VECTORS if one["check"] in WITH_SCHEMA]


@pytest.mark.parametrize("vector", SHAPED, ids=[vector["name"] for vector in SHAPED])
def test_the_schema_agrees(vector):
    schema = next(one for one in SCHEMAS if one["$id"] == f"urn:taawun:{vector['check']}-1")
    fits = jsonschema.Draft202012Validator(schema, registry=REGISTRY).is_valid(vector["input"])
    assert fits is (vector["valid"] or vector["name"] in BEYOND_SCHEMA)


def test_every_paragraph_that_a_vector_names_exists():
    text = (SPEC / "80-records.md").read_text(encoding="utf-8")
    assert {vector["section"] for vector in VECTORS if f"**{vector['section']}**" not in text} == set()


def test_the_file_is_what_the_generator_makes():
    assert (SPEC / "vectors" / "80-records.json").read_text(encoding="utf-8") == records.render()
