# SPDX-License-Identifier: Apache-2.0
"""Whether a declared workflow, and a kind of case built on it, can be trusted (spec §60.2, §60.3).

A wrong declaration fails when its pack is loaded, naming the place, and never on a case.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, Protocol, TypeVar

from taawun.kernel.cases import contents, rules
from taawun.kernel.cases.clocks import ClockRule
from taawun.kernel.cases.contents import EVERYTHING, Element
from taawun.kernel.cases.facts import Facts, Offence, Person
from taawun.kernel.cases.gates import Gate
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.paths import check_paths
from taawun.kernel.cases.words import LANGUAGES, PersonStatus, Side, Source, Words
from taawun.kernel.cases.workflow import Move, State, Task, Workflow
from taawun.kernel.errors import BadWorkflow

GATES: Final = frozenset({"", "mandatory", "all", "ground"})
"""What a move may ask of the gates, beside the ground that one rule looks for."""
GROUND_OF: Final = "ground:"
"""How a move begins to ask for such a ground; the slug of the rule follows."""

_PROBE: Final = Facts(
    requesting="PK",
    requested="BH",
    on=date(2000, 1, 1),
    person=Person(PersonStatus.CONVICTED, date(1970, 1, 1), frozenset({"PK"}), consents=True),
    offences=(Offence("1", "-", "-", "PK", "-", date(2000, 1, 1), "-", maximum_months=1, counterpart="-"),),
)
"""Any facts, to see whether a rule can use what a pack gives it."""


class _HasSlug(Protocol):
    @property
    def slug(self) -> str: ...


_Named = TypeVar("_Named", bound=_HasSlug)


def make_workflow(
    slug: str,
    version: int,
    title: Words,
    initial: str,
    states: Iterable[State],
    moves: Iterable[Move],
    flags: Mapping[str, Words] | None = None,
    tasks: Iterable[Task] = (),
) -> Workflow:
    """Return a workflow that is sound.

    Raises:
        BadWorkflow: naming the state, move, flag or task that is not.
    """
    workflow = Workflow(
        slug,
        version,
        title,
        initial,
        MappingProxyType(_by_slug("state", states)),
        MappingProxyType(_by_slug("move", moves)),
        MappingProxyType(dict(flags or {})),
        MappingProxyType(_by_slug("task", tasks)),
    )
    _check_titles(workflow)
    for move in workflow.moves.values():
        _check_names(workflow, move)
        _check_phases(workflow, move)
    _check_holders(workflow)
    _check_flags(workflow)
    _check_tasks(workflow)
    check_paths(workflow)
    return workflow


def check_kind(kind: CaseKind) -> None:
    """Refuse a kind of case whose workflow, elements, gates and clocks do not fit together.

    Raises:
        BadWorkflow: naming the place.
    """
    _title("kind", kind.slug, kind.title)
    for element in kind.elements.values():
        _check_element(kind, element)
    for gate in kind.gates.values():
        _check_gate(gate)
    for clock in kind.clocks.values():
        _check_clock(kind, clock)
    for move in kind.workflow.moves.values():
        unknown = (move.needs | move.carries) - kind.elements.keys() - {EVERYTHING}
        _refuse(bool(unknown), f"move {move.slug}: no such element: {_names(unknown)}")
        _check_answers(kind, move)
        _check_among(kind, move)
        lacking = bool(move.gates) and not kind.gates
        _refuse(lacking, f"move {move.slug}: asks for gates, and the kind has none")
        rule = ground_of(move)
        looked_for = not rule or rule in {gate.rule for gate in kind.gates.values()}
        _refuse(not looked_for, f"move {move.slug}: no gate has the rule {rule}")


def _check_answers(kind: CaseKind, move: Move) -> None:
    """Refuse an answer that nobody could give, or that a move does not ask for."""
    at = f"move {move.slug}"
    for slug, word in move.answers.items():
        words = {one for one, _ in kind.elements[slug].choices} if slug in kind.elements else set()
        _refuse(word not in words, f"{at}: no such answer: {slug} {word}")
        _refuse(slug not in move.needs, f"{at}: stands on an answer that it does not need: {slug}")


def _check_among(kind: CaseKind, move: Move) -> None:
    """Refuse offences of which nobody could say among which they must stand."""
    at, offences = f"move {move.slug}", {slug for slug, one in kind.elements.items() if one.kind == "offences"}
    named = frozenset(move.among).union(*move.among.values())
    _refuse(bool(named - offences), f"{at}: no elements of offences: {_names(named - offences)}")
    _refuse(not all(move.among.values()), f"{at}: offences among none")
    _refuse(not move.carries.issuperset(move.among), f"{at}: offences that it does not carry")


def ground_of(move: Move) -> str:
    """Return the rule that must have found the ground on which a move rests; empty if any ground will do."""
    return move.gates.removeprefix(GROUND_OF) if move.gates.startswith(GROUND_OF) else ""


def _refuse(wrong: bool, place: str) -> None:
    if wrong:
        raise BadWorkflow(place)


def _names(slugs: Iterable[str]) -> str:
    return ", ".join(sorted(slugs))


def _by_slug(what: str, items: Iterable[_Named]) -> dict[str, _Named]:
    found: dict[str, _Named] = {}
    for item in items:
        _refuse(item.slug in found, f"{what} {item.slug}: stands twice")
        found[item.slug] = item
    return found


def _title(what: str, slug: str, title: Words) -> None:
    lacking = [language for language in LANGUAGES if not title.get(language, "").strip()]
    _refuse(bool(lacking), f"{what} {slug}: no title in {_names(lacking)}")


def _sources(what: str, slug: str, sources: tuple[Source, ...]) -> None:
    _refuse(not sources, f"{what} {slug}: no source")


# --- the workflow -----------------------------------------------------------------------------------------


def _check_titles(workflow: Workflow) -> None:
    _title("workflow", workflow.slug, workflow.title)
    for what, table in (("state", workflow.states), ("move", workflow.moves), ("task", workflow.tasks)):
        for slug, one in table.items():
            _title(what, slug, one.title)
    for slug, words in workflow.flags.items():
        _title("flag", slug, words)


def _check_names(workflow: Workflow, move: Move) -> None:
    """Refuse a move that names what is not there."""
    at = f"move {move.slug}"
    unknown = (move.sources | {move.target} - {""}) - workflow.states.keys()
    _refuse(bool(unknown), f"{at}: no such state: {_names(unknown)}")
    _refuse(not move.sources, f"{at}: starts nowhere")
    flags = (move.when | move.unless | move.sets | move.clears) - workflow.flags.keys()
    _refuse(bool(flags), f"{at}: no such flag: {_names(flags)}")
    _refuse(bool(move.when & move.unless), f"{at}: a flag must be and must not be set")
    _refuse(bool(move.sets & move.clears), f"{at}: a flag is set and cleared")
    _refuse(bool(move.apart_from - workflow.moves.keys()), f"{at}: apart from a move that is not there")
    _refuse(bool(frozenset(move.tasks) - workflow.tasks.keys()), f"{at}: raises a task that is not there")
    _refuse(move.gates not in GATES and not ground_of(move), f"{at}: gates is none of {_names(GATES)}")
    _refuse(not move.role, f"{at}: no role")
    _sources("move", move.slug, move.basis)


def _check_phases(workflow: Workflow, move: Move) -> None:
    """Refuse a move that tells the other side nothing when it should, or too much when it stays at home."""
    at = f"move {move.slug}"
    starts = [workflow.states[source] for source in move.sources]
    ends = [workflow.states[move.target]] if move.target else starts
    phases = {state.phase for state in (*starts, *ends)}
    if move.shared:
        _refuse(any(not state.phase for state in ends), f"{at}: is shared and leads to a state without a phase")
        strange = [state.slug for state in starts if not state.phase and state.holder is not move.by]
        _refuse(bool(strange), f"{at}: opens a case that its side does not know: {_names(strange)}")
    else:
        _refuse(len(phases) != 1, f"{at}: is private and changes the phase")
        wrong = [state.slug for state in starts if state.holder is not move.by]
        _refuse(bool(wrong), f"{at}: is private and starts where the other side holds the case: {_names(wrong)}")
        _refuse(bool(move.carries), f"{at}: is private and carries contents")
    over = [state.slug for state in starts if state.final and move.target not in ("", state.slug)]
    _refuse(bool(over), f"{at}: leads out of a final state: {_names(over)}")


def _check_holders(workflow: Workflow) -> None:
    """Refuse a phase that both sides would hold, and a case that two sides could open."""
    holders: dict[str, set[Side]] = {}
    for state in workflow.states.values():
        holders.setdefault(state.phase, set()).add(state.holder)
    both = [phase for phase, sides in holders.items() if len(sides) > 1]
    _refuse(bool(both), f"phase '{_names(both)}': held by both sides")


def _check_flags(workflow: Workflow) -> None:
    """Refuse a flag that nobody sets, and a guard on one that its mover can never learn of."""
    moves = workflow.moves.values()
    unset = workflow.flags.keys() - frozenset[str]().union(*(move.sets for move in moves))
    _refuse(bool(unset), f"flag {_names(unset)}: set by no move")
    for move in moves:
        seen = frozenset[str]().union(*(one.sets for one in moves if one.shared or one.by is move.by))
        hidden = move.when - seen
        _refuse(bool(hidden), f"move {move.slug}: waits for what the other side sets in private: {_names(hidden)}")


def _check_tasks(workflow: Workflow) -> None:
    for task in workflow.tasks.values():
        unknown = task.done_by - workflow.moves.keys()
        _refuse(bool(unknown), f"task {task.slug}: done by a move that is not there: {_names(unknown)}")
        _refuse(task.owed_days is not None and task.owed_days < 0, f"task {task.slug}: owed before it is raised")
        _refuse(not task.role, f"task {task.slug}: no role")


# --- the kind of case ---------------------------------------------------------------------------------------


def _check_element(kind: CaseKind, element: Element, inside: str = "") -> None:
    at = f"element {inside}{element.slug}"
    _title("element", element.slug, element.title)
    _sources("element", element.slug, element.sources)
    _refuse(element.kind not in contents.KINDS, f"{at}: no such kind: {element.kind}")
    _refuse((element.kind == "choice") != bool(element.choices), f"{at}: choices belong to a choice")
    _refuse((element.kind == "form") != bool(element.fields), f"{at}: fields belong to a form")
    _refuse(element.core and not element.required, f"{at}: is core and not required")
    for word, words in element.choices:
        _title(f"choice of {element.slug}", word, words)
    forms = element.for_forms - _forms(kind)
    _refuse(bool(forms), f"{at}: for a form that is not there: {_names(forms)}")
    _by_slug(f"field of {element.slug}", element.fields)
    for one in element.fields:
        _check_element(kind, one, f"{element.slug}.")


def _forms(kind: CaseKind) -> frozenset[str]:
    """Return what an element may be required for: forms, and words of choices."""
    words = {word for element in kind.elements.values() for word, _ in element.choices}
    return frozenset(words | {slug for slug, element in kind.elements.items() if element.kind == "form"})


def _check_gate(gate: Gate) -> None:
    at = f"gate {gate.slug}"
    _title("gate", gate.slug, gate.title)
    _sources("gate", gate.slug, gate.sources)
    if not gate.rule:
        _refuse(bool(gate.given), f"{at}: is given what no rule asks for")
        return
    _refuse(gate.rule not in rules.RULES, f"{at}: no such rule: {gate.rule}")
    needed, allowed = rules.PARAMETERS[gate.rule]
    lacking, unknown = needed - gate.given.keys(), gate.given.keys() - needed - allowed
    _refuse(bool(lacking), f"{at}: its rule needs {_names(lacking)}")
    _refuse(bool(unknown), f"{at}: its rule knows no {_names(unknown)}")
    try:
        rules.RULES[gate.rule](_PROBE, gate.given)
    except (TypeError, ValueError, KeyError):
        _refuse(True, f"{at}: its rule cannot use what it is given")


def _check_clock(kind: CaseKind, clock: ClockRule) -> None:
    at, moves = f"clock {clock.slug}", kind.workflow.moves.keys()
    _title("clock", clock.slug, clock.title)
    _sources("clock", clock.slug, clock.sources)
    _refuse(clock.length < 1 or clock.extendable < 0, f"{at}: has no length")
    unknown = (clock.starts | clock.stops) - moves
    _refuse(bool(unknown), f"{at}: no such move: {_names(unknown)}")
    _refuse(not clock.starts, f"{at}: nothing starts it")
    _refuse(any(not 0 < day <= clock.length for day in clock.warn_on), f"{at}: warns before it starts or after it ends")
    _refuse(bool(clock.at_end) and clock.at_end not in kind.workflow.tasks, f"{at}: no such task: {clock.at_end}")
