# SPDX-License-Identifier: Apache-2.0
"""Opening a case: first the instrument and the kind, then with whom (spec §60.2)."""

from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from taawun.apps.cases import access, library, services
from taawun.apps.cases.access import Shown
from taawun.apps.cases.moves.filing import other_party
from taawun.apps.cases.showing import speaking
from taawun.apps.cases.showing.forms import OpenForm
from taawun.apps.exchange import queries as exchange
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.kernel.cases.workflow import beginners
from taawun.kernel.errors import CallerError, NoSuchCase
from taawun.kernel.instruments.pack import Pack


@for_purpose
def new(request: HttpRequest) -> HttpResponse:
    """Show the instruments under which a case can be opened for this purpose, with their kinds."""
    offered = [(pack, list(pack.kinds.values())) for pack in library.packs().values() if pack.kinds and _ours(pack)]
    covered = [one for one in offered if chosen(request) in one[0].purposes]
    others = [pack for pack, _kinds in offered if chosen(request) not in pack.purposes]
    context = {"offered": covered, "others": others, "origin": _origin(request)}
    return render(request, "cases/new.html", context)


@for_purpose
def new_kind(request: HttpRequest, pack: str, kind: str) -> HttpResponse:
    """Ask with whom and open the case."""
    found = library.pack_named(pack)
    declared = library.kind_named(found, kind)
    origin = _origin(request)
    sides = beginners(declared.workflow)
    form = OpenForm(request.POST or None, parties=_parties(found), sides=sides, initial={"other": _other(origin)})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        opens = partial(services.open_from, origin_id=origin.case.id) if origin else services.open_case
        try:
            case = opens(
                actor_of(officer_of(request)), pack=pack, kind=kind, other=said["other"], purpose=chosen(request),
                title=said["title"], side=form.our_side,
            )  # fmt: skip
        except CallerError as error:
            form.add_error(None, errors.said(error))
        else:
            messages.success(request, _("The case is open. Fill what it must hold; nothing has been sent."), "good")
            return HttpResponseRedirect(reverse("cases:contents", args=[case.id]))
    context = {"pack": found, "kind": declared, "form": form, "origin": origin}
    return render(request, "cases/new_kind.html", context, status=400 if form.errors else 200)


def _origin(request: HttpRequest) -> Shown | None:
    """Return the case from which a new one goes on, as the address names it and this officer may see it."""
    named = request.GET.get("from", "")
    if not named:
        return None
    try:
        identifier = str(UUID(named))
    except ValueError:
        raise NoSuchCase from None
    return access.case(officer_of(request), identifier, chosen(request))


def _other(origin: Shown | None) -> str:
    return "" if origin is None else other_party(origin.case)


def _ours(pack: Pack) -> bool:
    return not pack.parties or settings.TAAWUN_PARTY in pack.parties


def _parties(pack: Pack) -> list[tuple[str, str]]:
    """Return the other parties of an instrument, or the partners of this node where it names none."""
    named = {code: speaking.said(part.title) for code, part in pack.parties.items()}
    others: dict[str, Any] = named or {peer["party"]: peer["party"] for peer in _peers()}
    return [(code, f"{code} {title}".strip()) for code, title in others.items() if code != settings.TAAWUN_PARTY]


def _peers() -> list[dict[str, Any]]:
    return [{"party": getattr(peer, "party", "")} for peer in exchange.peer_statuses()]
