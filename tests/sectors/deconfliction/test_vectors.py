# SPDX-License-Identifier: Apache-2.0
"""Every vector of spec 87: both nodes make one key, and one target in any script comes to one digest under it."""

import json
from pathlib import Path

import pytest

from taawun.kernel.errors import TaawunError
from taawun.kernel.wire.digests import unb64
from taawun.sectors.deconfliction import targets
from tools.vectors import targets as made

SPEC = Path(__file__).parents[3] / "spec"
VECTORS = json.loads((SPEC / "vectors" / "87-deconfliction.json").read_text("utf-8"))


def _ring(given):
    key = targets.agreed(unb64(given["secret_b64"]), unb64(given["public_b64"]), *given["parties"])
    return {"key": key.hex()}


def _target(given):
    folded = targets.folded(given["kind"], given["typed"])
    return {"folded": folded, "digest": targets.digest(bytes.fromhex(given["key"]), given["kind"], folded)}


CHECKS = {"target-ring": _ring, "target": _target}


@pytest.mark.parametrize("row", VECTORS, ids=[row["name"] for row in VECTORS])
def test_the_node_answers_as_the_specification_says(row):
    if row["valid"]:
        assert CHECKS[row["check"]](row["input"]) == row["expect"]
        return
    with pytest.raises(TaawunError) as refusal:
        CHECKS[row["check"]](row["input"])
    assert refusal.value.code == row["code"]


def test_both_sides_of_a_pair_make_one_key_and_the_own_ring_of_a_node_has_another():
    rings = [(tuple(sorted(row["input"]["parties"])), row["expect"]["key"]) for row in VECTORS
             if row["check"] == "target-ring"]  # fmt: skip
    assert len(rings) == 3
    assert len(set(rings)) == len({parties for parties, _key in rings}) == len({key for _parties, key in rings}) == 2


def test_the_file_is_what_the_generator_makes():
    assert (SPEC / "vectors" / "87-deconfliction.json").read_text("utf-8") == made.render()
