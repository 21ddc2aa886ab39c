# SPDX-License-Identifier: Apache-2.0
"""The days and the vessel of a watch page, and a file of sentences."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _


class DaysForm(forms.Form):
    """The first and last day, and a vessel; what is wrong or left out narrows nothing."""

    since = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    vessel = forms.CharField(
        label=_("Vessel: MMSI or name"), required=False, max_length=40, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def days(self) -> tuple[date | None, date | None]:
        """Return the days asked for."""
        if not self.is_bound:
            return None, None
        self.is_valid()
        return self.cleaned_data.get("since"), self.cleaned_data.get("until")

    def vessel_named(self) -> str:
        """Return the vessel asked for; empty for all of them."""
        if not self.is_bound:
            return ""
        self.is_valid()
        return str(self.cleaned_data.get("vessel") or "")


class SentencesForm(forms.Form):
    """A file of NMEA sentences."""

    file = forms.FileField(label=_("File"))
