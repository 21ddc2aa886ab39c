# SPDX-License-Identifier: Apache-2.0
"""When a shared move is lawful (spec §60.4 to §60.6, §60.9): by itself, and by what its own ancestors come to.

Both nodes ask the same of the same moves, so they always agree. The internal state of either side plays no part:
only phases are compared, and only flags that no private move touches.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from taawun.kernel.cases.contents import EVERYTHING, Filled, check_value, is_answer, is_complete, still_missing
from taawun.kernel.cases.facts import acts_of, facts_of
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.moves import PASSED, WORDS, MoveMade, PackRef
from taawun.kernel.cases.reasons import Reason, reason
from taawun.kernel.cases.rules import CROSSED, RULES
from taawun.kernel.cases.words import Outcome, Side
from taawun.kernel.cases.workflow import Move, Workflow, shared_flags
from taawun.kernel.errors import (
    BadContents,
    IncompleteMove,
    NotAttested,
    OtherCase,
    OtherPack,
    SameOfficer,
    UnlawfulMove,
)

_ZONES: Final = timedelta(hours=12)
"""How far the day of the other side may lie behind that of UTC."""
_EMPTY: Final[Mapping[str, Filled]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Known:
    """What both nodes know of a case after some moves.

    Attributes:
        phase: where it is.
        flags: those of the shared flags that are set.
        filled: the contents that have crossed, the newest of each element.
        made: which officer made which move.
        shared: the flags that both nodes can know of.
    """

    phase: str
    shared: frozenset[str]
    flags: frozenset[str] = frozenset()
    filled: Mapping[str, Filled] = field(default_factory=lambda: _EMPTY)
    made: frozenset[tuple[str, str]] = frozenset()

    def after(self, workflow: Workflow, made: MoveMade, content: Mapping[str, Filled]) -> "Known":
        """Return what both know once a move with this content has had its effect."""
        move = workflow.moves[made.move]
        return Known(
            phase=workflow.states[move.target].phase if move.target else self.phase,
            shared=self.shared,
            flags=((self.flags - move.clears) | move.sets) & self.shared,
            filled=MappingProxyType({**self.filled, **content}) if content else self.filled,
            made=self.made | {(made.move, made.officer)},
        )


def nothing_yet(workflow: Workflow) -> Known:
    """Return what both know before the first shared move."""
    return Known(workflow.states[workflow.initial].phase, shared_flags(workflow))


def carried(made: MoveMade) -> dict[str, Filled]:
    """Return the contents of a move, read once for all who ask."""
    return {slug: Filled.from_wire(item) for slug, item in made.content.items()}


def crossed(applied: Iterable[MoveMade]) -> dict[str, Filled]:
    """Return the contents that moves with an effect carried, in their order, the newest of each element."""
    return {slug: one for made in applied for slug, one in carried(made).items()}


def side_of(made: MoveMade) -> Side:
    """Return the side that made a move."""
    return Side.REQUESTING if made.party == made.requesting else Side.REQUESTED


def attestable(kind: CaseKind, move: Move) -> dict[str, frozenset[str]]:
    """Return which gates a move must attest, and the words allowed for each.

    An optional gate may be waived; that a secret one was, nobody is told.
    """
    gates = [one for one in kind.gates.values() if move.gates == "all" or (move.gates == "mandatory" and one.mandatory)]
    only = frozenset({PASSED})
    return {one.slug: only if one.mandatory or one.secret else WORDS for one in gates}


def check_alone(kind: CaseKind, made: MoveMade, content: Mapping[str, Filled]) -> None:
    """Refuse a move for what it says by itself; `content` is what it carries.

    Raises:
        OtherCase, OtherPack, UnlawfulMove, NotAttested, IncompleteMove.
    """
    if made.kind != kind.slug:
        raise OtherCase("It names another kind of case.")
    if made.pack != PackRef(kind.pack, kind.pack_version, kind.pack_digest):
        raise OtherPack
    move = kind.workflow.moves.get(made.move)
    if move is None or not move.shared:
        raise UnlawfulMove("The workflow has no such shared move.")
    if move.by is not side_of(made):
        raise UnlawfulMove(f"'{move.slug}' belongs to the {move.by} side.")
    if move.reasoned and not made.reasons:
        raise IncompleteMove("Reasons are missing.")
    _check_gates(kind, move, made)
    _check_carried(kind, move, content)


def _check_gates(kind: CaseKind, move: Move, made: MoveMade) -> None:
    allowed = attestable(kind, move)
    if made.gates.keys() != allowed.keys():
        raise NotAttested(f"Attested: {len(made.gates)}; asked for: {len(allowed)}.")
    wrong = sorted(gate for gate, word in made.gates.items() if word not in allowed[gate])
    if wrong:
        raise NotAttested(f"Gates: {', '.join(wrong)}.")


def _check_carried(kind: CaseKind, move: Move, content: Mapping[str, Filled]) -> None:
    everything = EVERYTHING in move.carries
    for slug, one in content.items():
        if slug not in kind.elements or not (everything or slug in move.carries):
            raise IncompleteMove("It carries an element that it may not.")
        _check_element(kind, slug, one)


def _check_element(kind: CaseKind, slug: str, one: Filled) -> None:
    element = kind.elements[slug]
    if one.excuse:
        if not is_complete(element, one):
            raise IncompleteMove(f"Nothing excuses '{slug}'.")
        return
    try:
        check_value(element, one.value)
    except BadContents as wrong:
        raise IncompleteMove(wrong.detail) from None


def check_lawful(kind: CaseKind, known: Known, made: MoveMade, content: Mapping[str, Filled]) -> None:
    """Refuse a move that does not fit what its own ancestors come to. `check_alone` was content with it.

    Raises:
        UnlawfulMove, IncompleteMove, SameOfficer, NotAttested.
    """
    move = kind.workflow.moves[made.move]
    against = why_not(kind.workflow, known, move)
    if against:
        raise UnlawfulMove(f"'{move.slug}' starts elsewhere ({against.code}).")
    if any((other, made.officer) in known.made for other in move.apart_from):
        raise SameOfficer(f"Move: {move.slug}.")
    _check_complete(kind, known, move, content)
    _check_said(kind, known, move, content)
    _check_crossed(kind, known, made, content)


def _check_complete(kind: CaseKind, known: Known, move: Move, content: Mapping[str, Filled]) -> None:
    """Refuse a move that asks for elements, carries them, and has them neither now nor from before."""
    filled = {**known.filled, **content}
    lacking = [one.slug for one in still_missing(kind.elements, filled, move.needs) if one.slug in _travels(kind, move)]
    if lacking:
        raise IncompleteMove(f"Missing: {', '.join(lacking)}.")


def _check_said(kind: CaseKind, known: Known, move: Move, content: Mapping[str, Filled]) -> None:
    """Refuse a move that carries another answer than the one it stands on, or offences that nobody asked for."""
    filled = {**known.filled, **content}
    answers = {slug: word for slug, word in move.answers.items() if slug in _travels(kind, move)}
    other = sorted(slug for slug, word in answers.items() if not is_answer(filled.get(slug), word))
    if other:
        raise IncompleteMove(f"Answered otherwise: {', '.join(other)}.")
    listing = move.among.keys() & content.keys()
    strange = sorted(slug for slug in listing if not_asked(move, slug, known.filled, content))
    if strange:
        raise IncompleteMove(f"Not asked for: {', '.join(strange)}.")


def _travels(kind: CaseKind, move: Move) -> Collection[str]:
    return kind.elements.keys() if EVERYTHING in move.carries else move.carries


def not_asked(move: Move, slug: str, crossed: Mapping[str, Filled], filled: Mapping[str, Filled]) -> bool:
    """Tell whether an element lists an offence that does not stand, by number and acts, where the move wants it.

    Args:
        move: that names the element in `among`.
        slug: of the element.
        crossed: the contents that have crossed: what was asked for.
        filled: the contents with the element.
    """
    asked = {acts_of(one) for source in move.among[slug] if source in crossed for one in _listed(crossed[source])}
    return any(acts_of(one) not in asked - {None} for one in _listed(filled[slug]))


def _listed(filled: Filled) -> list[object]:
    return filled.value if isinstance(filled.value, list) else []


def _check_crossed(kind: CaseKind, known: Known, made: MoveMade, content: Mapping[str, Filled]) -> None:
    """Refuse a move whose attested gate does not follow from what has crossed, where its rule looks at nothing else."""
    asked = [kind.gates[slug] for slug in made.gates if kind.gates[slug].rule in CROSSED]
    if not asked:
        return
    try:
        facts = facts_of({**known.filled, **content}, made.requesting, made.requested, (made.at - _ZONES).date())
    except BadContents as wrong:
        raise NotAttested(wrong.detail) from None
    closed = [one.slug for one in asked if RULES[one.rule](facts, one.given).outcome is not Outcome.NOT_MET]
    if closed:
        raise NotAttested(f"Gates: {', '.join(sorted(closed))}.")


def why_not(workflow: Workflow, known: Known, move: Move) -> Reason | None:
    """Return why a move does not start from what both know, or None when it does."""
    if known.phase not in {workflow.states[source].phase for source in move.sources}:
        return reason("overtaken", "make_again", phase=known.phase)
    changed = sorted(((move.when - known.flags) | (move.unless & known.flags)) & known.shared)
    return reason("overtaken_flag", "make_again", flag=changed[0]) if changed else None
