# SPDX-License-Identifier: Apache-2.0
"""The forms of the committee: a communiqué, what a person confirms of it, and which actions to look at."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from taawun.formats.documents import CHARACTERS
from taawun.sectors.committee.proposing import Kind, Proposal
from taawun.sectors.committee.words import PARTIES

TEXT_CHARACTERS: Final = 2_000
AUTHORITY_CHARACTERS: Final = 300
LANGUAGES: Final = (("en", _("English")), ("ar", _("Arabic")), ("ur", _("Urdu")))


def _line() -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto"})


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CommuniqueForm(forms.Form):
    """A communiqué, pasted or as a file."""

    title = forms.CharField(label=_("Heading"), max_length=300, widget=_line())
    day = forms.DateField(label=_("Date of the communiqué"), widget=_day())
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    source = forms.CharField(label=_("Where it was taken from"), max_length=1000, required=False, widget=_line())
    text = forms.CharField(label=_("Text"), max_length=CHARACTERS, required=False, widget=_lines(10))
    file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("Text, PDF or Word, at most 8 MiB and 100 pages.")
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a text or a file."""
        said: dict[str, Any] = super().clean() or {}
        if not said.get("text", "").strip() and not said.get("file") and not self.errors.keys() & {"text", "file"}:
            self.add_error("text", _("Paste the text, or choose a file."))
        return said


class ProposalForm(forms.Form):
    """One proposal: whether it is confirmed, and what becomes of it."""

    confirmed = forms.BooleanField(label=_("Confirm"), required=False)
    what = forms.CharField(label=_("In your words"), max_length=TEXT_CHARACTERS, required=False, widget=_lines(2))
    owner = forms.ChoiceField(label=pgettext_lazy("action", "Owner"), required=False)
    authority = forms.CharField(label=_("Authority that does it"), max_length=AUTHORITY_CHARACTERS, required=False,
                                widget=_line())  # fmt: skip
    due = forms.DateField(label=_("Due"), required=False, widget=_day())

    def __init__(self, proposal: Proposal, data: Any = None, initial: Any = None) -> None:
        """Take the proposal along; its sentence is shown beside the form."""
        self.proposal = proposal
        super().__init__(data, prefix=proposal.key, initial=initial)
        _choose(self, "owner", [("", "—"), *PARTIES.items()])

    def clean(self) -> dict[str, Any]:
        """Ask for what a confirmed proposal needs."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("confirmed"):
            if not said.get("what", "").strip():
                self.add_error("what", _("Say in your words what was promised."))
            both = (bool(said.get("authority", "").strip()), bool(said.get("due")))
            if any(both) != all(both) or (self.proposal.kind is Kind.ACTION and not all(both)):
                self.add_error("authority", _("An action has both an authority and a day."))
            elif all(both) and not said.get("owner"):
                self.add_error("owner", _("Say which side owns the action."))
        return said


class FollowForm(forms.Form):
    """Which actions to look at; what is left open narrows nothing."""

    track = forms.ChoiceField(label=_("Sub-group"), required=False)
    memorandum = forms.ChoiceField(label=_("Memorandum"), required=False)
    stage = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: Any, choices: "dict[str, Sequence[tuple[str, Any]]]") -> None:
        """Take the choices of each field."""
        super().__init__(data)
        for name, found in choices.items():
            _choose(self, name, [("", _("All")), *found])


def _choose(form: forms.Form, name: str, choices: "Sequence[tuple[str, Any]]") -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)
