# SPDX-License-Identifier: Apache-2.0
"""What waits for an officer: hits, desks of sectors, cases, releases, envelopes that were refused or not read yet."""

from collections.abc import Iterator
from itertools import islice

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from taawun.apps.cases import access as cases
from taawun.apps.cases.showing import speaking, telling
from taawun.apps.exchange import access, services
from taawun.apps.exchange.models import InState, OutState, Release, ReleaseState
from taawun.apps.identity.watching import access as watching
from taawun.apps.sector import waiting as at_sectors
from taawun.apps.ui import words
from taawun.apps.ui.parts import ToDo
from taawun.apps.ui.purposes import EXCHANGE, chosen
from taawun.apps.ui.reader import held, may, officer_of

MOST = 20
STEPS = 10
"""Cases that are named because their next step waits; the list of cases has the others."""
UNASSIGNED = 5
"""Cases that nobody has yet and that are named; the list of cases has the others."""
UNREAD = 5
"""Unread messages and records that are named one by one; the inbox has the others."""
RELEASES = 5
"""Releases that are named one by one; their page has the others."""
LOOKED = 20
"""Releases of which it is asked whether this officer may act on them: each takes some questions."""
SENDERS = frozenset({"desk_officer", "liaison_officer", "releasing_officer"})


def todo(request: HttpRequest) -> list[ToDo]:
    """Return what waits for the officer, the most urgent first; nothing for roles that do not exchange."""
    if held(request).isdisjoint(access.READERS):
        return [*_oversight(request), *_sectors(request), *_cases(request)][:MOST]
    exchange = [*_releases(request), *_unread(request)]
    first = [*_oversight(request), *_alerts(request)]
    return [*first, *_sectors(request), *_refused(request), *_cases(request), *exchange][:MOST]


def beginnings(request: HttpRequest) -> Iterator[ToDo]:
    """Yield the first steps of a day's work that this officer's roles may take."""
    steps = {
        "cases:new": _("Open a case"),
        "exchange:write": _("Write a message"),
        "identity:search": _("Find a name"),
        "registers:list": _("Registers"),
    }
    for page, label in steps.items():
        if may(request, page):
            yield ToDo(label, reverse(page))


def _oversight(request: HttpRequest) -> Iterator[ToDo]:
    """Yield to an auditor what oversight was told and nobody has looked at; no content of a case."""
    for one in cases.notices(officer_of(request), MOST):
        url = f"{reverse('cases:dashboard')}#oversight"
        yield ToDo(telling.task_of(one), url, one.case_id, _("Task"), "wait", since=one.raised)


def _alerts(request: HttpRequest) -> Iterator[ToDo]:
    """Yield the hits on watch lists that nobody has taken up; nothing of a record is said here."""
    purpose = chosen(request)
    for one in watching.waiting(officer_of(request), purpose, MOST) if purpose else []:
        url = reverse("identity:alert", args=[one.alert.id])
        yield ToDo(
            _("Look at a hit on a watch list"), url, one.alert.of.title, _("Raised"), "bad", since=one.alert.raised
        )


def _sectors(request: HttpRequest) -> Iterator[ToDo]:
    """Yield what waits at the desks of the sectors for this purpose; what it says is the sector's own."""
    purpose = chosen(request)
    for one in at_sectors(officer_of(request), purpose, timezone.now(), MOST) if purpose else []:
        state, tone = (_("Late"), "bad") if one.late else (_("Task"), "wait")
        yield ToDo(one.label, reverse(one.page, args=one.args), one.note, state, tone, one.due, one.since)


def _cases(request: HttpRequest) -> Iterator[ToDo]:
    """Yield clocks that run out, tasks, cases that nobody has or whose next step is this officer's, and gates laid
    before their authority; no content of a case.
    """
    purpose = chosen(request)
    if not purpose or not may(request, "cases:case"):
        return
    found = cases.waiting(officer_of(request), purpose, MOST)
    for clock in found.clocks:
        url = reverse("cases:case", args=[clock.case_id])
        yield ToDo(
            telling.clock_title(clock), url, telling.case_title(clock.case), _("Time runs out"), "bad", due=clock.due
        )
    for task in found.tasks:
        url, late = reverse("cases:case", args=[task.case_id]), task.due is not None and task.due < timezone.now()
        state, tone = (_("Late"), "bad") if late else (_("Task"), "wait")
        yield ToDo(telling.task_of(task), url, telling.case_title(task.case), state, tone, task.due, task.raised)
    for case in cases.unassigned(officer_of(request), purpose, UNASSIGNED):
        url = reverse("cases:case", args=[case.id])
        yield ToDo(_("Give it to an authority"), url, telling.case_title(case), _("Task"), "wait", since=case.changed)
    for case, move in cases.steps(officer_of(request), purpose, STEPS):
        url = reverse("cases:case", args=[case.id])
        yield ToDo(speaking.said(move.title), url, telling.case_title(case), _("Task"), "wait", since=case.changed)
    for asked in found.reassessments:
        url = reverse("cases:gate", args=[asked.case_id, asked.gate])
        title = telling.case_title(asked.case)
        yield ToDo(_("Decide as the second assessor"), url, title, _("Task"), "wait", since=asked.at)


def _releases(request: HttpRequest) -> Iterator[ToDo]:
    """Yield releases to be decided on or sent; none that this officer may not open, and so not act on (spec §30.20)."""
    officer, roles = officer_of(request), held(request)
    states = (ReleaseState.DRAFT.value, ReleaseState.APPROVED.value)
    rows = access.releases(officer, EXCHANGE, states)
    roster = services.own_roster() if rows else None
    waiting = [
        row
        for row in rows
        if (row.state == ReleaseState.DRAFT and services.waits_for(row, officer.id, roles, roster))
        or (row.state == ReleaseState.APPROVED and roles & SENDERS)
    ]
    mine = list(islice((row for row in waiting[:LOOKED] if access.may_act(officer, row)), RELEASES))
    for row in mine:
        if row.state == ReleaseState.APPROVED:
            yield _item(row, _("Send the release"), _("Approved"), "calm")
        else:
            yield _item(row, _("Decide on the release"), _("To approve"), "wait")
    if len(waiting) > (LOOKED if len(mine) < RELEASES else RELEASES):
        yield ToDo(_("Other releases that wait"), reverse("exchange:releases"))


def _refused(request: HttpRequest) -> Iterator[ToDo]:
    for row in access.outbox(officer_of(request), EXCHANGE):
        if row.state == OutState.REJECTED:
            url = reverse("exchange:envelope", args=[row.id])
            note = f"{row.peer_id} · {row.code}"
            yield ToDo(_("The other side refused an envelope"), url, note, _("Refused"), "bad", since=row.answered)


def _unread(request: HttpRequest) -> Iterator[ToDo]:
    """Yield the newest messages and records that nobody has opened; a move is told by the tasks of its case."""
    rows = [
        row
        for row in access.inbox(officer_of(request), EXCHANGE)
        if row.state == InState.ACCEPTED and row.read_at is None and row.kind in words.KINDS
    ]
    for row in rows[:UNREAD]:
        url = reverse("exchange:envelope", args=[row.id])
        note = f"{row.peer_id} · {row.seq}" if access.sees_numbers(held(request)) else row.peer_id
        yield ToDo(words.KINDS[row.kind], url, note, _("Unread"), "calm", since=row.received)
    if rows[UNREAD:]:
        yield ToDo(_("Others that nobody has opened"), reverse("exchange:inbox"), state=_("Unread"), tone="calm")


def _item(row: Release, label: str, state: str, tone: str) -> ToDo:
    url, note = reverse("exchange:release", args=[row.id]), ", ".join(row.recipients)
    return ToDo(label, url, note, state, tone, since=row.created)
