# SPDX-License-Identifier: Apache-2.0
"""Pages of the exchange: what came, what goes, one envelope from both sides, releases and the partners.

Views translate: they read through access.py, act through services.py and show what came back.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from taawun.apps.exchange import access, queries, services, timeline
from taawun.apps.exchange.forms import ApproveForm
from taawun.apps.exchange.identity import load
from taawun.apps.exchange.models import InEnvelope, Release, ReleaseState
from taawun.apps.ledger import access as ledger
from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of
from taawun.apps.people.signers import unlock
from taawun.apps.registers.catalogue import types
from taawun.apps.ui.parts import page_number
from taawun.apps.ui.purposes import EXCHANGE, chosen, for_purpose
from taawun.apps.ui.reader import may, officer_of
from taawun.kernel import marking as marks
from taawun.kernel.errors import CallerError

REFUSALS = 20  # on the page
UNSENT = (ReleaseState.DRAFT, ReleaseState.APPROVED)


def inbox(request: HttpRequest) -> HttpResponse:
    """Show what came, newest first; contents are opened one by one, for a purpose."""
    page = page_number(request)
    rows = access.inbox(officer_of(request), EXCHANGE, page)
    return render(request, "exchange/inbox.html", {"rows": rows, **_pages(page, rows)})


def outbox(request: HttpRequest) -> HttpResponse:
    """Show what goes, newest first, with attempts and answers."""
    page = page_number(request)
    rows = access.outbox(officer_of(request), EXCHANGE, page)
    context = {"rows": rows, "may_write": may(request, "exchange:write"), **_pages(page, rows)}
    return render(request, "exchange/outbox.html", context)


def partners(request: HttpRequest) -> HttpResponse:
    """Show how the exchange with each partner stands, and what was refused at the door."""
    context = {"peers": queries.peer_statuses(), "refusals": queries.refusals(REFUSALS)}
    return render(request, "exchange/partners.html", context)


@for_purpose
def envelope(request: HttpRequest, envelope_id: uuid.UUID) -> HttpResponse:
    """Show one envelope: its header, what both sides did with it, and where its content is."""
    opened = access.envelope(officer_of(request), str(envelope_id), chosen(request))
    came = isinstance(opened.row, InEnvelope)
    if came and opened.row.state == "accepted":
        services.mark_read(opened.row, timezone.now())
    context: dict[str, Any] = {
        "opened": opened,
        "row": opened.row,
        "came": came,
        "events": timeline.of_envelope(opened),
    }
    context |= ledger.standing(opened.row.entry_id)
    context["records"] = _records(opened.body)
    context["may_answer"] = came and opened.row.state == "accepted" and may(request, "exchange:write")
    return render(request, "exchange/envelope.html", context)


@for_purpose
def proof(request: HttpRequest, envelope_id: uuid.UUID) -> HttpResponse:
    """Give the whole proof of an envelope, as `taawun verify` reads it; recorded like a reading."""
    body = access.proof(officer_of(request), str(envelope_id), chosen(request), timezone.now())
    answer = HttpResponse(body, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="proof-{envelope_id}.json"'
    return answer


def releases(request: HttpRequest) -> HttpResponse:
    """Show releases: by default those that wait for somebody, with all others a link away."""
    page, everything = page_number(request), "all" in request.GET
    states = () if everything else (ReleaseState.DRAFT.value, ReleaseState.APPROVED.value)
    rows = access.releases(officer_of(request), EXCHANGE, states, page)
    context = {"rows": rows, "everything": everything, "openable": access.openable(officer_of(request), rows)}
    return render(request, "exchange/releases.html", context | _pages(page, rows))


@for_purpose
def release(request: HttpRequest, release_id: uuid.UUID, form: ApproveForm | None = None) -> HttpResponse:
    """Show one release: what would go where and why, who approved, and what this officer may do."""
    row, body = access.release(officer_of(request), str(release_id), chosen(request))
    context = _release_context(request, row) | {"body": body, "records": _records(body), "form": form or ApproveForm()}
    return render(request, "exchange/release.html", context, status=400 if form else 200)


@require_POST
@sensitive_post_parameters("passphrase")
def approve(request: HttpRequest, release_id: uuid.UUID) -> HttpResponse:
    """Sign a release with the officer's own keys; a wrong passphrase comes back to the form."""
    access.require_act(officer_of(request), [str(release_id)], "approval")
    form = ApproveForm(request.POST)
    if not form.is_valid():
        return release(request, release_id, form)
    try:
        with unlock(officer_of(request), form.cleaned_data["passphrase"]) as keys:
            services.approve(actor_of(officer_of(request)), [str(release_id)], keys.signers, timezone.now())
    except CallerError as error:
        form.add_error("passphrase", _(error.sentence))
        return release(request, release_id, form)
    messages.success(request, _("Your approval is signed and stands in the ledger."), "good")
    return _to(release_id)


@require_POST
def send(request: HttpRequest, release_id: uuid.UUID) -> HttpResponse:
    """Seal an approved release and put it in the outbox."""
    access.require_act(officer_of(request), [str(release_id)], "release.send")
    services.send(actor_of(officer_of(request)), [str(release_id)], timezone.now())
    messages.success(request, _("Sealed and in the outbox. The worker delivers it."), "good")
    return _to(release_id)


@require_POST
def withdraw(request: HttpRequest, release_id: uuid.UUID) -> HttpResponse:
    """Take back a release that was not sent."""
    access.require_act(officer_of(request), [str(release_id)], "release.withdrawn")
    services.withdraw(actor_of(officer_of(request)), str(release_id), timezone.now())
    messages.success(request, _("The release is withdrawn. Nothing was sent."), "good")
    return _to(release_id)


def _release_context(request: HttpRequest, row: Release) -> dict[str, Any]:
    approvals = list(row.approvals.all())
    names = people.labels([row.drafter_id, *(approval.officer_id for approval in approvals)])
    waits = row.state == ReleaseState.DRAFT
    needed = services.still_needed(row) if waits else ()
    mine = officer_of(request).id == row.drafter_id
    signed = any(approval.officer_id == officer_of(request).id for approval in approvals)
    roles = officer_of(request).role_slugs()
    able = access.may_act(officer_of(request), row)
    return {
        "row": row,
        "terms": load(row.statement),
        "drafter": names.get(row.drafter_id, ""),
        "approvals": [(names.get(one.officer_id, one.officer_id), one.at) for one in approvals],
        "needed": needed,
        "is_drafter": mine,
        "has_signed": signed,
        "may_approve": able and waits and not mine and not signed and bool(roles.intersection(needed)),
        "may_send": able and row.state == ReleaseState.APPROVED and may(request, "exchange:send"),
        "may_withdraw": able and row.state in UNSENT and may(request, "exchange:withdraw"),
    }


def _records(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the records of a set as they stand in it, for whoever was shown it; of another content, none."""
    known = types()
    return [
        {
            **{name: one[name] for name in ("record", "number", "type")},
            "marking": marks.from_wire(one["marking"]),
            "caption": known[one["type"]].caption_of(one["data"]) if one["type"] in known else "",
        }
        for one in body.get("records", ())
    ]


def _pages(page: int, rows: list[Any]) -> dict[str, int]:
    """Return the numbers of the neighbouring pages; a full page has a next one to look at."""
    return {"newer": page - 1, "older": page + 1 if len(rows) == access.PAGE else 0}


def _to(release_id: uuid.UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("exchange:release", args=[release_id]))
