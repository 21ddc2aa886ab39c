# SPDX-License-Identifier: Apache-2.0
"""The roster: everything one party says about who signs for it, versioned (spec §10.2 to §10.6).

No root stands above the states. A party's roster is signed by its own roots; a new version is signed by a
threshold of the roots of the version before it, as in TUF, so that trust once given by ceremony carries on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from taawun.kernel.errors import BadRoster, BadShape, FutureDated, NotEnoughSignatures, UnknownKey
from taawun.kernel.trust.keys import LEDGER, NODE, OFFICER, ROSTER, SEAL, Holder, Key
from taawun.kernel.trust.rule import Rule
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import check_digest, sha256_hex
from taawun.kernel.wire.limits import CLOCK_SKEW
from taawun.kernel.wire.protocol import TAAWUN_1
from taawun.kernel.wire.signing import ALGORITHMS, Signature, Verifier, signatures_from_wire
from taawun.kernel.wire.times import from_wire, to_wire

TYPE: Final = "roster/1"
HOLDERS: Final = 1_000
RULES: Final = 1_000
_FIELDS = frozenset({"type", "party", "version", "created", "threshold", "policy", "holders", "rules"})
_NEEDED_USES: Final = (ROSTER, NODE, LEDGER, SEAL)


@dataclass(frozen=True, slots=True)
class Roster:
    """One version of a party's roster, checked for shape and for contradictions."""

    party: str
    version: int
    created: datetime
    threshold: int
    policy: Mapping[str, frozenset[str]]
    holders: tuple[Holder, ...]
    rules: tuple[Rule, ...]
    previous: str | None
    by_key: Mapping[str, tuple[Holder, Key]]
    digest: str

    def required(self, what: str) -> frozenset[str]:
        """Return the algorithms a holder must sign `what` with: the party's policy, never below the protocol's."""
        return self.policy.get(what, frozenset()) | TAAWUN_1.minimum[what]

    def holder(self, identifier: str) -> Holder | None:
        """Return the holder with this identifier."""
        return next((holder for holder in self.holders if holder.id == identifier), None)

    def sealing_key(self, now: datetime) -> Key:
        """Return the key to seal to: the valid one that lasts longest."""
        keys = [key for holder in self.holders if holder.use == SEAL for key in holder.keys]
        usable = [k for k in keys if k.valid_from <= now < k.valid_until and (k.revoked is None or k.revoked > now)]
        if not usable:
            raise UnknownKey("The roster has no sealing key that is valid now.")
        return max(usable, key=lambda key: (key.valid_until, key.id))

    def signed_by(
        self,
        verifier: Verifier,
        what: str,
        use: str,
        message: bytes,
        signatures: Iterable[Signature],
        *,
        signed: datetime,
        seen: datetime,
    ) -> frozenset[str]:
        """Return the holders who signed `message` with every algorithm that policy asks for.

        Every signature must be good: one that is not refuses the whole, so nobody can hide a bad one in a crowd.

        Args:
            verifier: checks and remembers signatures.
            what: the kind of thing signed, e.g. "envelope"; also the context of the signature.
            use: the use its keys must have.
            message: the signed bytes.
            signatures: at least one.
            signed: the date on the object.
            seen: when it was first seen here.

        Raises:
            UnknownKey, ExpiredKey, RevokedKey, BadSignature: for the first signature that is not good.
            NotEnoughSignatures: if no holder signed with every algorithm.
        """
        used: dict[str, set[str]] = {}
        for signature in signatures:
            holder, key = self.by_key.get(signature.key, (None, None))
            if holder is None or key is None or holder.use != use or key.algorithm != signature.algorithm:
                raise UnknownKey(f"Use: {use}.")
            key.check_at(signed, seen)
            verifier.check(what, message, signature, key.public)
            used.setdefault(holder.id, set()).add(key.algorithm)
        required = self.required(what)
        whole = frozenset(holder for holder, algorithms in used.items() if algorithms >= required)
        if not whole:
            raise NotEnoughSignatures(f"Needed from one holder: {', '.join(sorted(required))}.")
        return whole


def roster_from_wire(body: object) -> Roster:
    """Return the roster of a JSON object, refusing one that contradicts itself (spec §10.2)."""
    raw = shapes.fields(body, "roster", _FIELDS, frozenset({"previous"}))
    if raw["type"] != TYPE:
        raise BadShape("The type is not roster/1.")
    holders = tuple(Holder.from_wire(item) for item in shapes.items(raw["holders"], "holders", HOLDERS))
    rules = tuple(Rule.from_wire(item) for item in shapes.items(raw["rules"], "rules", RULES))
    version = shapes.whole(raw["version"], "version", 1)
    roster = Roster(
        party=shapes.party(raw["party"]),
        version=version,
        created=from_wire(raw["created"]),
        threshold=shapes.whole(raw["threshold"], "threshold", 1),
        policy=_policy(raw["policy"]),
        holders=holders,
        rules=rules,
        previous=_previous(raw, version),
        by_key=_index(holders),
        digest=sha256_hex(encode(body)),
    )
    _check_whole(roster)
    return roster


def body_of(  # the one way to write a roster; each argument is a field of it
    party: str,
    version: int,
    created: datetime,
    threshold: int,
    holders: Iterable[Holder],
    rules: Iterable[Rule],
    *,
    policy: Mapping[str, frozenset[str]] | None = None,
    previous: str | None = None,
) -> dict[str, Any]:
    """Return the JSON object of a new roster version, ready to be signed."""
    body: dict[str, Any] = {
        "type": TYPE,
        "party": party,
        "version": version,
        "created": to_wire(created),
        "threshold": threshold,
        "policy": {what: sorted(names) for what, names in sorted((policy or TAAWUN_1.minimum).items())},
        "holders": [holder.to_wire() for holder in holders],
        "rules": [rule.to_wire() for rule in rules],
    }
    return body | ({"previous": previous} if previous else {})


def check_first(verifier: Verifier, document: object, seen: datetime) -> Roster:
    """Return the roster of a party met for the first time: its own roots must have signed it (spec §10.5).

    This proves only that the document is whole. That it is the right party's is what the ceremony is for.
    """
    roster, message, signatures = _read(document)
    _check_roots(verifier, roster, roster, message, signatures, seen)
    return roster


def check_successor(verifier: Verifier, held: Roster, document: object, seen: datetime) -> Roster:
    """Return the next version of a roster we hold, signed by a threshold of old and of new roots (spec §10.5)."""
    roster, message, signatures = _read(document)
    if roster.party != held.party:
        raise BadRoster("Another party.")
    if roster.version != held.version + 1 or roster.previous != held.digest:
        raise BadRoster(f"Version {roster.version} does not follow version {held.version}.")
    if roster.created < held.created:
        raise BadRoster("Older than the version before it.")
    _check_revocations(held, roster)
    _check_roots(verifier, held, roster, message, signatures, seen)
    _check_roots(verifier, roster, roster, message, signatures, seen)
    return roster


def _read(document: object) -> tuple[Roster, bytes, tuple[Signature, ...]]:
    raw = shapes.fields(document, "signed roster", frozenset({"body", "signatures"}))
    return roster_from_wire(raw["body"]), encode(raw["body"]), signatures_from_wire(raw["signatures"])


def _check_roots(
    verifier: Verifier,
    held: Roster,
    roster: Roster,
    message: bytes,
    signatures: tuple[Signature, ...],
    seen: datetime,
) -> None:
    """Check that a threshold of the roots in `held` signed `roster`; signatures of other roots are passed over."""
    if roster.created > seen + CLOCK_SKEW:
        raise FutureDated
    known = [s for s in signatures if s.key in held.by_key and held.by_key[s.key][0].use == ROSTER]
    signed = held.signed_by(verifier, "roster", ROSTER, message, known, signed=roster.created, seen=seen)
    if len(signed) < held.threshold:
        raise NotEnoughSignatures(f"{len(signed)} of {held.threshold} roots signed.")


def _check_revocations(held: Roster, roster: Roster) -> None:
    """Refuse a version that takes a revocation back or puts it off (spec §10.6)."""
    for identifier, (_, key) in held.by_key.items():
        now = roster.by_key[identifier][1].revoked if identifier in roster.by_key else key.revoked
        if key.revoked is not None and (now is None or now > key.revoked):
            raise BadRoster("A revocation was taken back.")


def _policy(value: object) -> Mapping[str, frozenset[str]]:
    raw = shapes.fields(value, "policy", frozenset(), frozenset(TAAWUN_1.minimum))
    return {
        what: frozenset(shapes.one_of(name, ALGORITHMS, "algorithm") for name in shapes.items(names, what, 8))
        for what, names in raw.items()
    }


def _previous(raw: dict[str, Any], version: int) -> str | None:
    if (version > 1) != ("previous" in raw):
        raise BadShape("The first version follows nothing, and every later one names the one before it.")
    return check_digest(raw["previous"]) if version > 1 else None


def _index(holders: tuple[Holder, ...]) -> dict[str, tuple[Holder, Key]]:
    index = {key.id: (holder, key) for holder in holders for key in holder.keys}
    if len(index) != sum(len(holder.keys) for holder in holders):
        raise BadRoster("A key stands in it twice.")
    return index


def _check_whole(roster: Roster) -> None:
    """Refuse a roster that could never do its work, or that gives one holder two voices."""
    shapes.distinct([holder.id for holder in roster.holders], "holders")
    for use in _NEEDED_USES:
        if not any(holder.use == use for holder in roster.holders):
            raise BadRoster(f"No holder for: {use}.")
    roots = sum(holder.use == ROSTER for holder in roster.holders)
    if roster.threshold > roots:
        raise BadRoster(f"Threshold {roster.threshold} is more than the {roots} roots.")
    shapes.distinct([rule.id for rule in roster.rules], "rules")


def officers(roster: Roster) -> dict[str, Holder]:
    """Return the officers of a roster by identifier."""
    return {holder.id: holder for holder in roster.holders if holder.use == OFFICER}
