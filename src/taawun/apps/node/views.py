# SPDX-License-Identifier: Apache-2.0
"""The node page and the ceremony of pairing, for an operator."""

import json
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from taawun.apps.exchange.queries import peer_statuses
from taawun.apps.exchange.services import own_card, own_half, own_words, read_card, take_half
from taawun.apps.node import access, ceremony, services
from taawun.apps.node.forms import BackupForm, CardForm, ConfirmForm
from taawun.apps.people.access import actor_of
from taawun.apps.ui.errors import said
from taawun.apps.ui.reader import officer_of
from taawun.kernel.errors import TaawunError

FILE = "application/octet-stream"


def page(request: HttpRequest, form: BackupForm | None = None) -> HttpResponse:
    """Show how the node is."""
    from importlib.metadata import version

    context = {
        "overview": access.overview(officer_of(request), timezone.now()),
        "words": own_words(),
        "version": version("taawun"),
        "form": form or BackupForm(),
    }
    return render(request, "node/page.html", context)


@require_POST
@sensitive_post_parameters()
def backup(request: HttpRequest) -> HttpResponse:
    """Make a backup in the home's folder of backups."""
    form = BackupForm(request.POST)
    if not form.is_valid():
        return page(request, form)
    try:
        made = services.make_backup(actor_of(officer_of(request)), None, form.cleaned_data["passphrase"])
    except FileExistsError:
        form.add_error(None, _("A backup was made this very second. It is in the list."))
        return page(request, form)
    messages.success(request, _("The backup {file} was made and read again to its end.").format(file=made.file))
    return redirect("node:page")


def backup_file(request: HttpRequest, number: int) -> HttpResponse | FileResponse:
    """Give a backup to be kept elsewhere; it is sealed under its passphrase."""
    path = access.backup_file(officer_of(request), number, timezone.now())
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=FILE)


def card(request: HttpRequest) -> HttpResponse:
    """Give our statement as a file, for a side that cannot reach this node yet."""
    party = own_card()["roster"]["body"]["party"].lower()
    return _file(own_card(), f"taawun-{party}-statement.json")


def half(request: HttpRequest, party: str) -> HttpResponse:
    """Give our half of a pairing as a file, where the other node could not be told."""
    found = own_half(party)
    if found is None:
        raise Http404
    return _file(found, f"taawun-pairing-for-{party.lower()}.json")


def pairing(request: HttpRequest) -> HttpResponse:
    """Show our statement and its words, and take the other side's."""
    form = CardForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            if answer := _take(request, form.cleaned_data):
                return answer
        except TaawunError as error:
            form.add_error(None, said(error))
    context = {"form": form, "card": own_card(), "words": own_words(), "peers": peer_statuses()}
    return render(request, "node/pairing.html", context)


@sensitive_post_parameters()
def compare(request: HttpRequest) -> HttpResponse:
    """Let the words be compared over the telephone, and both officers sign."""
    now = timezone.now()
    theirs = ceremony.held(request.session, now)
    if theirs is None:
        return redirect("node:pairing")
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        signing = [(given["first"], given["first_passphrase"]), (given["second"], given["second_passphrase"])]
        try:
            peer, told = ceremony.confirm(actor_of(officer_of(request)), theirs, given["words"], signing, now)
        except TaawunError as error:
            form.add_error(None, said(error))
        else:
            ceremony.release(request.session)
            messages.success(request, _outcome(peer.state, told))
            return redirect("node:pairing")
    context = {"form": form, "theirs": theirs, "words": own_words()}
    return render(request, "node/compare.html", context)


def _take(request: HttpRequest, given: dict[str, Any]) -> HttpResponse | None:
    """Take a statement to be compared, or a half that was carried here as a file."""
    now, actor = timezone.now(), actor_of(officer_of(request))
    statement = given.get("statement")
    if isinstance(statement, dict) and "signatures" in statement:
        peer = take_half(statement, now)
        messages.success(request, _outcome(peer.state, told=True))
        return redirect("node:pairing")
    theirs = ceremony.fetch(actor, given["url"], now) if given["url"] else read_card(statement, now)
    ceremony.hold(request.session, theirs)
    return redirect("node:compare")


def _outcome(state: str, told: bool) -> str:
    if state == "paired":
        return _("Paired. Both halves are in the ledger; envelopes can be exchanged.")
    if state == "offered":
        return _("The other side has signed its half. Now compare the words and sign ours.")
    if told:
        return _("Our half is signed and the other node has it. Now the other side does the same.")
    return _("Our half is signed, but the other node could not be told. Carry the file below to it.")


def _file(value: Any, name: str) -> HttpResponse:
    answer = HttpResponse(json.dumps(value, ensure_ascii=False), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
