# SPDX-License-Identifier: Apache-2.0
"""Keys and the holders who answer for them (spec §10.3, §10.4).

A holder is whoever a roster lets sign: a root of the roster, the node, its ledger, or an officer. A holder has
a key for each algorithm that policy asks for, and has signed only when all of them have.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from taawun.kernel.errors import BadShape, ExpiredKey, RevokedKey
from taawun.kernel.wire import shapes
from taawun.kernel.wire.digests import b64, unb64
from taawun.kernel.wire.ids import check_id
from taawun.kernel.wire.sealing import sealing_key_id
from taawun.kernel.wire.signing import ALGORITHMS, ED25519, ML_DSA_65, key_id
from taawun.kernel.wire.times import from_wire, to_wire

SEALING: Final = "mlkem768-x25519"
ROSTER, NODE, LEDGER, OFFICER, SEAL = "roster", "node", "ledger", "officer", "seal"
USES: Final = frozenset({ROSTER, NODE, LEDGER, OFFICER, SEAL})
KEYS_PER_HOLDER: Final = 32
_PUBLIC_BYTES: Final = {ED25519: 32, ML_DSA_65: 1952, SEALING: 1216}

_KEY = frozenset({"key", "algorithm", "public", "from", "until"})
_HOLDER = frozenset({"id", "use", "keys"})
_OFFICER_ONLY = frozenset({"authority", "roles"})


@dataclass(frozen=True, slots=True)
class Key:
    """One public key and when it counts."""

    id: str
    algorithm: str
    public: bytes
    valid_from: datetime
    valid_until: datetime
    revoked: datetime | None = None

    def check_at(self, signed: datetime, seen: datetime) -> None:
        """Refuse the key for something dated `signed` that was first seen at `seen` (spec §10.6).

        Validity is judged by the date on the object, so that a planned rotation breaks nothing. Revocation is
        judged by when the object was first seen, because a thief can write any date.
        """
        if not self.valid_from <= signed < self.valid_until:
            raise ExpiredKey
        if self.revoked is not None and self.revoked <= seen:
            raise RevokedKey

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object."""
        wire: dict[str, Any] = {
            "key": self.id,
            "algorithm": self.algorithm,
            "public": b64(self.public),
            "from": to_wire(self.valid_from),
            "until": to_wire(self.valid_until),
        }
        return wire | ({"revoked": to_wire(self.revoked)} if self.revoked else {})

    @classmethod
    def from_wire(cls, value: object) -> "Key":
        """Return the key of a JSON object; its identifier must be its own."""
        raw = shapes.fields(value, "key", _KEY, frozenset({"revoked"}))
        algorithm = shapes.one_of(raw["algorithm"], ALGORITHMS | {SEALING}, "algorithm")
        public = unb64(raw["public"])
        if len(public) != _PUBLIC_BYTES[algorithm]:
            raise BadShape(f"A public key of {algorithm} is not {_PUBLIC_BYTES[algorithm]} bytes.")
        expected = sealing_key_id(public) if algorithm == SEALING else key_id(algorithm, public)
        if raw["key"] != expected:
            raise BadShape("A key identifier does not belong to its key.")
        revoked = from_wire(raw["revoked"]) if "revoked" in raw else None
        valid_from, valid_until = from_wire(raw["from"]), from_wire(raw["until"])
        if valid_from >= valid_until:
            raise BadShape("A key's time of validity is empty.")
        return cls(expected, algorithm, public, valid_from, valid_until, revoked)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever answers for some keys: `use` says what for, and an officer has an authority and roles."""

    id: str
    use: str
    keys: tuple[Key, ...]
    authority: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object."""
        wire: dict[str, Any] = {"id": self.id, "use": self.use, "keys": [key.to_wire() for key in self.keys]}
        if self.use == OFFICER:
            wire |= {"authority": self.authority, "roles": sorted(self.roles)}
        return wire

    @classmethod
    def from_wire(cls, value: object) -> "Holder":
        """Return the holder of a JSON object; an officer without a role is refused by name."""
        raw = shapes.fields(value, "holder", _HOLDER, _OFFICER_ONLY)
        use = shapes.one_of(raw["use"], USES, "use")
        keys = tuple(Key.from_wire(key) for key in shapes.items(raw["keys"], "keys", KEYS_PER_HOLDER))
        if any((key.algorithm == SEALING) != (use == SEAL) for key in keys):
            raise BadShape("A sealing key is for sealing, and every other key is for signing.")
        # A drafter is named by a UUIDv7, so an officer must be too: nobody may draft and approve under two names.
        identifier = check_id(raw["id"]) if use == OFFICER else shapes.slug(raw["id"], "holder")
        if use != OFFICER:
            shapes.fields(value, "holder", _HOLDER)
            return cls(identifier, use, keys)
        shapes.fields(value, "officer", _HOLDER | _OFFICER_ONLY)
        roles = frozenset(shapes.slug(role, "role") for role in shapes.items(raw["roles"], "roles", 64))
        return cls(identifier, use, keys, shapes.slug(raw["authority"], "authority"), roles)
