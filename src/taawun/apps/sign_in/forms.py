# SPDX-License-Identifier: Apache-2.0
"""Forms of signing in, with one answer for every failure so that nobody learns which names exist."""

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from taawun.apps.people.models import Officer
from taawun.apps.sign_in import services

CODE_CHARACTERS = 20
NAME_CHARACTERS = 80
PASSWORD_CHARACTERS = 1000
WEAK = {
    "password_too_short": _("This password is too short: twelve characters are the least."),
    "password_too_common": _("This password is on the lists that everybody tries first."),
    "password_entirely_numeric": _("Digits alone are no password."),
    "password_too_similar": _("This password is too much like your user name or your name."),
    "": _("This password is too weak."),
}
"""What is wrong with a new password, by the code of Django's validators, whose own words know no Urdu."""

TYPING = {"data-show": _("Show what is typed"), "data-hide": _("Hide it")}
"""Words for static/sign_in/typing.js, which shows what is typed and says how hard it is to guess."""
# Translators: four words with a bar between them, from the weakest to the strongest.
STRENGTHS = _("Too short|Weak: another word helps|Fair: one more word is better|Good")


def _secret(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    attributes = {"autocomplete": autocomplete, "dir": "ltr"} | TYPING | more
    return forms.CharField(
        label=label, max_length=PASSWORD_CHARACTERS, strip=False, widget=forms.PasswordInput(attributes)
    )


def _code(label: Any, **more: Any) -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
    return forms.CharField(label=label, max_length=CODE_CHARACTERS, widget=forms.TextInput(attributes), **more)


class SignInForm(AuthenticationForm):
    """User name and password."""

    error_messages = {
        "invalid_login": _("The user name and password do not fit together. Both know upper and lower case."),
        "inactive": _("The user name and password do not fit together. Both know upper and lower case."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs |= TYPING
        for name in ("username", "password"):
            self.fields[name].widget.attrs["dir"] = "ltr"


class CodeForm(AuthenticateForm):
    """A code of the app, or a recovery code."""

    code = _code(_("Code"), help_text=_("The six digits that your app shows now, or one of your recovery codes."))

    def clean_code(self) -> str:
        """Check the code; one of an app opens once, and none before it opens any more."""
        code = super().clean_code()
        if self.authenticator.type == "totp" and not services.use_code(self.authenticator, normalize_user_code(code)):
            raise get_adapter().validation_error("incorrect_code")
        return str(code)


class TotpForm(ActivateTOTPForm):
    """The first code of a new app, which proves that it holds the seed."""

    code = _code(_("Code"), help_text=_("The six digits that your app shows now."))


class PasskeyForm(AddWebAuthnForm):
    """A new passkey, made by the browser."""

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_CHARACTERS,
        required=False,
        help_text=_("So that you know it again, such as “blue key”."),
    )
    credential = forms.JSONField(widget=forms.HiddenInput)
    passwordless = None


class ProveForm(forms.Form):
    """Password, and a code where the officer has an app: who signed in is still who sits here."""

    password = _secret(_("Password"), "current-password")
    code = _code(_("Code"), help_text=_("The six digits that your app shows now, or one of your recovery codes."))

    def __init__(self, *args: Any, request: HttpRequest, officer: Officer, needs_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.officer = request, officer
        if not needs_code:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """Check both; a wrong one counts towards the lockout."""
        given = super().clean() or {}
        if self.errors:
            return given
        if authenticate(self.request, username=self.officer.username, password=given["password"]) != self.officer:
            raise forms.ValidationError(_("This is not right. Both know upper and lower case."))
        if "code" in self.fields and not CodeForm(user=self.officer, data={"code": given["code"]}).is_valid():
            services.fail(self.request, self.officer)
            raise forms.ValidationError(_("This is not right. Both know upper and lower case."))
        return given


class ProvePasskeyForm(AuthenticateWebAuthnForm):
    """A passkey as proof anew."""


class PasswordForm(forms.Form):
    """The present password, and a new one twice."""

    old = _secret(_("Present password"), "current-password")
    new = _secret(_("New password"), "new-password", **{"data-strengths": STRENGTHS})
    again = _secret(_("New password, once more"), "new-password")

    def __init__(self, *args: Any, request: HttpRequest, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.officer = request, officer

    def clean_old(self) -> str:
        """Check the present password; a wrong one counts towards the lockout."""
        old = self.cleaned_data["old"]
        if authenticate(self.request, username=self.officer.username, password=old) != self.officer:
            raise forms.ValidationError(_("This is not your present password."))
        return str(old)

    def clean_new(self) -> str:
        """Check the new password by the node's rules."""
        new = self.cleaned_data["new"]
        try:
            validate_password(new, self.officer)
        except forms.ValidationError as weak:
            raise forms.ValidationError([WEAK.get(one.code or "", WEAK[""]) for one in weak.error_list]) from None
        return str(new)

    def clean(self) -> dict[str, Any]:
        """Check that it was typed the same twice."""
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", _("The two new passwords are not the same."))
        return given
