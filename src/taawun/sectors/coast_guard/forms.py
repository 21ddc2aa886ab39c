# SPDX-License-Identifier: Apache-2.0
"""The days of a watch page, and a file of sentences."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _


class DaysForm(forms.Form):
    """The first and last day; what is wrong or left out narrows nothing."""

    since = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def days(self) -> tuple[date | None, date | None]:
        """Return the days asked for."""
        if not self.is_bound:
            return None, None
        self.is_valid()
        return self.cleaned_data.get("since"), self.cleaned_data.get("until")


class SentencesForm(forms.Form):
    """A file of NMEA sentences."""

    file = forms.FileField(label=_("File"))
