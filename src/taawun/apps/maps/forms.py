# SPDX-License-Identifier: Apache-2.0
"""What a map is narrowed to: days and an area that is typed, or drawn where a script may run."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taawun.apps.maps.access import Within
from taawun.apps.maps.shapes import CHARACTERS, Shape, read_area
from taawun.apps.ui import errors
from taawun.kernel.errors import BadArea


class AreaField(forms.CharField):
    """An area as text; the map component lets it be drawn as well. Its value is a Shape, or None."""

    def __init__(self, **kwargs: Any) -> None:
        box = forms.Textarea(attrs={"rows": 2, "dir": "ltr", "data-area": ""})
        super().__init__(**{"max_length": CHARACTERS, "widget": box, **kwargs})

    def clean(self, value: Any) -> Shape | None:
        """Return the area that was typed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_area(text)
        except BadArea as error:
            raise forms.ValidationError(errors.said(error)) from None


class WithinForm(forms.Form):
    """Days and an area; an empty form narrows nothing."""

    since = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    area = AreaField(
        label=_("Area"),
        required=False,
        help_text=_(
            "Corners as latitude and longitude: 26.1 50.4; 26.4 50.4; 26.3 50.8. A circle: 26.2 50.6 10 km (or nm)."
        ),
    )

    def within(self) -> Within:
        """Return what was asked; what is wrong narrows nothing."""
        if not self.is_bound:
            return Within()
        self.is_valid()
        said = self.cleaned_data
        since, until = said.get("since"), said.get("until")
        return Within(since.isoformat() if since else "", f"{until.isoformat()}-99" if until else "", said.get("area"))
