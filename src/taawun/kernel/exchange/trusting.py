# SPDX-License-Identifier: Apache-2.0
"""Whom a proof on file rests on: two parties' rosters, version by version, and the pairing of the first of each.

Everything follows from one fingerprint that the reader knows from elsewhere: it names a roster, that party's
officers signed the pairing which names the other's roster, and each later version is signed by the one before
(spec §10.5, §10.7). Nothing here asks a node, a disk or a clock.
"""

from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from taawun.kernel.errors import BadBundle, RevokedKey, WrongFingerprint
from taawun.kernel.ledger.note import LedgerKey
from taawun.kernel.ledger.verify import Trust
from taawun.kernel.trust import fingerprint
from taawun.kernel.trust.keys import LEDGER
from taawun.kernel.trust.pairing import check_half, statement
from taawun.kernel.trust.roster import Roster, check_first, check_successor
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.signing import ED25519, ML_DSA_65, Verifier, signatures_from_wire
from taawun.kernel.wire.times import from_wire

VERSIONS: Final = 10_000
"""Most roster versions of one party in a proof."""

_FIELDS = frozenset({"rosters", "pairing"})
_PAIRING = frozenset({"statement", "halves"})
_COSIGNED: Final = frozenset({ED25519, ML_DSA_65})
"""What a witness that is a node always signs with; a line fewer means that somebody took one away."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at and holds, and the paragraph that asks for it."""

    section: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Parties:
    """Two parties, or one that is not paired, with all the versions of their rosters that a proof needs."""

    rosters: Mapping[str, tuple[Roster, ...]]

    def at(self, party: str, moment: datetime) -> Roster:
        """Return the roster that was in force: the newest that had been made by then, or the first."""
        versions = self.rosters[party]
        return next((one for one in reversed(versions) if one.created <= moment), versions[0])

    def other(self, party: str) -> str | None:
        """Return the party at the other side of the pairing, if there is one."""
        return next((one for one in self.rosters if one != party), None)

    def ledger_trust(self, party: str) -> Trust:
        """Return with which keys a party's ledger is signed, and who must have witnessed it."""
        other = self.other(party)
        if other is None:
            return Trust(party, self._ledger_keys(party))
        keys = self._ledger_keys(other)
        return Trust(party, self._ledger_keys(party), witness=other, witness_keys=keys, witness_required=_COSIGNED)

    def check_not_revoked(self, party: str, keys: Collection[str], seen: datetime) -> None:
        """Refuse keys that the newest roster declares worthless from before a moment (spec §10.6)."""
        for identifier in keys:
            held = self.rosters[party][-1].by_key.get(identifier)
            if held and held[1].revoked is not None and held[1].revoked <= seen:
                raise RevokedKey

    def _ledger_keys(self, party: str) -> tuple[LedgerKey, ...]:
        newest = self.rosters[party][-1]
        keys = [key for holder in newest.holders if holder.use == LEDGER for key in holder.keys]
        return tuple(LedgerKey(key.algorithm, key.public) for key in keys if key.revoked is None)


def open_parties(
    verifier: Verifier, value: object, said: Collection[str] | None, now: datetime
) -> Generator[Check, None, Parties]:
    """Check whom a proof rests on, check by check, and return the parties.

    Args:
        verifier: checks and remembers signatures.
        value: the JSON object {rosters, pairing}.
        said: fingerprints the reader knows from elsewhere; None compares nothing, and says so.
        now: when it is read; a roster from the future is refused.

    Raises:
        WrongFingerprint: if a fingerprint is neither party's, or an empty list of them was given; a `CallerError`,
            because the reader named it.
        SenderError: with the code and § of the first thing that does not hold.
    """
    raw = shapes.fields(value, "parties", _FIELDS)
    documents = _documents(raw["rosters"])
    rosters = {party: _chain(verifier, listed, now) for party, listed in documents.items()}
    if any(chain[0].party != party for party, chain in rosters.items()):
        raise BadBundle("A roster stands under another party.")
    versions = ", ".join(f"{party} 1 to {len(chain)}" for party, chain in rosters.items())
    yield Check("10.5", f"Each roster is signed by its roots, each version by the one before it ({versions}).")
    yield _compare(said, [chain[0] for chain in rosters.values()])
    yield _check_pairing(verifier, raw["pairing"], rosters)
    return Parties(rosters)


def _documents(value: object) -> dict[str, list[object]]:
    if not isinstance(value, dict) or not 1 <= len(value) <= 2:
        raise BadBundle("A proof rests on the rosters of one or two parties.")
    return {shapes.party(party): shapes.items(listed, "rosters", VERSIONS) for party, listed in value.items()}


def _chain(verifier: Verifier, documents: list[object], now: datetime) -> tuple[Roster, ...]:
    chain = [check_first(verifier, documents[0], now)]
    for document in documents[1:]:
        chain.append(check_successor(verifier, chain[-1], document, now))
    return tuple(chain)


def _compare(said: Collection[str] | None, anchors: list[Roster]) -> Check:
    """Tell that every fingerprint named is one of the rosters that were paired."""
    if said is None:
        words = "; ".join(f"{roster.party} {fingerprint.words(roster.digest)}" for roster in anchors)
        return Check("10.7", f"NOT COMPARED with what you know from elsewhere: {words}.")
    matched = [roster.party for words in said for roster in anchors if fingerprint.same(words, roster.digest)]
    if not matched or len(matched) < len(said):
        raise WrongFingerprint
    return Check("10.7", f"The fingerprint you named is that of {', '.join(sorted(set(matched)))}.")


def _check_pairing(verifier: Verifier, value: object, rosters: Mapping[str, tuple[Roster, ...]]) -> Check:
    """Check both halves of the pairing between the first rosters."""
    if len(rosters) == 1:
        if value is not None:
            raise BadBundle("A pairing needs two parties.")
        return Check("10.7", "This node is paired with nobody; nobody else witnesses for it.")
    raw = shapes.fields(value, "pairing", _PAIRING)
    one, other = (chain[0] for chain in rosters.values())
    halves = shapes.fields(raw["halves"], "halves", frozenset(rosters))
    written: dict[str, Any] = statement(one, other)
    if encode(raw["statement"]) != encode(written):
        raise BadBundle("The pairing is between other rosters.")
    made = from_wire(written["created"])
    for ours, theirs in ((one, other), (other, one)):
        check_half(verifier, ours, theirs, signatures_from_wire(halves[ours.party]), made)
    return Check("10.7", f"The node and two officers of {one.party} and of {other.party} signed the pairing.")
