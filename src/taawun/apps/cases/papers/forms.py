# SPDX-License-Identifier: Apache-2.0
"""Forms by which papers, translations and evidence come into a case, and evidence goes from hand to hand."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from taawun.apps.cases import words
from taawun.apps.cases.papers.folder import HAND_BYTES, PAPER_BYTES
from taawun.apps.cases.showing.fields import PlainField

NAME_CHARACTERS: Final = 200
REASON_CHARACTERS: Final = 4_000
LANGUAGES: Final = list(words.LANGUAGES.items())
Choices = Iterable[tuple[str, str | Promise]]


def _line() -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto"})


class FileForm(forms.Form):
    """A file that is not too large."""

    most = PAPER_BYTES
    file = forms.FileField(label=_("File"))

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > self.most:
            raise ValidationError(_("This file is larger than a case takes in."))
        return file


class BytesForm(FileForm):
    """The bytes of a paper of the other side, brought by another way."""

    most = HAND_BYTES
    paper = forms.ChoiceField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, coming: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].choices = [(one, one) for one in coming]  # type: ignore[attr-defined]


class PaperForm(FileForm):
    """A file that comes into a case."""

    name = PlainField(
        label=_("Name of the paper"), max_length=NAME_CHARACTERS, required=False, widget=_line(),
        help_text=_("Left empty, the name of the file."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class TranslationForm(PaperForm):
    """The translation of a paper, with who translated it."""

    of = forms.ChoiceField(label=_("Translation of"))
    translator = PlainField(label=_("Translator"), max_length=NAME_CHARACTERS, widget=_line())
    field_order = ("of", "file", "name", "language", "translator")

    def __init__(self, *args: Any, originals: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = list(originals)  # type: ignore[attr-defined]


class ProvenanceForm(forms.Form):
    """What something is that may come before a court, and where it comes from."""

    what = PlainField(label=_("What it is"), max_length=NAME_CHARACTERS, widget=_line())
    provenance = PlainField(
        label=_("Where it comes from, and how it was got"), max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip
    held_by = PlainField(label=_("Who holds the original"), max_length=NAME_CHARACTERS, widget=_line())
    tainted = forms.BooleanField(
        label=_("It may have been got by torture or ill-treatment"), required=False,
        help_text=_("Then no court may use it, whoever asks."),
    )  # fmt: skip


class EvidenceForm(PaperForm, ProvenanceForm):
    """Evidence that is taken in."""

    field_order = ("file", "name", "language", "what", "provenance", "held_by", "tainted")


class AdoptForm(ProvenanceForm):
    """Where a paper of the other side comes from."""

    paper = forms.ChoiceField(label=_("Paper of the other side"))
    field_order = ("paper",)

    def __init__(self, *args: Any, came: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].choices = list(came)  # type: ignore[attr-defined]


class TaintForm(forms.Form):
    """That evidence may have been got by torture."""

    evidence = forms.ChoiceField(label=_("Evidence"))
    reason = PlainField(label=_("Reason"), max_length=REASON_CHARACTERS, widget=_line())

    def __init__(self, *args: Any, evidence: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].choices = list(evidence)  # type: ignore[attr-defined]


class LetterForm(forms.Form):
    """A letter that the case is printed as."""

    letter = forms.ChoiceField(label=_("Letter"))
    language = forms.ChoiceField(
        label=_("Language"), choices=[(code, name) for code, name in words.LANGUAGES.items() if code != "zxx"]
    )
    papers = forms.MultipleChoiceField(label=_("Annexes"), required=False, widget=forms.CheckboxSelectMultiple)
    final = forms.BooleanField(
        label=_("Final, signed with the key of the authority"), required=False,
        help_text=_("A releasing officer signs. Without this tick it is a draft and says so on each page."),
    )  # fmt: skip

    def __init__(self, *args: Any, annexes: Choices, fitting: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["letter"].choices = [(one, words.LETTERS[one]) for one in fitting]  # type: ignore[attr-defined]
        known = list(annexes)
        self.fields["papers"].choices = known  # type: ignore[attr-defined]
        if not known:
            del self.fields["papers"]


class CustodyForm(forms.Form):
    """What was done with evidence."""

    evidence = forms.ChoiceField(label=_("Evidence"))
    done = forms.ChoiceField(label=_("What was done"), choices=list(words.CUSTODY.items()))
    held_by = PlainField(label=_("Who holds it now"), max_length=NAME_CHARACTERS, widget=_line())
    reason = PlainField(label=_("Reason"), max_length=REASON_CHARACTERS, widget=_line())

    def __init__(self, *args: Any, evidence: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].choices = list(evidence)  # type: ignore[attr-defined]
