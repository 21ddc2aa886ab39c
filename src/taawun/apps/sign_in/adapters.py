# SPDX-License-Identifier: Apache-2.0
"""What django-allauth asks of us: nobody registers, no mail is sent, its words are ours, its seeds are sealed.

An officer who comes by single sign-on is found by one declared claim; nobody is made, and no role comes from a token
(spec §10.12e).
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taawun.apps.people.access import named
from taawun.apps.people.models import Officer
from taawun.apps.sign_in import lockout, sealing, services
from taawun.apps.sign_in.origins import address_of

WRONG_CODE = gettext_lazy("The code is not right. Codes change every 30 seconds; each opens once.")


class Accounts(DefaultAccountAdapter):
    """Officers are made by an operator, and e-mail plays no part."""

    error_messages = {
        "account_inactive": gettext_lazy("You could not be signed in."),
        "incorrect_code": WRONG_CODE,
        "rate_limited": gettext_lazy("Too many attempts. Wait a moment, then try again."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Wait a moment, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: nobody registers."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Leave it to the site's own middleware, which asks for every act alike."""
        return False

    def add_message(self, *_args: Any, **_more: Any) -> None:
        """Say nothing; our views say what happened."""

    def send_notification_mail(self, *_args: Any, **_more: Any) -> None:
        """Send nothing."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address of the browser."""
        return address_of(request)

    def respond_user_inactive(self, request: HttpRequest, user: Officer) -> HttpResponse:
        """Answer a closed account like any failure."""
        services.fail_nameless(request)
        messages.error(request, _("You could not be signed in."), "bad")
        return redirect(settings.LOGIN_URL)


class Factors(DefaultMFAAdapter):
    """Second factors: sealed at rest, named by the node."""

    error_messages = {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": gettext_lazy("This is your last second factor, and this node requires one."),
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes need a second factor first."),
        "add_email_blocked": WRONG_CODE,
        "unverified_email": WRONG_CODE,
    }

    def encrypt(self, text: str) -> str:
        """Seal a seed."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed seed."""
        return sealing.unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the name under which an app shows the code."""
        return f"Taawun {settings.NODE.party}"

    def generate_authenticator_name(self, user: Officer, type: Authenticator.Type) -> str:  # noqa: A002 - theirs
        """Return a name for a passkey that was given none."""
        return _("Passkey")

    def _get_site_name(self) -> str:
        return settings.NODE.name


class Ministry(DefaultSocialAccountAdapter):
    """Single sign-on: it says who somebody is, and nothing else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse: nobody is made by signing in."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the officer by the declared claim, or refuse without saying why."""
        claimed = str(sociallogin.account.uid)
        if not lockout.is_open(request, claimed):
            raise ImmediateHttpResponse(lockout.closed(request))
        officer = named(claimed)
        if officer is None:
            raise ImmediateHttpResponse(turned_away(request))
        sociallogin.user = officer

    def on_authentication_error(self, request: HttpRequest, *_args: Any, **_more: Any) -> None:
        """Lead back to our own page with our own words."""
        raise ImmediateHttpResponse(turned_away(request))

    def authenticate_by_email(self, login: SocialLogin) -> None:
        """Match nobody by e-mail."""


def turned_away(request: HttpRequest) -> HttpResponse:
    """Count and record somebody whom single sign-on did not bring in, and lead back to our own page."""
    services.fail_nameless(request)
    said = _("Single sign-on did not let you in. Try again, or ask your operator for an account here.")
    messages.error(request, said, "bad")
    return redirect(settings.LOGIN_URL)
