# SPDX-License-Identifier: Apache-2.0
"""What waits for an officer: hits on watch lists, releases to approve or send, envelopes that were refused."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from taawun.apps.exchange import access, services
from taawun.apps.exchange.models import OutState, Release, ReleaseState
from taawun.apps.identity.watching import access as watching
from taawun.apps.ui.parts import ToDo
from taawun.apps.ui.purposes import EXCHANGE, chosen
from taawun.apps.ui.reader import officer_of

MOST = 20
SENDERS = frozenset({"desk_officer", "liaison_officer", "releasing_officer"})


def todo(request: HttpRequest) -> list[ToDo]:
    """Return what waits for the officer, the most urgent first; nothing for roles that do not exchange."""
    if officer_of(request).role_slugs().isdisjoint(access.READERS):
        return []
    return [*_alerts(request), *_refused(request), *_releases(request)][:MOST]


def _alerts(request: HttpRequest) -> Iterator[ToDo]:
    """Yield the hits on watch lists that nobody has taken up; nothing of a record is said here."""
    purpose = chosen(request)
    for one in watching.waiting(officer_of(request), purpose, MOST) if purpose else []:
        url = reverse("identity:alert", args=[one.alert.id])
        yield ToDo(_("Look at a hit on a watch list"), url, one.alert.of.title, one.alert.raised, _("Raised"), "bad")


def _releases(request: HttpRequest) -> Iterator[ToDo]:
    roles = officer_of(request).role_slugs()
    states = (ReleaseState.DRAFT.value, ReleaseState.APPROVED.value)
    for row in access.releases(officer_of(request), EXCHANGE, states):
        if row.state == ReleaseState.APPROVED and roles & SENDERS:
            yield _item(row, _("Send the release"), _("Approved"), "calm")
        elif row.state == ReleaseState.DRAFT and _may_approve(request, row):
            yield _item(row, _("Decide on the release"), _("To approve"), "wait")


def _may_approve(request: HttpRequest, row: Release) -> bool:
    if row.drafter_id == officer_of(request).id or any(
        one.officer_id == officer_of(request).id for one in row.approvals.all()
    ):
        return False
    return not officer_of(request).role_slugs().isdisjoint(services.still_needed(row))


def _refused(request: HttpRequest) -> Iterator[ToDo]:
    for row in access.outbox(officer_of(request), EXCHANGE):
        if row.state == OutState.REJECTED:
            url = reverse("exchange:envelope", args=[row.id])
            yield ToDo(_("The other side refused an envelope"), url, f"{row.peer_id} · {row.code}", row.answered,
                       _("Refused"), "bad")  # fmt: skip


def _item(row: Release, label: str, state: str, tone: str) -> ToDo:
    return ToDo(label, reverse("exchange:release", args=[row.id]), ", ".join(row.recipients), row.created, state, tone)
