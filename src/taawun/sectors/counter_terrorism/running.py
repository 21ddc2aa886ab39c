# SPDX-License-Identifier: Apache-2.0
"""The operator's page: collections, clients and servers, without content; secrets are shown once (spec §85.2)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from taawun.apps.ids import ID_CHARACTERS
from taawun.apps.people.access import actor_of
from taawun.apps.taxii import access, addresses, services
from taawun.apps.taxii.access import Desk
from taawun.apps.ui import errors
from taawun.apps.ui.reader import officer_of
from taawun.formats.stix import times
from taawun.kernel.errors import CallerError
from taawun.sectors.counter_terrorism.forms import ClientForm, CollectionForm, ServerForm
from taawun.sectors.counter_terrorism.sector import PURPOSE


def desk(request: HttpRequest) -> HttpResponse:
    """Show collections, clients and servers, with the forms that make them."""
    return _shown(request, access.desk(officer_of(request)))


def _shown(request: HttpRequest, found: Desk, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "desk": found, "discovery": addresses.discovery(),
        "collections": [(one, addresses.collection(one.id)) for one in found.collections],
        "published": [(one, times.moment_of(one.last)) for one in found.published],
        "collection_form": CollectionForm(), "client_form": ClientForm(collections=found.collections),
        "server_form": ServerForm(collections=found.collections),
    }  # fmt: skip
    answer = render(request, "counter_terrorism/desk.html", context | forms, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def new_collection(request: HttpRequest) -> HttpResponse:
    """Make a collection of this sector."""
    form, officer = CollectionForm(request.POST), officer_of(request)
    if not form.is_valid():
        return _shown(request, access.desk(officer), 400, collection_form=form)
    said = form.cleaned_data
    services.create_collection(actor_of(officer), said["title"], said["description"], PURPOSE, officer.authority.code)
    messages.success(request, _("The collection is made. Nobody may use it before a client is granted it."), "good")
    return _back()


@require_POST
def close_collection(request: HttpRequest) -> HttpResponse:
    """End a collection."""
    services.close_collection(actor_of(officer_of(request)), _posted(request, "collection"))
    messages.success(request, _("The collection is closed. No client finds it any more."), "good")
    return _back()


@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take what was published under a release out of every collection."""
    count = services.withdraw(actor_of(officer_of(request)), _posted(request, "release"))
    said = ngettext(
        "%(count)d object is published no more. What a client has fetched stays with it.",
        "%(count)d objects are published no more. What a client has fetched stays with it.",
        count,
    )
    messages.success(request, said % {"count": count}, "good")
    return _back()


@require_POST
def new_client(request: HttpRequest) -> HttpResponse:
    """Make a client, and show its secret this once."""
    officer = officer_of(request)
    found = access.desk(officer)
    form = ClientForm(request.POST, collections=found.collections)
    if form.is_valid():
        said = form.cleaned_data
        if any(one.name == said["name"] for one in found.clients):
            form.add_error("name", _("There is a client of this name."))
        else:
            client, secret = services.create_client(
                actor_of(officer), said["name"], said["party"], {said["collection"]: said["may"]}
            )
            return _shown(request, access.desk(officer), made=client, secret=secret)
    return _shown(request, found, 400, client_form=form)


@require_POST
def end_client(request: HttpRequest) -> HttpResponse:
    """End a client."""
    services.end_client(actor_of(officer_of(request)), _posted(request, "client"))
    messages.success(request, _("The client is ended; its secret opens nothing any more."), "good")
    return _back()


@require_POST
def new_server(request: HttpRequest) -> HttpResponse:
    """Note a server of others that is polled or pushed to."""
    officer = officer_of(request)
    found = access.desk(officer)
    form = ServerForm(request.POST, collections=found.collections)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            services.add_server(
                actor_of(officer), services.Wish(purpose=PURPOSE, authority=officer.authority.code, **said)
            )
        except CallerError as error:
            form.add_error("address", errors.said(error))
        else:
            messages.success(request, _("The server is noted; the worker goes there within a minute."), "good")
            return _back()
    return _shown(request, found, 400, server_form=form)


@require_POST
def end_server(request: HttpRequest) -> HttpResponse:
    """Go to a server no more, and erase its secret."""
    services.end_server(actor_of(officer_of(request)), _posted(request, "server"))
    messages.success(request, _("The node does not go there any more."), "good")
    return _back()


def _posted(request: HttpRequest, name: str) -> str:
    """Return an identifier that was posted, no longer than one can be."""
    return request.POST.get(name, "")[:ID_CHARACTERS]


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("counter_terrorism:desk"))
