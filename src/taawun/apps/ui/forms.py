# SPDX-License-Identifier: Apache-2.0
"""Sign-in, with one answer for every failure so that nobody learns which names exist."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


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
        for name in ("username", "password"):
            self.fields[name].widget.attrs["dir"] = "ltr"
