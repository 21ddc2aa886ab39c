# SPDX-License-Identifier: Apache-2.0
"""Forms of the registers: the terms of a release, and the list to import."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taawun.apps.exchange.forms import BasisForm


class ReleaseForm(BasisForm):
    """To whom a record is to go, and on what legal basis. The purpose is the one the officer works for."""

    recipients = forms.MultipleChoiceField(
        label=_("Recipients"), widget=forms.CheckboxSelectMultiple, help_text=_("Paired partners.")
    )
    field_order = ("recipients", "instrument", "article")

    def __init__(self, *args: Any, peers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipients"].choices = peers  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    """Which list to import; the file is needed for the whole list only."""

    source = forms.ChoiceField(
        label=_("What to import"),
        widget=forms.RadioSelect,
        choices=[
            ("un-extract", _("The extract of the United Nations list that ships with the node")),
            ("un-list", _("The whole United Nations list, from a file")),
        ],
    )
    file = forms.FileField(
        label=_("File of the list"), required=False, help_text=_("The official XML, compressed or not.")
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the file where one is needed."""
        found = super().clean() or {}
        if found.get("source") == "un-list" and not found.get("file"):
            self.add_error("file", _("Choose the file."))
        return found
