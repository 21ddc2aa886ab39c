# SPDX-License-Identifier: Apache-2.0
"""The form of any type of record, made from its declaration, and the form of its marking.

Every problem stands at its field, in the reader's language, and is the one that the service would find.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taawun.apps import sector
from taawun.apps.offers import offered
from taawun.apps.registers import kinds, problem_words
from taawun.apps.registers.checks import complete, value_problem
from taawun.apps.registers.declarations import FieldType, RecordType
from taawun.apps.registers.purposes import Purpose
from taawun.apps.registers.speaking import said, values_of
from taawun.apps.ui import languages, words
from taawun.kernel.errors import SenderError
from taawun.kernel.marking import Marking, make_marking

PREFIX: Final = "d-"
LONG_TEXT: Final = 300
"""Characters from which a text is typed into several lines."""
REASON_CHARACTERS: Final = 2_000
REVIEW_AFTER: Final = timedelta(days=365)
A_MONTH: Final = timedelta(days=30)
"""Of a sector's retention, which is offered as the day of review."""
RIGHT_TO_LEFT: Final = "\u200f"
ISOLATED: Final = "\u2066"
ENDED: Final = "\u2069"
"""Around what is written from left to right: between Arabic words the parts of a date change their places."""
_SCRIPTED: Final = frozenset({"name", "text", "unit", "country"})


class ValuesField(forms.CharField):
    """The values of one field: one, or several with one on each line."""

    def __init__(self, field: FieldType, **kwargs: Any) -> None:
        several = field.many > 1
        long = several or (field.kind == "text" and field.limit > LONG_TEXT)
        widget: forms.Widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
        widget.attrs["dir"] = "auto" if field.kind in _SCRIPTED else "ltr"
        super().__init__(required=field.required, widget=widget, strip=True, **kwargs)
        self.field, self.several = field, several

    def clean(self, value: Any) -> Any:
        """Return the value or values in their one spelling."""
        text = super().clean(value)
        lines = text.splitlines() if self.several else [text]
        found = list(dict.fromkeys(one for one in (kinds.clean(self.field.kind, line) for line in lines) if one))
        wrong = next((wrong for wrong in (value_problem(self.field, one) for one in found) if wrong), "")
        if not wrong and len(found) > self.field.many:
            wrong = f"is not a list of 1 to {self.field.many} values"
        if wrong:
            raise ValidationError(problem_words.sentence(wrong))
        return found if self.several else (found[0] if found else "")


class SeveralField(forms.MultipleChoiceField):
    """Several of the choices of one field, ticked in the reader's language; lines of codes are taken as well."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        """Return the codes that are ticked."""
        return value.splitlines() if isinstance(value, str) else value

    def to_python(self, value: Any) -> list[str]:
        """Return the codes, each once."""
        return list(dict.fromkeys(line for one in super().to_python(value) for line in _lines(one)))


class MarkingForm(forms.Form):
    """How records of a type are marked."""

    source = forms.ChoiceField(label=_("Source"))
    information = forms.ChoiceField(label=_("Information"))
    purposes = forms.MultipleChoiceField(label=_("Purposes"), widget=forms.CheckboxSelectMultiple)
    tlp = forms.ChoiceField(label=_("Who may see it (TLP)"), initial="amber")
    named = forms.CharField(
        label=_("Named readers"), required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
        help_text=_("Under TLP:RED only: one on each line, such as BH:anti-drug."),
    )  # fmt: skip
    handling = forms.MultipleChoiceField(label=_("Handling"), required=False, widget=forms.CheckboxSelectMultiple)
    restrictions = forms.CharField(
        label=_("Restrictions in words"), required=False, max_length=16_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}), help_text=_("With H3: one on each line."),
    )  # fmt: skip
    care = forms.MultipleChoiceField(label=_("Special care"), required=False, widget=forms.CheckboxSelectMultiple)
    review = forms.DateField(
        label=_("Review by"), input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        declared: RecordType,
        purposes: Sequence[Purpose],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.declared = declared
        self._choose(purposes)
        months = sector.months_of(declared.slug)
        self.fields["review"].initial = timezone.localdate() + (months * A_MONTH if months else REVIEW_AFTER)

    def clean(self) -> dict[str, Any]:
        """Check that the parts of the marking agree."""
        found = super().clean() or {}
        if not self.errors:
            try:
                self.marking()
            except SenderError as error:
                from django.utils.translation import gettext

                raise ValidationError(f"{gettext(error.sentence)} (§{error.section})") from None
        return found

    def marking(self, last: Marking | None = None) -> Marking:
        """Return the marking; whose statement it is and what single fields were marked with stay as they were last."""
        chosen = self.cleaned_data
        made = make_marking(
            settings.TAAWUN_PARTY,
            chosen["source"],
            int(chosen["information"]),
            purposes=chosen["purposes"],
            review=chosen["review"],
            handling=chosen["handling"],
            tlp=chosen["tlp"],
            persons=chosen.get("persons", ()),
            fields=dict(last.fields) if last else None,
            restrictions=_lines(chosen["restrictions"]),
            named=_lines(chosen["named"]),
            care=chosen["care"],
        )
        return replace(made, originators=last.originators) if last else made

    def _choose(self, purposes: Sequence[Purpose]) -> None:
        from django.utils.translation import get_language

        # The direction of a label is that of its first letter, and a code has the wrong one for Arabic and Urdu.
        begun = RIGHT_TO_LEFT if languages.find(get_language()).direction == "rtl" else ""
        choices: dict[str, list[tuple[str, Any]]] = {
            "source": [(code, f"{code} – {words.GRADES[code].label}") for code in "ABCX"],
            "information": [(code, f"{code} – {words.GRADES[code].label}") for code in "1234"],
            "purposes": [(one.slug, one.title(str(get_language()))) for one in purposes],
            "tlp": [(code, f"{code.upper()} – {word.label}") for code, word in words.TLP.items()],
            "handling": [
                (code, f"{begun}{code} – {word.label}") for code, word in words.HANDLING.items() if code != "H0"
            ],
            "care": [(code, word.label) for code, word in words.CARE.items()],
        }
        if self.declared.personal:
            people = [(code, word.label) for code, word in words.PERSONS.items()]
            self.fields["persons"] = forms.MultipleChoiceField(
                label=_("In which quality persons stand in it"), choices=people, widget=forms.CheckboxSelectMultiple
            )
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]


class RecordForm(MarkingForm):
    """What a record says, how it is marked and, for a new version, why."""

    def __init__(
        self,
        data: Any = None,
        *,
        declared: RecordType,
        withheld: Sequence[str] = (),
        again: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, declared=declared, **kwargs)
        self.withheld = withheld
        mine = {
            f"{PREFIX}{name}": _control(one, self._present(f"{PREFIX}{name}"))
            for name, one in declared.stated.items() if name not in withheld
        }  # fmt: skip
        self.fields = {**mine, **self.fields}
        if again:
            area = forms.Textarea(attrs={"rows": 2, "dir": "auto"})
            self.fields["reason"] = forms.CharField(
                label=_("Why a new version"), max_length=REASON_CHARACTERS, widget=area
            )

    def _present(self, name: str) -> list[str]:
        """Return what a control holds already: what was stated before, and what was typed."""
        typed = self.data.getlist(name) if isinstance(self.data, QueryDict) else values_of(self.data.get(name))
        return [line for one in (*values_of(self.initial.get(name)), *typed) for line in _lines(str(one))]

    def clean(self) -> dict[str, Any]:
        """Check the data as a whole, by the rules of the sectors, each problem at its field."""
        found = super().clean()
        if not self.errors and not self.withheld:  # with fields that this officer cannot see, the service decides
            _data, wrong = complete(self.declared, self.record_data)
            for one in wrong:
                name = f"{PREFIX}{one.field}"
                self.add_error(name if name in self.fields else None, problem_words.sentence(one.what))
        return found

    @property
    def of_record(self) -> list[forms.BoundField]:
        """Return the controls of the record's fields."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    @property
    def of_marking(self) -> list[forms.BoundField]:
        """Return the controls of the marking and the reason."""
        return [self[name] for name in self.fields if not name.startswith(PREFIX)]

    @property
    def record_data(self) -> dict[str, Any]:
        """Return what the record is to say; fields that were left empty are left out (§80.20)."""
        found = {name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items() if name[:2] == PREFIX}
        return {name: value for name, value in found.items() if value not in ("", [])}


def initial_of(data: Mapping[str, Any], marking: Marking | None) -> dict[str, Any]:
    """Return what a form shows for a record that is there."""
    found: dict[str, Any] = {f"{PREFIX}{name}": "\n".join(values_of(value)) for name, value in data.items()}
    return found | (_marking_initial(marking) if marking else {})


def typed_again(said_before: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return what a form shows for a draft."""
    several = {"purposes", "handling", "care", "persons"}
    return {
        name: list(values) if name in several or len(values) > 1 else "".join(values[-1:])
        for name, values in said_before.items()
    }


def _marking_initial(marking: Marking) -> dict[str, Any]:
    return {
        "source": marking.source.value, "information": str(int(marking.information)), "tlp": marking.tlp.value,
        "purposes": sorted(marking.purposes), "handling": sorted(code.value for code in marking.handling),
        "persons": sorted(one.value for one in marking.persons), "care": sorted(one.value for one in marking.care),
        "restrictions": "\n".join(sorted(marking.restrictions)), "named": "\n".join(sorted(marking.named)),
        "review": marking.review,
    }  # fmt: skip


def _control(field: FieldType, present: Sequence[str]) -> forms.Field:
    label, hint = said(field.label), _hint(field)
    choices = offered(field.offers) if field.offers else field.choices
    if choices:
        # What is present and not offered is kept: a list of this node may lack what a record names.
        others = [(one, one) for one in dict.fromkeys(present) if field.offers and one not in choices]
        found = [*((slug, said(one)) for slug, one in choices.items()), *others]
        if field.many > 1:
            return SeveralField(label=label, required=field.required, choices=found, help_text=hint)
        return forms.ChoiceField(label=label, required=field.required, choices=[("", "–"), *found], help_text=hint)
    return ValuesField(field, label=label, help_text=hint)


def _hint(field: FieldType) -> str:
    return " ".join(_hints(field))


def _hints(field: FieldType) -> Iterator[str]:
    from django.utils.translation import gettext

    if field.help:
        yield said(field.help)
    if field.offers and offered(field.offers):
        return
    if field.many > 1 and field.kind != "choice":
        yield gettext("One on each line.")
    example = {"example": f"{ISOLATED}{field.examples[0]}{ENDED}"} if field.examples else {}
    if field.kind in ("date", "point", "number", "id"):
        yield gettext("Such as %(example)s.") % example
    if field.kind == "country" and example:
        yield gettext("A country's name, or its code in capitals such as %(example)s.") % example
    if field.unit and not isinstance(field.unit, str):
        yield said(field.unit)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
