# SPDX-License-Identifier: Apache-2.0
"""The forms of a release: on what legal basis it goes, and the passphrase by which an officer signs it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PASSPHRASE_CHARACTERS = 500
BASIS_CHARACTERS = 80


class BasisForm(forms.Form):
    """The legal basis on which something is to go."""

    instrument = forms.SlugField(
        label=_("Instrument"), help_text=_("The short name of the treaty or memorandum."), max_length=BASIS_CHARACTERS
    )
    article = forms.CharField(label=_("Article"), help_text=_("Such as 5(2)."), max_length=BASIS_CHARACTERS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("instrument", "article"):
            self.fields[name].widget.attrs["dir"] = "ltr"


class ApproveForm(forms.Form):
    """The passphrase of the officer's signing keys. It is used once and kept nowhere."""

    passphrase = forms.CharField(
        label=_("Passphrase of your signing keys"),
        help_text=_("It opens your keys for this one signature and is kept nowhere."),
        max_length=PASSPHRASE_CHARACTERS,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
