# SPDX-License-Identifier: Apache-2.0
"""One case between two whole nodes in a bad world: both come to the same standing (spec §60.4, §60.5)."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from taawun.kernel.errors import SenderError
from taawun.simulator import invariants
from taawun.simulator.federation import Federation
from taawun.simulator.party import STAFF
from taawun.simulator.wire import Weather
from tests.kernel.cases.making import ANSWER, ASK, CARRIED, CASE, KIND, PASSED, REASONED, filled
from tests.properties.profiles import told

PARTIES = ("PK", "BH")
SIDES = {"PK": ASK, "BH": ANSWER}
SHARE = st.sampled_from([0.0, 0.2, 0.5])


def federation(seed=0):
    fed = Federation.of(*PARTIES, seed=seed)
    for node in fed.nodes.values():
        node.kinds["extradition"] = KIND
    return fed


def move(fed, code, slug, **how):
    content = {name: filled()[name] for name in CARRIED.get(slug, ())}
    said = {"reasons": REASONED.get(slug, ""), "gates": PASSED.get(slug, {})}
    return fed[code].move(CASE, "extradition", PARTIES, slug, content=content, **said | how)


def at(fed, code):
    return fed[code].cases.standing(CASE, "extradition")


def opened(seed=0):
    fed = federation(seed)
    for slug in ("write", "review", "sign"):
        fed["PK"].stay(CASE, "extradition", slug)
    assert move(fed, "PK", "send")
    return fed


def rest(fed):
    assert fed.settle(), fed.unrest()
    invariants.check_rest(fed)


def test_a_request_is_answered_by_a_grant_and_both_know():
    fed = opened()
    fed.run(minutes=1)
    for slug in ("verify", "hear"):
        fed["BH"].stay(CASE, "extradition", slug)
    move(fed, "BH", "arrest", by="lawyer")
    move(fed, "BH", "grant", by="chief")
    move(fed, "BH", "surrender")
    fed.run(minutes=1)
    move(fed, "PK", "close", by="deputy")
    rest(fed)
    assert (at(fed, "PK").phase, at(fed, "BH").phase) == ("closed", "closed")
    assert [one.move for one in at(fed, "BH").applied] == ["send", "arrest", "grant", "surrender", "close"]
    assert "in_court" in at(fed, "BH").flags - at(fed, "PK").flags


def test_two_moves_that_cross_each_other_end_alike_at_both_nodes():
    fed = opened()
    fed.run(minutes=1)
    fed.wire.cut.add(frozenset(PARTIES))
    move(fed, "PK", "withdraw")
    move(fed, "BH", "ask")
    assert (at(fed, "PK").phase, at(fed, "BH").phase) == ("withdrawn", "asked")
    rest(fed)
    assert (at(fed, "PK").phase, at(fed, "BH").phase) == ("withdrawn", "withdrawn")
    assert [why.code for _, why in at(fed, "BH").void] == ["overtaken"]


def test_an_unlawful_move_gets_a_receipt_with_its_rule_and_changes_nothing():
    fed = opened()
    fed.run(minutes=1)
    before = at(fed, "BH")
    fed["PK"].cases.kinds["extradition"] = _without_checks()
    sent = move(fed, "PK", "close")
    fed.run(minutes=1)
    fed["PK"].cases.kinds["extradition"] = KIND
    verdict = fed["PK"].sent()[sent].verdict
    assert (verdict.kind.value, verdict.code, verdict.section) == ("rejected", "case.unlawful-move", "60.5")
    rest(fed)
    assert at(fed, "BH") == before
    assert at(fed, "PK").applied == before.applied


def _without_checks():
    """Return the same kind, in which everything may be closed at once: a node that was changed by its operator."""
    moves = dict(KIND.workflow.moves)
    moves["close"] = replace(moves["close"], sources=frozenset(KIND.workflow.states))
    return replace(KIND, workflow=replace(KIND.workflow, moves=moves))


def test_a_move_that_names_one_taken_back_is_not_sent():
    fed = opened()
    fed.run(minutes=1)
    node = fed["BH"]
    body = node.cases.propose(CASE, "extradition", PARTIES, "arrest", "desk")
    release = node.draft(body, ["PK"], by="desk", kind="case.move")
    for officer in ("chief", "lawyer"):
        node.approve(release, officer)
    with node.disk.transaction() as tx:
        node.cases.take_back(tx, at(fed, "BH").applied[0].to_wire())
    assert _refusal(lambda: node.send(release)).code == "case.unlawful-move"


def _refusal(act):
    try:
        act()
    except SenderError as refusal:
        return refusal
    return None


def test_nothing_of_a_private_move_or_of_a_block_is_in_what_crosses():
    fed = opened()
    fed.run(minutes=1)
    fed["BH"].stay(CASE, "extradition", "verify")
    move(fed, "BH", "ask")
    rest(fed)
    crossed = b"".join(row.body + row.release for node in fed.nodes.values() for row in node.sent().values())
    assert b"send" in crossed
    assert not [word for word in (b"verify", b"review", b"asylum_pending", b"in_court") if word in crossed]


class CaseInBadWeather(RuleBasedStateMachine):
    """Officers of both sides move; networks fail, machines crash, keys are changed."""

    node = st.sampled_from(PARTIES)
    which = st.integers(0, 10**6)

    @initialize(seed=st.integers(0, 2**16))
    def begin(self, seed):
        self.federation = opened(seed)

    @rule(code=node, which=which, by=st.sampled_from(sorted(STAFF)))
    def make(self, code, which, by):
        here = at(self.federation, code)
        slugs = [
            one.slug
            for one in KIND.workflow.moves.values()
            if one.by is SIDES[code] and one.shared and here.state in one.sources
            if one.when <= here.flags and one.unless.isdisjoint(here.flags)
        ]
        if slugs and self.federation[code].up:
            refusal = _refusal(lambda: move(self.federation, code, slugs[which % len(slugs)], by=by))
            assert refusal is None or refusal.code.startswith(("trust.", "release.", "case.same-officer"))

    @rule(code=node, slug=st.sampled_from(["verify", "hear"]))
    def stay(self, code, slug):
        if self.federation[code].up:
            self.federation[code].stay(CASE, "extradition", slug)

    @rule(loss=SHARE, duplicate=SHARE, flip=SHARE, delay=st.sampled_from([0, 20, 200]))
    def weather(self, loss, duplicate, flip, delay):
        self.federation.wire.weather = Weather(loss, duplicate, flip, delay)

    @rule(steps=st.integers(1, 12))
    def time_passes(self, steps):
        self.federation.run(seconds=5 * steps)

    @rule(code=node, step=st.integers(0, 25))
    def crash_soon(self, code, step):
        self.federation[code].crash_at(step)

    @rule(code=node)
    def restart(self, code):
        self.federation[code].restart()

    @rule(code=node, name=st.sampled_from(["node", "seal", "chief"]), revoke=st.booleans())
    def change_keys(self, code, name, revoke):
        party, now = self.federation[code].party, self.federation.world.now()
        if len(party.members[name].generations) > 4:
            return
        if revoke:
            party.revoke(name, now, now)
        else:
            party.rotate(name, now)

    @invariant()
    def holds(self):
        if hasattr(self, "federation"):
            invariants.check(self.federation)

    def teardown(self):
        if hasattr(self, "federation"):
            rest(self.federation)


TestCaseInBadWeather = CaseInBadWeather.TestCase
TestCaseInBadWeather.settings = told(15)
