# SPDX-License-Identifier: Apache-2.0
"""Pages of alerts: those that wait, one with both sides, and how it ends."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taawun.apps.identity import comparing
from taawun.apps.identity.forms import ReasonForm
from taawun.apps.identity.models import AlertState
from taawun.apps.identity.watching import access, services
from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of
from taawun.apps.ui.parts import page_number
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import may, officer_of


@for_purpose
def alerts(request: HttpRequest) -> HttpResponse:
    """Show the alerts that are open, or those that are closed."""
    closed = "closed" in request.GET
    page = access.alerts(officer_of(request), chosen(request), page_number(request), closed=closed)
    context = {
        "page": page,
        "closed": closed,
        "newer": page.number - 1,
        "older": page.number + 1 if page.more else 0,
        "query": "closed&" if closed else "",
    }
    return render(request, "identity/alerts.html", context)


@for_purpose
def alert(request: HttpRequest, alert_id: uuid.UUID, form: ReasonForm | None = None) -> HttpResponse:
    """Show one alert with what hit and what was hit."""
    found = access.alert(officer_of(request), str(alert_id), chosen(request))
    open_to = may(request, "identity:alert-close") and found.alert.state != AlertState.CLOSED
    context = {
        "found": found,
        "pictures": comparing.alert_pictures(found.listed, found.other, found.row.asked if found.row else {}),
        "names": people.labels({found.alert.acknowledged_by, found.alert.closed_by} - {""}),
        "form": form or ReasonForm(),
        "may_close": open_to,
        "may_acknowledge": open_to and found.alert.state == AlertState.RAISED,
        "may_judge": may(request, "identity:judge"),
    }
    return render(request, "identity/alert.html", context, status=400 if form else 200)


@require_POST
@for_purpose
def acknowledge(request: HttpRequest, alert_id: uuid.UUID) -> HttpResponse:
    """Say that this officer is at work on an alert."""
    services.acknowledge(actor_of(officer_of(request)), str(alert_id), chosen(request))
    messages.success(request, _("The alert is yours."), "good")
    return HttpResponseRedirect(reverse("identity:alert", args=[alert_id]))


@require_POST
@for_purpose
def close(request: HttpRequest, alert_id: uuid.UUID) -> HttpResponse:
    """End an alert with a reason."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return alert(request, alert_id, form)
    services.close_alert(actor_of(officer_of(request)), str(alert_id), form.cleaned_data["reason"], chosen(request))
    messages.success(request, _("The alert is closed."), "good")
    return HttpResponseRedirect(reverse("identity:alerts"))
