# SPDX-License-Identifier: Apache-2.0
"""A party as it is outside its node: its people, all their keys, the roots in the safe, and its roster.

Also what its people really did (`approved`). No node ever reads that; the invariants do.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from taawun.kernel.trust.keys import LEDGER, NODE, OFFICER, ROSTER, SEAL, SEALING, Holder, Key
from taawun.kernel.trust.roster import Roster, body_of, check_first, check_successor
from taawun.kernel.trust.rule import Approval, Rule
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.ids import uuid7
from taawun.kernel.wire.sealing import sealing_key_id, sealing_public
from taawun.kernel.wire.signing import Verifier, sign
from taawun.kernel.wire.times import cut
from taawun.simulator.clock import START
from taawun.simulator.keys import SeedSigner, secret_bytes, signers

THRESHOLD: Final = 2
ROOTS: Final = ("root-1", "root-2", "root-3")
LIFETIME: Final = timedelta(days=3650)
STAFF: Final = {
    "desk": frozenset({"desk_officer"}),
    "chief": frozenset({"releasing_officer"}),
    "deputy": frozenset({"releasing_officer"}),
    "lawyer": frozenset({"legal_reviewer", "releasing_officer"}),
}
"""Who works there, with their roles."""

RULES: Final = (
    Rule("everything", frozenset({"*"}), (Approval("releasing_officer", 1),)),
    Rule(
        "personal-data",
        frozenset({"*"}),
        (Approval("releasing_officer", 1), Approval("legal_reviewer", 1)),
        personal=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Generation:
    """The keys that a holder had at one time."""

    name: str
    signers: tuple[SeedSigner, ...]
    secret: bytes
    keys: tuple[Key, ...]


@dataclass(slots=True)
class Member:
    """One holder of the roster, with all the keys it ever had."""

    id: str
    use: str
    roles: frozenset[str] = frozenset()
    generations: list[Generation] = field(default_factory=list)

    @property
    def now(self) -> Generation:
        """Return the keys in use."""
        return self.generations[-1]

    def holder(self) -> Holder:
        """Return this member as the roster shows it."""
        keys = tuple(key for generation in self.generations for key in generation.keys)
        return Holder(self.id, self.use, keys, "interior" if self.use == OFFICER else "", self.roles)


class Party:
    """One party: members by a short name ("node", "chief"), and every version of its roster."""

    def __init__(self, code: str, seed: int = 0, rules: tuple[Rule, ...] = RULES, now: datetime = START) -> None:
        self.code = code
        self.rules = rules
        self.documents: list[dict[str, Any]] = []
        self.rosters: list[Roster] = []
        self.approved: dict[str, set[str]] = {}  # digest of a statement: who really approved it
        self._seed = seed
        self.members = {name: Member(name, ROSTER) for name in ROOTS}
        self.members |= {use: Member(use, use) for use in (NODE, LEDGER, SEAL)}
        for name, roles in STAFF.items():
            identifier = uuid7(START, secret_bytes(f"{code}/{seed}/{name}", 10))
            self.members[name] = Member(identifier, OFFICER, roles)
        for name in self.members:
            self._renew(name)
        self._publish(now)

    @property
    def roster(self) -> Roster:
        """Return the newest roster."""
        return self.rosters[-1]

    @property
    def document(self) -> dict[str, Any]:
        """Return the newest roster as it was signed."""
        return self.documents[-1]

    def signers(self, name: str) -> tuple[SeedSigner, ...]:
        """Return the signers a member uses now."""
        return self.members[name].now.signers

    def secrets(self) -> list[bytes]:
        """Return all secret sealing keys, the newest first."""
        return [generation.secret for generation in reversed(self.members[SEAL].generations)]

    def rotate(self, name: str, now: datetime) -> None:
        """Give a member new keys; the old ones stay good for what is dated before now."""
        member = self.members[name]
        ended = tuple(replace(key, valid_until=cut(now)) for key in member.now.keys)
        member.generations[-1] = replace(member.now, keys=ended)
        self._renew(name)
        self._publish(now)

    def revoke(self, name: str, since: datetime, now: datetime) -> None:
        """Revoke a member's keys from a time on, and give it new ones."""
        member = self.members[name]
        dead = tuple(replace(key, revoked=cut(since)) for key in member.now.keys)
        member.generations[-1] = replace(member.now, keys=dead)
        self._renew(name)
        self._publish(now)

    def _renew(self, name: str) -> None:
        """Add a generation. Its keys are valid from before the story, so that what waits can be signed again."""
        member = self.members[name]
        full = f"{self.code}/{self._seed}/{name}/{len(member.generations)}"
        start, end = START - timedelta(days=30), START + LIFETIME
        if member.use == SEAL:
            secret = secret_bytes(full, 96)
            public = sealing_public(secret)
            key = Key(sealing_key_id(public), SEALING, public, start, end)
            member.generations.append(Generation(full, (), secret, (key,)))
            return
        pair = signers(full)
        keys = tuple(Key(one.key_id, one.algorithm, one.public, start, end) for one in pair)
        member.generations.append(Generation(full, pair, b"", keys))

    def _publish(self, now: datetime) -> None:
        version = len(self.documents) + 1
        created = max([cut(now), *(roster.created for roster in self.rosters[-1:])])
        holders = [member.holder() for member in self.members.values()]
        previous = self.roster.digest if self.rosters else None
        body = body_of(self.code, version, created, THRESHOLD, holders, self.rules, previous=previous)
        signed = sign("roster", encode(body), self._root_signers())
        document = {"body": body, "signatures": [signature.to_wire() for signature in signed]}
        self.rosters.append(self._check(document, created))
        self.documents.append(document)

    def _check(self, document: dict[str, Any], now: datetime) -> Roster:
        if not self.rosters:
            return check_first(Verifier(), document, now)
        return check_successor(Verifier(), self.roster, document, now)

    def _root_signers(self) -> list[SeedSigner]:
        """Return the roots' signers: new ones, and those before them that the version before knows and trusts."""
        found: list[SeedSigner] = []
        for name in ROOTS:
            for generation in self.members[name].generations[-2:]:
                if all(key.revoked is None and key.valid_until >= START + LIFETIME for key in generation.keys):
                    found += generation.signers
        return found
