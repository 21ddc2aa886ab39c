# SPDX-License-Identifier: Apache-2.0
"""The pages of the first run. A page keeps what it was given and goes on; only the summary makes anything."""

from dataclasses import asdict
from itertools import pairwise
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taawun.apps.people.models import Officer as Account
from taawun.apps.ui import languages
from taawun.site.first_run import leaving
from taawun.site.first_run.code import DOOR
from taawun.site.first_run.databases import without_password
from taawun.site.first_run.draft import DESK, STEPS, Officer
from taawun.site.first_run.forms import (
    AuthorityForm,
    CodeForm,
    KeysForm,
    OfficerForm,
    PairingForm,
    PartyForm,
    RecordsForm,
    SecretsForm,
)
from taawun.site.first_run.founding import Failed, found_draft
from taawun.site.first_run.gate import COOKIE

AFTER = dict(pairwise(STEPS))


def begin(request: HttpRequest) -> HttpResponse:
    """Go to the first step that lacks something."""
    del request
    return redirect(f"first_run:{DESK.draft.first_open()}")


def code(request: HttpRequest) -> HttpResponse:
    """Ask for the set-up code, and let the browser in that brings it."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = DOOR.open(form.cleaned_data["code"])
        if token:
            answer = HttpResponseRedirect("/")
            answer.set_cookie(COOKIE, token, httponly=True, samesite="Strict", secure=request.is_secure())
            return answer
        form.add_error("code", _("This is not the code. Read it again from the terminal: after ten tries it changes."))
    return render(request, "first_run/code.html", {"form": form})


def party(request: HttpRequest) -> HttpResponse:
    """Ask for the party and the settings of its node."""
    form = PartyForm(request.POST or None, initial=DESK.draft.node)
    if not form.is_valid():
        return _ask(request, "party", form)
    with DESK.change() as draft:
        draft.node = dict(form.cleaned_data)
    return _next("party")


def authorities(request: HttpRequest) -> HttpResponse:
    """Show the authorities so far."""
    return _closed("authorities") or render(request, "first_run/authorities.html", _of("authorities"))


def authority(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Add an authority, or change one; its officers follow a new code."""
    rows = DESK.draft.authorities
    old = None if number is None else _row(rows, number)
    form = AuthorityForm(request.POST or None, initial=old, taken=tuple(o["code"] for o in rows if o is not old))
    if not form.is_valid():
        return _closed("authorities") or render(request, "first_run/authority.html", {"form": form, "old": old})
    with DESK.change() as draft:
        if number is None:
            draft.authorities.append(dict(form.cleaned_data))
        else:
            before, draft.authorities[number] = draft.authorities[number], dict(form.cleaned_data)
            for one in draft.officers:
                one.authority = form.cleaned_data["code"] if one.authority == before["code"] else one.authority
    return redirect("first_run:authorities")


@require_POST
def authority_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take an authority out, unless an officer sits in it."""
    one = _row(DESK.draft.authorities, number)
    if sitting := DESK.draft.sitting_in(one["code"]):
        context = _of("authorities") | {"sitting": sitting}
        return render(request, "first_run/authorities.html", context, status=409)
    with DESK.change() as draft:
        draft.authorities.remove(one)
    return redirect("first_run:authorities")


def officers(request: HttpRequest) -> HttpResponse:
    """Show the first officers so far, and what is still missing."""
    return _closed("officers") or render(request, "first_run/officers.html", _of("officers"))


def officer(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Add an officer, or change who they are; secrets that were typed stay."""
    rows = DESK.draft.officers
    old = None if number is None else _row(rows, number)
    form = OfficerForm(
        request.POST or None,
        initial=asdict(old) if old else {"language": DESK.draft.node.get("language")},
        authorities=DESK.draft.authorities,
        taken=tuple(one.username for one in rows if one is not old),
    )
    if not form.is_valid():
        return _closed("officers") or render(request, "first_run/officer.html", {"form": form, "old": old})
    with DESK.change() as draft:
        if number is None:
            draft.officers.append(Officer(**form.cleaned_data))
            number = len(draft.officers) - 1
        else:
            for name, value in form.cleaned_data.items():
                setattr(draft.officers[number], name, value)
    ready = DESK.draft.officers[number].ready
    return redirect("first_run:officers") if ready else redirect("first_run:officer-secrets", number)


def officer_secrets(request: HttpRequest, number: int) -> HttpResponse:
    """Let an officer type password and passphrase; what was right is kept even where the other was not."""
    one = _row(DESK.draft.officers, number)
    kept = frozenset(name for name in ("password", "passphrase") if getattr(one, name))
    account = Account(username=one.username, name=one.name)
    form = SecretsForm(request.POST or None, account=account, kept=kept)
    whole = form.is_valid()
    if request.method == "POST":
        with DESK.change() as draft:
            for name, value in form.good().items():
                setattr(draft.officers[number], name, value)
    if whole:
        return redirect("first_run:officers")
    if request.method == "POST":  # what is kept now need not be typed again
        kept = frozenset(name for name in ("password", "passphrase") if getattr(DESK.draft.officers[number], name))
    return render(request, "first_run/secrets.html", {"form": form, "one": one, "kept": kept})


@require_POST
def officer_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take an officer out."""
    del request
    one = _row(DESK.draft.officers, number)
    with DESK.change() as draft:
        draft.officers.remove(one)
    return redirect("first_run:officers")


def keys(request: HttpRequest) -> HttpResponse:
    """Say which keys the node gets and what they are worth."""
    form = KeysForm(request.POST or None, initial={"understood": DESK.draft.keys_understood})
    if not form.is_valid():
        return _ask(request, "keys", form)
    with DESK.change() as draft:
        draft.keys_understood = True
    return _next("keys")


def pairing(request: HttpRequest) -> HttpResponse:
    """Ask whether to pair now or later."""
    form = PairingForm(request.POST or None, initial={"pairing": DESK.draft.pairing, "partner": DESK.draft.partner})
    if not form.is_valid():
        return _ask(request, "pairing", form)
    with DESK.change() as draft:
        draft.pairing, draft.partner = form.cleaned_data["pairing"], form.cleaned_data["partner"]
    return _next("pairing")


def records(request: HttpRequest) -> HttpResponse:
    """Ask for sample data or none."""
    form = RecordsForm(request.POST or None, initial={"records": DESK.draft.records})
    if not form.is_valid():
        return _ask(request, "records", form)
    with DESK.change() as draft:
        draft.records = form.cleaned_data["records"]
    return _next("records")


def summary(request: HttpRequest) -> HttpResponse:
    """Show everything; on POST, found the node, once."""
    if closed := _closed("summary"):
        return closed
    failed = None
    if request.method == "POST":
        with DESK.lock:  # a second press waits, and then finds the node founded
            if DESK.founded:
                raise Http404
            draft, url = DESK.draft, DESK.draft.node["url"]
            try:
                words = found_draft(draft)
            except Failed as error:
                failed = error
            else:
                context = {"words": words, "url": url, "pairing": draft.pairing, "partner": draft.partner}
                answer = render(request, "first_run/founded.html", context)
                DESK.forget()
                leaving.leave_soon()
                return answer
    return render(request, "first_run/summary.html", _of("summary") | {"failed": failed}, status=409 if failed else 200)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last change back."""
    del request
    DESK.undo()
    return redirect("ui:home")


def start_over(request: HttpRequest) -> HttpResponse:
    """Ask, then forget every answer."""
    if request.method != "POST":
        return render(request, "first_run/start_over.html")
    DESK.start_over()
    return redirect("ui:home")


def _of(step: str) -> dict[str, Any]:
    draft, tongue = DESK.draft, languages.find(get_language()).code
    titles = {one["code"]: one[f"title_{tongue}"] for one in draft.authorities}
    return {
        "step": step,
        "draft": draft,
        "missing": draft.missing_officers(),
        "party_name": draft.party_name(tongue),
        "rows": [(one, one[f"title_{tongue}"]) for one in draft.authorities],
        "seats": [(one, titles.get(one.authority, one.authority)) for one in draft.officers],
        "database": without_password(draft.node.get("database", "")),
        "after": AFTER.get(step, ""),
    }


def _ask(request: HttpRequest, step: str, form: forms.Form) -> HttpResponse:
    return _closed(step) or render(request, f"first_run/{step}.html", _of(step) | {"form": form})


def _closed(step: str) -> HttpResponse | None:
    """Lead back to the first step that lacks something, where a later one is asked for."""
    first = DESK.draft.first_open()
    return redirect(f"first_run:{first}") if STEPS.index(step) > STEPS.index(first) else None


def _next(step: str) -> HttpResponse:
    """Go on; to the summary where everything else is answered already."""
    last = DESK.draft.first_open() == "summary"
    return redirect("first_run:summary" if last else f"first_run:{AFTER[step]}")


def _row(rows: list[Any], number: int) -> Any:
    if number >= len(rows):
        raise Http404
    return rows[number]
