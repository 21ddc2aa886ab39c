# SPDX-License-Identifier: Apache-2.0
"""Every kind of case of every pack that is shipped: two nodes agree on it, and its gates hold (spec §60.5, §60.6)."""

from dataclasses import replace
from random import Random

import pytest

from taawun.kernel.cases import (
    CaseFile,
    MoveMade,
    Outcome,
    PackRef,
    PrivateMove,
    Standing,
    attestations,
    check_incoming,
    facts_of,
    gate_view,
    standing,
    verdicts,
)
from taawun.kernel.cases.deciding import GATED
from taawun.kernel.errors import MoveClosed, UnlawfulMove
from tests.instruments.shipped import kinds
from tests.kernel.cases.making import (
    CASE,
    LATER,
    NOW,
    OFFENCE,
    PERSON,
    actor,
    assessed,
    assurance,
    found,
    officer,
)
from tests.properties.profiles import DEEP

KINDS = {name.replace(" ", ":"): kind for name, kind in kinds()}
WALKS = 100 if DEEP else 4
STEPS = 60
PARTIES = ("PK", "BH")


def bare(kind):
    """Return a kind whose moves ask for nothing but the place and the flags: what has to agree at both nodes."""
    nothing = {"needs": frozenset(), "carries": frozenset(), "gates": "", "apart_from": frozenset()}
    moves = {slug: replace(one, **nothing) for slug, one in kind.workflow.moves.items()}
    return replace(kind, workflow=replace(kind.workflow, moves=moves))


class Walk:
    """A random story of one case between two nodes; what is sent comes late, twice, and in any order."""

    def __init__(self, kind, seed):
        self.kind, self.random = kind, Random(seed)
        self.known, self.private = {code: [] for code in PARTIES}, {code: [] for code in PARTIES}
        self.coming = {code: [] for code in PARTIES}
        self.number = 100

    def at(self, code):
        return standing(self.kind, self.known[code], self.private[code])

    def step(self):
        code = self.random.choice(PARTIES)
        if self.coming[code] and self.random.random() < 0.4:
            place = self.random.randrange(len(self.coming[code]))
            self.take(code, self.coming[code][place])
            if self.random.random() < 0.8:
                del self.coming[code][place]
        else:
            self.move(code)

    def move(self, code):
        here, side = self.at(code), "requesting" if code == "PK" else "requested"
        moves = [
            one
            for one in self.kind.workflow.moves.values()
            if one.by == side and here.state in one.sources and one.when <= here.flags and not one.unless & here.flags
        ]
        if not moves:
            return
        move = self.random.choice(moves)
        self.number += 1
        if move.shared:
            self.share(code, move, here)
        else:
            base = here.applied[-1].digest() if here.applied else ""
            self.private[code].append(PrivateMove(move.slug, officer(self.number), "justice", NOW, base))
            assert self.at(code).state == (move.target or here.state)

    def share(self, code, move, here):
        made = MoveMade(
            case=CASE,
            kind=self.kind.slug,
            pack=PackRef(self.kind.pack, self.kind.pack_version, self.kind.pack_digest),
            requesting="PK",
            requested="BH",
            move=move.slug,
            party=code,
            officer=officer(self.number),
            authority="justice",
            at=NOW,
            after=here.heads,
            content={},
            salt=self.number.to_bytes(16, "big"),
            reasons="reasons" if move.reasoned else "",
        )
        check_incoming(self.kind, self.known[code], made, code)
        self.known[code].append(made)
        self.coming[PARTIES[1 - PARTIES.index(code)]].append(made)
        after = self.at(code)
        assert after.state == (move.target or here.state), f"{move.slug} had no effect"

    def take(self, code, made):
        check_incoming(self.kind, self.known[code], made, made.party)
        self.known[code].append(made)


@pytest.mark.parametrize("name", KINDS)
def test_two_nodes_agree_on_a_shipped_kind_of_case(name):
    for seed in range(WALKS):
        walk = Walk(bare(KINDS[name]), seed)
        for _ in range(STEPS):
            walk.step()
        for code in PARTIES:
            for made in reversed(walk.coming[code]):
                walk.take(code, made)
        here, there = (walk.at(code) for code in PARTIES)
        assert (here.phase, here.shared_flags, here.heads) == (there.phase, there.shared_flags, there.heads)
        assert (here.applied, here.void, here.waiting) == (there.applied, there.void, ())
        assert not [why for _, why in here.void if why.code == "unlawful"]


# --- gates ---------------------------------------------------------------------------------------------------

GATED_MOVES = {
    f"{name}:{move.slug}": (kind, move)
    for name, kind in KINDS.items()
    for move in kind.workflow.moves.values()
    if move.gates in GATED
}
WHOLE = PERSON | {"consents": True, "status": "convicted", "nationalities": ["PK"]}
HEAVY = OFFENCE | {
    "category": "narcotics",
    "law_date": "2024-05-01",
    "sentence_months": 120,
    "remaining_months": 60,
    "counterpart": "الاتجار بالمخدرات",
    "counterpart_maximum_months": 240,
}
FACTS = facts_of({"person": found(WHOLE), "offences": found([HEAVY])}, "PK", "BH", NOW.date())
UNKNOWN = facts_of({}, "PK", "BH", NOW.date())


def reviewed(kind, move, assessments, facts=FACTS, **more):
    """Return the file of a case that stands where the move starts, with everything but the gates in its favour."""
    state = min(move.sources)
    flags = move.when
    here = Standing(state, kind.workflow.states[state].phase, flags, flags, (), (), (), (), ())
    looked_at = frozenset(facts.subjects)
    judged = {"assessments": assessments} | {name: more.pop(name) for name in ("assurances",) if name in more}
    seen = {name: tuple(replace(one, covers=looked_at) for one in rows) for name, rows in judged.items()}
    return CaseFile(here, {}, facts, **seen, **more)


def gate_reasons(kind, move, file):
    (found_one,) = (
        one for one in verdicts(kind, file, actor(3, move.by, {move.role}), LATER) if one.move.slug == move.slug
    )
    codes = [why for why in found_one.reasons if "gate" in why.given or why.code in ("asylum_pending", "blocked")]
    return found_one.open, codes


def fine(kind):
    """Return an assessment of every gate that a person may decide."""
    return [assessed(slug) for slug, gate in kind.gates.items()]


@pytest.mark.parametrize(("kind", "move"), GATED_MOVES.values(), ids=GATED_MOVES)
def test_a_gated_move_of_a_shipped_pack_is_closed_until_every_mandatory_gate_is_passed(kind, move):
    _, whys = gate_reasons(kind, move, reviewed(kind, move, fine(kind)))
    assert not whys, [why.given for why in whys]
    for slug in (one.slug for one in kind.gates.values() if one.mandatory):
        others = [one for one in fine(kind) if one.gate != slug]
        hindered = [[*others, assessed(slug, Outcome.MET)], [*others, assessed(slug, Outcome.MET), assessed(slug)]]
        hindered += [] if kind.gates[slug].rule else [others]
        for assessments in hindered:
            file = reviewed(kind, move, assessments)
            is_open, whys = gate_reasons(kind, move, file)
            assert not is_open
            assert slug in {why.given.get("gate") for why in whys}
            with pytest.raises(MoveClosed):
                attestations(kind, file, move)


@pytest.mark.parametrize(("kind", "move"), GATED_MOVES.values(), ids=GATED_MOVES)
def test_a_gated_move_of_a_shipped_pack_is_closed_without_assessments_facts_or_with_a_claim_for_asylum(kind, move):
    for file in (
        reviewed(kind, move, []),
        reviewed(kind, move, [], UNKNOWN),
        reviewed(kind, move, fine(kind), blocks=frozenset({"asylum_pending"})),
    ):
        assert not gate_reasons(kind, move, file)[0]
        with pytest.raises(MoveClosed):
            attestations(kind, file, move)


@pytest.mark.parametrize(("kind", "move"), GATED_MOVES.values(), ids=GATED_MOVES)
def test_only_a_curable_gate_of_a_shipped_pack_is_cured(kind, move):
    for slug, gate in kind.gates.items():
        others = [one for one in fine(kind) if one.gate != slug]
        file = reviewed(kind, move, [*others, assessed(slug, Outcome.MET)], assurances=(assurance(slug),))
        seen = next(one for one in gate_view(kind, file) if one.gate.slug == slug)
        assert seen.cured == gate.curable
        own = replace(file.assurances[0], assessor=assessed(slug).officer)
        assert not next(one for one in gate_view(kind, replace(file, assurances=(own,))) if one.gate.slug == slug).cured


@pytest.mark.parametrize(("kind", "move"), [one for one in GATED_MOVES.values() if one[1].shared])
def test_no_node_takes_a_gated_move_of_a_shipped_pack_without_its_attestations(kind, move):
    made = MoveMade(
        case=CASE,
        kind=kind.slug,
        pack=PackRef(kind.pack, kind.pack_version, kind.pack_digest),
        requesting="PK",
        requested="BH",
        move=move.slug,
        party="PK" if move.by == "requesting" else "BH",
        officer=officer(1),
        authority="justice",
        at=NOW,
        after=("a" * 64,),
        content={},
        salt=bytes(16),
        reasons="reasons",
    )
    whole = attestations(kind, reviewed(kind, move, fine(kind)), move)
    check_incoming(kind, (), replace(made, gates=whole), made.party)
    for slug in whole:
        less = {name: word for name, word in whole.items() if name != slug}
        for gates in (less, whole | {slug: "not_assessed"}, {}):
            with pytest.raises(UnlawfulMove):
                check_incoming(kind, (), replace(made, gates=gates), made.party)


HANDING_OVER = frozenset(
    (
        "granted granted_postponed surrender_scheduled handed_over handed_over_temporarily "
        "agreed handover_planned transferred"
    ).split()
)
"""States of shipped workflows in which a person is promised to the other side, or on the way there."""


@pytest.mark.parametrize("name", [one for one in KINDS if KINDS[one].workflow.states.keys() & HANDING_OVER])
def test_every_step_by_which_a_person_leaves_asks_for_the_gates(name):
    flow = KINDS[name].workflow
    steps = [one for one in flow.moves.values() if one.by == "requested" and one.shared and one.target in HANDING_OVER]
    assert steps
    for one in steps:
        onward = [other for other in steps if one.target in other.sources]
        backwards = one.sources <= HANDING_OVER and onward and all(other.gates in GATED for other in onward)
        assert one.gates in GATED or backwards, one.slug
