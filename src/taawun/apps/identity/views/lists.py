# SPDX-License-Identifier: Apache-2.0
"""Pages of watch lists: those of the officer's authority, one with its records, and the acts on them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taawun.apps.identity.forms import ListForm, PutOnForm, ReviewForm
from taawun.apps.identity.models import Source
from taawun.apps.identity.watching import access, services
from taawun.apps.identity.watching.services import Terms
from taawun.apps.people.access import actor_of
from taawun.apps.registers import access as registers
from taawun.apps.ui import errors
from taawun.apps.ui.parts import page_number, page_of
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import may, officer_of
from taawun.kernel.errors import CallerError

MOST_IMPORTS = 20
IMPORT = "import:"


@for_purpose
def lists(request: HttpRequest, form: ListForm | None = None) -> HttpResponse:
    """Show the watch lists of this officer's authority for the purpose, and offer to make one."""
    context = {
        "page": page_of(request, access.lists(officer_of(request), chosen(request))),
        "form": form or ListForm(imports=_imports(request)),
        "may_make": may(request, "identity:list-new"),
        "today": timezone.localdate(),
    }
    return render(request, "identity/lists.html", context, status=400 if form else 200)


@require_POST
@for_purpose
def create(request: HttpRequest) -> HttpResponse:
    """Make a watch list."""
    form = ListForm(request.POST, imports=_imports(request))
    if not form.is_valid():
        return lists(request, form)
    made = services.create_list(actor_of(officer_of(request)), _terms(form.cleaned_data), chosen(request))
    return HttpResponseRedirect(reverse("identity:list", args=[made.id]))


@for_purpose
def watch_list(request: HttpRequest, list_id: uuid.UUID, form: PutOnForm | None = None) -> HttpResponse:
    """Show a watch list with the records on it."""
    found = access.watch_list(officer_of(request), str(list_id), chosen(request), page_number(request))
    open_to = may(request, "identity:list-add") and found.watch.closed is None
    context = {
        "found": found,
        "form": form or PutOnForm(),
        "review_form": ReviewForm(auto_id="again_%s", initial={"review": found.watch.review}),
        "may_change": open_to,
        "may_put": open_to and found.watch.source == Source.CHOSEN,
        "today": timezone.localdate(),
        "newer": found.number - 1,
        "older": found.number + 1 if found.more else 0,
    }
    return render(request, "identity/list.html", context, status=400 if form else 200)


@require_POST
@for_purpose
def put_on(request: HttpRequest, list_id: uuid.UUID) -> HttpResponse:
    """Put a record on a list."""
    form = PutOnForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.put_on(
                actor_of(officer_of(request)), str(list_id), [str(said["record"])], said["reason"], chosen(request)
            )
            messages.success(request, _("The record is on the list; it is being screened."), "good")
            return _to(list_id)
        except CallerError as error:
            form.add_error(None, errors.said(error))
    return watch_list(request, list_id, form)


@require_POST
@for_purpose
def take_off(request: HttpRequest, list_id: uuid.UUID, record_id: uuid.UUID) -> HttpResponse:
    """Take a record off a list."""
    reason = request.POST.get("reason", "")
    services.take_off(actor_of(officer_of(request)), str(list_id), str(record_id), reason, chosen(request))
    messages.success(request, _("The record is off the list."), "good")
    return _to(list_id)


@require_POST
@for_purpose
def review(request: HttpRequest, list_id: uuid.UUID) -> HttpResponse:
    """Note until when a list is needed."""
    form = ReviewForm(request.POST)
    if form.is_valid():
        services.review(actor_of(officer_of(request)), str(list_id), form.cleaned_data["review"], chosen(request))
    return _to(list_id)


@require_POST
@for_purpose
def close(request: HttpRequest, list_id: uuid.UUID) -> HttpResponse:
    """End a list."""
    services.close_list(actor_of(officer_of(request)), str(list_id), chosen(request))
    messages.success(request, _("The list is closed; it raises no more alerts."), "good")
    return _to(list_id)


def _to(list_id: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("identity:list", args=[list_id]))


def _imports(request: HttpRequest) -> list[tuple[str, Any]]:
    """Return the newest imports that are whole and that the officer knows of, as choices."""
    rows = registers.imports(officer_of(request)).filter(finished__isnull=False, undone=None)
    return [
        (IMPORT + row.id, _("Import of %(day)s") % {"day": formats.date_format(row.created, "SHORT_DATETIME_FORMAT")})
        for row in rows[:MOST_IMPORTS]
    ]


def _terms(said: dict[str, Any]) -> Terms:
    source, _colon, imported = str(said["source"]).partition(":")
    return Terms(said["title"], said["threshold"], said["review"], source, imported)
