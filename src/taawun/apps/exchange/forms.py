# SPDX-License-Identifier: Apache-2.0
"""The forms of a release: on what legal basis it goes, and the passphrase by which an officer signs it."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from taawun.apps import offers
from taawun.apps.ui import languages

PASSPHRASE_CHARACTERS = 500
BASIS_CHARACTERS = 80


class InstrumentInput(forms.TextInput):
    """A line that proposes the instruments of this node by their titles; the short name of another may be typed."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the line and what it proposes."""
        known = f"{(attrs or {}).get('id') or name}-known"
        line = super().render(name, value, {**(attrs or {}), "list": known}, renderer)
        language = languages.find(get_language()).code
        each = sorted((code, offers.word(titles, language)) for code, titles in offers.offered("instruments").items())
        proposed = format_html_join("", '<option value="{}">{}</option>', each)
        return format_html('{}<datalist id="{}">{}</datalist>', line, known, proposed)


class BasisForm(forms.Form):
    """The legal basis on which something is to go."""

    instrument = forms.SlugField(
        label=_("Instrument"), help_text=_("The treaty or memorandum: choose one of this node, or write a short name."),
        max_length=BASIS_CHARACTERS, widget=InstrumentInput,
    )  # fmt: skip
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
