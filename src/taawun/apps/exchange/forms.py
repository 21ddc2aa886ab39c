# SPDX-License-Identifier: Apache-2.0
"""The form by which an officer signs a release."""

from django import forms
from django.utils.translation import gettext_lazy as _

PASSPHRASE_CHARACTERS = 500


class ApproveForm(forms.Form):
    """The passphrase of the officer's signing keys. It is used once and kept nowhere."""

    passphrase = forms.CharField(
        label=_("Passphrase of your signing keys"),
        help_text=_("It opens your keys for this one signature and is kept nowhere."),
        max_length=PASSPHRASE_CHARACTERS,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
