# SPDX-License-Identifier: Apache-2.0
"""What happened in a case as the events of the both-sides timeline: codes become words, slugs become titles."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _

from taawun.apps.cases import library, words
from taawun.apps.cases.clocks.timing import DAY
from taawun.apps.cases.models import Case, Clock, SharedMove, Task
from taawun.apps.cases.queries import Event
from taawun.apps.cases.showing import speaking
from taawun.apps.ui import words as ui
from taawun.apps.ui.parts import Event as Shown
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.reasons import REASONS
from taawun.kernel.cases.replay import Standing

Label = Callable[[CaseKind, Event], str]
RUN: Final = 3
"""So many contents filled, or grounds assessed with one outcome, by one officer in a row are told as one."""
TONES: Final[Mapping[str, str]] = {
    "move": "good", "void": "bad", "waiting": "wait", "charge": "bad", "task": "wait", "approved": "good",
    "withdrawn": "wait", "refused": "bad", "tainted": "bad",
}  # fmt: skip


def all_told(
    kind: CaseKind,
    events: Iterable[Event],
    names: Mapping[str, str],
    proofs: Mapping[str, str],
    said: Mapping[str, str],
) -> list[Shown]:
    """Return the events of a case as the timeline shows them, with the arguments of `told`; long runs as one."""
    shown: list[Shown] = []
    for what, group in groupby(events, lambda event: (event.what, event.who, event.state, event.ours)):
        run = list(group)
        if what[0] in RUNS and len(run) >= RUN:
            shown.append(_run(kind, run, names))
        else:
            shown += [told(kind, event, names, proofs, said) for event in run]
    return shown


def _run(kind: CaseKind, run: Sequence[Event], names: Mapping[str, str]) -> Shown:
    label, titles = RUNS[run[0].what](kind, run)
    notes = [names.get(run[0].who, ""), speaking.apart(titles)]
    return Shown(ours=run[0].ours, label=label, at=run[-1].at, note=" · ".join(note for note in notes if note))


def told(
    kind: CaseKind, event: Event, names: Mapping[str, str], proofs: Mapping[str, str], said: Mapping[str, str]
) -> Shown:
    """Return an event of a case as the timeline shows it.

    Args:
        kind: of the case.
        event: what happened.
        names: of our officers.
        proofs: the ledger's entry of each envelope.
        said: what is to be told of the move in each envelope, see `said_with`.
    """
    label = LABELS[event.what](kind, event) if event.what in LABELS else event.what
    more = said.get(event.envelope, "") if event.what in ("move", "void", "waiting") else ""
    notes = [names.get(event.who, ""), more or _note(event)]
    return Shown(
        ours=event.ours, label=label, at=event.at, tone=TONES.get(event.what, "calm"),
        note=" · ".join(note for note in notes if note),
        entry_id=proofs.get(event.envelope, "") if event.what in ("move", "void", "waiting", "refused") else "",
    )  # fmt: skip


def said_with(kind: CaseKind, standing: Standing, rows: Iterable[SharedMove]) -> dict[str, str]:
    """Return by envelope the reasons written in a move, or why one is without effect and what then."""
    found = {made.digest(): made.reasons for made in (*standing.applied, *standing.waiting)}
    found |= {made.digest(): " ".join(speaking.why(kind, reason)) for made, reason in standing.void}
    return {row.envelope: found.get(row.digest, "") for row in rows}


def warned(what: str) -> str:
    """Return a warning of a clock in words: of which day it was, or which part of the time had passed."""
    number = what.removeprefix(DAY).removeprefix("day ")  # as rows say it that were written before the colon
    return what if number == what else _("Day {number}").format(number=number)


def _note(event: Event) -> str:
    if event.what == "void" and event.note in REASONS:
        return _("It stays without effect: another move came first, or it was not lawful where it was made.")
    if event.what in ("receipt", "refused"):
        return event.note
    if event.what == "clock":
        return warned(event.note) if event.state == "warned" else event.note
    return event.note if event.what in ("paper", "custody", "tainted", "done") else ""


def _move(kind: CaseKind, event: Event) -> str:
    return speaking.title_in(kind.workflow.moves, event.slug)


def _filled(sentence: str, **given: str) -> str:
    return sentence.format_map(given)


LABELS: Final[Mapping[str, Label]] = {
    "opened": lambda _kind, _event: _("Case opened"),
    "filled": lambda kind, event: _filled(_("Filled: {element}"), element=speaking.title_in(kind.elements, event.slug)),
    "move": _move,
    "void": lambda kind, event: _filled(_("Without effect: {move}"), move=_move(kind, event)),
    "waiting": lambda kind, event: _filled(_("Waits for earlier moves: {move}"), move=_move(kind, event)),
    "refused": lambda kind, event: _filled(_("Refused by the other side: {move}"), move=_move(kind, event)),
    "private": lambda kind, event: _filled(_("At home: {move}"), move=_move(kind, event)),
    "proposed": lambda kind, event: _filled(_("Proposed: {move}"), move=_move(kind, event)),
    "approved": lambda kind, event: _filled(_("Release approved: {move}"), move=_move(kind, event)),
    "withdrawn": lambda kind, event: _filled(_("Proposal withdrawn: {move}"), move=_move(kind, event)),
    "receipt": lambda kind, event: _filled(
        _("Receipt ({state}): {move}"), state=str(ui.word(ui.STATES, event.state).label), move=_move(kind, event)
    ),
    "clock": lambda kind, event: _filled(
        "{clock}: {what}", clock=speaking.title_in(kind.clocks, event.slug),
        what=words.called(words.CLOCK_EVENTS, event.state),
    ),
    "paper": lambda _kind, event: words.called(words.PAPER_KINDS, event.slug),
    "custody": lambda _kind, event: words.called(words.CUSTODY, event.slug),
    "tainted": lambda _kind, _event: _("Evidence found tainted"),
    "assessed": lambda kind, event: _filled(
        "{gate}: {outcome}", gate=speaking.title_in(kind.gates, event.slug),
        outcome=str(ui.word(words.OUTCOMES, event.state).label),
    ),
    "assurance": lambda kind, event: _filled(
        _("Assurance assessed: {gate}"), gate=speaking.title_in(kind.gates, event.slug)
    ),
    "charge": lambda _kind, _event: _("Charge brought after surrender"),
    "task": lambda kind, event: _filled(_("Task raised: {task}"), task=task_title(kind, event.slug)),
    "done": lambda kind, event: _filled(_("Task done: {task}"), task=task_title(kind, event.slug)),
}  # fmt: skip


def _contents(kind: CaseKind, run: Sequence[Event]) -> tuple[str, list[str]]:
    titles = dict.fromkeys(speaking.title_in(kind.elements, event.slug) for event in run)
    return _filled(_("Contents filled: {count}"), count=str(len(titles))), list(titles)


def _grounds(kind: CaseKind, run: Sequence[Event]) -> tuple[str, list[str]]:
    titles = dict.fromkeys(speaking.title_in(kind.gates, event.slug) for event in run)
    outcome = str(ui.word(words.OUTCOMES, run[0].state).label)
    return f"{outcome}: {len(titles)}", list(titles)


RUNS: Final[Mapping[str, Callable[[CaseKind, Sequence[Event]], tuple[str, list[str]]]]] = {
    "filled": _contents, "assessed": _grounds,
}  # fmt: skip


def task_title(kind: CaseKind, slug: str) -> str:
    """Return what a task is called: as its workflow says, or as we do for those that no workflow raises."""
    return (
        speaking.title_in(kind.workflow.tasks, slug) if slug in kind.workflow.tasks else words.called(words.TASKS, slug)
    )


def case_title(case: Case) -> str:
    """Return what a case is called in lists: its own title, or that of its kind."""
    return case.title or speaking.said(library.kind_of(case).title)


def clock_title(clock: Clock) -> str:
    """Return what a clock is called."""
    return speaking.title_in(library.kind_of(clock.case).clocks, clock.rule)


def task_of(task: Task) -> str:
    """Return what a task is called."""
    return task_title(library.kind_of(task.case), task.slug)
