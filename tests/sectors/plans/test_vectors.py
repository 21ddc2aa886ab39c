# SPDX-License-Identifier: Apache-2.0
"""Every vector of spec 86, asked of the node and of the schema of a section as it crosses."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from taawun.kernel.errors import TaawunError
from taawun.kernel.wire.digests import unb64
from taawun.sectors.plans import documents
from taawun.sectors.plans.wire import SectionVersion
from tools.vectors import plans

SPEC = Path(__file__).parents[3] / "spec"
VECTORS = json.loads((SPEC / "vectors" / "86-plans.json").read_text("utf-8"))
SCHEMAS = {
    name: json.loads((SPEC / f"schemas/{name}.json").read_text("utf-8")) for name in ("forms-1", "plan-section-1")
}
SCHEMA = Draft202012Validator(
    SCHEMAS["plan-section-1"],
    registry=Registry().with_resources((one["$id"], Resource.from_contents(one)) for one in SCHEMAS.values()),
)
BEYOND_SCHEMA = {"plan-with-a-day-that-is-none"}
"""What a schema cannot say: days that exist; and whatever is wrong with an update."""


def taken(given: dict[str, Any]) -> dict[str, Any]:
    """Take a version as a node does, and return what the section says then."""
    body = SectionVersion.from_wire(given["section"])
    assert body.to_wire() == given["section"]
    held = unb64(given["held_b64"]) if "held_b64" in given else b""
    found = documents.take(held, body.section, body.form, body.update, body.content, given["sender"])
    return {"content": found.content.to_json()}


@pytest.mark.parametrize("row", VECTORS, ids=[row["name"] for row in VECTORS])
def test_the_node_answers_as_the_specification_says(row):
    if row["valid"]:
        assert taken(row["input"]) == row["expect"]
        return
    with pytest.raises(TaawunError) as refusal:
        taken(row["input"])
    assert refusal.value.code == row["code"], refusal.value


@pytest.mark.parametrize("row", VECTORS, ids=[row["name"] for row in VECTORS])
def test_the_schema_agrees(row):
    shaped = row["valid"] or row["name"].startswith("plan-update-") or row["name"] in BEYOND_SCHEMA
    assert SCHEMA.is_valid(row["input"]["section"]) is shaped


def test_the_file_is_what_the_generator_makes_and_names_paragraphs_that_exist():
    assert (SPEC / "vectors" / "86-plans.json").read_text("utf-8") == plans.render()
    paragraphs = (SPEC / "86-plans.md").read_text("utf-8")
    assert {row["section"] for row in VECTORS if f"**{row['section']}**" not in paragraphs} == set()
