# SPDX-License-Identifier: Apache-2.0
"""Two nodes and one case: they come to the same standing, and nothing passes a gate (spec §60.5 to §60.8)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from taawun.kernel.cases import Outcome, attestations, check_incoming, check_move, gate_view, standing
from taawun.kernel.cases.gating import POINTS
from taawun.kernel.errors import MoveClosed, UnlawfulMove
from tests.kernel.cases.making import (
    ANSWER,
    ASK,
    KIND,
    LATER,
    NOW,
    SOURCE,
    actor,
    assessed,
    assurance,
    facts,
    heard,
    kind,
    made,
    officer,
    stayed,
    words,
)
from tests.properties.profiles import told

PARTIES = {"PK": ASK, "BH": ANSWER}


class OneCase(RuleBasedStateMachine):
    """Both sides move when they can, and what one sends reaches the other late, twice, or in another order."""

    which = st.integers(0, 10**6)
    node = st.sampled_from(sorted(PARTIES))

    @initialize()
    def begin(self):
        self.known = {party: [] for party in PARTIES}
        self.private = {party: [] for party in PARTIES}
        self.on_the_way = {party: [] for party in PARTIES}
        self.number = 100

    def at(self, party):
        return standing(KIND, self.known[party], self.private[party])

    def open(self, party, shared):
        here = self.at(party)
        return [
            move.slug
            for move in KIND.workflow.moves.values()
            if move.by is PARTIES[party] and move.shared is shared and here.state in move.sources
            if move.when <= here.flags and move.unless.isdisjoint(here.flags)
        ]

    @rule(party=node, which=which)
    def make(self, party, which):
        slugs = self.open(party, shared=True)
        if not slugs:
            return
        self.number += 1
        move = made(slugs[which % len(slugs)], self.at(party).heads, officer=officer(self.number))
        check_incoming(KIND, self.known[party], move, party)
        self.known[party].append(move)
        self.on_the_way[next(other for other in PARTIES if other != party)].append(move)
        assert move in self.at(party).applied, "a move that was open had no effect at home"

    @rule(party=node, which=which)
    def stay(self, party, which):
        slugs = self.open(party, shared=False)
        if slugs:
            here = self.at(party)
            base = here.applied[-1].digest() if here.applied else ""
            self.private[party].append(stayed(slugs[which % len(slugs)], base, which))
            assert self.at(party).phase == here.phase

    @precondition(lambda self: any(self.on_the_way.values()))
    @rule(party=node, which=which, twice=st.booleans())
    def deliver(self, party, which, twice):
        waiting = self.on_the_way[party]
        if waiting:
            move = waiting[which % len(waiting)] if twice else waiting.pop(which % len(waiting))
            self.take(party, move)

    def take(self, party, move):
        check_incoming(KIND, self.known[party], move, move.party)
        self.known[party].append(move)

    @invariant()
    def each_move_has_one_place(self):
        for party in getattr(self, "known", ()):
            here = self.at(party)
            places = [*here.applied, *(move for move, _ in here.void), *here.waiting]
            assert sorted(one.digest() for one in places) == sorted({one.digest() for one in self.known[party]})
            assert not [why for _, why in here.void if why.code == "unlawful"]

    def teardown(self):
        if not hasattr(self, "known"):
            return
        for party, moves in self.on_the_way.items():
            for move in reversed(moves):
                self.take(party, move)
        here, there = (self.at(party) for party in PARTIES)
        assert (here.phase, here.shared_flags, here.heads) == (there.phase, there.shared_flags, there.heads)
        assert (here.applied, here.void, here.waiting) == (there.applied, there.void, ())


TestOneCase = OneCase.TestCase
TestOneCase.settings = told(40, 40)


# --- nothing passes a gate ------------------------------------------------------------------------------------

OUTCOMES = st.sampled_from([*Outcome, Outcome.MET, Outcome.NOT_MET])
PEOPLE = st.integers(21, 25)
BODIES = st.sampled_from(["justice", "interior", ""])


@st.composite
def gates(draw):
    made_gates = []
    for number in range(draw(st.integers(1, 2))):
        rule_slug = draw(st.sampled_from(["", "", "", "minimum_age", "consent"]))
        made_gates.append(
            replace(
                KIND.gates["political"],
                slug=f"g{number}",
                title=words(),
                sources=SOURCE,
                mandatory=draw(st.integers(0, 3)) > 0,
                curable=draw(st.booleans()),
                secret=draw(st.booleans()),
                rule=rule_slug,
                given={"years": 14} if rule_slug == "minimum_age" else {},
            )
        )
    return made_gates


@st.composite
def acts(draw, slugs):
    """Return assessments and assurances in any order, by anybody, complete or not."""
    assessments, assurances = [], []
    for minutes in range(draw(st.integers(0, 6))):
        slug = draw(st.sampled_from(slugs))
        if draw(st.integers(0, 2)):
            more = {} if draw(st.booleans()) else {"second": officer(draw(PEOPLE)), "second_authority": draw(BODIES)}
            more |= {"reason": draw(st.sampled_from(["seen", "seen", "seen", " "]))}
            more |= {"waived": draw(st.sampled_from([None, True, False])), "authority": draw(BODIES)}
            assessments.append(assessed(slug, draw(OUTCOMES), draw(PEOPLE), minutes, **more))
        else:
            points = dict.fromkeys(POINTS, "answered") if draw(st.booleans()) else {}
            sufficient = draw(st.sampled_from([True, True, False, None]))
            assurances.append(assurance(slug, draw(PEOPLE), sufficient, minutes, points=points))
    return assessments, assurances


PERSONS = st.fixed_dictionaries(
    {"born": st.sampled_from([None, "1980-01-01", "2012-01-01"]), "consents": st.sampled_from([None, True, False])}
)


def computed(gate, person):
    """Return what the rule of a gate must find, said again in other words."""
    if not gate.rule:
        return None
    value = person["born"] if gate.rule == "minimum_age" else person["consents"]
    return {None: "unknown", "1980-01-01": "fine", True: "fine"}.get(value, "met")


def may_pass(gate, person, assessments, assurances):
    """Say, without the engine, whether anything could justify that a mandatory gate lets a grant through."""
    mine = [one for one in assessments if one.gate == gate.slug and one.reason.strip()]
    met = [place for place, one in enumerate(mine) if one.outcome is Outcome.MET]
    since = mine[met[-1] + 1 :] if met else mine
    two = [
        one
        for one in since
        if one.outcome is Outcome.NOT_MET and one.second and one.second != one.officer
        if one.authority and one.second_authority and one.authority != one.second_authority
    ]
    cleared = bool(two) if met else any(one.outcome is Outcome.NOT_MET for one in mine)
    rule_says = computed(gate, person)
    if rule_says is None:
        not_met = cleared
    else:
        not_met = rule_says == "fine" and (not met or bool(two))
    involved = {name for one in assessments if one.gate == gate.slug for name in (one.officer, one.second)}
    cured = gate.curable and any(
        one.gate == gate.slug and one.sufficient and one.assessor not in involved and len(one.points) == len(POINTS)
        for one in assurances
    )
    return not_met or (cured and (bool(met) or rule_says == "met"))


@told(150)
@given(st.data())
def test_no_sequence_of_acts_opens_a_grant_past_a_mandatory_gate(data):
    declared = data.draw(gates())
    person = data.draw(PERSONS)
    assessments, assurances = data.draw(acts([one.slug for one in declared]))
    blocks = data.draw(st.sampled_from([frozenset(), frozenset(), frozenset({"asylum_pending"})]))
    moves = {
        slug: replace(one, gates="mandatory") if slug == "grant" else one for slug, one in KIND.workflow.moves.items()
    }
    asks_all = data.draw(st.booleans())
    workflow = KIND.workflow if asks_all else replace(KIND.workflow, moves=moves)
    made_of = kind(gates={one.slug: one for one in declared}, workflow=workflow)
    file = heard(facts=facts(person), assessments=tuple(assessments), assurances=tuple(assurances), blocks=blocks)
    hindered = [g for g in declared if g.mandatory and not may_pass(g, person, assessments, assurances)]
    for seen in gate_view(made_of, file):
        assert not (seen.passed and seen.gate in hindered), f"{seen.gate.slug} is passed"
    open_now = not _refused(lambda: check_move(made_of, file, actor(3, ANSWER), "grant", LATER))
    if hindered or blocks:
        assert not open_now, f"{[one.slug for one in hindered]} {blocks}"
        assert _refused(lambda: attestations(made_of, file, "grant"))
        return
    if open_now:
        attested = attestations(made_of, file, "grant")
        assert {g.slug for g in declared if g.mandatory} <= attested.keys()
        _check_receipt(made_of, file, attested)


def _refused(act):
    try:
        act()
    except MoveClosed as closed:
        return closed.reasons
    return ()


def _check_receipt(made_of, file, attested):
    """The other node takes the grant with all attestations and refuses it when one is missing or another word."""
    sent = file.standing.applied
    whole = made("grant", sent, gates=attested)
    check_incoming(made_of, sent, whole, "BH")
    for slug in attested:
        for other in ({k: v for k, v in attested.items() if k != slug}, attested | {slug: "met"}):
            with pytest.raises(UnlawfulMove):
                check_incoming(made_of, sent, replace(whole, gates=other), "BH")


def test_the_oracle_lets_an_honest_grant_through():
    gate = KIND.gates["torture"]
    met = [assessed("torture", Outcome.MET)]
    assert may_pass(gate, {}, [assessed("torture")], [])
    assert not may_pass(gate, {}, [], [])
    assert not may_pass(gate, {}, met, [])
    assert may_pass(gate, {}, met, [assurance("torture")])
    assert timedelta() < LATER - NOW
