# SPDX-License-Identifier: Apache-2.0
"""Worlds: the state of a node that receives, with every key it needs; the keys are public and for tests alone."""

from typing import Any

from taawun.kernel.wire.digests import b64
from taawun.kernel.wire.times import to_wire
from tools.vectors import crypto, kit


def worlds() -> dict[str, Any]:
    """Return the worlds that vectors name."""
    return {
        "manama": {
            "us": "BH",
            "now": to_wire(kit.NOW),
            "kinds": ["message", "record.report"],
            "own_roster": kit.document("BH"),
            "rosters": {"PK": kit.document("PK")},
            "seal_secret_b64": b64(kit.seal_secret("BH")),
            "seeds_b64": {name: _seeds(f"BH/{name}") for name in ("root-1", "root-2", "node", "ledger", *kit.OFFICERS)},
        }
    }


def _seeds(name: str) -> dict[str, str]:
    return {signer.algorithm: b64(signer.seed) for signer in crypto.signers(name)}
