# SPDX-License-Identifier: Apache-2.0
"""A pack in plain words, and a workflow as a drawing: for a page, a terminal, or a diagram (spec §65.1).

What comes from the pack is in the reader's language already; what is ours comes as (sentence, values) and is
translated where it is shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from taawun.kernel.cases.clocks import ClockRule, Unit
from taawun.kernel.cases.contents import Element
from taawun.kernel.cases.gates import Gate
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.words import Source, Words
from taawun.kernel.cases.workflow import Move, Task, Workflow
from taawun.kernel.instruments.pack import Pack

SENTENCES: Final = {
    "days": "{length} calendar days",
    "hours": "{length} hours",
    "months": "{length} months",
    "shared_working_days": "{length} working days that both sides share",
    "statutory": "law",
    "service": "service target",
    "extendable": "prolonged once with reasons by {length}",
    "warns": "warns also on day {days}",
    "mandatory": "must be refused",
    "optional": "may be refused",
    "curable": "an assurance may cure it",
    "secret": "never told to the other side",
    "minimum_penalty": "computed: at least {months} months of highest penalty",
    "months_when_sentenced": "{length} months must remain of a sentence",
    "months_sentenced": "{length} months must have been imposed",
    "remaining_sentence": "computed: at least {months} months remain",
    "minimum_age": "computed: {years} years or older",
    "own_national": "computed: from the nationality of the person",
    "death_penalty": "computed: from a table of law by offence, state and day",
    "dual_criminality": "computed: from the counterpart of each offence",
    "counterpart_months": "{length} months of highest penalty at least",
    "accessory": "one offence that reaches it takes the others along",
    "consent": "computed: from the consent of the person",
    "trafficking_screening": "computed: from the screening for trafficking",
    "current_vetting": "computed: cleared at most {months} months ago, by both sides",
    "core": "always; no excuse",
    "required": "always",
    "for_forms": "where this help is asked: {names}",
    "for_status": "where the person is: {names}",
    "later": "when a move asks for it",
    "excusable": "or a reason why not",
    "reserved": "shown only to those who direct the case",
    "many_states": "{count} states",
    "requesting": "the requesting side",
    "requested": "the requested side",
    "unchecked": "not compared with the text",
    "death": "threatened with death",
    "no_death": "another highest penalty",
    "by_hand": "an officer, with the reason",
}
"""Our own words of a description; each is translated where it is shown."""


FEW_STATES: Final = 4
"""A move that starts from more states than these is told once, with their number."""
GIVEN_APART: Final = ("months_when_sentenced", "months_sentenced", "accessory")
"""What a pack may give the rule of a gate beside what the sentence of the rule says."""


@dataclass(frozen=True, slots=True)
class Said:
    """One of our sentences with its values."""

    code: str
    given: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return it in English."""
        return SENTENCES[self.code].format_map(self.given)


Cell = str | tuple[Said, ...]
"""A text of the pack, or what we say about it."""


@dataclass(frozen=True, slots=True)
class Table:
    """One part of a pack as rows; `name` says which: moves, elements, gates, law, clocks, tasks, sources and others."""

    name: str
    kind: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """One move between two states of a drawing."""

    source: str
    target: str
    move: str
    title: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Diagram:
    """States by slug with their titles, in the order in which a case can reach them, and the moves between them."""

    initial: str
    nodes: Mapping[str, str]
    final: frozenset[str]
    edges: tuple[Edge, ...]

    def mermaid(self) -> str:
        """Return it in the notation of Mermaid state diagrams."""
        lines = ["stateDiagram-v2"]
        lines += [f'    state "{_plain(title)}" as {slug}' for slug, title in self.nodes.items()]
        lines += [f"    [*] --> {self.initial}"]
        lines += [f"    {edge.source} --> {edge.target}: {_plain(edge.title)}" for edge in self.edges]
        lines += [f"    {slug} --> [*]" for slug in self.nodes if slug in self.final]
        return "\n".join(lines) + "\n"


def as_diagram(workflow: Workflow, language: str = "en") -> Diagram:
    """Return the drawing of a workflow; moves that stay where the case is are left out."""
    edges = [_edge(move, source, language) for move in workflow.moves.values() for source in sorted(move.sources)]
    drawn = tuple(edge for edge in edges if edge.target)
    order = _reached(workflow.initial, drawn)
    return Diagram(
        initial=workflow.initial,
        nodes={slug: in_language(workflow.states[slug].title, language) for slug in order},
        final=frozenset(slug for slug, state in workflow.states.items() if state.final),
        edges=drawn,
    )


def as_tables(pack: Pack, language: str = "en", kind: str = "") -> Iterator[Table]:
    """Return a pack as tables in plain words; of one kind of case where `kind` names it."""
    yield Table("parties", "", tuple(_parties(pack, language)))
    for one in pack.kinds.values():
        if kind in ("", one.slug):
            yield from _kind_tables(one, language)
    yield Table("quotas", "", tuple(_quotas(pack, language)))
    yield Table("conflicts", "", tuple(_conflicts(pack, language)))
    yield Table("facts", "", tuple(_facts(pack, language)))
    yield Table("sources", "", tuple(_sources(pack)))


def in_language(words: Words, language: str) -> str:
    """Return a text of a pack in a language, in English where that is unknown."""
    return words.get(language) or words["en"]


def cited(sources: Iterable[Source]) -> str:
    """Return sources by their short names and articles."""
    return "; ".join(f"{source.slug} {source.article}".strip() for source in sources)


def _kind_tables(kind: CaseKind, language: str) -> Iterator[Table]:
    gates, clocks, elements = kind.gates.values(), kind.clocks.values(), kind.elements.values()
    moves = kind.workflow.moves.values()
    yield Table("moves", kind.slug, tuple(_move(kind.workflow, move, language) for move in moves))
    yield Table("elements", kind.slug, tuple(_element(element, language) for element in elements))
    yield Table("gates", kind.slug, tuple(_gate(gate, language) for gate in gates))
    yield Table("law", kind.slug, tuple(row for gate in gates for row in _law(gate, language)))
    yield Table("clocks", kind.slug, tuple(_clock(clock, kind.workflow, language) for clock in clocks))
    yield Table(
        "tasks", kind.slug, tuple(_task(task, kind.workflow, language) for task in kind.workflow.tasks.values())
    )


def _move(workflow: Workflow, move: Move, language: str) -> tuple[Cell, ...]:
    states = [in_language(workflow.states[slug].title, language) for slug in workflow.states if slug in move.sources]
    many = (Said("many_states", {"count": str(len(states))}),)
    start: Cell = ", ".join(states) if len(states) <= FEW_STATES else many
    target = in_language(workflow.states[move.target].title, language) if move.target else "="
    return in_language(move.title, language), (Said(move.by.value),), move.role, start, target, cited(move.basis)


def _element(element: Element, language: str) -> tuple[Cell, ...]:
    said = [Said("core" if element.core else "required" if element.required else "later")]
    if element.for_forms:
        said = [Said("for_forms", {"names": ", ".join(sorted(element.for_forms))})]
    if element.for_status:
        said = [Said("for_status", {"names": ", ".join(sorted(element.for_status))})]
    if element.required and element.excusable:
        said.append(Said("excusable"))
    if element.reserved:
        said.append(Said("reserved"))
    return in_language(element.title, language), tuple(said), cited(element.sources)


def _gate(gate: Gate, language: str) -> tuple[Cell, ...]:
    said = [Said("mandatory" if gate.mandatory else "optional")]
    said += [Said(word) for word, holds in (("curable", gate.curable), ("secret", gate.secret)) if holds]
    if gate.rule:
        said.append(Said(gate.rule, {name: str(value) for name, value in gate.given.items()}))
    if gate.rule == "dual_criminality" and gate.given.get("months"):
        said.append(Said("counterpart_months", {"length": str(gate.given["months"])}))
    said += [Said(name, {"length": str(gate.given[name])}) for name in GIVEN_APART if gate.given.get(name)]
    return in_language(gate.title, language), tuple(said), cited(gate.sources)


def _law(gate: Gate, language: str) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of the table of law that the rule of a gate is given."""
    for row in gate.given.get("table", ()):
        days = [str(row.get(name) or "") for name in ("from", "until")]
        threatened = (Said("death" if row["death"] else "no_death"),)
        yield in_language(gate.title, language), row["party"], row["category"], *days, threatened, str(row["source"])


def _task(task: Task, workflow: Workflow, language: str) -> tuple[Cell, ...]:
    ends = ", ".join(in_language(workflow.moves[slug].title, language) for slug in sorted(task.done_by))
    owed: Cell = (Said("days", {"length": str(task.owed_days)}),) if task.owed_days is not None else ""
    return in_language(task.title, language), (Said(task.side.value),), task.role, owed, ends or (Said("by_hand"),)


def _clock(clock: ClockRule, workflow: Workflow, language: str) -> tuple[Cell, ...]:
    said = [Said(clock.unit.value, {"length": str(clock.length)})]
    if clock.extendable:
        said.append(Said("extendable", {"length": str(clock.extendable)}))
    if clock.warn_on and clock.unit is not Unit.HOURS:
        said.append(Said("warns", {"days": ", ".join(map(str, clock.warn_on))}))
    starts = [in_language(workflow.moves[slug].title, language) for slug in sorted(clock.starts)]
    force = (Said("statutory" if clock.statutory else "service"),)
    return in_language(clock.title, language), tuple(said), force, ", ".join(starts), cited(clock.sources)


def _parties(pack: Pack, language: str) -> Iterator[tuple[Cell, ...]]:
    for one in pack.parties.values():
        name = f"{in_language(one.title, language)} ({one.party})"
        yield name, in_language(one.authority, language), ", ".join(one.languages), one.zone


def _facts(pack: Pack, language: str) -> Iterator[tuple[Cell, ...]]:
    for party in pack.parties.values():
        for fact in party.facts:
            yield in_language(party.title, language), in_language(fact.text, language), cited(fact.sources)


def _quotas(pack: Pack, language: str) -> Iterator[tuple[Cell, ...]]:
    for one in pack.quotas.values():
        yield in_language(one.title, language), str(one.number), in_language(one.per, language), cited(one.sources)


def _conflicts(pack: Pack, language: str) -> Iterator[tuple[Cell, ...]]:
    for one in pack.conflicts.values():
        for said in one.statements:
            text, source = in_language(said.text, language), cited((said.source,))
            yield in_language(one.title, language), text, source, said.dated.isoformat()


def _sources(pack: Pack) -> Iterator[tuple[Cell, ...]]:
    for one in pack.sources.values():
        checked: Cell = "✓" if one.checked else (Said("unchecked"),)
        yield one.slug, one.title, one.dated.isoformat() if one.dated else "", checked, one.link, one.note


def _edge(move: Move, source: str, language: str) -> Edge:
    return Edge(source, move.target, move.slug, in_language(move.title, language), move.shared)


def _reached(initial: str, edges: tuple[Edge, ...]) -> list[str]:
    found = [initial]
    for slug in found:
        found += [edge.target for edge in edges if edge.source == slug and edge.target not in found]
    return list(dict.fromkeys(found))


def _plain(text: str) -> str:
    return text.replace('"', "'").replace(":", " ").replace(";", ",").replace("\n", " ")
