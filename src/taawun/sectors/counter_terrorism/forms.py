# SPDX-License-Identifier: Apache-2.0
"""What an analyst says of objects in quarantine, and what an operator says of collections, clients and servers."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taawun.apps.taxii.access import FILE_BYTES
from taawun.apps.taxii.models import Collection
from taawun.formats.countries import CODES
from taawun.formats.stix.markings import Given
from taawun.kernel.marking import InformationGrade, SourceGrade

MOST_AT_ONCE: Final = 200
"""Objects that are graded in one act."""
_REVIEW: Final = timedelta(days=365)
_SOURCES: Final = [
    ("A", _("A: no doubt about the source")), ("B", _("B: mostly reliable")), ("C", _("C: mostly unreliable")),
    ("X", _("X: the source cannot be assessed")),
]  # fmt: skip
_INFORMATION: Final = [
    ("1", _("1: known to be true")), ("2", _("2: known to the source itself")), ("3", _("3: supported otherwise")),
    ("4", _("4: not known and not supported")),
]  # fmt: skip


class ChosenForm(forms.Form):
    """The objects that were chosen on the page."""

    chosen = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        said = data.getlist("chosen")[:MOST_AT_ONCE] if data is not None else []
        self.fields["chosen"].choices = [  # type: ignore[attr-defined]
            (one, one) for one in said if one.isascii() and one.isdigit() and len(one) < 18
        ]


class FileForm(forms.Form):
    """A file of STIX objects, and who gave it."""

    source = forms.CharField(
        label=_("Who gave it"), max_length=120,
        help_text=_("Objects that come again under the same name are of the same sender."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"), help_text=_("A STIX 2.1 bundle or a TAXII envelope, as JSON."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.stix,application/json"}),
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Refuse what is larger than a file may be, before it is read."""
        file = self.cleaned_data["file"]
        if file.size > FILE_BYTES:
            raise forms.ValidationError(_("At most %(most)s MiB.") % {"most": FILE_BYTES >> 20})
        return file


class GradeForm(forms.Form):
    """One grade for several objects."""

    source = forms.ChoiceField(label=_("Source"), choices=[("", "—"), *_SOURCES])
    information = forms.ChoiceField(label=_("Information"), choices=[("", "—"), *_INFORMATION])
    review = forms.DateField(label=_("Review by"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"review": timezone.now().date() + _REVIEW})

    def clean_review(self) -> date:
        """Refuse a day that has passed."""
        day: date = self.cleaned_data["review"]
        if day <= timezone.now().date():
            raise forms.ValidationError(_("Choose a day to come."))
        return day

    def given(self, party: str, authority: str, purpose: str) -> Given:
        """Return what the analyst says."""
        said = self.cleaned_data
        return Given(
            party, authority, SourceGrade(said["source"]), InformationGrade(int(said["information"])),
            frozenset({purpose}), said["review"],
        )  # fmt: skip


class RefuseForm(forms.Form):
    """Why objects are refused."""

    reason = forms.CharField(label=_("Reason"), max_length=1_000)


class CollectionForm(forms.Form):
    """A new collection."""

    title = forms.CharField(label=_("Name of the collection"), max_length=120)
    description = forms.CharField(label=_("What it is for"), max_length=1_000, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="collection-%s")  # three forms stand on one page


class ClientForm(forms.Form):
    """A new client: what it is called, for whom it comes, and what it may use."""

    name = forms.CharField(
        label=_("Name of the client"), max_length=40, validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*\Z")],
        help_text=_("Small Latin letters, digits and hyphens; it is the user name of Basic authentication."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )  # fmt: skip
    party = forms.CharField(
        label=_("Party for which it comes"), max_length=2, help_text=_("ISO 3166 code, such as BH."),
        widget=forms.TextInput(attrs={"dir": "ltr", "size": 4}),
    )  # fmt: skip
    collection = forms.ChoiceField(label=_("Collection"))
    may = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple,
        choices=[("read", _("Read what is released to the party")), ("write", _("Send into quarantine"))],
    )  # fmt: skip

    def __init__(self, data: Any = None, *, collections: tuple[Collection, ...] = ()) -> None:
        super().__init__(data, auto_id="client-%s")
        self.fields["collection"].choices = [(one.id, one.title) for one in collections]  # type: ignore[attr-defined]

    def clean_party(self) -> str:
        """Refuse what is no country."""
        code: str = self.cleaned_data["party"].upper()
        if code not in CODES:
            raise forms.ValidationError(_("This is no ISO 3166 code."))
        return code


class ServerForm(forms.Form):
    """A server of others: where it is, and whether it is polled or pushed to."""

    title = forms.CharField(label=_("Name of the server"), max_length=120)
    way = forms.ChoiceField(label=_("Way"), choices=[("poll", _("Poll into quarantine")), ("push", _("Push released"))])
    address = forms.URLField(
        label=_("Address of the collection"), max_length=500, assume_scheme="https",
        help_text=_("It ends in /collections/, an identifier and a stroke."),
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )  # fmt: skip
    username = forms.CharField(label=_("User name"), max_length=200, required=False)
    secret = forms.CharField(
        label=_("Secret that opens it"), max_length=1_000, required=False, strip=False,
        help_text=_("Kept in a file of this node and never shown."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    inside = forms.BooleanField(label=_("It stands in our own network"), required=False)
    collection = forms.ChoiceField(label=_("Push from collection"), required=False)
    party = forms.CharField(label=_("Push what is released to"), max_length=2, required=False)

    def __init__(self, data: Any = None, *, collections: tuple[Collection, ...] = ()) -> None:
        super().__init__(data, auto_id="server-%s")
        chosen = [("", "—"), *((one.id, one.title) for one in collections)]
        self.fields["collection"].choices = chosen  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """A release, and the collection in which it is published."""

    release = forms.UUIDField()
    collection = forms.ChoiceField(label=_("Collection"))

    def __init__(self, data: Any = None, *, collections: tuple[Collection, ...] | list[Collection] = ()) -> None:
        super().__init__(data)
        self.fields["collection"].choices = [(one.id, one.title) for one in collections]  # type: ignore[attr-defined]
