# SPDX-License-Identifier: Apache-2.0
"""Enemies with valid certificates: stolen keys, copied nodes, rewritten ledgers, replayed and damaged packets."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from taawun.kernel.errors import ExpiredKey, RevokedKey, SenderError, UnknownKey
from taawun.kernel.exchange.chain import ChainHead
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.receipt import ReceiptKind, sign_receipts
from taawun.simulator import invariants
from taawun.simulator.adversary import Thief, offer_again, rewrite_ledger
from taawun.simulator.federation import Federation
from taawun.simulator.outbox import ANSWER
from taawun.simulator.wire import Weather, flip_bit
from tests.properties.profiles import told

THEFTS = st.sampled_from([("node",), ("node", "chief"), ("chief", "lawyer"), ("seal", "node")])


class Enemies(RuleBasedStateMachine):
    """PK's keys are stolen, its disk is restored from backups, its packets are replayed; BH must not be fooled.

    Every content here is personal data, which needs two officers; no thief here has the node and both of them.
    """

    @initialize(seed=st.integers(0, 2**16))
    def begin(self, seed: int) -> None:
        self.federation = Federation.of("PK", "BH", seed=seed)
        self.pk, self.bh = self.federation["PK"], self.federation["BH"]
        self.thieves: list[Thief] = []
        self.backup = None
        self.number = 0

    def body(self) -> dict[str, str]:
        self.number += 1
        return {"record": f"r{self.number}", "name": "زینب"}

    @rule(back=st.booleans())
    def honest_release(self, back):
        node, to = (self.bh, "PK") if back else (self.pk, "BH")
        with suppress(UnknownKey, RevokedKey, ExpiredKey):  # the approvers' or the peer's keys may have changed
            node.release(self.body(), (to,), personal=True)

    @rule(steps=st.integers(1, 8))
    def time_passes(self, steps):
        self.federation.run(seconds=5 * steps)

    @rule(loss=st.sampled_from([0.0, 0.4]), delay=st.sampled_from([0, 60]))
    def weather(self, loss, delay):
        self.federation.wire.weather = Weather(loss=loss, delay=delay)

    @rule(names=THEFTS)
    def steal(self, names):
        if "seal" not in names:
            self.thieves.append(Thief(self.federation, "PK", *names))

    @precondition(lambda self: any("node" in thief.keys for thief in self.thieves))
    @rule(released=st.booleans(), ahead=st.integers(0, 3), which=st.integers(0, 99))
    def forge(self, released, ahead, which):
        thieves = [thief for thief in self.thieves if "node" in thief.keys]
        thief, body = thieves[which % len(thieves)], self.body()
        head = self.bh.site.peer("PK").inward
        place = ChainHead(head.seq + ahead, head.digest)
        release = thief.release(body, ["BH"], self.federation.world.now(), personal=True) if released else None
        if release and not release["signatures"]:
            release = None
        self.federation.wire.put(thief.forge("BH", body, release=release, place=place))

    @precondition(lambda self: self.federation.wire.heard)
    @rule(which=st.integers(0, 10**6))
    def replay(self, which):
        heard = self.federation.wire.heard
        self.federation.wire.put(heard[which % len(heard)])

    @precondition(lambda self: self.federation.wire.heard)
    @rule(which=st.integers(0, 10**6))
    def tamper(self, which):
        heard = self.federation.wire.heard
        self.federation.wire.put(flip_bit(heard[which % len(heard)], self.federation.wire.random))

    @precondition(lambda self: self.federation.wire.heard)
    @rule(which=st.integers(0, 10**6))
    def send_to_somebody_else(self, which):
        heard = self.federation.wire.heard
        packet = heard[which % len(heard)]
        self.federation.wire.put(replace(packet, target=packet.source, source=packet.target))

    @rule(name=st.sampled_from(["node", "chief", "lawyer"]))
    def revoke(self, name):
        if len(self.pk.party.members[name].generations) < 5:
            self.pk.party.revoke(name, self.federation.world.now(), self.federation.world.now())

    @rule()
    def take_backup(self):
        self.backup = self.pk.disk.snapshot()

    @precondition(lambda self: self.backup is not None)
    @rule()
    def restore_backup(self):
        roster_of_bh = self.pk.site.peer("BH").roster
        self.pk.disk.restore(self.backup)
        self.pk.restart()
        with self.pk.disk.transaction() as tx:
            self.pk.site.change_peer(tx, "BH", roster=roster_of_bh)

    @invariant()
    def holds(self):
        if hasattr(self, "federation"):
            for node in (self.pk, self.bh):
                invariants.nothing_applied_twice(node)
                invariants.nothing_applied_unreleased(self.federation, node)
                invariants.chains_are_whole(node)
                invariants.ledger_is_sound(node)

    def teardown(self):
        """Nothing is lost without BH or PK knowing that somebody told two stories."""
        if not hasattr(self, "federation"):
            return
        came_to_rest = self.federation.settle(20)
        self.holds()
        if not self.pk.alarms() and not self.bh.alarms() and not self.thieves and self.backup is None:
            assert came_to_rest, self.federation.unrest()
            invariants.check_rest(self.federation)


TestEnemies = Enemies.TestCase
TestEnemies.settings = told(30)


# --- one story for each enemy ------------------------------------------------------------------------


def two(seed: int = 1) -> tuple[Federation, Thief]:
    """Return PK and BH after one honest exchange, and a thief of PK's node key and of all its officers' keys."""
    fed = Federation.of("PK", "BH", seed=seed)
    fed["PK"].release({"record": "first"}, ("BH",))
    assert fed.settle()
    return fed, Thief(fed, "PK", "node", "chief", "lawyer")


def codes(fed: Federation, node: str = "BH") -> list[str]:
    return [refusal.code for refusal in fed[node].site.refused]


def test_a_stolen_node_key_alone_gets_nothing_in():
    fed, thief = two()
    fed.wire.put(thief.forge("BH", {"record": "forged"}))
    fed.deliver()
    assert codes(fed) == ["release.not-covered"]
    assert ("PK", "forged") not in fed["BH"].disk["register"]


def test_all_keys_stolen_work_until_the_revocation_is_known_and_not_after():
    fed, thief = two()
    now, body = fed.world.now(), {"record": "forged", "name": "سلمان"}
    release = thief.release(body, ["BH"], now, personal=True)
    fed.wire.put(thief.forge("BH", body, release=release))
    fed.deliver()
    assert ("PK", "forged") in fed["BH"].disk["register"], "this is what theft of everything means"
    fed["PK"].party.revoke("node", now, fed.world.now())
    fed.run(minutes=1)
    body = {"record": "again"}
    release = thief.release(body, ["BH"], now)
    fed.wire.put(thief.forge("BH", body, release=release, dated=now))  # back-dated: a thief can write any date
    fed.deliver()
    assert ("PK", "again") not in fed["BH"].disk["register"]
    assert "trust.revoked-key" in codes(fed)


def test_what_a_thief_left_waiting_behind_a_hole_dies_with_the_revocation():
    fed, thief = two()
    since, head = fed.world.now(), fed["BH"].site.peer("PK").inward
    body = {"record": "waiting"}
    ahead = ChainHead(head.seq + 1, "ab" * 32)
    fed.wire.put(thief.forge("BH", body, release=thief.release(body, ["BH"], since), place=ahead))
    fed.deliver()
    assert fed["BH"].site.peer("PK").inward.held == 1
    fed["PK"].party.revoke("node", since, fed.world.now())
    sent = [fed["PK"].release({"record": f"honest-{n}"}, ("BH",)) for n in range(3)]
    assert fed.settle()
    assert [fed["BH"].applied(one) for one in sent] == [1, 1, 1]
    assert ("PK", "waiting") not in fed["BH"].disk["register"]
    assert not fed["BH"].alarms(), "PK told one story; the other was a thief's and died with the key"


def test_a_stolen_officer_key_alone_sends_nothing():
    fed, _ = two()
    thief = Thief(fed, "PK", "chief")
    thief.keys["node"] = Thief(fed, "BH", "node").keys["node"]  # the wrong party's node key
    body = {"record": "forged"}
    fed.wire.put(thief.forge("BH", body, release=thief.release(body, ["BH"], fed.world.now())))
    fed.deliver()
    assert codes(fed) == ["trust.unknown-key"]


def test_an_officer_cannot_approve_what_needs_two():
    fed, _ = two()
    thief = Thief(fed, "PK", "node", "lawyer")  # holds both roles, but is one person
    body = {"record": "forged"}
    release = thief.release(body, ["BH"], fed.world.now(), personal=True)
    fed.wire.put(thief.forge("BH", body, release=release))
    fed.deliver()
    assert codes(fed) == ["release.not-approved"]


def test_the_receiver_catches_a_drafter_who_approves():
    fed, thief = two()
    body, chief = {"record": "forged"}, fed["PK"].party.members["chief"].id
    release = thief.release(body, ["BH"], fed.world.now(), drafter=chief)
    fed.wire.put(thief.forge("BH", body, release=release))
    fed.deliver()
    assert codes(fed) == ["release.drafter-approved"]


def test_a_release_for_one_party_does_not_reach_another():
    fed = Federation.of("PK", "BH", "SA", seed=2)
    thief = Thief(fed, "PK", "node", "chief", "lawyer")
    body = {"record": "for-bahrain"}
    release = thief.release(body, ["BH"], fed.world.now())
    with pytest.raises(SenderError, match="Not as released: to"):
        thief.forge("SA", body, release=release)


def test_a_restored_backup_is_a_fork_and_is_seen():
    fed, _ = two()
    pk, backup = fed["PK"], fed["PK"].disk.snapshot()
    pk.release({"record": "one-past"}, ("BH",))
    fed.run(seconds=10)
    pk.disk.restore(backup)
    pk.restart()
    pk.release({"record": "another-past"}, ("BH",))
    fed.run(minutes=1)
    assert ("PK", "exchange.forked") in fed["BH"].alarms()
    assert ("PK", "another-past") not in fed["BH"].disk["register"]
    assert ("PK", "ledger.damaged") in pk.alarms() or ("PK", "ledger.not-consistent") in fed["BH"].alarms()


def test_a_fork_cannot_hide_behind_a_hole():
    fed, thief = two()
    now, head = fed.world.now(), fed["BH"].site.peer("PK").inward
    last = {"record": "third"}
    lies = thief.forge("BH", last, release=thief.release(last, ["BH"], now), place=ChainHead(head.seq + 1, "cd" * 32))
    fed.wire.put(lies)
    fed.deliver()
    fed["PK"].release({"record": "second"}, ("BH",))
    fed.run(seconds=10)
    assert ("PK", "exchange.forked") in fed["BH"].alarms()
    assert ("PK", "third") not in fed["BH"].disk["register"]
    invariants.check(fed)


@pytest.mark.parametrize("grown", [False, True], ids=["at the same size", "and then grown"])
def test_a_rewritten_ledger_is_seen(grown):
    fed, _ = two()
    rewrite_ledger(fed["PK"])
    if grown:
        fed["PK"].release({"record": "later"}, ("BH",))
    else:
        fed.wire.put(offer_again(fed["PK"], "BH", fed["BH"].disk["witnessed"]["PK"].size))
    fed.run(minutes=1)
    assert fed["BH"].alarms() & {("PK", "ledger.rewritten"), ("PK", "ledger.not-consistent")}


def test_two_ledgers_shown_to_two_witnesses_are_seen_when_these_compare():
    fed = Federation.of("PK", "BH", "SA", seed=3)
    fed["PK"].release({"record": "both"}, ("BH", "SA"))
    assert fed.settle()
    fed.wire.cut.add(frozenset({"PK", "SA"}))
    rewrite_ledger(fed["PK"])
    fed["SA"].disk["witnessed"].pop("PK")  # a witness that the rewriter meets for the first time
    fed.wire.cut.clear()
    fed.wire.put(offer_again(fed["PK"], "SA", 0))
    fed.deliver()
    one, other = (fed[code].disk["witnessed"]["PK"] for code in ("BH", "SA"))
    assert one.size == other.size
    assert one.root != other.root, "two signed roots of one size: conclusive"


def test_old_packets_change_nothing():
    fed, _ = two()
    before = {code: node.disk.snapshot() for code, node in fed.nodes.items()}
    for packet in list(fed.wire.heard):
        fed.wire.put(packet)
    fed.deliver()
    for code, node in fed.nodes.items():
        after = node.disk.snapshot()
        for table in ("register", "applied", "outbox", "inbox", "places", "releases"):
            assert after.get(table) == before[code].get(table), table


def test_damaged_packets_change_nothing_but_what_the_whole_ones_would():
    fed, _ = two()
    applied = dict(fed["BH"].disk["applied"])
    for packet in list(fed.wire.heard):
        for _ in range(5):
            fed.wire.put(flip_bit(packet, fed.wire.random))
    fed.deliver()
    assert dict(fed["BH"].disk["applied"]) == applied
    invariants.check(fed)


def test_one_bad_envelope_spoils_no_other_in_its_post():
    fed, thief = two()
    fed["PK"].release({"record": "good"}, ("BH",))
    fed.wire.put(thief.post("BH", [b"{", b"[" * 99, b"\xff"]))
    fed.run(minutes=1)
    assert ("PK", "good") in fed["BH"].disk["register"]
    assert {"wire.not-json", "wire.too-deep"} <= set(codes(fed))


FALSE = {
    "another digest": {"kind": ReceiptKind.DELIVERED, "digest": "ab" * 32},
    "another sealed form": {"kind": ReceiptKind.DELIVERED, "item": "ab" * 32},
    "a second verdict": {"kind": ReceiptKind.REJECTED, "code": "release.expired", "section": "50.4"},
}


@pytest.mark.parametrize("lie", FALSE.values(), ids=FALSE)
def test_a_receiver_that_gives_false_receipts_is_seen(lie):
    fed, _ = two()
    (row,) = fed["PK"].sent().values()
    bh = fed["BH"].site
    lying = replace(row.verdict, id=bh.new_id(), **lie)
    documents = sign_receipts([lying], bh.node_signers())
    bh.request("PK", ANSWER, encode({"receipts": documents, "next": 2, "gap": False}))
    fed.deliver()
    assert fed["PK"].alarms() == {("BH", "exchange.bad-receipt")}
    assert fed["PK"].sent()[row.header.id].verdict == row.verdict
