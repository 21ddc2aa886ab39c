# SPDX-License-Identifier: Apache-2.0
"""Whatever stands in whatever place of a pack, it loads or is refused as a pack: no other error, ever (spec §65.6)."""

import json

import pytest

from taawun.kernel.errors import BadPack
from taawun.kernel.instruments import Pack
from taawun.kernel.wire.canonical import encode
from tests.kernel.instruments.making import gate, load, put, whole

JUNK = {
    "nothing": None,
    "a number": 7,
    "a text": "ناصر",
    "an empty list": [],
    "a list of objects": [{}],
    "an object by number": {1: 2},
    "true": True,
}
LEAST_PLACES = 200


def places(tree, way=()):
    """Yield the way to every part of a tree."""
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for name, part in parts:
        yield (*way, name)
        yield from places(part, (*way, name))


def spoiled(text, way, junk):
    tree = json.loads(text)
    at = tree
    for name in way[:-1]:
        at = at[name]
    at[way[-1]] = junk
    return tree


def refused_or_read(read, tree):
    try:
        read(tree)
    except BadPack as wrong:
        if not wrong.problems:
            pytest.fail("a refusal without a problem")


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_junk_anywhere_in_what_a_lawyer_writes(junk):
    table = gate(rule="death_penalty", given={"table": "law/death.yaml"})
    tree = put(whole(), "pack>kinds>extradition>gates>add>torture", table)
    tree = put(tree, "pack>kinds>extradition>gates>set", {"too_light": {"sources": ["un 2"]}})
    ways, text = [way for way in places(tree) if way != ("library",)], json.dumps(tree)
    assert len(ways) > LEAST_PLACES
    for way in ways:
        refused_or_read(load, spoiled(text, way, junk))


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_junk_anywhere_in_a_frozen_pack(junk):
    text = encode(load(whole()).to_wire())
    ways = list(places(json.loads(text)))
    assert len(ways) > LEAST_PLACES
    for way in ways:
        refused_or_read(Pack.from_wire, spoiled(text, way, junk))
