# SPDX-License-Identifier: Apache-2.0
"""Forms of identity: who is looked for, which file is screened, what a watch list is, and the why of an act."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from taawun.apps.identity.models import REASON_CHARACTERS, TITLE_CHARACTERS, Source
from taawun.apps.identity.screening.services import LEAST, NAME_CHARACTERS, Entry

KINDS: Final = (
    ("person", _("Person")),
    ("organisation", _("Organisation")),
    ("vessel", _("Vessel")),
    ("place", pgettext_lazy("kind of subject", "Place")),
)
TEXT_CHARACTERS: Final = 200
THRESHOLD: Final = 0.8
"""Score from which a new watch list alerts, unless its owner says otherwise."""


class EntryForm(forms.Form):
    """One person, body, ship or place that is looked for."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_CHARACTERS, help_text=_("In any script. Several names are parted by “;”.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, initial="person", required=False)
    father = forms.CharField(label=_("Father's name"), max_length=TEXT_CHARACTERS, required=False)
    birth = forms.CharField(
        label=_("Date of birth"), max_length=TEXT_CHARACTERS, required=False, help_text=_("Such as 1971 or 1971-03-02.")
    )
    country = forms.CharField(label=_("Nationality or flag"), max_length=2, required=False, help_text=_("Such as BH."))
    document = forms.CharField(label=_("Number of a document"), max_length=TEXT_CHARACTERS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "father"):
            self.fields[name].widget.attrs["dir"] = "auto"
        for name in ("birth", "country", "document"):
            self.fields[name].widget.attrs["dir"] = "ltr"

    def entry(self) -> Entry:
        """Return what was written; only for a valid form."""
        found = self.cleaned_data
        return Entry(
            name=found["name"], kind=found["kind"] or "person", father=found["father"], birth=found["birth"],
            country=found["country"], document=found["document"],
        )  # fmt: skip


def _score(label: Any, initial: float, help_text: Any) -> forms.FloatField:
    return forms.FloatField(
        label=label, min_value=0.0, max_value=1.0, initial=initial, help_text=help_text,
        widget=forms.NumberInput(attrs={"step": "0.05", "dir": "ltr"}),
    )  # fmt: skip


class FileForm(forms.Form):
    """A file of entries."""

    file = forms.FileField(
        label=_("File of names"), help_text=_("CSV, Excel, FollowTheMoney or the XML of the United Nations list.")
    )
    least = _score(_("Lowest score"), LEAST, _("Between 0 and 1. Hits below it are not kept."))


class ListForm(forms.Form):
    """A new watch list."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_CHARACTERS)
    source = forms.ChoiceField(label=_("What is on it"))
    threshold = _score(_("Alert from this score"), THRESHOLD, _("Between 0 and 1."))
    review = forms.DateField(label=_("Review by"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, imports: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fixed = [
            (Source.CHOSEN.value, _("Records that are chosen one by one")),
            (Source.UN.value, _("The United Nations list, as it is imported")),
        ]
        self.fields["source"].choices = [*fixed, *imports]  # type: ignore[attr-defined]
        self.fields["title"].widget.attrs["dir"] = "auto"


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_CHARACTERS, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )


class PutOnForm(ReasonForm):
    """A record that is put on a list."""

    record = forms.UUIDField(label=_("Identifier of the record"), widget=forms.TextInput(attrs={"dir": "ltr"}))
    field_order = ("record", "reason")


class OntoListForm(ReasonForm):
    """A watch list that a record is put on, from the record's page."""

    list = forms.ChoiceField(label=_("Watch list"))
    field_order = ("list", "reason")

    def __init__(self, *args: Any, lists: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["list"].choices = lists  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """Until when a list is needed."""

    review = forms.DateField(label=_("Review by"), widget=forms.DateInput(attrs={"type": "date"}))
