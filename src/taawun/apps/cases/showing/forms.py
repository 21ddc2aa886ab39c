# SPDX-License-Identifier: Apache-2.0
"""Forms of cases other than those of its contents: opening, moving, assessing, pausing, papers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from taawun.apps.cases import words
from taawun.apps.cases.showing.fields import PlainField
from taawun.kernel.cases.gating import MARK_CHARACTERS, POINTS
from taawun.kernel.cases.words import Side

REASON_CHARACTERS: Final = 4_000
TITLE_CHARACTERS: Final = 200
Choices = Iterable[tuple[str, str | Promise]]


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def _line() -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto"})


class SeenForm(forms.Form):
    """What is judged on a page that shows what stands: the mark of what was seen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MARK_CHARACTERS)


class ReasonForm(forms.Form):
    """Why."""

    reason = PlainField(label=_("Reason"), max_length=REASON_CHARACTERS, widget=_area())


class OpenForm(forms.Form):
    """A new case of a chosen kind under a chosen instrument; nobody is asked for a side that only one can have."""

    other = forms.ChoiceField(label=_("Other party"))
    title = PlainField(
        label=_("Title"), max_length=TITLE_CHARACTERS, required=False, widget=_line(),
        help_text=_("For your own lists; it is never sent. No name of a person."),
    )  # fmt: skip
    side = forms.ChoiceField(label=_("We are"))

    def __init__(self, *args: Any, parties: Choices, sides: Sequence[Side], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = list(parties)  # type: ignore[attr-defined]
        self.fields["side"].choices = [(one, words.SIDE_TITLES[one]) for one in sides]  # type: ignore[attr-defined]
        self._only = sides[0] if len(sides) == 1 else None
        if self._only:
            del self.fields["side"]

    @property
    def our_side(self) -> Side:
        """Return the side that was said, or the only one there is."""
        return self._only or Side(self.cleaned_data["side"])


class AssignForm(forms.Form):
    """Which authority has a case."""

    authority = forms.ChoiceField(label=_("Authority"))

    def __init__(self, *args: Any, authorities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = list(authorities)  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """A move, as somebody is about to make it: reasons and papers. The token is of the page that they saw."""

    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    reasons = PlainField(label=_("Reasons"), required=False, max_length=REASON_CHARACTERS, widget=_area(5))
    papers = forms.MultipleChoiceField(label=_("Papers that go with it"), required=False,
                                       widget=forms.CheckboxSelectMultiple)  # fmt: skip

    def __init__(self, *args: Any, papers: Choices, shared: bool, reasoned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = list(papers)
        self.fields["papers"].choices = papers  # type: ignore[attr-defined]
        self.fields["reasons"].help_text = _("The other side reads them.") if shared else _("They stay at home.")
        if reasoned:
            self.fields["reasons"].required = True
        if not shared or not papers:
            del self.fields["papers"]


class AssessForm(SeenForm):
    """What was found about a gate."""

    outcome = forms.ChoiceField(
        label=_("What was found"), widget=forms.RadioSelect,
        choices=[(code, words.OUTCOMES[code].label) for code in ("met", "not_met")],
    )  # fmt: skip
    waived = forms.ChoiceField(
        label=_("If it is met"), required=False, widget=forms.RadioSelect,
        choices=[("", _("Not decided yet")), ("waived", _("Waived")), ("exercised", _("Exercised"))],
    )  # fmt: skip
    reason = PlainField(label=_("Reason"), max_length=REASON_CHARACTERS, widget=_area())
    source = PlainField(
        label=_("What it rests on"), max_length=REASON_CHARACTERS, widget=_line(),
        help_text=_("A document, a report, a judgment: so that a court can find it."),
    )  # fmt: skip

    def __init__(self, *args: Any, mandatory: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mandatory:
            del self.fields["waived"]

    def chosen_waiver(self) -> bool | None:
        """Return whether a met optional gate is waived; None where nothing was decided."""
        met = self.cleaned_data["outcome"] == "met"
        return {"waived": True, "exercised": False}.get(self.cleaned_data.get("waived", "")) if met else None


class ReassessForm(SeenForm):
    """That a met mandatory gate is not met after all, laid before another authority."""

    second_authority = forms.ChoiceField(label=_("Authority of the second assessor"))
    reason = PlainField(label=_("Reason"), max_length=REASON_CHARACTERS, widget=_area())
    source = PlainField(label=_("What it rests on"), max_length=REASON_CHARACTERS, widget=_line())

    def __init__(self, *args: Any, authorities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["second_authority"].choices = list(authorities)  # type: ignore[attr-defined]


class ConfirmForm(ReasonForm):
    """What the second assessor says."""

    agrees = forms.ChoiceField(
        label=_("As the second assessor, you"), widget=forms.RadioSelect,
        choices=[("yes", _("also find it not met")), ("no", _("do not agree"))],
    )  # fmt: skip
    reassessment = forms.CharField(widget=forms.HiddenInput, max_length=40)
    field_order = ("agrees", "reason")


class AssuranceForm(forms.Form):
    """An assurance as the other side gave it."""

    text = PlainField(label=_("The assurance, word for word"), max_length=20_000, widget=_area(5))
    given_by = PlainField(label=_("Given by"), max_length=TITLE_CHARACTERS, widget=_line())


class FindingForm(SeenForm):
    """The assurance assessment form: every question answered, then whether it suffices."""

    assurance = forms.CharField(widget=forms.HiddenInput, max_length=40)
    sufficient = forms.ChoiceField(
        label=_("The assurance is"), widget=forms.RadioSelect,
        choices=[("yes", _("sufficient")), ("no", _("not sufficient"))],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for point, question in POINTS.items():
            self.fields[f"point-{point}"] = PlainField(
                label=_(question), max_length=REASON_CHARACTERS, required=False, widget=_area(2)
            )

    @property
    def points(self) -> dict[str, str]:
        """Return the answers by their questions."""
        return {point: self.cleaned_data.get(f"point-{point}", "") for point in POINTS}

    def clean(self) -> dict[str, Any]:
        """Ask for every answer before an assurance is found sufficient."""
        cleaned = super().clean() or {}
        if cleaned.get("sufficient") == "yes":
            for point in POINTS:
                if not str(cleaned.get(f"point-{point}") or "").strip():
                    self.add_error(f"point-{point}", _("A sufficient assurance needs an answer here."))
        return cleaned


class ClockForm(ReasonForm):
    """A pause or a longer time, with the reason."""

    by = forms.IntegerField(label=_("How much longer"), min_value=1, required=False)
    field_order = ("by", "reason")


class ChargeForm(forms.Form):
    """A charge brought after surrender."""

    charge = PlainField(label=_("Number of the charge"), max_length=80, widget=_line())
    title = PlainField(label=_("The charge"), max_length=TITLE_CHARACTERS, widget=_line())
    offence = PlainField(label=_("Rests on the offence"), required=False, max_length=80)
    source = PlainField(label=_("Known from"), max_length=REASON_CHARACTERS, widget=_line())

    def __init__(self, *args: Any, offences: "Iterable[Mapping[str, Any]] | None", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if offences is not None:
            known = [(str(one.get("id", "")), f"{one.get('id', '')} {one.get('title', '')}") for one in offences]
            self.fields["offence"].widget = forms.Select(choices=[("", _("None of this case")), *known])


class FilterForm(forms.Form):
    """Which cases to list. An address that is kept is a saved search."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    pack = forms.ChoiceField(label=_("Instrument"), required=False)
    side = forms.ChoiceField(
        label=_("We are"), required=False, choices=[("", _("Either side")), *words.SIDE_TITLES.items()]
    )
    authority = forms.ChoiceField(label=_("Authority"), required=False)
    state = forms.SlugField(required=False, widget=forms.HiddenInput, max_length=80)
    phase = forms.SlugField(required=False, widget=forms.HiddenInput, max_length=80)
    title = PlainField(label=_("Title"), required=False, max_length=TITLE_CHARACTERS, widget=_line())
    closed = forms.ChoiceField(
        label=_("Which"), required=False,
        choices=[("", _("Open")), ("closed", _("Closed")), ("all", _("All"))],
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Choices, packs: Choices, authorities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        for name, choices in (("kind", kinds), ("pack", packs), ("authority", authorities)):
            self.fields[name].choices = [every, *choices]  # type: ignore[attr-defined]
