# SPDX-License-Identifier: Apache-2.0
"""The door to cases: as an officer, for a purpose, with an audit line for each reading (spec §60.2, §80.13).

What is secret is shown to legal reviewers of the authority that has the case, and to nobody else. Whoever may not
see a case is told that there is none.
"""

from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry
from taawun.apps.cases import gathering, library, queries, reserving, seeing, stepping
from taawun.apps.cases.acting import OBJECT, moment
from taawun.apps.cases.asked import about_hits
from taawun.apps.cases.clocks import calendars, timing
from taawun.apps.cases.gates.masking import mask
from taawun.apps.cases.gathering import Wanted
from taawun.apps.cases.models import (
    Assessment,
    Assurance,
    AssuranceFinding,
    Block,
    Case,
    Charge,
    Clock,
    ClockEvent,
    ElementValue,
    Evidence,
    Paper,
    Reassessment,
    SharedMove,
    Task,
)
from taawun.apps.cases.moves import answers, ending, filing, moving
from taawun.apps.cases.papers import keeping, lettering
from taawun.apps.cases.papers.bundling import bundle, court_bundle
from taawun.apps.cases.shown import AssuranceShown, ClockShown, Filters, Page, Row, Shown, Waiting
from taawun.apps.cases.stating import holding
from taawun.apps.cases.tabling import Told, table
from taawun.apps.people import access as people
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers.purposes import DESK_OFFICER, desks_of
from taawun.kernel.cases import contents
from taawun.kernel.cases.contents import EVERYTHING
from taawun.kernel.cases.deciding import gate_view, verdicts
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.timing import share
from taawun.kernel.errors import NoRole

__all__ = [
    "AssuranceShown",
    "ClockShown",
    "Filters",
    "Page",
    "Row",
    "Shown",
    "Told",
    "Waiting",
    "Wanted",
    "asked_about_hits",
    "asking_moves",
    "board",
    "bundle",
    "cards",
    "case",
    "content_of",
    "counts",
    "court_bundle",
    "dashboard",
    "file_name",
    "fitting_letters",
    "gathered",
    "gathered_named",
    "groups",
    "history",
    "holding",
    "kind_of",
    "media_of",
    "moments",
    "notices",
    "oversight",
    "pack_named",
    "packs",
    "read_paper",
    "says",
    "steps",
    "table",
    "timeline",
    "unassigned",
    "waiting",
]

PAGE_ROWS: Final = 50
"""Cases on one page of the board."""
read_paper = keeping.read_paper
asked_about_hits = about_hits
media_of, file_name = keeping.media_of, keeping.file_name
asking_moves = answers.asks_of
fitting_letters = lettering.fitting
gathered = gathering.page
gathered_named = gathering.named
groups = gathering.groups
moments = gathering.moments
says = gathering.says
steps = stepping.steps
unassigned = stepping.unassigned
packs = library.packs
pack_named = library.pack_named
kind_of = library.kind_of


def case(officer: Officer, case_id: str, purpose: str, *, at: datetime | None = None) -> Shown:
    """Return a case to an officer who may see it.

    Raises:
        NoSuchCase: there is none, or none for this officer and purpose.
        NoPurpose.
    """
    at = moment(at)
    with audit.acting(actor_of(officer), "case.read", OBJECT, case_id, purpose, at=at):
        row = seeing.readable(officer, case_id, purpose)
        return _shown(officer, row, at)


def board(
    officer: Officer, purpose: str, filters: Filters | None = None, page: int = 1, *, at: datetime | None = None
) -> Page:
    """Return one page of the cases that an officer may see for a purpose; each shown one is recorded.

    Raises:
        NoPurpose.
    """
    at, filters = moment(at), filters or Filters()
    rows = Case.objects.filter(seeing.open_to(officer, purpose), **_filtered(filters)).order_by("-changed", "-id")
    found = list(rows[(page - 1) * PAGE_ROWS : page * PAGE_ROWS + 1])
    shown = found[:PAGE_ROWS]
    ids = [one.id for one in shown]
    clocks, tasks = queries.next_due(ids), queries.open_tasks(ids)
    actor = actor_of(officer)
    lines = [Entry(actor, "case.listed", OBJECT, one, purpose) for one in ids]
    audit.record_many(lines or [Entry(actor, "case.listed", OBJECT, "none", purpose)], at=at)
    listed = tuple(Row(one, clocks.get(one.id), tasks.get(one.id, 0)) for one in shown)
    return Page(listed, page, len(found) > PAGE_ROWS, filters)


def named(officer: Officer, purpose: str, text: str, most: int, *, at: datetime | None = None) -> list[Case]:
    """Return the cases that an officer may see, by a part of their local title or by their identifier; each recorded.

    Raises:
        NoPurpose.
    """
    at = moment(at)
    wanted = Q(title__icontains=text) | Q(id=text)
    rows = Case.objects.filter(seeing.open_to(officer, purpose), wanted).order_by("-changed", "-id")
    found = list(rows[:most])
    lines = [Entry(actor_of(officer), "case.listed", OBJECT, one.id, purpose) for one in found]
    audit.record_many(lines, at=at)
    return found


def cards(officer: Officer, purpose: str, kind: str, most: int, *, at: datetime | None = None) -> list[queries.Card]:
    """Return of each phase the first open cases of a kind that an officer may see; each is recorded.

    Raises:
        NoPurpose.
    """
    at, actor = moment(at), actor_of(officer)
    found = queries.first_of_phases(seeing.open_to(officer, purpose), kind, most)
    lines = [Entry(actor, "case.listed", OBJECT, one.case.id, purpose) for one in found]
    audit.record_many(lines or [Entry(actor, "case.listed", OBJECT, "none", purpose)], at=at)
    return found


def counts(officer: Officer, purpose: str) -> list[dict[str, Any]]:
    """Return how many open cases an officer may see stand where: kind, pack_slug, state, phase, count."""
    return queries.counts(seeing.open_to(officer, purpose))


def timeline(officer: Officer, case_id: str, purpose: str, *, at: datetime | None = None) -> list[queries.Event]:
    """Return what both sides did in a case, oldest first."""
    with audit.acting(actor_of(officer), "case.timeline", OBJECT, case_id, purpose, at=moment(at)):
        row = seeing.readable(officer, case_id, purpose)
        kind = library.kind_of(row)
        hidden = frozenset() if seeing.reviews(officer, row) else _secret(kind)
        return queries.timeline(row, hidden)


def content_of(move: SharedMove) -> dict[str, Any]:
    """Return what a move carried, as it crossed: values by element, but for those that are reserved (spec §60.9i).

    The case it belongs to was read before.
    """
    content, kept = filing.move_of(move).content, contents.reserved(library.kind_of(move.case).elements)
    found = {slug: one for slug, one in content.items() if slug not in kept and isinstance(one, dict)}
    return {slug: one["value"] for slug, one in found.items() if "value" in one}


def history(
    officer: Officer, case_id: str, element: str, purpose: str, *, at: datetime | None = None
) -> list[ElementValue]:
    """Return every filling of an element, newest first.

    Raises:
        ElementReserved: it is shown to those alone who direct the case.
        NoSuchCase, NoPurpose.
    """
    with audit.acting(actor_of(officer), "case.element-read", OBJECT, case_id, purpose, at=moment(at)):
        row = seeing.readable(officer, case_id, purpose)
        reserving.require(officer, row, {element})
        return list(ElementValue.objects.filter(case=row, slug=element).order_by("-number"))


def waiting(officer: Officer, purpose: str, most: int = PAGE_ROWS) -> Waiting:
    """Return what waits for an officer in the cases they may see for a purpose; slugs and times, no content."""
    held = people.roles_of(officer)
    mine_to_do = Q(pk__in=())
    for role, authority in held:
        mine_to_do |= Q(role=role, case__authority=authority)
        desks = desks_of(frozenset({role}))
        if desks:
            mine_to_do |= Q(role=DESK_OFFICER, case__authority=authority, case__purpose__in=sorted(desks))
    seen = Case.objects.filter(seeing.open_to(officer, purpose)).values("id")
    tasks = Task.objects.filter(mine_to_do, case_id__in=seen, done=None).exclude(role="auditor").select_related("case")
    mine = [authority for role, authority in held if role == seeing.REVIEWER]
    asked = Reassessment.objects.filter(state="open", second_authority__in=mine).exclude(officer_id=officer.id)
    warned = ClockEvent.objects.filter(clock=OuterRef("pk"), kind="warned")
    clocks = Clock.objects.filter(Exists(warned), case_id__in=seen, stopped=None, told__isnull=False)
    return Waiting(
        tuple(tasks.order_by("due", "raised")[:most]),
        tuple(asked.filter(case_id__in=seen).select_related("case")[:most]),
        tuple(clocks.select_related("case").order_by("due")[:most]),
    )


def notices(officer: Officer, most: int = PAGE_ROWS) -> tuple[Task, ...]:
    """Return to an auditor what oversight was told and nobody has looked at, the oldest first; nobody else has any.

    Slugs and times, no content; `oversight` reads them on the record.
    """
    if not people.holds(officer, "auditor"):
        return ()
    rows = Task.objects.filter(role="auditor", done=None).select_related("case")
    return tuple(rows.order_by("raised", "pk")[:most])


def oversight(officer: Officer, purpose: str, *, at: datetime | None = None) -> list[Task]:
    """Return to an auditor what oversight must be told: which gate of which case was found otherwise by two.

    Raises:
        NoRole, NoPurpose.
    """
    with audit.acting(actor_of(officer), "case.oversight", OBJECT, "*", purpose, at=moment(at)):
        people.require(officer, "auditor")
        return list(Task.objects.filter(role="auditor").select_related("case").order_by("-raised"))


def dashboard(officer: Officer, purpose: str, *, at: datetime | None = None) -> list[queries.Rate]:
    """Return how requests are answered: of the cases an officer may see, or all of them to an auditor. Numbers only.

    Raises:
        NoRole, NoPurpose.
    """
    at = moment(at)
    with audit.acting(actor_of(officer), "case.rates", OBJECT, "*", purpose, at=at):
        roles = {role for role, _ in people.roles_of(officer)}
        if "auditor" in roles:
            return queries.rates(Q(), at)
        if roles.isdisjoint(seeing.READERS):
            raise NoRole
        return queries.rates(seeing.visible(officer), at)


def _filtered(filters: Filters) -> dict[str, Any]:
    named = {"kind": filters.kind, "pack_slug": filters.pack, "state": filters.state, "phase": filters.phase}
    named |= {"side": filters.side, "authority": filters.authority, "title__icontains": filters.title}
    named |= {"opened_by": filters.opened_by}
    wanted: dict[str, Any] = {name: value for name, value in named.items() if value}
    if filters.warned:
        wanted["id__in"] = Clock.objects.filter(stopped=None, events__kind="warned").values("case_id")
    if filters.other:
        wanted["pk__in"] = Case.objects.filter(Q(requesting=filters.other) | Q(requested=filters.other)).values("pk")
    return wanted if filters.closed is None else wanted | {"closed__isnull": not filters.closed}


def _secret(kind: CaseKind) -> frozenset[str]:
    return frozenset(gate.slug for gate in kind.gates.values() if gate.secret)


def _shown(officer: Officer, row: Case, at: datetime) -> Shown:
    held = filing.hold(row, at)
    kind, file = held.kind, held.file
    reviewer = seeing.reviews(officer, row)
    hidden = frozenset[str]() if reviewer else _secret(kind)
    kept = reserving.hidden(officer, row, kind)
    actor = filing.mover(row, officer.id)
    told, mine, tasks = verdicts(kind, file, actor, at), actor.roles, _tasks(row, reviewer=reviewer)
    return Shown(
        case=row, kind=kind, pack=library.frozen_pack(row.pack_id), standing=held.standing, token=held.token,
        side=filing.our_side(row), moves=told if reviewer else tuple(mask(kind, one) for one in told),
        filled={slug: one for slug, one in file.filled.items() if slug not in kept},
        reserved=frozenset(kept & file.filled.keys()),
        missing=contents.still_missing(kind.elements, file.filled, frozenset({EVERYTHING})),
        gates=tuple(one for one in gate_view(kind, file) if one.gate.slug not in hidden),
        shared=tuple(SharedMove.objects.filter(case=row).defer("wire")),
        proposal=moving.open_proposal(row),
        clocks=_clocks(row, kind, at),
        tasks=tasks,
        papers=tuple(Paper.objects.filter(case=row).select_related("arrival")),
        evidence=tuple(
            Evidence.objects.filter(paper__case=row).select_related("paper").prefetch_related("custody", "taints")
        ),
        assessments=tuple(Assessment.objects.filter(case=row).exclude(gate__in=hidden).order_by("-id")),
        assurances=_assurances(row, hidden),
        reassessments=tuple(Reassessment.objects.filter(case=row).exclude(gate__in=hidden)),
        charges=tuple(Charge.objects.filter(case=row)),
        reviewer=reviewer,
        by_hand=frozenset(
            one.pk for one in tasks
            if one.done is None and one.role in mine and not ending.awaited(kind, held.standing.state, one.slug)
        ),
        blocks=tuple(Block.objects.filter(case=row)) if reviewer else (),
    )  # fmt: skip


def _tasks(row: Case, *, reviewer: bool) -> tuple[Task, ...]:
    found = Task.objects.filter(case=row).exclude(role="auditor")
    found = found if reviewer else found.exclude(slug=seeing.COUNSEL_TASK)
    return tuple(found.order_by("done", "due", "raised"))


def _clocks(row: Case, kind: CaseKind, at: datetime) -> tuple[ClockShown, ...]:
    return tuple(_clock(one, row, kind, at) for one in Clock.objects.filter(case=row).order_by("stopped", "due"))


def _clock(one: Clock, row: Case, kind: CaseKind, at: datetime) -> ClockShown:
    running = timing.running_of(one, kind, row)
    passed = share(running, at, calendars.calendars_of(row, one.started))
    return ClockShown(one, kind.clocks[one.rule], passed, one.due is not None and min(at, one.stopped or at) > one.due)


def _assurances(row: Case, hidden: frozenset[str]) -> tuple[AssuranceShown, ...]:
    findings = {one.assurance_id: one for one in AssuranceFinding.objects.filter(assurance__case=row).order_by("id")}
    rows = Assurance.objects.filter(case=row).exclude(gate__in=hidden)
    return tuple(AssuranceShown(one, findings.get(one.id)) for one in rows)
