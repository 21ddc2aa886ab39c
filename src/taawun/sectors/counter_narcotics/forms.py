# SPDX-License-Identifier: Apache-2.0
"""What a reader of statistics asks, and the file that becomes statistics."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from taawun.sectors.counter_narcotics.access import Asked
from taawun.sectors.counter_narcotics.words import FLAWS, country

COUNTRIES: Final = frozenset({"departure", "destination", "country"})


class QuestionForm(forms.Form):
    """A question to the statistics; the choices are the values that the dataset has."""

    departure = forms.ChoiceField(label=_("Country of departure"), required=False)
    destination = forms.ChoiceField(label=_("Country of destination"), required=False)
    country = forms.ChoiceField(label=_("Reported by"), required=False)
    drug = forms.ChoiceField(label=_("Drug"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    flaw = forms.ChoiceField(label=_("Only rows to look at"), required=False)
    without = forms.BooleanField(label=_("Leave exact duplicates and outliers out"), required=False)

    def __init__(self, *args: Any, values: Mapping[str, Sequence[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in values.items():
            named = country if name in COUNTRIES else str
            self._choose(name, [(str(one), named(str(one))) for one in found])
        self._choose("flaw", [(code, str(label)) for code, label in FLAWS.items()])

    def asked(self) -> Asked:
        """Return the question, as far as it makes sense."""
        self.is_valid()
        found = self.cleaned_data if self.is_bound else {}
        year = found.pop("year", "")
        return Asked(**found, year=int(year) if year else None)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """The file of statistics."""

    file = forms.FileField(label=_("File"), help_text=_("The table or the ZIP archive, as the UNODC publishes it."))
