# SPDX-License-Identifier: Apache-2.0
"""Honest nodes in a bad world: whatever breaks, nothing is lost, doubled or sent without a release."""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from taawun.kernel.errors import CallerError, DrafterApproved, FutureDated, SenderError
from taawun.kernel.release.approval import missing
from taawun.simulator import invariants
from taawun.simulator.federation import Federation
from taawun.simulator.party import STAFF
from taawun.simulator.wire import Weather
from tests.properties.profiles import told

NAMES = ("Salman", "سلمان", "سلیمان", "Ѕаlmаn")
OFFICERS = st.sampled_from(sorted(STAFF))
SHARE = st.sampled_from([0.0, 0.2, 0.5])


class HonestNodes(RuleBasedStateMachine):
    """People work, networks fail, machines crash, keys are changed; nobody lies."""

    codes: tuple[str, ...] = ("PK", "BH")

    @initialize(seed=st.integers(0, 2**16))
    def begin(self, seed: int) -> None:
        self.federation = Federation.of(*self.codes, seed=seed)
        self.releases: list[tuple[str, str]] = []
        self.number = 0

    nodes = st.integers(0, 2)
    which = st.integers(0, 10**6)

    def node(self, number: int):
        return self.federation[self.codes[number % len(self.codes)]]

    @rule(number=nodes, by=OFFICERS, personal=st.booleans(), kind=st.sampled_from(["record.report", "record.strange"]))
    def draft(self, number, by, personal, kind):
        node = self.node(number)
        others = [code for code in self.codes if code != node.party.code]
        to = others[: 1 + self.number % len(others)]
        self.number += 1
        body = {"record": f"r{self.number}", "name": NAMES[self.number % len(NAMES)]}
        release = node.draft(body, to, by=by, kind=kind, personal=personal)
        if release:
            self.releases.append((node.party.code, release))

    @precondition(lambda self: self.releases)
    @rule(which=which, by=OFFICERS)
    def approve(self, which, by):
        code, release = self.releases[which % len(self.releases)]
        node = self.federation[code]
        if not node.up:
            return
        drafter = node.disk["releases"][release].statement.drafter == node.party.members[by].id
        if drafter:
            with pytest.raises(DrafterApproved):
                node.desk.approve(release, by)
        else:
            node.approve(release, by)

    @precondition(lambda self: self.releases)
    @rule(which=which)
    def send(self, which):
        code, release = self.releases[which % len(self.releases)]
        node = self.federation[code]
        try:
            node.send(release)
        except SenderError as refusal:
            changed = refusal.code.startswith("trust.")  # an approver's key has changed since
            early = refusal.code == FutureDated.code  # the node's clock was put back since; it is sent later
            assert changed or early or not self.is_complete(code, release), "an approved release was not sent"

    @rule(number=nodes, personal=st.booleans(), count=st.integers(1, 4))
    def release_whole(self, number, personal, count):
        for _ in range(count):
            self.draft(number, "desk", personal, "record.report")
            if self.node(number).up and self.releases:
                code, release = self.releases[-1]
                self.federation[code].approve(release, "chief")
                self.federation[code].approve(release, "lawyer")
                self.send(len(self.releases) - 1)

    @rule(number=nodes)
    def nobody_is_no_recipient(self, number):
        node = self.node(number)
        if node.up:
            with pytest.raises(CallerError):
                node.desk.draft({"record": "r"}, [])

    @rule(loss=SHARE, duplicate=SHARE, flip=SHARE, delay=st.sampled_from([0, 20, 200]))
    def weather(self, loss, duplicate, flip, delay):
        self.federation.wire.weather = Weather(loss, duplicate, flip, delay)

    @rule(steps=st.integers(1, 12))
    def time_passes(self, steps):
        self.federation.run(seconds=5 * steps)

    @rule(number=nodes, step=st.integers(0, 25))
    def crash_soon(self, number, step):
        self.node(number).crash_at(step)

    @rule(number=nodes)
    def restart(self, number):
        self.node(number).restart()

    @rule(number=nodes, minutes=st.sampled_from([-20, -4, 0, 4, 20]))
    def set_clock_off(self, number, minutes):
        self.node(number).skew(minutes=minutes)

    @rule(number=nodes, name=st.sampled_from(["node", "seal", "root-1", "chief"]), revoke=st.booleans())
    def change_keys(self, number, name, revoke):
        party, now = self.node(number).party, self.federation.world.now()
        if len(party.members[name].generations) > 4 or (name == "chief" and revoke):
            return
        if revoke:
            party.revoke(name, now, now)
        else:
            party.rotate(name, now)

    def is_complete(self, code: str, release: str) -> bool:
        """Tell from the stored approvals, whatever became of their keys, whether none is missing."""
        node = self.federation[code]
        row = node.disk["releases"][release]
        holders = {signature["key"] for signature in row.signatures}
        members = node.party.members.values()
        keys = {member.id: {s.key_id for g in member.generations for s in g.signers} for member in members}
        people = {member.id: member.roles for member in members if keys[member.id] & holders}
        rules = [r for r in node.party.rules if r.matches(row.statement.kind, row.statement.personal)]
        return not any(missing(r, row.statement.drafter, people) for r in rules)

    @invariant()
    def holds(self):
        if hasattr(self, "federation"):
            invariants.check(self.federation)

    def teardown(self):
        if hasattr(self, "federation"):
            assert self.federation.settle(), self.federation.unrest()
            invariants.check_rest(self.federation)


class ThreeHonestNodes(HonestNodes):
    """The same among three, with releases to two recipients."""

    codes = ("PK", "BH", "SA")


TestHonestNodes = HonestNodes.TestCase
TestHonestNodes.settings = told(30)
TestThreeHonestNodes = ThreeHonestNodes.TestCase
TestThreeHonestNodes.settings = told(12)


def test_a_release_that_outlives_its_term_is_refused_and_leaves_no_hole():
    fed = Federation.of("PK", "BH")
    fed.wire.cut.add(frozenset({"PK", "BH"}))
    late = fed["PK"].release({"record": "late"}, ("BH",), lasts=timedelta(minutes=5))
    after = fed["PK"].release({"record": "after"}, ("BH",))
    fed.run(minutes=10)
    assert fed.settle()
    assert (fed["BH"].applied(late), fed["BH"].applied(after)) == (0, 1)
    assert fed["PK"].sent()[late].verdict.code == "release.expired"
    invariants.check_rest(fed)
