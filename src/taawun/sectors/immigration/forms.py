# SPDX-License-Identifier: Apache-2.0
"""The forms of immigration: a passenger list as a carrier sent it, and a table that becomes one."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from taawun.formats.paxlst import Kind
from taawun.sectors.immigration.lists import Journey

MINUTE = "%Y-%m-%dT%H:%M"
A_DAY = timedelta(days=1)
"""By which local times of two places differ at the most: across the date line one lands before one leaves."""


class ListForm(forms.Form):
    """A passenger list as a carrier sent it."""

    file = forms.FileField(
        label=_("Passenger list"), help_text=_("UN/EDIFACT PAXLST, as the carrier sent it; telegrams too.")
    )


class CodeField(forms.RegexField):
    """A code in capitals; blanks in it and small letters are what a hurried hand types, and no other code."""

    def to_python(self, value: Any) -> str:
        """Return the code as it is written on a list."""
        text = super().to_python(value) or ""
        return "".join(text.split()).upper() if text.isascii() else text


def _code(label: Any, form: str, example: str) -> CodeField:
    """Return a field for a code in capitals."""
    attrs = {"dir": "ltr", "autocapitalize": "characters", "placeholder": example}
    said = format_lazy(_("Expected is a code such as {example}."), example=example)
    whole, widget = rf"\A(?:{form})\Z", forms.TextInput(attrs=attrs)
    return CodeField(whole, label=label, widget=widget, error_messages={"invalid": said})


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE)
    return forms.DateTimeField(label=label, widget=widget, help_text=_("The local time there."))


class JourneyForm(forms.Form):
    """A table of travellers, and the flight that they are on."""

    file = forms.FileField(
        label=_("Table of travellers"),
        help_text=_("CSV or Excel with the columns first name, last name, birth, sex, country and passport."),
    )
    kind = forms.ChoiceField(
        label=_("Who is in it"), choices=[(Kind.PASSENGER, _("Passengers")), (Kind.CREW, _("Crew"))]
    )
    number = _code(_("Flight"), r"(?:[A-Z]{3}|[A-Z][A-Z0-9]|[0-9][A-Z])[0-9]{1,4}[A-Z]?", "ZQ0417")
    leaves = _code(_("Leaves from"), r"[A-Z]{3}", "KHI")
    departs = _moment(_("Departs"))
    lands = _code(_("Arrives at"), r"[A-Z]{3}", "BAH")
    arrives = _moment(_("Arrives"))
    sender = _code(_("Sender"), r"[A-Z0-9]{2,35}", "PKAPIS")
    recipient = _code(_("Recipient"), r"[A-Z0-9]{2,35}", "BHAPIS")

    def clean(self) -> dict[str, Any]:
        """Check that the flight can have been flown: clocks differ by a day between two places, and not by more."""
        said = super().clean() or {}
        departs, arrives = said.get("departs"), said.get("arrives")
        if departs and arrives and arrives < departs - A_DAY:
            self.add_error("arrives", _("This is before the departure. Look at both days again."))
        return said

    def journey(self) -> Journey:
        """Return what was said of the flight."""
        said = self.cleaned_data
        times = {name: said[name].strftime(MINUTE) for name in ("departs", "arrives")}
        codes = {name: said[name] for name in ("number", "leaves", "lands", "sender", "recipient")}
        return Journey(**codes, **times, kind=Kind(said["kind"]))
