# SPDX-License-Identifier: Apache-2.0
"""What must hold of one kind of case: names that meet, sane clocks, grounds that discriminate nobody (spec §65.6)."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from taawun.kernel.cases.checking import ground_of
from taawun.kernel.cases.clocks import ClockRule, Unit
from taawun.kernel.cases.contents import EVERYTHING, KINDS, Element
from taawun.kernel.cases.gates import Gate
from taawun.kernel.cases.kinds import KindPart
from taawun.kernel.cases.rules import PARAMETERS
from taawun.kernel.cases.workflow import Move, Workflow
from taawun.kernel.instruments.problems import Collector

LENGTHS: Final[Mapping[Unit, int]] = {
    Unit.HOURS: 24 * 90,
    Unit.DAYS: 366 * 3,
    Unit.MONTHS: 60,
    Unit.SHARED_WORKING_DAYS: 400,
}
"""The longest clock in each unit: what is longer is a slip of the pen."""
RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "months": (1, 120),
    "months_when_sentenced": (1, 60),
    "months_sentenced": (1, 60),
    "years": (7, 21),
}
"""Between which numbers a threshold of each name makes sense."""
GATE_WORDS: Final = frozenset({"", "mandatory", "all", "ground"})
_ROW: Final = {"party", "category", "from", "until", "death", "source"}
_DISCRIMINATING: Final = re.compile(
    r"\b(nationalit\w*|nationals?|religio\w*|sect|sects|sectarian|ethnic\w*|racial|race|tribe|tribal|risk[_ ]scores?)\b"
)
_PROTECTING: Final = frozenset({"own_national", "discriminatory_purpose"})
"""Grounds that name these words to protect: a treaty's own-national rule, and a purpose to discriminate."""


def check_kind(kind: KindPart, collector: Collector, roles: Collection[str] | None) -> None:
    """Note every broken rule of a kind."""
    place = f"/kinds/{kind.slug}"
    _check_graph(kind.workflow, f"{place}/workflow", collector)
    for slug, move in kind.workflow.moves.items():
        _check_move(move, kind, f"{place}/workflow/moves/{slug}", collector)
    for where, role in _roles(kind.workflow):
        if roles is not None and role not in roles:
            collector.add(f"{place}/workflow/{where}/role", "unknown-role", name=role)
    for slug, task in kind.workflow.tasks.items():
        _unknown(task.done_by, kind.workflow.moves, f"{place}/workflow/tasks/{slug}/done_by", "unknown-move", collector)
    for slug, element in kind.elements.items():
        _check_element(element, f"{place}/elements/{slug}", collector)
    for slug, gate in kind.gates.items():
        _check_gate(gate, f"{place}/gates/{slug}", collector)
        if _is_names(gate.given.get("of")):
            _unknown(gate.given["of"], kind.elements, f"{place}/gates/{slug}/given/of", "unknown-element", collector)
    for slug, clock in kind.clocks.items():
        _check_clock(clock, kind.workflow, f"{place}/clocks/{slug}", collector)


def _unknown(names: Iterable[str], known: Collection[str], place: str, rule: str, collector: Collector) -> None:
    for name in sorted(set(names) - set(known)):
        collector.add(place, rule, name=name)


def _roles(workflow: Workflow) -> Iterator[tuple[str, str]]:
    yield from ((f"moves/{slug}", move.role) for slug, move in workflow.moves.items())
    yield from ((f"tasks/{slug}", task.role) for slug, task in workflow.tasks.items())


def _check_graph(workflow: Workflow, place: str, collector: Collector) -> None:
    """Note states that do not exist, cannot be reached, or trap a case."""
    steps = {(source, move.target or source) for move in workflow.moves.values() for source in move.sources}
    named = {workflow.initial, *(state for step in steps for state in step)}
    for state in sorted(named - set(workflow.states)):
        collector.add(place, "workflow", why=f"no state “{state}”")
    reached = _closure({workflow.initial}, steps)
    for state in sorted(set(workflow.states) - reached):
        collector.add(f"{place}/states/{state}", "workflow", why="no move leads here")
    final = {slug for slug, state in workflow.states.items() if state.final}
    ending = _closure(final, {(target, source) for source, target in steps})
    for state in sorted(set(workflow.states) - ending):
        collector.add(f"{place}/states/{state}", "workflow", why="no path from here ends")


def _closure(start: set[str], steps: set[tuple[str, str]]) -> set[str]:
    found, front = set(start), set(start)
    while front:
        front = {target for source, target in steps if source in front} - found
        found |= front
    return found


def _check_move(move: Move, kind: KindPart, place: str, collector: Collector) -> None:
    workflow = kind.workflow
    _unknown(move.tasks, workflow.tasks, f"{place}/tasks", "unknown-task", collector)
    _unknown(move.apart_from, workflow.moves, f"{place}/apart_from", "unknown-move", collector)
    _unknown(move.needs - {EVERYTHING}, kind.elements, f"{place}/needs", "unknown-element", collector)
    _unknown(move.carries, kind.elements, f"{place}/carries", "unknown-element", collector)
    _unknown(move.answers, kind.elements, f"{place}/answers", "unknown-element", collector)
    named = frozenset(move.among).union(*move.among.values())
    _unknown(named, kind.elements, f"{place}/among", "unknown-element", collector)
    for flag in sorted((move.when | move.unless | move.sets | move.clears) - set(workflow.flags)):
        collector.add(place, "workflow", why=f"no flag “{flag}”")
    rule = ground_of(move)
    if rule and rule not in {gate.rule for gate in kind.gates.values()}:
        collector.add(f"{place}/gates", "workflow", why=f"no ground is found by the rule “{rule}”")
    if move.gates not in GATE_WORDS and not rule:
        collector.add(f"{place}/gates", "shape", expected=" | ".join(sorted(GATE_WORDS)))
    elif move.gates in ("mandatory", "all") and not any(gate.mandatory for gate in kind.gates.values()):
        collector.add(f"{place}/gates", "nothing-mandatory")


def _check_element(element: Element, place: str, collector: Collector) -> None:
    if element.kind not in KINDS:
        collector.add(f"{place}/kind", "shape", expected=" | ".join(sorted(KINDS)))
    if (element.kind == "choice") != bool(element.choices) or (element.kind == "form") != bool(element.fields):
        collector.add(place, "shape", expected="choices for a choice, fields for a form, and for nothing else")
    if element.core and (element.excusable or not element.required):
        collector.add(place, "core-excuse")
    if element.kind not in ("person", "offences"):
        _check_words(element.slug, element.title, place, collector)
    for one in element.fields:
        _check_element(one, f"{place}/fields/{one.slug}", collector)


def _check_words(slug: str, title: Mapping[str, str], place: str, collector: Collector) -> None:
    said = f"{slug.replace('_', ' ')} {title.get('en', '')}".lower()
    if slug not in _PROTECTING and _DISCRIMINATING.search(said):
        collector.add(place, "discrimination")


def _check_gate(gate: Gate, place: str, collector: Collector) -> None:
    _check_words(gate.slug, gate.title, place, collector)
    if not gate.rule:
        if gate.given:
            collector.add(f"{place}/given", "bad-given", expected="—")
        return
    if gate.rule not in PARAMETERS:
        collector.add(f"{place}/rule", "unknown-rule", name=gate.rule)
        return
    needed, allowed = PARAMETERS[gate.rule]
    if (gate.rule == "own_national") != (gate.slug == "own_national"):
        collector.add(f"{place}/rule", "discrimination")
    if not needed <= gate.given.keys() <= needed | allowed:
        collector.add(f"{place}/given", "bad-given", expected=", ".join(sorted(needed)) or "—")
    for name, value in gate.given.items():
        _check_given(name, value, f"{place}/given/{name}", collector)


def _check_given(name: str, value: object, place: str, collector: Collector) -> None:
    if name == "table":
        rows = value if isinstance(value, tuple) else ()
        if not rows or not all(isinstance(row, Mapping) and set(row) == _ROW for row in rows):
            collector.add(place, "bad-given", expected=", ".join(sorted(_ROW)))
    elif name == "of" and not _is_names(value):
        collector.add(place, "shape", expected="a list of names")
    elif name == "accessory" and type(value) is not bool:
        collector.add(place, "shape", expected="true or false")
    elif name in RANGES:
        least, most = RANGES[name]
        if type(value) is not int or not least <= value <= most:
            collector.add(place, "bad-threshold", least=least, most=most)


def _is_names(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, str) for one in value)


def _check_clock(clock: ClockRule, workflow: Workflow, place: str, collector: Collector) -> None:
    most = LENGTHS[clock.unit]
    sane = 1 <= clock.length <= most and 0 <= clock.extendable <= most
    if not sane or not all(0 < day < clock.length for day in clock.warn_on):
        collector.add(place, "bad-clock", most=most, unit=clock.unit.value)
    for name, moves in (("starts", clock.starts), ("stops", clock.stops)):
        _unknown(moves, workflow.moves, f"{place}/{name}", "unknown-move", collector)
        if not moves:
            collector.add(f"{place}/{name}", "missing-part", names=name)
    if clock.at_end and clock.at_end not in workflow.tasks:
        collector.add(f"{place}/at_end", "unknown-task", name=clock.at_end)
