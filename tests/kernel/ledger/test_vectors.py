# SPDX-License-Identifier: Apache-2.0
"""The vectors of spec 40, run on this kernel: what must hold holds, what must be refused is refused by its §."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from taawun.kernel.errors import NotConsistent, NotIncluded, TaawunError
from taawun.kernel.ledger import entry as entries
from taawun.kernel.ledger import merkle, tiles, verify
from taawun.kernel.ledger.checkpoint import check_cosigned, open_checkpoint
from taawun.kernel.ledger.note import LedgerKey
from taawun.kernel.ledger.witness import Offer, judge
from taawun.kernel.wire.digests import unb64
from taawun.kernel.wire.times import to_wire

FILE = Path(__file__).resolve().parents[3] / "spec" / "vectors" / "40-ledger.json"
VECTORS = json.loads(FILE.read_text("utf-8"))


def keys(rows: list[dict[str, str]]) -> tuple[LedgerKey, ...]:
    return tuple(LedgerKey(row["algorithm"], unb64(row["public"])) for row in rows)


def hashes(rows: list[str]) -> list[bytes]:
    return [bytes.fromhex(row) for row in rows]


def root(given: Any) -> dict[str, Any]:
    return {"root": merkle.root([merkle.leaf_hash(leaf) for leaf in hashes(given["leaves"])]).hex()}


def inclusion(given: Any) -> dict[str, Any]:
    leaf, tree = hashes([given["leaf_hash"], given["root"]])
    if merkle.root_from_path(leaf, given["index"], given["size"], hashes(given["path"])) != tree:
        raise NotIncluded
    return {}


def consistency(given: Any) -> dict[str, Any]:
    roots = hashes([given["old_root"], given["new_root"]])
    if not merkle.consistent(given["old"], given["new"], *roots, hashes(given["path"])):
        raise NotConsistent
    return {}


def entry(given: Any) -> dict[str, Any]:
    leaf = given["leaf"].encode()
    read = entries.read_entry(leaf)
    assert entries.write_entry(read) == leaf
    return {
        "id": read.id, "kind": read.kind, "at": to_wire(read.at), "leaf_hash": merkle.leaf_hash(leaf).hex()
    }  # fmt: skip


def commitment(given: Any) -> dict[str, Any]:
    entries.check_commitment(entries.read_entry(given["leaf"].encode()), unb64(given["salt"]), given["digest"])
    return {}


def tile_path(given: Any) -> dict[str, Any]:
    level, index, width = tiles.parse_tile_path(given["path"])
    return {"level": level, "index": index, "width": width}


def checkpoint(given: Any) -> dict[str, Any]:
    found = open_checkpoint(given["note"].encode(), given["origin"], keys(given["keys"]), given["required"])
    return {"size": found.size, "root": found.root.hex()}


def cosigned(given: Any) -> dict[str, Any]:
    found = open_checkpoint(given["note"].encode(), given["origin"], keys(given["keys"]), given["required"])
    return {"time": check_cosigned(found, given["witness"], keys(given["witness_keys"]))}


def witness(given: Any) -> dict[str, Any]:
    def opened(note: bytes) -> Any:
        return open_checkpoint(note, given["origin"], keys(given["keys"]), given["required"])

    known = None if given["known"] is None else opened(given["known"].encode())
    offer = Offer.from_bytes(given["offer"].encode())
    assert offer.to_bytes() == given["offer"].encode()
    offered = opened(offer.note)
    evidence = judge(known, offered, offer.old, offer.proof)
    if evidence:
        raise evidence.error
    return {"size": offered.size}


def trust(given: Any) -> verify.Trust:
    witness_keys = keys(given["witness_keys"])
    return verify.Trust(
        given["party"], keys(given["keys"]), given["required"], witness=given["witness"], witness_keys=witness_keys
    )


def proof_part(given: Any) -> dict[str, Any]:
    proven = verify.verify_part(verify.ProofPart.from_wire(given["part"]), trust(given))
    return {"id": proven.entry.id, "size": proven.checkpoint.size, "digest": proven.digest}


def export(given: Any) -> dict[str, Any]:
    found, _ = verify.verify_export(io.BytesIO(given["export"].encode()), trust(given))
    return {"size": found.size}


CHECKS = {
    "root": root, "inclusion": inclusion, "consistency": consistency, "entry": entry, "commitment": commitment,
    "tile-path": tile_path, "checkpoint": checkpoint, "cosigned": cosigned, "witness": witness,
    "proof-part": proof_part, "export": export,
}  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_a_vector_is_decided_as_the_spec_says(vector):
    check = CHECKS[vector["check"]]
    if vector["valid"]:
        assert check(vector["input"]) == vector["expect"]
        return
    with pytest.raises(TaawunError) as refused:
        check(vector["input"])
    assert (refused.value.code, refused.value.section) == (vector["code"], vector["section"])


def test_the_roots_are_those_of_the_rfc_6962_reference_implementation():
    known = {vector["name"]: vector["expect"]["root"] for vector in VECTORS if vector["check"] == "root"}
    assert known["the root of 0 leaves"].startswith("e3b0c44298fc1c14")
    assert known["the root of 1 leaves"] == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert known["the root of 2 leaves"] == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert known["the root of 7 leaves"] == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"
    assert known["the root of 8 leaves"] == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
