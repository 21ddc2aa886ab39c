# SPDX-License-Identifier: Apache-2.0
"""What the node page asks: the passphrase of a backup; the other side's card; the words, and two officers."""

import json
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from taawun.apps.exchange.services import CARD_BYTES
from taawun.apps.people.services import SECRET_CHARACTERS

PLAIN: Final = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
SECRET: Final = {"dir": "ltr", "autocomplete": "new-password"}


class BackupForm(forms.Form):
    """The passphrase that seals a backup, typed twice."""

    passphrase = forms.CharField(
        label=_("Passphrase of the backup"),
        help_text=_("At least 12 characters. Keep it apart from the file: without it the backup opens for nobody."),
        strip=False,
        widget=forms.PasswordInput(SECRET),
    )
    again = forms.CharField(label=_("The passphrase again"), strip=False, widget=forms.PasswordInput(SECRET))

    def clean(self) -> dict[str, Any]:
        """Refuse a short passphrase, and one that was typed in two ways."""
        said = self.cleaned_data
        if len(said.get("passphrase", "")) < SECRET_CHARACTERS:
            self.add_error("passphrase", _("At least 12 characters."))
        elif said["passphrase"] != said.get("again"):
            self.add_error("again", _("The two are not the same. Type both again."))
        return said


class CardForm(forms.Form):
    """The other node's statement of itself: fetched, carried as a file, or pasted."""

    url = forms.CharField(
        label=_("Address of the other party's node"),
        required=False,
        help_text=_("It is asked for its statement."),
        widget=forms.TextInput(PLAIN),
    )
    file = forms.FileField(
        label=_("Or the file with its statement"), required=False, help_text=_("As its node page gives it.")
    )
    text = forms.CharField(
        label=_("Or its statement as text"), required=False, widget=forms.Textarea({**PLAIN, "rows": 4})
    )

    def clean(self) -> dict[str, Any]:
        """Take exactly one of the three, and read a statement that was brought."""
        given = [name for name in ("url", "file", "text") if self.cleaned_data.get(name)]
        if len(given) != 1:
            raise ValidationError(_("Give one of the three: an address, a file or a text."))
        if given[0] != "url":
            self.cleaned_data["statement"] = self._statement(given[0])
        return self.cleaned_data

    def _statement(self, name: str) -> Any:
        given = self.cleaned_data[name]
        data = given.read(CARD_BYTES + 1) if name == "file" else given.encode()
        try:
            if len(data) > CARD_BYTES:
                raise ValueError
            return json.loads(data)
        except (ValueError, RecursionError):
            self.add_error(name, _("This is no statement of a node."))
            return None


class ConfirmForm(forms.Form):
    """The words that the other side read out, and the two officers who sign."""

    words = forms.CharField(
        label=_("The words that the other side read out"),
        help_text=_("Type what you hear, not what this page shows. Capitals, blanks and hyphens do not matter."),
        widget=forms.TextInput(PLAIN),
    )
    first = forms.CharField(label=_("User name of the first officer"), widget=forms.TextInput(PLAIN))
    first_passphrase = forms.CharField(
        label=_("Passphrase of the first officer"), strip=False, widget=forms.PasswordInput(SECRET)
    )
    second = forms.CharField(label=_("User name of the second officer"), widget=forms.TextInput(PLAIN))
    second_passphrase = forms.CharField(
        label=_("Passphrase of the second officer"), strip=False, widget=forms.PasswordInput(SECRET)
    )

    def clean(self) -> dict[str, Any]:
        """Two different officers sign (spec §10.7d)."""
        said = self.cleaned_data
        if said.get("first") and said.get("first", "").casefold() == said.get("second", "").casefold():
            self.add_error("second", _("Two different officers sign."))
        return said
