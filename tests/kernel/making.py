# SPDX-License-Identifier: Apache-2.0
"""Parties, releases and envelopes for the kernel's tests: whole ones, to be broken one rule at a time."""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from typing import Any

from taawun.kernel.exchange.chain import ChainHead
from taawun.kernel.exchange.drafting import Draft, Written, content_of, write_envelopes
from taawun.kernel.release.statement import Statement
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.envelope import Basis
from taawun.kernel.wire.ids import uuid7
from taawun.kernel.wire.signing import ED25519, sign
from taawun.simulator.clock import START as NOW
from taawun.simulator.keys import SeedSigner
from taawun.simulator.party import Party

BODY = {"record": "r1", "name": "سلمان", "weight": 2.5}
APPROVERS = ("chief", "lawyer")


def identifier(number: int = 0) -> str:
    return uuid7(NOW, number.to_bytes(10, "big"))


def new_party(code: str = "PK", **how: Any) -> Party:
    """Return a party that a test may change."""
    return Party(code, **how)


@lru_cache
def party(code: str = "PK") -> Party:
    """Return a party that no test changes."""
    return Party(code)


def statement(**changes: Any) -> Statement:
    fields = {
        "id": identifier(1),
        "sender": "PK",
        "recipients": ("BH",),
        "content": content_of(BODY)[0],
        "kind": "record.report",
        "drafter": party().members["desk"].id,
        "purpose": "investigation",
        "basis": Basis("model-police-cooperation", "4(1)"),
        "handling": frozenset({"H0"}),
        "personal": False,
        "sensitivity": "medium",
        "created": NOW,
        "expires": NOW + timedelta(days=30),
    }
    return Statement(**(fields | changes))


def officers(*names: str, of: Party | None = None) -> list[SeedSigner]:
    return [signer for name in names for signer in (of or party()).signers(name)]


def release(stated: Statement | None = None, signers: list[SeedSigner] | None = None) -> dict[str, Any]:
    wire = (stated or statement()).to_wire()
    signed = sign("release", encode(wire), signers or officers(*APPROVERS))
    return {"statement": wire, "signatures": [signature.to_wire() for signature in signed]}


def node(of: Party | None = None) -> list[SeedSigner]:
    return [signer for signer in (of or party()).signers("node") if signer.algorithm == ED25519]


def draft(released: dict[str, Any] | None = None, **changes: Any) -> Draft:
    shown = released or release()
    fields = {
        "id": identifier(2),
        "statement": Statement.from_wire(shown["statement"]),
        "release": encode(shown),
        "released": sha256_hex(encode(shown["statement"])),
        "body": content_of(BODY)[1],
    }
    return Draft(**(fields | changes))


def written(*drafts: Draft, head: ChainHead | None = None, recipient: str = "BH", **how: Any) -> list[Written]:
    rows = drafts or (draft(),)
    return write_envelopes(head or ChainHead(), recipient, rows, how.get("now", NOW), how.get("signers") or node())


def but(value: dict[str, Any], *path: str, to: Any = None, drop: bool = False) -> dict[str, Any]:
    """Return a copy of a JSON object with one field changed or dropped."""
    name, *rest = path
    copy = dict(value)
    if rest:
        copy[name] = but(copy[name], *rest, to=to, drop=drop)
    elif drop:
        del copy[name]
    else:
        copy[name] = to(copy[name]) if isinstance(to, Callable) else to
    return copy
