# SPDX-License-Identifier: Apache-2.0
"""The page on which an officer writes to a partner, or answers an envelope (spec §30.8).

What it makes is a draft of a release: nothing leaves before others have approved it. An answer takes over the
partner, the legal basis and the personal data of the envelope that it is about.
"""

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from taawun.apps.exchange import access, queries, services
from taawun.apps.exchange.forms import BasisForm
from taawun.apps.exchange.messages import KIND, TEXT_CHARACTERS, write_message
from taawun.apps.exchange.models import InEnvelope
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors, languages
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.kernel.errors import CallerError, NoSuchEnvelope
from taawun.kernel.wire.envelope import Basis


class MessageForm(BasisForm):
    """What is to be said to whom, in which language and on what legal basis."""

    recipient = forms.ChoiceField(label=_("To"))
    text = forms.CharField(
        label=_("Message"), max_length=TEXT_CHARACTERS, widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=[(one.code, one.name) for one in languages.ALL])
    personal = forms.BooleanField(
        label=_("It holds personal data"), required=False, help_text=_("Then more officers have to approve it.")
    )
    ask_read = forms.BooleanField(label=_("Ask for a receipt when it is read"), required=False)
    field_order = ("recipient", "text", "language", "instrument", "article", "personal", "ask_read")

    def __init__(self, *args: Any, peers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].choices = peers  # type: ignore[attr-defined]


@for_purpose
def write(request: HttpRequest) -> HttpResponse:
    """Write to a partner; with `?about=`, answer the envelope named there."""
    about = _about(request)
    peers = queries.paired_partners()
    form = MessageForm(request.POST or None, peers=peers, initial=_initial(about))
    if request.method == "POST" and form.is_valid():
        try:
            return _draft(request, about, form.cleaned_data)
        except CallerError as error:
            form.add_error(None, errors.said(error))
    context = {"form": form, "peers": peers, "about": about}
    return render(request, "exchange/write.html", context, status=400 if form.errors else 200)


def _about(request: HttpRequest) -> access.Opened | None:
    """Return the envelope that is answered, read on the record; only one that came in can be answered."""
    named = request.POST.get("about") or request.GET.get("about")
    if not named:
        return None
    try:
        opened = access.envelope(officer_of(request), str(uuid.UUID(named)), chosen(request))
    except ValueError:
        raise NoSuchEnvelope from None
    if not isinstance(opened.row, InEnvelope) or opened.row.state != "accepted":
        raise NoSuchEnvelope
    return opened


def _initial(about: access.Opened | None) -> dict[str, Any]:
    language = {"language": (get_language() or "en").partition("-")[0], "personal": True}
    if about is None:
        return language
    basis, personal = about.header["basis"], about.header["personal"]
    terms = {"instrument": basis["instrument"], "article": basis["article"], "personal": personal}
    return language | terms | {"recipient": about.row.peer_id}


def _draft(request: HttpRequest, about: access.Opened | None, said: dict[str, Any]) -> HttpResponse:
    named = about.row.id if about else None
    wish = services.Wish(
        kind=KIND,
        body=write_message(said["text"], said["language"], named),
        recipients=(said["recipient"],),
        purpose=chosen(request),
        basis=Basis(said["instrument"], said["article"]),
        object_type="message",
        object_id=named or "",
        personal=said["personal"],
        ask_read=said["ask_read"],
    )
    row = services.draft_release(actor_of(officer_of(request)), wish, timezone.now())
    return HttpResponseRedirect(reverse("exchange:release", args=[row.id]))
