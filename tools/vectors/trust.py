# SPDX-License-Identifier: Apache-2.0
"""Vectors of spec 10: keys, rosters, succession, revocation, fingerprints, pairing."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

from taawun.kernel.trust import fingerprint, pairing
from taawun.kernel.trust.keys import SEALING
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import b64, digest_of
from taawun.kernel.wire.sealing import sealing_public
from taawun.kernel.wire.times import to_wire
from tools.vectors import crypto, kit
from tools.vectors.rows import bad, good

SEEN = to_wire(kit.NOW)


def vectors() -> list[Any]:
    """Return all rows."""
    return [*_key_ids(), *_first(), *_next(), *_signed_by(), *_fingerprints(), *_halves()]


def _key_ids() -> list[Any]:
    pairs = [(s.algorithm, s.public, s.key_id) for s in crypto.signers("PK/node")]
    sealing = sealing_public(kit.seal_secret("PK"))
    pairs.append((SEALING, sealing, kit.roster("PK").sealing_key(kit.NOW).id))
    return [
        good("10.3", "key-id", f"key-id-{a}", {"algorithm": a, "public_b64": b64(p)}, {"key": key})
        for a, p, key in pairs
    ]


def _changed(change: Any, by: list[Any] | None = None) -> dict[str, Any]:
    """Return a first roster with something changed, signed again."""
    body = deepcopy(kit.lean_body())
    change(body)
    return kit.sign_roster(body, by or kit.roots("PK"))


def _set(*path: Any, to: Any) -> Any:
    def change(body: Any) -> None:
        place = body
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return change


def _holder(body: Any, identifier: str) -> Any:
    return next(holder for holder in body["holders"] if holder["id"] == identifier)


def _first() -> list[Any]:
    def twice(body: Any) -> None:
        body["holders"].append(dict(deepcopy(body["holders"][0]), id="root-9"))

    def no_seal(body: Any) -> None:
        body["holders"] = [holder for holder in body["holders"] if holder["use"] != "seal"]

    def wrong_id(body: Any) -> None:
        body["holders"][0]["keys"][0]["key"] = body["holders"][1]["keys"][0]["key"]

    def seal_with_node_key(body: Any) -> None:
        _holder(body, "seal")["keys"] = deepcopy(_holder(body, "ledger")["keys"][:1])

    chief = kit.officer("PK", "chief")
    later = to_wire(kit.NOW + timedelta(minutes=6))
    rows = [good("10.5", "first-roster", "roster-first", {"document": _changed(lambda _: None), "seen": SEEN})]
    refused: list[tuple[str, str, str, Any]] = [
        ("10.2", "roster-key-twice", "trust.bad-roster", twice),
        ("10.2", "roster-without-seal", "trust.bad-roster", no_seal),
        ("10.2", "roster-threshold-above-roots", "trust.bad-roster", _set("threshold", to=3)),
        ("10.2", "roster-one-holder-twice", "wire.bad-shape", _set("holders", 1, "id", to="root-1")),
        ("10.2", "roster-without-rules", "wire.bad-shape", _set("rules", to=[])),
        ("10.2", "roster-seal-with-a-signing-key", "wire.bad-shape", seal_with_node_key),
        ("10.2", "roster-unknown-field", "wire.bad-shape", _set("note", to="")),
        ("10.2", "roster-first-with-previous", "wire.bad-shape", _set("previous", to="0" * 64)),
        ("10.2", "roster-rule-twice", "wire.bad-shape", _set("rules", 1, "id", to="all")),
        ("10.3", "roster-key-of-another-identifier", "wire.bad-shape", wrong_id),
        ("10.9", "roster-officer-without-role", "wire.bad-shape", lambda b: _set("roles", to=[])(_holder(b, chief))),
        ("10.2", "roster-officer-named-freely", "wire.bad-shape", lambda b: _set("id", to="chief")(_holder(b, chief))),
        ("10.5", "roster-from-the-future", "exchange.future-dated", _set("created", to=later)),
        ("50.9", "rule-without-approvals", "wire.bad-shape", _set("rules", 0, "approvals", to=[])),
        ("50.9", "rule-for-more-than-sixteen", "wire.bad-shape", _set("rules", 0, "approvals", 0, "count", to=17)),
    ]
    rows += [
        bad(s, "first-roster", name, code, {"document": _changed(change), "seen": SEEN})
        for s, name, code, change in refused
    ]
    one = _changed(lambda _: None, kit.roots("PK")[:2])
    rows.append(
        bad("10.5", "first-roster", "roster-below-threshold", "signature.not-enough", {"document": one, "seen": SEEN})
    )
    weak = _changed(lambda _: None, kit.roots("PK")[::2])
    rows.append(
        bad(
            "20.8",
            "first-roster",
            "roster-signed-ed25519-only",
            "signature.not-enough",
            {"document": weak, "seen": SEEN},
        )
    )
    spoilt = deepcopy(_changed(lambda _: None))
    spoilt["body"]["created"] = to_wire(kit.START + timedelta(seconds=1))
    rows.append(bad("20.7", "first-roster", "roster-altered", "signature.bad", {"document": spoilt, "seen": SEEN}))
    return rows


def _second(change: Any = None, by: list[Any] | None = None) -> dict[str, Any]:
    body = deepcopy(kit.lean_body())
    body |= {"version": 2, "previous": digest_of(kit.lean_body()), "created": to_wire(kit.NOW)}
    if change:
        change(body)
    return kit.sign_roster(body, by or kit.roots("PK"))


def _next() -> list[Any]:
    def forgive(body: Any) -> None:
        del _holder(body, "node-stolen")["keys"][0]["revoked"]

    def other_roots(body: Any) -> None:
        for n, name in enumerate(("thief-1", "thief-2")):
            keys = [kit.signing_key(signer).to_wire() for signer in crypto.signers(f"PK/{name}")]
            body["holders"][n]["keys"] = keys

    def rows_of(document: Any) -> dict[str, Any]:
        return {"held": kit.lean_body(), "document": document, "seen": SEEN}

    thief = [signer for name in ("thief-1", "thief-2") for signer in crypto.signers(f"PK/{name}")]
    refused: list[tuple[str, str, str, Any]] = [
        ("10.5", "successor-skips-a-version", "trust.bad-roster", _second(_set("version", to=3))),
        ("10.5", "successor-of-another", "trust.bad-roster", _second(_set("previous", to="0" * 64))),
        ("10.5", "successor-of-another-party", "trust.bad-roster", _second(_set("party", to="BH"))),
        ("10.5", "successor-older", "trust.bad-roster", _second(_set("created", to="2025-12-31T00:00:00.000Z"))),
        ("10.6", "successor-takes-a-revocation-back", "trust.bad-roster", _second(forgive)),
        ("10.5", "successor-signed-by-new-roots-only", "signature.not-enough", _second(other_roots, thief)),
        ("10.5", "successor-signed-by-old-roots-only", "signature.not-enough", _second(other_roots)),
    ]
    rows = [good("10.5", "next-roster", "successor", rows_of(_second()), {"version": 2})]
    rotated = _second(other_roots, [*kit.roots("PK"), *thief])
    rows.append(good("10.5", "next-roster", "successor-with-new-roots", rows_of(rotated), {"version": 2}))
    return rows + [bad(s, "next-roster", name, code, rows_of(document)) for s, name, code, document in refused]


def _signed_by() -> list[Any]:
    message = b"a header"

    def given(holder: str, use: str = "node", signed: str = SEEN, seen: str = SEEN, context: str = "envelope") -> Any:
        signatures = _sign(context, message, kit.node("PK", holder))
        return {
            "world": "manama",
            "party": "PK",
            "context": context,
            "use": use,
            "message_b64": b64(message),
            "signatures": signatures,
            "signed": signed,
            "seen": seen,
        }

    before = to_wire(kit.THEFT - timedelta(milliseconds=1))
    theft = to_wire(kit.THEFT)
    return [
        good("10.4", "signed-by", "signed-by-the-node", given("node"), {"holders": ["node"]}),
        good(
            "10.6",
            "signed-by",
            "revoked-but-seen-before",
            given("node-stolen", signed=before, seen=before),
            {"holders": ["node-stolen"]},
        ),
        bad("10.6", "signed-by", "revoked-key", "trust.revoked-key", given("node-stolen")),
        bad(
            "10.6",
            "signed-by",
            "revoked-key-backdated",
            "trust.revoked-key",
            given("node-stolen", signed=before, seen=theft),
        ),
        good(
            "10.4",
            "signed-by",
            "ended-key-in-its-time",
            given("node-ended", signed=before),
            {"holders": ["node-ended"]},
        ),
        bad("10.4", "signed-by", "ended-key-at-its-end", "trust.expired-key", given("node-ended", signed=theft)),
        bad(
            "10.4", "signed-by", "key-not-begun", "trust.expired-key", given("node", signed="2025-12-31T23:59:59.999Z")
        ),
        bad("10.4", "signed-by", "unknown-key", "trust.unknown-key", given("nobody")),
        bad("10.4", "signed-by", "key-of-another-use", "trust.unknown-key", given("ledger")),
        bad("20.8", "signed-by", "one-algorithm-of-two", "signature.not-enough", given("node", context="pairing")),
        bad("20.8", "signed-by", "two-algorithms-of-two-holders", "signature.not-enough", _halves_of_two(given)),
        bad("20.8", "signed-by", "a-bad-one-beside-a-good-one", "trust.unknown-key", _beside(given)),
    ]


def _sign(context: str, message: bytes, by: list[Any]) -> list[Any]:
    statement = crypto.batch_statement(context, crypto.leaf(message))
    return [{"key": s.key_id, "algorithm": s.algorithm, "value": b64(s.sign(statement))} for s in by]


def _halves_of_two(given: Any) -> Any:
    one = given("node", use="officer", context="release")
    pair = [crypto.signer("ed25519", "PK/chief"), crypto.signer("ml-dsa-65", "PK/lawyer")]
    return one | {"signatures": _sign("release", b"a header", pair)}


def _beside(given: Any) -> Any:
    one = given("node")
    return one | {"signatures": one["signatures"] + given("nobody")["signatures"]}


def _fingerprints() -> list[Any]:
    digests = ["0" * 64, "f" * 64, "7f000001" * 8, kit.roster("PK").digest]
    return [
        good("10.7", "fingerprint", f"fingerprint-{n}", {"digest": digest}, {"words": fingerprint.words(digest)})
        for n, digest in enumerate(digests)
    ]


def _halves() -> list[Any]:
    said = pairing.statement(kit.roster("PK"), kit.roster("BH"))

    def given(*names: str, message: Any = said) -> Any:
        by = [signer for name in names for signer in crypto.signers(f"PK/{name}")]
        signatures = kit.signed("pairing", message, by)
        return {"world": "manama", "party": "PK", "signatures": signatures, "seen": SEEN}

    other = said | {"rosters": {"BH": "0" * 64, "PK": kit.roster("PK").digest}}
    return [
        good("10.7", "half", "half", given("node", "chief", "lawyer"), {"statement": encode(said).decode()}),
        bad("10.7", "half", "half-with-one-officer", "trust.bad-pairing", given("node", "chief")),
        bad("10.7", "half", "half-without-the-node", "trust.bad-pairing", given("chief", "lawyer")),
        bad(
            "10.7",
            "half",
            "half-signed-by-the-ledger-too",
            "trust.bad-pairing",
            given("node", "chief", "lawyer", "ledger"),
        ),
        bad(
            "10.7", "half", "half-over-another-roster", "signature.bad", given("node", "chief", "lawyer", message=other)
        ),
    ]
