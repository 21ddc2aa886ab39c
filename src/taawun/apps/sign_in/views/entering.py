# SPDX-License-Identifier: Apache-2.0
"""Coming in and going out: password, then the second factor; or a passkey alone; or single sign-on."""

import json
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from requests import RequestException

from taawun.apps.sign_in import lockout, services
from taawun.apps.sign_in.adapters import turned_away
from taawun.apps.sign_in.forms import CodeForm, SignInForm


class SignIn(auth_views.LoginView):
    """Ask for name and password, then for the second factor if there is one, and go where the officer wanted."""

    template_name = "ui/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        """Hand the officer to the machinery, which asks for the second factor."""
        login = Login(user=form.get_user(), redirect_url=self.get_success_url())
        return perform_password_login(self.request, {}, login)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether the ministry's single sign-on is set up."""
        return super().get_context_data(**kwargs) | {
            "ministry": settings.NODE.oidc_name if settings.NODE.oidc_issuer else ""
        }


class SignOut(auth_views.LogoutView):
    """End the session; only by POST. The page that follows empties what the browser kept (out.js, spec §80.76)."""

    next_page = settings.LOGIN_URL

    def get_default_redirect_url(self) -> str:
        """Return the page that follows, told that somebody went out and did not merely stay away."""
        return f"{super().get_default_redirect_url()}?out=yes"


class SecondFactor(AuthenticateView):
    """Ask for a code or a passkey after a right password."""

    template_name = "sign_in/second.html"
    form_class = CodeForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse whoever is locked out before a code is looked at."""
        if not lockout.is_open(request, self.stage.login.user.username):
            return lockout.closed(request)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count a wrong code or passkey."""
        services.fail(self.request, self.stage.login.user)
        if "credential" in form.errors:
            messages.error(self.request, _("The passkey did not open this account."), "bad")
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Hand the options to the script as text."""
        context = super().get_context_data(**kwargs)
        options = context.get("js_data", {}).get("request_options", {})
        asked = options.get("publicKey", {}).get("allowCredentials")
        return context | {"options": json.dumps(options) if asked else ""}


class SignInByPasskey(LoginWebAuthnView):
    """Sign in with a passkey alone, which is two factors: the thing, and the finger or PIN that opens it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse whoever is locked out before a passkey is looked at."""
        if not lockout.is_open(request):
            return lockout.closed(request)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count a wrong passkey and lead back."""
        services.fail_nameless(self.request)
        messages.error(self.request, _("The passkey did not open an account here."), "bad")
        return redirect(settings.LOGIN_URL)


def ministry(request: HttpRequest) -> HttpResponse:
    """Go to the ministry's single sign-on, if there is one."""
    return _through(openid.login, request, settings.OIDC_PROVIDER)


def ministry_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the ministry's single sign-on."""
    return _through(openid.callback, request, provider_id)


def _through(view: Callable[[HttpRequest, str], HttpResponse], request: HttpRequest, provider: str) -> HttpResponse:
    """Pass a request to the machinery; a provider that is silent, or a token without the claim, lets nobody in."""
    if not settings.NODE.oidc_issuer or provider != settings.OIDC_PROVIDER:
        return redirect(settings.LOGIN_URL)
    try:
        return view(request, provider)
    except (RequestException, KeyError):
        return turned_away(request)
