# SPDX-License-Identifier: Apache-2.0
"""The forms of the liaison desk: the result of a test, and to whom a desk is handed over."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from taawun.sectors.liaison.rules import ANSWERED

REMARKS: Final = 2_000
"""Most characters of the remarks on a test."""
DAY_SECONDS: Final = 86_400


class TestForm(forms.Form):
    """How a test of a contact went."""

    __test__ = False  # no test of pytest's

    result = forms.ChoiceField(label=_("Result"))
    seconds = forms.IntegerField(
        label=_("Seconds until somebody answered"), required=False, min_value=1, max_value=DAY_SECONDS
    )
    summary = forms.CharField(
        label=_("Remarks"), required=False, max_length=REMARKS, widget=forms.Textarea({"rows": 2, "dir": "auto"})
    )

    def __init__(self, data: Any, results: Sequence[tuple[str, str]]) -> None:
        """Take the results that a test can have, with their titles."""
        super().__init__(data)
        field = self.fields["result"]
        if isinstance(field, forms.ChoiceField):
            field.choices = results

    def clean(self) -> dict[str, Any]:
        """Ask for the time of an answer, and for none of a silence."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("result") == ANSWERED and not said.get("seconds") and "seconds" not in self.errors:
            self.add_error("seconds", _("Say after how many seconds somebody answered."))
        return said

    def said(self) -> dict[str, str]:
        """Return what was stated, as text, without what is empty."""
        found = {name: str(value) for name, value in self.cleaned_data.items() if value}
        return found if found.get("result") == ANSWERED else {k: v for k, v in found.items() if k != "seconds"}


class HandoverForm(forms.Form):
    """Which desk is handed over, and to whom."""

    posting = forms.ChoiceField(label=_("Posting"))
    incoming = forms.ChoiceField(label=_("Officer who takes over"))

    def __init__(self, data: Any, postings: Sequence[tuple[str, str]], officers: Sequence[tuple[str, str]]) -> None:
        """Take the postings and the officers of the authority."""
        super().__init__(data)
        for name, choices in (("posting", postings), ("incoming", officers)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
