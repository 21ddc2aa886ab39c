# SPDX-License-Identifier: Apache-2.0
"""The forms of plans; those of a section are made from what its form declares (contents.py)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from taawun.apps.exchange.forms import BasisForm
from taawun.apps.maps.shapes import read_area
from taawun.kernel.errors import BadArea
from taawun.sectors.plans.contents import HEADS, ROWS_OF, TEXT_CHARACTERS, WITH_TEXT, Field, Form, Kind
from taawun.sectors.plans.models import TITLE_CHARACTERS
from taawun.sectors.plans.words import FIELDS

Choices = Sequence[tuple[str, str]]
_AUTO: Final = {"dir": "auto"}


class SpanForm(forms.Form):
    """What begins on a day and ends on another: not before it."""

    def clean(self) -> dict[str, Any]:
        """Refuse days that are turned round."""
        said: dict[str, Any] = super().clean() or {}
        begins, ends = said.get("begins"), said.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", _("It ends before it begins."))
        return said


class PlanForm(SpanForm):
    """A new plan."""

    other = forms.ChoiceField(label=_("With"))
    title = forms.CharField(label=_("Title"), max_length=TITLE_CHARACTERS, widget=forms.TextInput(attrs=_AUTO))
    begins = forms.DateField(label=_("Begins"), widget=forms.DateInput(attrs={"type": "date"}))
    ends = forms.DateField(label=_("Ends"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, peers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = peers  # type: ignore[attr-defined]


class TitleForm(forms.Form):
    """The title of a new section or annex."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_CHARACTERS, widget=forms.TextInput(attrs=_AUTO))


class ReleaseForm(BasisForm):
    """On what legal basis a section goes to the other party."""


class PartForm(SpanForm):
    """One section, or one row of it, as its form declares it; `base` is the revision that the officer read."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, form: Form, in_row: bool, there: Mapping[Kind, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared = ROWS_OF[form] if in_row else HEADS[form]
        for name, one in declared.items():
            self.fields[name] = _field(name, one, there)
        if not in_row and form in WITH_TEXT:
            self.fields["text"] = forms.CharField(
                label=FIELDS["text"], required=False, max_length=TEXT_CHARACTERS, strip=False,
                widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"}),
            )  # fmt: skip

    def clean_area(self) -> str:
        """Ask for an area that can be read, or for none."""
        said = str(self.cleaned_data.get("area") or "")
        try:
            if said:
                read_area(said)
        except BadArea:
            raise forms.ValidationError(_("This is no area. Draw it on the map, or type its corners.")) from None
        return said

    def said(self) -> dict[str, str]:
        """Return each value as a text, without the narrative."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("base", "text")}
        return {name: _text(value) for name, value in values.items()}

    def text(self) -> str | None:
        """Return the narrative, or None where there is none."""
        return self.cleaned_data["text"].replace("\r\n", "\n") if "text" in self.cleaned_data else None


def _field(name: str, one: Field, there: Mapping[Kind, Choices]) -> forms.Field:
    label, required = FIELDS[name], name in ("name", "title")
    if one.kind is Kind.DAY:
        return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    if one.kind is Kind.COUNT:
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=999_999)
    if one.kind in (Kind.RESOURCES, Kind.AREAS):
        return forms.MultipleChoiceField(
            label=label, required=False, choices=there.get(one.kind, ()), widget=forms.CheckboxSelectMultiple
        )
    if one.kind in (Kind.LONG, Kind.AREA):
        help_text = _(
            "Corners as latitude and longitude: 26.1 50.4; 26.4 50.4; 26.3 50.8. Or a circle: 26.2 50.6 10 nm."
        )
        return forms.CharField(
            label=label, required=False, max_length=one.most, help_text=help_text if one.kind is Kind.AREA else "",
            widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr" if one.kind is Kind.AREA else "auto"}),
        )  # fmt: skip
    return forms.CharField(label=label, required=required, max_length=one.most, widget=forms.TextInput(attrs=_AUTO))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(value)
    return (value if isinstance(value, str) else str(value)).replace("\r\n", "\n")
