# SPDX-License-Identifier: Apache-2.0
"""Which moves are open to an officer, and why the others are closed (spec §60.14).

Everything that closes a move is said at once, each with what opens it. No role passes a gate: whoever asks, the
same gates are looked at. The answers are for the officer's own side and never cross.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from taawun.kernel.cases import contents
from taawun.kernel.cases.checking import ground_of
from taawun.kernel.cases.contents import EVERYTHING, Element, Filled
from taawun.kernel.cases.facts import PERSON, Facts
from taawun.kernel.cases.gates import Assessment, Assurance
from taawun.kernel.cases.gating import GateStanding, stand
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.lawful import attestable, crossed, not_asked
from taawun.kernel.cases.moves import PASSED, WAIVED
from taawun.kernel.cases.reasons import Reason, reason
from taawun.kernel.cases.replay import Standing
from taawun.kernel.cases.words import Outcome, Side
from taawun.kernel.cases.workflow import Move
from taawun.kernel.errors import MoveClosed

ASYLUM: Final = "asylum_pending"
"""The block that a claim for asylum sets; the other side must never learn of it."""

GATED: Final = frozenset({"mandatory", "all"})
"""What the moves ask of the gates that grant or surrender; a block closes them."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who would make a move. `roles` are those held in `authority`."""

    officer: str
    authority: str
    roles: frozenset[str]
    side: Side


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All that a node knows of a case and that decides its moves.

    Attributes:
        standing: what the moves come to.
        filled: the contents at this node, whether they have crossed or not.
        facts: what they state, typed.
        assessments: of gates, oldest first.
        assurances: oldest first.
        blocks: what keeps every grant closed here, e.g. "asylum_pending"; secret.
        fillers: element -> the officer of this node who filled it, where that filling counts.
        older: elements that were filled here before the other side stated an offence or the person otherwise.
    """

    standing: Standing
    filled: Mapping[str, Filled]
    facts: Facts
    assessments: tuple[Assessment, ...] = ()
    assurances: tuple[Assurance, ...] = ()
    blocks: frozenset[str] = frozenset()
    fillers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    older: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a move is open; if not, all reasons.

    `oversight` names the gates that were met and passed by the exceptional path: oversight must be told when the
    move is made.
    """

    move: Move
    open: bool
    reasons: tuple[Reason, ...]
    oversight: tuple[str, ...] = ()


def verdicts(kind: CaseKind, file: CaseFile, actor: Actor, now: datetime) -> tuple[Verdict, ...]:
    """Return a verdict for every move of the actor's side, in the workflow's order.

    Args:
        kind: of the case.
        file: what this node knows.
        actor: who would move.
        now: what was assessed or promised later than this is not counted.
    """
    seen, moves = _as_of(file, now), kind.workflow.moves.values()
    gates = _gates(kind, seen)
    return tuple(_verdict(kind, seen, gates, actor, move) for move in moves if move.by is actor.side)


def check_move(kind: CaseKind, file: CaseFile, actor: Actor, move: str, now: datetime, reasons: str = "") -> Move:
    """Return the move if the actor may make it now with these reasons.

    Raises:
        MoveClosed: with all `reasons`; without any for a move that the workflow does not have.
    """
    asked, seen = _move(kind, move), _as_of(file, now)
    against = list(_verdict(kind, seen, _gates(kind, seen), actor, asked).reasons)
    if asked.reasoned and not reasons.strip():
        against.append(reason("no_reasons", "give_reasons"))
    if against:
        raise _closed(asked, against)
    return asked


def attestations(kind: CaseKind, file: CaseFile, move: Move | str) -> dict[str, str]:
    """Return what a move attests of the gates (MoveMade.gates): nothing for one that asks for none.

    Raises:
        MoveClosed: if a gate is not passed, or the case is blocked.
    """
    asked = _move(kind, move)
    gates = _gates(kind, file)
    against = [*_gate_reasons(kind, asked, gates), *_block_reasons(asked, file.blocks)] if asked.gates in GATED else []
    if against:
        raise _closed(asked, against)
    return {gate: _word(gates[gate], words) for gate, words in attestable(kind, asked).items()}


def gate_view(kind: CaseKind, file: CaseFile) -> tuple[GateStanding, ...]:
    """Return what became of every gate, each with the moves that it keeps closed now."""
    asking = [move for move in kind.workflow.moves.values() if move.gates in GATED]
    return tuple(
        replace(one, blocks=tuple(move.slug for move in asking if not one.passed and _concerns(move, one)))
        for one in _gates(kind, file).values()
    )


def missing(kind: CaseKind, file: CaseFile, move: Move | str) -> tuple[Element, ...]:
    """Return the elements that a move asks for and that are not complete."""
    return contents.still_missing(kind.elements, file.filled, _move(kind, move).needs)


def under_review(kind: CaseKind, standing: Standing) -> frozenset[str]:
    """Return the elements of a request that nobody may fill now: it was checked, reviewed or signed as it is (§60.9).

    They may be filled again after a move that leads back to the drafter.
    """
    moves = kind.workflow.moves
    last = next((step for step in reversed(standing.steps) if step.before != step.after), None)
    if last is None or last.shared or EVERYTHING not in moves[last.move].needs:
        return frozenset()
    if moves[last.move].by is not Side.REQUESTING:
        return frozenset()
    sent = [one.carries for one in moves.values() if one.by is Side.REQUESTING and EVERYTHING in one.needs]
    travels = frozenset(kind.elements) if any(EVERYTHING in one for one in sent) else frozenset[str]().union(*sent)
    return travels | {one.slug for one in kind.elements.values() if one.required}


# --- the reasons ------------------------------------------------------------------------------------------

_Gates = Mapping[str, GateStanding]


def _move(kind: CaseKind, move: Move | str) -> Move:
    slug = move if isinstance(move, str) else move.slug
    if slug not in kind.workflow.moves:
        raise MoveClosed("The workflow has no such move.")
    return kind.workflow.moves[slug]


def _closed(move: Move, against: Iterable[Reason]) -> MoveClosed:
    found = tuple(against)
    return MoveClosed(f"{move.slug}: {', '.join(dict.fromkeys(one.code for one in found))}.", found)


def _as_of(file: CaseFile, now: datetime) -> CaseFile:
    return replace(
        file,
        assessments=tuple(one for one in file.assessments if one.at <= now),
        assurances=tuple(one for one in file.assurances if max(one.given_at, one.assessed_at or one.given_at) <= now),
    )


def _gates(kind: CaseKind, file: CaseFile) -> _Gates:
    return {slug: stand(one, file.facts, file.assessments, file.assurances) for slug, one in kind.gates.items()}


def _verdict(kind: CaseKind, file: CaseFile, gates: _Gates, actor: Actor, move: Move) -> Verdict:
    against = (
        *_place_reasons(kind, file.standing, move, actor.side),
        *_flag_reasons(kind, file.standing, move),
        *_people_reasons(kind, file, move, actor),
        *_content_reasons(kind, file, move),
        *_gate_reasons(kind, move, gates),
        *_block_reasons(move, file.blocks),
    )
    told = tuple(slug for slug, one in gates.items() if one.exceptional and _concerns(move, one))
    return Verdict(move, not against, against, told)


def _place_reasons(kind: CaseKind, standing: Standing, move: Move, side: Side) -> Iterator[Reason]:
    if move.by is not side:
        yield reason("other_side", "their_move", side=move.by)
    if standing.state in move.sources:
        return
    if kind.workflow.states[standing.state].final:
        yield reason("case_over", "no_way", state=standing.state)
        return
    ways = [one.slug for one in kind.workflow.moves.values() if one.target in move.sources]
    given = {"state": standing.state, "sources": _list(move.sources)}
    yield (
        reason("wrong_state", "reach_state", **given, moves=_list(ways))
        if ways
        else reason("wrong_state", "no_way", **given)
    )


def _flag_reasons(kind: CaseKind, standing: Standing, move: Move) -> Iterator[Reason]:
    moves = kind.workflow.moves.values()
    for flag in sorted(move.when - standing.flags):
        setters = _list(one.slug for one in moves if flag in one.sets)
        yield reason("flag_missing", "set_flag", flag=flag, moves=setters)
    for flag in sorted(move.unless & standing.flags):
        clearers = _list(one.slug for one in moves if flag in one.clears)
        opens = "clear_flag" if clearers else "no_way"
        yield reason("flag_forbids", opens, flag=flag, moves=clearers)


def _people_reasons(kind: CaseKind, file: CaseFile, move: Move, actor: Actor) -> Iterator[Reason]:
    if move.role not in actor.roles:
        yield reason("role_missing", "officer_with_role", role=move.role)
    mine = {step.move for step in file.standing.steps if step.officer == actor.officer}
    for other in sorted(move.apart_from & mine):
        yield reason("same_officer", "other_officer", move=other)
    if _judges(move) and any(file.fillers.get(one.slug) == actor.officer for one in _wanted(kind, file)):
        yield reason("own_words", "other_officer")


def _judges(move: Move) -> bool:
    """Tell whether a move says of a whole request that it is right, where it must be another officer who says so."""
    return not move.shared and EVERYTHING in move.needs and bool(move.apart_from)


def _wanted(kind: CaseKind, file: CaseFile) -> tuple[Element, ...]:
    return contents.required(kind.elements, file.filled)


def _content_reasons(kind: CaseKind, file: CaseFile, move: Move) -> Iterator[Reason]:
    for element in contents.still_missing(kind.elements, file.filled, move.needs):
        core = element.core or not element.excusable
        code, opens = ("core_element_missing", "fill_core_element") if core else ("element_missing", "fill_element")
        yield reason(code, opens, element=element.slug)
    for slug in sorted(move.needs & file.older):
        yield reason("element_older", "fill_again", element=slug)
    for slug, word in sorted(move.answers.items()):
        if not contents.is_answer(file.filled.get(slug), word):
            yield reason("other_answer", "give_answer", element=slug, answer=f"{slug}.{word}")
    asked = crossed(file.standing.applied) if move.among else {}
    for slug in sorted(move.among.keys() & file.filled.keys()):
        if not_asked(move, slug, asked, file.filled):
            yield reason("not_asked_for", "list_asked", element=slug)


def _block_reasons(move: Move, blocks: frozenset[str]) -> Iterator[Reason]:
    for block in sorted(blocks) if move.gates in GATED else ():
        if block == ASYLUM:
            yield reason("asylum_pending", "counsel_channel")
        else:
            yield reason("blocked", "lift_block", block=block)


def _gate_reasons(kind: CaseKind, move: Move, gates: _Gates) -> Iterator[Reason]:
    if move.gates == "ground":
        grounds = [one.gate.rule for one in gates.values() if one.is_ground]
        apart = _for_their_ground(kind, move)
        if not grounds:
            yield reason("no_ground", "find_ground")
        elif apart.keys() >= set(grounds):
            yield reason("ground_apart", "make_that", moves=_list({apart[rule] for rule in grounds}))
        return
    if rule := ground_of(move):
        asked = [one for one in gates.values() if one.gate.rule == rule]
        if not any(one.is_ground for one in asked):
            yield from (reason("ground_not_met", "find_that_ground", gate=one.gate.slug) for one in asked)
        return
    for one in gates.values():
        if _concerns(move, one) and not one.passed:
            yield _why_closed(one)


def _for_their_ground(kind: CaseKind, move: Move) -> dict[str, str]:
    """Return the moves that refuse as this one does, but for one ground and with what that owes: by its rule."""
    alike = (one for one in kind.workflow.moves.values() if one.by is move.by and one.sources & move.sources)
    return {ground_of(one): one.slug for one in alike if ground_of(one)}


def _concerns(move: Move, one: GateStanding) -> bool:
    return move.gates == "all" or (move.gates == "mandatory" and one.gate.mandatory)


def _why_closed(one: GateStanding) -> Reason:
    if one.tainted:
        return reason("gate_tainted", "two_assessors", gate=one.gate.slug)
    return _not_looked_at(one) if one.beyond else _why_not_passed(one)


def _why_not_passed(one: GateStanding) -> Reason:
    gate, found = one.gate.slug, one.computed
    if one.outcome is Outcome.NOT_ASSESSED:
        if found is None or found.person:
            return reason("gate_not_assessed", "assess_gate", gate=gate)
        return reason("gate_facts_missing", "fill_facts", gate=gate, fact=found.code, **found.given)
    if one.gate.curable:
        return reason("gate_met_curable", "get_assurance", gate=gate)
    if not one.gate.mandatory:
        exercised = one.waived is False
        return reason("gate_exercised", "waive_gate", gate=gate) if exercised else _undecided(gate)
    if found and found.outcome is Outcome.MET:
        return reason("gate_met_by_facts", "other_facts", gate=gate, fact=found.code, **found.given)
    return reason("gate_met", "two_assessors", gate=gate)


def _not_looked_at(one: GateStanding) -> Reason:
    """Return that what was found of a gate did not look at all that stands now; offences are told by their numbers."""
    offences = [label for label in one.beyond if label != PERSON]
    opens = "two_look_again" if one.exceptional else "look_again"
    if one.outcome is Outcome.MET:
        opens = "decide_gate" if one.assessment and one.assessment.waived else "get_assurance"
    if offences:
        return reason("gate_other_offences", opens, gate=one.gate.slug, offences=", ".join(offences))
    return reason("gate_other_person", opens, gate=one.gate.slug)


def _undecided(gate: str) -> Reason:
    return reason("gate_undecided", "decide_gate", gate=gate)


def _word(one: GateStanding, words: frozenset[str]) -> str:
    """Return what is attested of a gate that is passed."""
    return WAIVED if WAIVED in words and one.outcome is Outcome.MET and not one.cured else PASSED


def _list(slugs: Iterable[str]) -> str:
    return ", ".join(sorted(slugs))
