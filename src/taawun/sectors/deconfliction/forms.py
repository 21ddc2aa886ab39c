# SPDX-License-Identifier: Apache-2.0
"""The forms of de-confliction: a new entry with its targets, and the closing of a conflict."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from taawun.apps.registers.kinds import clean
from taawun.apps.ui import errors
from taawun.engines.deconfliction.entries import Span
from taawun.kernel.errors import BadContact, BadPlace, BadSpan, BadTarget
from taawun.sectors.deconfliction.models import CONTACT_CHARACTERS, LABEL_CHARACTERS, NOTE_CHARACTERS, PHONE_CHARACTERS
from taawun.sectors.deconfliction.reading import CHARACTERS, read_place
from taawun.sectors.deconfliction.services import Wish, contact_of
from taawun.sectors.deconfliction.targets import KINDS as TARGET_KINDS
from taawun.sectors.deconfliction.targets import TYPED_MOST, folded
from taawun.sectors.deconfliction.words import KINDS, REASONS, TARGETS

ROWS: Final = 4
"""Targets that the form of an entry has room for."""
UNITS: Final = (("nm", _("nautical miles")), ("km", _("kilometres")))


def _line(**attrs: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto", **attrs})


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class Forgetting(forms.TextInput):
    """A line that is never shown again with what was typed into it."""

    def format_value(self, value: Any) -> str | None:
        """Return nothing, whatever was typed."""
        del value
        return None


class EntryForm(forms.Form):
    """One entry. Targets are not filled in again when the form is shown anew: nothing keeps what was typed."""

    label = forms.CharField(
        label=_("Your own words for it"), max_length=LABEL_CHARACTERS, required=False, widget=_line(),
        help_text=_("Only you see them."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), choices=tuple(KINDS.items()))
    place = forms.CharField(
        label=_("Place"), max_length=CHARACTERS, widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
        help_text=_("Draw it on the map, or type: 26.2 50.6, or 26.1 50.4; 26.4 50.4; 26.3 50.8, or 26.2 50.6 3 nm."),
    )  # fmt: skip
    line = forms.BooleanField(label=_("The places are a line, not an area"), required=False)
    radius = forms.DecimalField(label=_("Around it"), min_value=0, max_digits=7, decimal_places=3, initial=1)
    unit = forms.ChoiceField(label=_("Unit"), choices=UNITS)
    begins = forms.DateTimeField(label=_("Begins"), widget=_moment())
    ends = forms.DateTimeField(label=_("Ends"), widget=_moment())
    contact = forms.CharField(
        label=_("Whom to call"), max_length=CONTACT_CHARACTERS, widget=_line(),
        help_text=_("A name or a function. The other lead gets this and the number, and nothing else."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Telephone, day and night"), max_length=PHONE_CHARACTERS, widget=_line(dir="ltr", inputmode="tel")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the rows of targets."""
        super().__init__(*args, **kwargs)
        for number in range(1, ROWS + 1):
            self.fields[f"target_kind_{number}"] = forms.ChoiceField(
                label=_("Kind of target"), choices=[(one, TARGETS[one]) for one in TARGET_KINDS], required=False
            )
            widget = Forgetting(attrs={"dir": "auto", "autocomplete": "off"})
            self.fields[f"target_{number}"] = forms.CharField(
                label=_("Target"), max_length=TYPED_MOST, required=False, widget=widget
            )

    @property
    def targets(self) -> list[tuple[Any, Any]]:
        """Return the rows of targets, for the page."""
        return [(self[f"target_kind_{one}"], self[f"target_{one}"]) for one in range(1, ROWS + 1)]

    @property
    def plain(self) -> list[Any]:
        """Return the fields that are no targets."""
        return [self[name] for name in self.fields if not name.startswith("target_")]

    def clean(self) -> dict[str, Any]:
        """Read place, times and targets; each says what is wrong with it."""
        said: dict[str, Any] = super().clean() or {}
        self._read(said)
        self._call(said)
        for number in range(1, ROWS + 1):
            typed = said.get(f"target_{number}", "")
            try:
                if typed:
                    folded(said.get(f"target_kind_{number}") or TARGET_KINDS[0], typed)
            except BadTarget as error:
                self.add_error(f"target_{number}", errors.said(error))
        return said

    def _read(self, said: dict[str, Any]) -> None:
        try:
            if said.keys() >= {"place", "radius", "unit"}:
                said["read_place"] = read_place(
                    said["place"], line=said.get("line", False), radius=float(said["radius"]), unit=said["unit"]
                )
        except BadPlace as error:
            self.add_error("place", errors.said(error))
        try:
            if said.keys() >= {"begins", "ends"}:
                said["span"] = Span.of(int(said["begins"].timestamp()), int(said["ends"].timestamp()))
        except BadSpan as error:
            self.add_error("ends", errors.said(error))

    def _call(self, said: dict[str, Any]) -> None:
        """Take hidden signs out of what is shown to others, and see that the number can be called."""
        for name in said.keys() & {"label", "contact", "phone"}:
            said[name] = clean("text", said[name])
        try:
            if said.keys() >= {"contact", "phone"}:
                contact_of(said["contact"], said["phone"])
        except BadContact as error:
            self.add_error("phone", errors.said(error))

    def wish(self) -> Wish:
        """Return what was entered."""
        said = self.cleaned_data
        rows = ((said[f"target_kind_{one}"], said[f"target_{one}"]) for one in range(1, ROWS + 1))
        return Wish(
            kind=said["kind"], place=said["read_place"], span=said["span"], contact=said["contact"],
            phone=said["phone"], label=said["label"], targets=tuple((kind, typed) for kind, typed in rows if typed),
        )  # fmt: skip


class CloseForm(forms.Form):
    """Why a conflict is closed."""

    reason = forms.ChoiceField(label=_("Reason"), choices=tuple(REASONS.items()))
    note = forms.CharField(label=_("In words"), max_length=NOTE_CHARACTERS, min_length=3, widget=_line())
