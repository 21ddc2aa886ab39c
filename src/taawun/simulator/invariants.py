# SPDX-License-Identifier: Apache-2.0
"""What must be true of every story, asked from outside: of disks and of what people really did.

Nothing here trusts a node's own judgement. Each function raises AssertionError with a sentence.
"""

from collections.abc import Iterable, Sequence
from itertools import permutations
from typing import Any

from taawun.kernel.cases.moves import MoveMade
from taawun.kernel.ledger import merkle
from taawun.kernel.trust.rule import Rule
from taawun.kernel.wire.envelope import GENESIS, read_envelope
from taawun.simulator.federation import Federation
from taawun.simulator.node import Node
from taawun.simulator.party import Party
from taawun.simulator.rows import Incoming, Outgoing, Release, State


def check(federation: Federation) -> None:
    """Check what must hold at every moment, whoever lies and whatever breaks."""
    for node in federation.nodes.values():
        nothing_applied_twice(node)
        nothing_applied_unreleased(federation, node)
        nothing_sent_unreleased(node)
        chains_are_whole(node)
        ledger_is_sound(node)


def check_rest(federation: Federation) -> None:
    """Check what must hold once everything has come to rest among honest nodes."""
    check(federation)
    for node in federation.nodes.values():
        _that(not node.alarms(), f"an honest story raised alarms: {node.alarms()}")
        nothing_lost(federation, node)
        promises_kept(federation, node)
    cases_agree(federation)


def nothing_applied_twice(node: Node) -> None:
    """Each accepted envelope had its effect once, every other none."""
    accepted = {i for i, row in node.received().items() if row.state is State.ACCEPTED}
    _that(dict(node.disk["applied"]) == dict.fromkeys(accepted, 1), "effects and acceptances differ")


def nothing_applied_unreleased(federation: Federation, node: Node) -> None:
    """Whatever was applied was approved by real people, enough of them, not by its drafter, and for us."""
    for row in node.received().values():
        if row.state is State.ACCEPTED:
            _check_released(federation[row.header.sender].party, row.header.recipient, _statement(row))
            _that(row.header.recipient == node.party.code, "taken by somebody else")


def nothing_sent_unreleased(node: Node) -> None:
    """Whatever stands in the outbox was approved by real people, for that recipient."""
    releases: Iterable[Release] = node.disk["releases"].values()
    by_content = {row.statement.content: row for row in releases}
    for row in node.sent().values():
        statement = by_content[row.header.content].statement
        _check_released(node.party, row.header.recipient, (row.header.release, statement.to_wire()))


def chains_are_whole(node: Node) -> None:
    """What was judged from each peer is one unbroken chain, up to its head."""
    for code, peer in node.site.peers().items():
        judged = [r for r in node.received().values() if r.header.sender == code and r.state is not State.HELD]
        judged.sort(key=lambda row: row.header.seq)
        digests = [GENESIS, *(row.digest for row in judged)]
        _that([r.header.seq for r in judged] == list(range(1, len(judged) + 1)), "a place is empty or taken twice")
        _that([r.header.prev for r in judged] == digests[:-1], "an envelope follows nothing")
        _that((peer.inward.seq, peer.inward.digest) == (len(judged), digests[-1]), "the head is elsewhere")


def ledger_is_sound(node: Node) -> None:
    """The newest checkpoint is over exactly the entries that are there."""
    head, entries = node.log.head(), node.disk["entries"]
    leaves = [entries[index].leaf_hash for index in range(len(entries))]
    if head:
        _that((head.size, head.root) == (len(leaves), merkle.root(leaves)), "the ledger is not what was signed")


def nothing_lost(federation: Federation, node: Node) -> None:
    """Every envelope has a verdict, the verdict is the recipient's own, and what was accepted is there."""
    for identifier, row in node.sent().items():
        verdict, there = row.verdict, federation[row.header.recipient].received().get(identifier)
        _that(verdict is not None and there is not None, f"lost: {row.header.seq}")
        assert verdict is not None and there is not None  # noqa: PT018, S101  # said above
        _that(verdict.kind.value == there.state.value, "the verdicts differ")
        _that(verdict.digest == there.digest == row.digest, "the receipt is for something else")
    _that(all(len(_envelopes(node, r)) == len(r.statement.recipients) for r in _sent(node)), "a recipient got none")


def promises_kept(federation: Federation, node: Node) -> None:
    """Every leaf that a receipt promised is in the ledger of the one who promised."""
    for row in node.sent().values():
        entries = federation[row.header.recipient].disk["entries"].values()
        leaves = {entry.leaf_hash.hex() for entry in entries}
        _that(all(r.leaf in leaves for r in row.receipts if r.leaf), "a promised leaf is missing")


def cases_agree(federation: Federation) -> None:
    """Both parties of each case hold the same moves and tell the same of them, each move in one place."""
    for case, kind, parties in _cases(federation):
        here, there = (federation[code].cases for code in parties)
        _that(set(_digests(here.known(case))) == set(_digests(there.known(case))), "the moves differ")
        one, other = here.standing(case, kind), there.standing(case, kind)
        _that((one.phase, one.shared_flags) == (other.phase, other.shared_flags), "the standings differ")
        _that((one.applied, one.void, one.heads) == (other.applied, other.void, other.heads), "the tellings differ")
        told = [*one.applied, *(made for made, _ in one.void), *one.waiting]
        _that(sorted(_digests(told)) == sorted(_digests(here.known(case))), "a move is told twice, or not at all")


def _cases(federation: Federation) -> set[tuple[str, str, tuple[str, str]]]:
    moves: list[MoveMade] = [made for node in federation.nodes.values() for made in node.disk["moves"].values()]
    return {(made.case, made.kind, (made.requesting, made.requested)) for made in moves}


def _digests(moves: Iterable[MoveMade]) -> list[str]:
    return [made.digest() for made in moves]


def _check_released(party: Party, recipient: str, released: tuple[str, Any]) -> None:
    digest, statement = released
    approved = party.approved.get(digest, set())
    _that(recipient in statement["to"], "sent to somebody it was not released to")
    _that(statement["drafter"] not in approved, "the drafter approved")
    roles = [member.roles for member in party.members.values() if member.id in approved]
    rules = [rule for rule in party.rules if rule.matches(statement["kind"], statement["personal"])]
    _that(bool(rules), "no rule covers it")
    _that(all(seated(rule, roles) for rule in rules), "not enough people approved it")


def seated(rule: Rule, roles: Sequence[frozenset[str]]) -> bool:
    """Tell by brute force whether different people can fill all places of a rule."""
    places = [approval.role for approval in rule.approvals for _ in range(approval.count)]
    tries = permutations(roles, len(places))
    return any(all(role in held for role, held in zip(places, people, strict=True)) for people in tries)


def _statement(row: Incoming) -> tuple[str, Any]:
    release = read_envelope(row.data).release
    return row.header.release, release["statement"] if release else {"to": ()}


def _sent(node: Node) -> list[Release]:
    releases: Iterable[Release] = node.disk["releases"].values()
    return [release for release in releases if release.sent]


def _envelopes(node: Node, release: Release) -> list[Outgoing]:
    digest = release.statement.content
    return [row for row in node.sent().values() if row.header.content == digest]


def _that(holds: bool, sentence: str) -> None:
    if not holds:
        raise AssertionError(sentence)
