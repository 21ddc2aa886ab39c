# SPDX-License-Identifier: Apache-2.0
"""While signed in: proof anew before an act that cannot be undone, the own sessions, and the own password."""

import json
from typing import Any

from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from taawun.apps.people.models import Officer
from taawun.apps.sign_in import access, lockout, services
from taawun.apps.sign_in.forms import PasswordForm, ProveForm, ProvePasskeyForm
from taawun.apps.ui.reader import officer_of


@never_cache
def again(request: HttpRequest) -> HttpResponse:
    """Ask who sits here, by password and code or by passkey, and lead back to the act."""
    officer = officer_of(request)
    if request.method == "POST" and not lockout.is_open(request, officer.username):
        return lockout.closed(request)
    needs_code = access.has_factor(officer, "totp")
    form = ProveForm(request=request, officer=officer, needs_code=needs_code)
    if request.method == "POST":
        form = ProveForm(request.POST, request=request, officer=officer, needs_code=needs_code)
        if _passkey_fits(request, officer) if "credential" in request.POST else form.is_valid():
            services.prove(request, officer)
            return HttpResponseRedirect(next_of(request))
    context = {"form": form, "next": next_of(request), "options": _options(officer)}
    return render(request, "sign_in/again.html", context)


def sessions(request: HttpRequest) -> HttpResponse:
    """Show where the officer is signed in."""
    return render(
        request, "sign_in/sessions.html", {"seats": access.seats(officer_of(request), request.session.session_key)}
    )


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End one session."""
    services.end_seat(officer_of(request), number)
    messages.success(request, _("That session has ended."), "good")
    return redirect("sign_in:sessions")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    count = services.end_others(officer_of(request), request.session.session_key)
    said = ngettext("%(count)d other session has ended.", "%(count)d other sessions have ended.", count)
    messages.success(request, said % {"count": count}, "good")
    return redirect("sign_in:sessions")


@never_cache
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; all other sessions end."""
    officer = officer_of(request)
    if request.method == "POST" and not lockout.is_open(request, officer.username):
        return lockout.closed(request)
    form = PasswordForm(request.POST or None, request=request, officer=officer)
    if request.method == "POST" and form.is_valid():
        services.change_password(request, officer, form.cleaned_data["new"])
        messages.success(request, _("Your password is changed, and your other sessions have ended."), "good")
        return redirect("sign_in:sessions")
    return render(request, "sign_in/password.html", {"form": form})


def next_of(request: HttpRequest) -> str:
    """Return where the reader wanted to go, if it is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else resolve_url("ui:home")


def _passkey_fits(request: HttpRequest, officer: Officer) -> bool:
    form = ProvePasskeyForm(user=officer, data=request.POST)
    if form.is_valid():
        return True
    services.fail(request, officer)
    messages.error(request, _("The passkey did not open this account."), "bad")
    return False


def _options(officer: Officer) -> str:
    if not access.has_factor(officer, "webauthn"):
        return ""
    options: dict[str, Any] = webauthn.begin_authentication(officer)
    return json.dumps(options)
