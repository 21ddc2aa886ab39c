# SPDX-License-Identifier: Apache-2.0
"""The intake of a communiqué: read, propose, and let a person confirm; before that nothing is stored (spec §80.111)."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from taawun.apps.cases import access as cases
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import officer_of
from taawun.formats.documents import check_size, text_of
from taawun.kernel.errors import BadDocument, TaawunError
from taawun.sectors.committee import services, showing
from taawun.sectors.committee.access import PACK
from taawun.sectors.committee.forms import CommuniqueForm, ProposalForm
from taawun.sectors.committee.proposing import Proposal, proposals
from taawun.sectors.committee.sector import SECTOR
from taawun.sectors.committee.services import Communique, Confirmed
from taawun.sectors.committee.words import KINDS, PARTIES


@for_purpose_of(SECTOR.purpose)
def intake(request: HttpRequest) -> HttpResponse:
    """Take a communiqué, show what it proposes, and store what a person confirmed."""
    form = CommuniqueForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    try:
        said = _communique(form.cleaned_data)
    except BadDocument as error:
        form.add_error("file", errors.said(error))
        return _page(request, form)
    found = proposals(said.text)
    confirming = "confirm" in request.POST
    made = [ProposalForm(one, request.POST) if confirming else _fresh(one) for one in found]
    valid = [one.is_valid() for one in made]  # each is asked, so that each shows what it lacks
    if confirming and all(valid):
        try:
            return _stored(request, said, made)
        except TaawunError as error:
            form.add_error(None, errors.said(error))
    read = CommuniqueForm(initial=form.cleaned_data | {"text": said.text})
    return _page(request, form, read, made)


def _communique(said: dict[str, Any]) -> Communique:
    file, text = said.get("file"), said.get("text", "")
    if file is not None:
        check_size(file.size)
        text = text_of(file.read())
    return Communique(said["title"], said["day"], said["language"], said["source"], text.replace("\r\n", "\n").strip())


def _fresh(proposal: Proposal) -> ProposalForm:
    """Return the form of a proposal; the one party that its sentence names is a hint at the owner, and no more."""
    (owner,) = proposal.parties if len(proposal.parties) == 1 else ("",)
    return ProposalForm(proposal, initial={"what": showing.subject(proposal), "owner": owner})


def _stored(request: HttpRequest, said: Communique, made: list[ProposalForm]) -> HttpResponse:
    given = [(one.proposal, one.cleaned_data) for one in made if one.cleaned_data.get("confirmed")]
    confirmed = [
        Confirmed(one, told["what"], told["authority"], told["due"], owner=told["owner"]) for one, told in given
    ]
    other = next(one for one in cases.pack_named(PACK).parties if one != settings.TAAWUN_PARTY)
    stored = services.confirm(actor_of(officer_of(request)), other, said, confirmed)
    words = {"records": len(stored.records), "actions": len(stored.actions)}
    text = _("%(records)s records were stored and %(actions)s actions drafted. Nothing has crossed.") % words
    messages.success(request, text, "good")
    return HttpResponseRedirect(reverse("committee:follow"))


def _page(
    request: HttpRequest,
    form: CommuniqueForm,
    read: CommuniqueForm | None = None,
    made: list[ProposalForm] | None = None,
) -> HttpResponse:
    wrong = bool(form.errors) or any(one.is_bound and one.errors for one in made or [])
    rows = [
        (one, KINDS[one.proposal.kind], [PARTIES[party] for party in one.proposal.parties]) for one in made or []
    ]  # fmt: skip
    lacking = [(kind, one[name], error) for one, kind, _parties in rows for name, found in one.errors.items()
               for error in found]  # fmt: skip
    context = {"form": form, "read": read, "rows": rows, "proposed": made is not None, "lacking": lacking}
    return render(request, "committee/intake.html", context, status=400 if wrong else 200)
