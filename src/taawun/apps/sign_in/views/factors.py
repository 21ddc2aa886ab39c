# SPDX-License-Identifier: Apache-2.0
"""An officer's own second factors: an app for codes, passkeys, recovery codes. Changes ask for a fresh proof first."""

import json
import time
from typing import Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.internal import flows as webauthn
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from taawun.apps.sign_in import access, proof, services
from taawun.apps.sign_in.forms import PasskeyForm, TotpForm
from taawun.apps.sign_in.qr import picture
from taawun.apps.ui.reader import officer_of

CODES_SHOWN: Final = "codes-shown-until"
CODES_SECONDS: Final = 600
"""How long new recovery codes can be seen and downloaded, unless the officer says earlier that they are kept."""


def is_required() -> bool:
    """Tell whether this node lets nobody work without a second factor."""
    return bool(settings.NODE.second_factor == "required")


def factors(request: HttpRequest) -> HttpResponse:
    """Show what an officer signs in with."""
    officer = officer_of(request)
    held = access.factors(officer)
    context = {
        "factors": held,
        "left": len(access.codes(officer)),
        "has_totp": any(one.type == "totp" for one in held),
        "required": is_required(),
        "may_remove": len(held) > 1 or not is_required(),
    }
    return render(request, "sign_in/factors.html", context)


@never_cache
def totp(request: HttpRequest) -> HttpResponse:
    """Add an app for codes: show its seed as a picture and as text, and ask for the first code."""
    officer = officer_of(request)
    if access.has_factor(officer, "totp"):
        return redirect("sign_in:factors")
    form = TotpForm(user=officer, data=request.POST) if request.method == "POST" else TotpForm(user=officer)
    if form.is_bound and form.is_valid():
        services.add_totp(request, officer, form)
        return _added(request, _("The app is now your second factor."))
    url = get_adapter().build_totp_url(officer, form.secret)
    context = {"form": form, "secret": form.secret, "picture": picture(url, _("QR code for your app"))}
    return render(request, "sign_in/totp.html", context)


@never_cache
def passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey; the browser makes it, so this page alone needs its script."""
    officer = officer_of(request)
    form = PasskeyForm(user=officer, data=request.POST) if request.method == "POST" else PasskeyForm(user=officer)
    if form.is_bound and form.is_valid():
        services.add_passkey(request, officer, form.cleaned_data["name"], form.cleaned_data["credential"])
        return _added(request, _("The passkey is kept. From now on it signs you in alone."))
    options = webauthn.begin_registration(request, officer, passwordless=True)
    return render(request, "sign_in/passkey.html", {"form": form, "options": json.dumps(options)})


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take away a second factor."""
    services.remove_factor(officer_of(request), number, last_too=not is_required())
    request.session.pop(proof.HAS_FACTOR, None)
    messages.success(request, _("It no longer signs you in."), "good")
    return redirect("sign_in:factors")


@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; the old ones open nothing any more."""
    officer = officer_of(request)
    if not access.has_factor(officer):
        return redirect("sign_in:factors")
    services.new_codes(request, officer)
    return _added(request, _("These are your new recovery codes; the old ones open nothing any more."))


@never_cache
def codes(request: HttpRequest) -> HttpResponse:
    """Show new recovery codes once; the officer says when they are kept."""
    if request.method == "POST":
        request.session.pop(CODES_SHOWN, None)
        return redirect("sign_in:factors")
    return render(request, "sign_in/codes.html", {"codes": _shown(request)})


@never_cache
def codes_file(request: HttpRequest) -> HttpResponse:
    """Give new recovery codes as a file."""
    lines = [f"Taawun {settings.NODE.party} {officer_of(request).username}", "", *_shown(request), ""]
    headers = {"Content-Disposition": 'attachment; filename="taawun-recovery-codes.txt"'}
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8", headers=headers)


def _added(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said, "good")
    if not access.codes(officer_of(request)):
        return redirect("sign_in:factors")
    request.session[CODES_SHOWN] = time.time() + CODES_SECONDS
    return redirect("sign_in:codes")


def _shown(request: HttpRequest) -> list[str]:
    if time.time() > request.session.get(CODES_SHOWN, 0):
        raise Http404
    return access.codes(officer_of(request))
