# SPDX-License-Identifier: Apache-2.0
"""The page on which a record is put on a watch list, reached from the record itself."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from taawun.apps.identity.forms import OntoListForm
from taawun.apps.identity.models import WatchList
from taawun.apps.identity.watching import access, services
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import may, officer_of
from taawun.kernel.errors import CallerError


@for_purpose
def put_record_on(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Offer the lists that a record may be put on, and put it on one with a reason."""
    shown, found = access.open_for(officer_of(request), str(record_id), chosen(request))
    form = OntoListForm(request.POST or None, lists=[(watch.id, _told(watch)) for watch, on in found if not on])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.put_on(
                actor_of(officer_of(request)), said["list"], [str(record_id)], said["reason"], chosen(request)
            )
            messages.success(request, _("The record is on the list; it is being screened."), "good")
            return HttpResponseRedirect(reverse("identity:list", args=[said["list"]]))
        except CallerError as error:
            form.add_error(None, errors.said(error))
    context = {
        "shown": shown,
        "form": form,
        "on": [watch for watch, on in found if on],
        "may_make": may(request, "identity:list-new"),
    }
    return render(request, "identity/put_on.html", context, status=400 if form.errors else 200)


def _told(watch: WatchList) -> str:
    """Return a list as a choice: its title, and the day on which it is looked at again."""
    day = formats.date_format(watch.review, "SHORT_DATE_FORMAT")
    return _("%(title)s (reviewed by %(day)s)") % {"title": watch.title, "day": day}
