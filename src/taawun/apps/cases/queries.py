# SPDX-License-Identifier: Apache-2.0
"""Reads across the rows of cases that show no content: rates, counts, the order of what both sides did.

Who may see what of it is access.py's to say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import Count, F, Min, Q, Window
from django.db.models.functions import RowNumber

from taawun.apps.cases.library import packs
from taawun.apps.cases.models import (
    Assessment,
    AssuranceFinding,
    Case,
    Charge,
    Clock,
    ClockEvent,
    Custody,
    ElementValue,
    EvidenceTaint,
    MoveStatus,
    Paper,
    PrivateMove,
    Proposal,
    ProposalState,
    SharedMove,
    Task,
)
from taawun.apps.cases.seeing import COUNSEL_TASK
from taawun.apps.exchange.queries import approvals_of, receipts_of
from taawun.kernel.marking import EXERCISE

__all__ = ["packs"]

_Times = tuple[datetime, datetime | None, datetime | None]
"""When a request was asked, answered and closed."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How one kind of request is answered, in one direction, by one authority, over one channel.

    `asked` counts requests that crossed, `answered` those that were answered; ages are in days: of the oldest one
    that waits, and the middle one of those that were answered.
    """

    kind: str
    authority: str
    channel: str
    side: str
    asked: int
    answered: int
    oldest_open_days: int | None
    median_answer_days: float | None

    @property
    def share(self) -> float | None:
        """Return which part was answered; None where nothing was asked."""
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Card:
    """A case on the board, with its running clock that ends first."""

    case: Case
    clock: Clock | None

    def share(self, now: datetime) -> float | None:
        """Return roughly which part of the clock's time has passed; None without a clock. Its page counts exactly."""
        if self.clock is None or self.clock.due is None:
            return None
        whole = (self.clock.due - self.clock.started).total_seconds()
        return max(0.0, (now - self.clock.started).total_seconds() / whole) if whole > 0 else 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in a case, on either side.

    `what` is one of: opened, filled, move, void, waiting, refused, private, proposed, approved, withdrawn, receipt,
    clock, paper, custody, tainted, assessed, assurance, charge, task, done. `slug` names the element, move, gate,
    clock or paper; `state` and `note` say more in slugs and numbers, `who` is the identifier of an officer.
    """

    at: datetime
    ours: bool
    what: str
    slug: str
    who: str = ""
    state: str = ""
    note: str = ""
    envelope: str = ""


def sent_moves(case_ids: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Return of each case its effective shared moves in their order: the move, and the envelope that carried it."""
    rows = SharedMove.objects.filter(case_id__in=list(case_ids), status=MoveStatus.APPLIED).order_by("place")
    found: dict[str, list[tuple[str, str]]] = {}
    for case, move, envelope in rows.values_list("case_id", "move", "envelope"):
        found.setdefault(case, []).append((move, envelope))
    return found


def proposal_of(case_id: str) -> str:
    """Return the release of the open proposal of a case; empty where none waits."""
    rows = Proposal.objects.filter(case_id=case_id, state=ProposalState.OPEN)
    return rows.values_list("release", flat=True).first() or ""


def phases_of(case_ids: Iterable[str]) -> dict[str, str]:
    """Return the phase of each of some cases: what both sides know of where it stands."""
    return dict(Case.objects.filter(id__in=list(case_ids)).values_list("id", "phase"))


def rates(which: Q, now: datetime) -> list[Rate]:
    """Return the rates of the cases that a condition names, by kind, authority, channel and direction.

    What was made up for an exercise stands in no figure (§88.3).
    """
    fields = ("kind", "authority", "channel", "side")
    groups: dict[tuple[str, ...], list[_Times]] = {}
    rows = Case.objects.filter(which, asked__isnull=False).exclude(purpose=EXERCISE).order_by(*fields)
    for *group, asked, answered, closed in rows.values_list(*fields, "asked", "answered", "closed"):
        groups.setdefault(tuple(group), []).append((asked, answered, closed))
    return [_rate(group, found, now) for group, found in groups.items()]


def _rate(
    group: tuple[str, ...], found: list[tuple[datetime, datetime | None, datetime | None]], now: datetime
) -> Rate:
    answered = [(done - asked).total_seconds() / 86_400 for asked, done, _ in found if done is not None]
    waiting = [(now - asked).days for asked, done, closed in found if done is None and closed is None]
    kind, authority, channel, side = group
    return Rate(
        kind, authority, channel, side, len(found), len(answered), max(waiting, default=None),
        median(answered) if answered else None,
    )  # fmt: skip


def counts(which: Q) -> list[dict[str, Any]]:
    """Return how many open cases stand where: kind, pack, state, phase, count."""
    rows = Case.objects.filter(which, closed=None).order_by()
    return [dict(row) for row in rows.values("kind", "pack_slug", "state", "phase").annotate(count=Count("id"))]


def first_of_phases(which: Q, kind: str, most: int) -> list[Card]:
    """Return of each phase the open cases of a kind whose clock ends first, `most` of each."""
    due = Min("clocks__due", filter=Q(clocks__stopped=None, clocks__ended=None))
    rows = Case.objects.filter(which, kind=kind, closed=None).order_by().values("id", "phase").annotate(next=due)
    place = Window(RowNumber(), partition_by=F("phase"), order_by=(F("next").asc(nulls_last=True), F("id").desc()))
    ids = [row["id"] for row in rows.annotate(place=place).filter(place__lte=most)]
    clocks = next_due(ids)
    found = {row.id: Card(row, clocks.get(row.id)) for row in Case.objects.filter(id__in=ids)}
    return [found[one] for one in ids]


def clock_events(clock: Clock) -> list[ClockEvent]:
    """Return what a clock told and what was done to it, oldest first."""
    return list(clock.events.order_by("at", "id"))


def next_due(case_ids: Iterable[str]) -> dict[str, Clock]:
    """Return of each case the running clock that ends first."""
    rows = Clock.objects.filter(case_id__in=list(case_ids), stopped=None, ended=None, due__isnull=False)
    found: dict[str, Clock] = {}
    for row in rows.order_by("due"):
        found.setdefault(row.case_id, row)
    return found


def open_tasks(case_ids: Iterable[str]) -> dict[str, int]:
    """Return how many tasks of each case wait."""
    rows = Task.objects.filter(case_id__in=list(case_ids), done=None).exclude(_told_elsewhere()).order_by()
    return dict(rows.values_list("case_id").annotate(Count("id")))


def _told_elsewhere() -> Q:
    """Return the condition of tasks that only auditors, or only reviewers, may know of."""
    return Q(role="auditor") | Q(slug=COUNSEL_TASK)


def timeline(case: Case, secret_gates: frozenset[str]) -> list[Event]:
    """Return what both sides did in a case, oldest first; nothing of secret gates, which their own page shows.

    What follows from a move stands where the move became known here, not where it was proposed.
    """
    parts = (_begun(case), _moves(case), _proposals(case), _clocks(case), _papers(case), _judged(case, secret_gates))
    return sorted((event for part in parts for event in part), key=lambda event: event.at)


def _begun(case: Case) -> Iterator[Event]:
    yield Event(case.opened, bool(case.opened_by), "opened", case.kind, who=case.opened_by)
    for row in PrivateMove.objects.filter(case=case):
        yield Event(row.at, True, "private", row.move, who=row.officer_id)
    for filled in ElementValue.objects.filter(case=case, move="").only("at", "slug", "officer_id"):
        yield Event(filled.at, True, "filled", filled.slug, who=filled.officer_id)


def _moves(case: Case) -> Iterator[Event]:
    rows = list(SharedMove.objects.filter(case=case).defer("wire"))
    for row in rows:
        what = {"applied": "move"}.get(row.status, row.status)
        note = str(row.why.get("code", ""))
        note = f"{note} §{row.why['section']}" if row.status == MoveStatus.REFUSED else note
        yield Event(
            row.known, bool(row.release), what, row.move, row.officer_id, row.status, note, envelope=row.envelope
        )
    moves = {row.envelope: row for row in rows}
    for envelope, by, kind, code, at in receipts_of(list(moves)):
        yield Event(at, by == "ours", "receipt", moves[envelope].move, state=kind, note=code, envelope=envelope)


def _proposals(case: Case) -> Iterator[Event]:
    rows = {row.release: row for row in Proposal.objects.filter(case=case).defer("wire")}
    for row in rows.values():
        yield Event(row.at, True, "proposed", row.move, row.officer_id, row.state)
        if row.state == ProposalState.WITHDRAWN and row.ended:
            yield Event(row.ended, True, "withdrawn", row.move)
    for release, officer, at in approvals_of(list(rows)):
        yield Event(at, True, "approved", rows[release].move, who=officer)


def _clocks(case: Case) -> Iterator[Event]:
    known = dict(SharedMove.objects.filter(case=case).values_list("at", "known"))
    for row in ClockEvent.objects.filter(case=case).select_related("clock"):
        at = known.get(row.at, row.at)
        yield Event(at, True, "clock", row.clock.rule, row.officer_id, row.kind, row.what or row.reason)
    for task in Task.objects.filter(case=case).exclude(_told_elsewhere()):
        yield Event(known.get(task.raised, task.raised), True, "task", task.slug, state=task.role, note=task.note)
        if task.done:
            yield Event(known.get(task.done, task.done), True, "done", task.slug, who=task.done_by, note=task.why)


def _papers(case: Case) -> Iterator[Event]:
    ours = case.requesting if case.side == "requesting" else case.requested
    for row in Paper.objects.filter(case=case):
        yield Event(row.at, row.party == ours, "paper", row.kind, row.officer_id, note=row.name)
    for link in Custody.objects.filter(evidence__paper__case=case):
        yield Event(link.at, True, "custody", link.act, link.officer_id, note=link.held_by)
    for taint in EvidenceTaint.objects.filter(evidence__paper__case=case).select_related("evidence"):
        yield Event(taint.at, True, "tainted", "evidence", taint.officer_id, note=taint.evidence.what)


def _judged(case: Case, secret_gates: frozenset[str]) -> Iterator[Event]:
    for row in Assessment.objects.filter(case=case).exclude(gate__in=secret_gates):
        yield Event(row.at, True, "assessed", row.gate, row.officer_id, row.outcome)
    findings = AssuranceFinding.objects.filter(assurance__case=case).exclude(assurance__gate__in=secret_gates)
    for found in findings.select_related("assurance"):
        state = "sufficient" if found.sufficient else "insufficient"
        yield Event(found.at, True, "assurance", found.assurance.gate, found.officer_id, state)
    for charge in Charge.objects.filter(case=case):
        yield Event(charge.at, True, "charge", charge.charge, charge.officer_id, "outside" if charge.outside else "")
