# SPDX-License-Identifier: Apache-2.0
"""The form of one element, made from its declaration, and the value that comes of it (spec §60.9).

A form keeps what was typed whatever is wrong with it. What it returns is checked once more by the kernel, which
alone decides; the form only helps to write it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from taawun.apps.cases import words
from taawun.apps.cases.showing.fields import CountriesField, PlainField, past
from taawun.apps.cases.showing.speaking import said
from taawun.kernel.cases.contents import EXCUSE_CHARACTERS, LONG_CHARACTERS, SHORT_CHARACTERS, Element, Filled
from taawun.kernel.cases.facts import MONTHS_MOST, OFFENCES, OFFENCES_MOST, acts_of
from taawun.kernel.cases.workflow import Move

PLACE_CHARACTERS: Final = 200
PAGE_CHARACTERS: Final = 40
EMPTY_OFFENCES: Final = 1  # empty tables offered after those that are filled
UNKNOWN: Final = (("", _("Not known")), ("yes", _("Yes")), ("no", _("No")))

COUNTRIES: Final = _("Names or codes, such as PK, BH, with commas between them.")
EACH_LINE: Final = _("Each on a line of its own.")
LINES: Final = ("other_names", "documents")
"""Parts of a person that are lists of texts."""

Given = Mapping[str, Any]
NO_RECORDS: Final[Mapping[str, str]] = MappingProxyType({})


class ElementForm(forms.Form):
    """One element: its value, or why it does not apply; and where a person found it."""

    excuse = PlainField(
        label=_("Not applicable because"), required=False, max_length=EXCUSE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Instead of a value. Say why, in words that the other side may read."),
    )  # fmt: skip
    found = forms.BooleanField(label=_("I found this in the document myself"), required=False)
    document = PlainField(label=_("Document"), required=False, max_length=PLACE_CHARACTERS)
    page = PlainField(label=_("Page or paragraph"), required=False, max_length=PAGE_CHARACTERS)

    def __init__(
        self, element: Element, *args: Any, many: bool = False, records: Mapping[str, str] = NO_RECORDS, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.element = element
        self.value_elsewhere = False  # in the table of offences, which is a form of its own
        self.fields["document"].widget.attrs |= {"dir": "auto", "list": "papers"}
        self.fields["page"].widget.attrs["dir"] = "auto"
        if not element.excusable or element.core:
            del self.fields["excuse"]
        strict = "excuse" not in self.fields
        if records:
            held = str(self.initial.get("value") or "")
            choices = [("", "–"), *({held: held} | dict(records) if held else records).items()]
            one = forms.ChoiceField(label=said(element.title), choices=choices, required=strict)
            self.parts: list[tuple[str, forms.Field]] = [("value", one)]
        else:
            self.parts = list(_fields(element, "value", many=many, strict=strict))
        for name, field in self.parts:
            self.fields[name] = field

    @property
    def values(self) -> list[forms.BoundField]:
        """Return the fields of the value, in order."""
        return [self[name] for name, _field in self.parts]

    def clean(self) -> dict[str, Any]:
        """Refuse both a value and an excuse, neither, and a tick without a document."""
        cleaned = super().clean() or {}
        value, excuse = self.value(), str(cleaned.get("excuse") or "").strip()
        if not self.errors and not self.value_elsewhere and (value is None) == (not excuse):
            self.add_error(None, _("Fill it, or say why it does not apply: one of the two.") if "excuse" in self.fields
                           else _("Fill it. The law, or the instrument, allows no excuse for it."))  # fmt: skip
        if cleaned.get("found") and not str(cleaned.get("document") or "").strip():
            self.add_error("document", _("Name the document in which you found it."))
        return cleaned

    def value(self) -> Any:
        """Return the value as JSON, or None if nothing was written."""
        return _read(self.element, "value", self.cleaned_data)

    def place(self) -> tuple[str, str]:
        """Return the document and the page where it was found; empty if nobody ticked."""
        ticked = self.cleaned_data.get("found")
        return (self.cleaned_data["document"].strip(), self.cleaned_data["page"].strip()) if ticked else ("", "")


class PersonForm(forms.Form):
    """The person of a case. Rules look at status, birth, nationalities and consent only."""

    name = PlainField(label=_("Name"), max_length=SHORT_CHARACTERS)
    other_names = PlainField(
        label=_("Other names and spellings"), max_length=SHORT_CHARACTERS, required=False, help_text=EACH_LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    father = PlainField(label=_("Father's name"), max_length=SHORT_CHARACTERS, required=False)
    status = forms.ChoiceField(label=_("In the proceedings"), choices=[("", "–"), *words.PERSON.items()])
    born = forms.DateField(label=_("Date of birth"), required=False, validators=[past])
    birth_place = PlainField(label=_("Place of birth"), max_length=SHORT_CHARACTERS, required=False)
    nationalities = CountriesField(
        label=_("Nationalities"), max_length=PLACE_CHARACTERS, required=False, help_text=COUNTRIES
    )
    location = PlainField(label=_("Where the person is, if known"), max_length=SHORT_CHARACTERS, required=False)
    documents = PlainField(
        label=_("Identity documents"), max_length=SHORT_CHARACTERS, required=False, help_text=EACH_LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    consents = forms.ChoiceField(label=_("Consents"), choices=UNKNOWN, required=False)


class OffenceForm(forms.Form):
    """One offence: the law of the requesting side, the conduct, and what it would be under the other law."""

    id = PlainField(label=pgettext_lazy("of an offence", "Number"), max_length=20)
    title = PlainField(label=_("Offence, as the law names it"), max_length=SHORT_CHARACTERS)
    category = forms.ChoiceField(label=_("Kind of offence"), choices=[("", "–"), *words.CATEGORIES.items()])
    law = CountriesField(
        label=_("Whose law"), max_length=PLACE_CHARACTERS, one=True, help_text=_("A name or a code, such as PK.")
    )
    article = PlainField(label=_("Article"), max_length=PLACE_CHARACTERS)
    law_date = forms.DateField(label=_("Day whose law applies"))
    committed = forms.DateField(label=_("Committed on"), required=False, validators=[past])
    places = CountriesField(
        label=_("In which countries"), max_length=PLACE_CHARACTERS, required=False, help_text=COUNTRIES
    )
    conduct = PlainField(
        label=_("The acts, in words"), max_length=LONG_CHARACTERS, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Dual criminality is judged by the acts, never by the name of the offence."),
    )  # fmt: skip
    maximum_months = forms.IntegerField(
        label=_("Highest penalty, in months"), required=False, min_value=0, max_value=MONTHS_MOST
    )
    lifelong = forms.BooleanField(label=_("For life"), required=False)
    death = forms.BooleanField(label=_("Threatened with death"), required=False)
    sentence_months = forms.IntegerField(
        label=_("Sentence passed, in months"), required=False, min_value=0, max_value=MONTHS_MOST
    )
    remaining_months = forms.IntegerField(
        label=_("Left to serve, in months"), required=False, min_value=0, max_value=MONTHS_MOST
    )
    counterpart = PlainField(
        label=_("What the acts would be under the requested side's law"), max_length=SHORT_CHARACTERS, required=False
    )
    counterpart_maximum_months = forms.IntegerField(
        label=_("Its highest penalty, in months"), required=False, min_value=0, max_value=MONTHS_MOST
    )
    counterpart_lifelong = forms.BooleanField(label=_("Its penalty is for life"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse more left to serve than was passed."""
        cleaned = super().clean() or {}
        passed, left = cleaned.get("sentence_months"), cleaned.get("remaining_months")
        if passed is not None and left is not None and left > passed:
            self.add_error("remaining_months", _("No more can be left to serve than the sentence that was passed."))
        return cleaned


_LTR: Final = frozenset({"id", "article"})
_DATES: Final = frozenset({"born", "law_date", "committed"})


def element_form(
    element: Element,
    elements: Mapping[str, Element],
    filled: Filled | None,
    data: Any,
    records: Mapping[str, str] = NO_RECORDS,
) -> ElementForm:
    """Return the form of an element, with what was typed or else with what it was filled with last.

    `records` are those that it may name, by identifier; where there are none, an identifier is typed.
    """
    many = chooses_many(element, elements)
    return ElementForm(element, data, many=many, records=records, initial=initial(element, filled))


def chooses_many(element: Element, elements: Mapping[str, Element]) -> bool:
    """Tell whether several words of a choice may be ticked: where its words call for forms of their own."""
    forms_ = {one.slug for one in elements.values() if one.kind == "form"}
    forms_ |= {slug for one in elements.values() for slug in one.for_forms}
    return any(word in forms_ for word, _title in element.choices)


def initial(element: Element, filled: Filled | None) -> dict[str, Any]:
    """Return what a form shows at first."""
    if filled is None:
        return {}
    found = filled.found
    said_ = {"excuse": filled.excuse, "document": found.document if found else "", "page": found.page if found else ""}
    return said_ | dict(_shown(element, "value", filled.value))


# --- fields --------------------------------------------------------------------------------------------


def _fields(
    element: Element, name: str, *, many: bool = False, strict: bool = False
) -> Iterator[tuple[str, forms.Field]]:
    """Yield the fields of an element's value; they are required only where no excuse may stand for it."""
    if element.kind == "person":
        yield from _borrowed(PersonForm, name, strict=strict)
    elif element.kind == "form":
        for one in element.fields:
            yield from _fields(one, f"{name}-{one.slug}", strict=strict and one.required and not one.excusable)
    elif element.kind != "offences":
        yield name, _plain(element, many=many, strict=strict)


def _borrowed(form: type[forms.Form], name: str, *, strict: bool) -> Iterator[tuple[str, forms.Field]]:
    for part, field in form().fields.items():
        field.required = field.required and strict
        _dress(part, field)
        yield f"{name}-{part}", field


def _dress(part: str, field: forms.Field) -> None:
    if part in _DATES:
        field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    elif not isinstance(field, forms.ChoiceField | forms.BooleanField | forms.IntegerField):
        field.widget.attrs["dir"] = "ltr" if part in _LTR else "auto"


def _plain(element: Element, *, many: bool, strict: bool) -> forms.Field:
    kept: dict[str, Any] = {"label": said(element.title), "help_text": said(element.help), "required": strict}
    if element.kind == "date":
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kept)
    if element.kind == "number":
        return forms.FloatField(widget=forms.NumberInput(attrs={"dir": "ltr", "step": "any"}), **kept)
    if element.kind == "choice":
        choices = [(word, said(title)) for word, title in element.choices]
        if many:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **kept)
        return forms.ChoiceField(choices=[("", "–"), *choices], **kept)
    if element.kind == "documents":
        kept["help_text"] = kept["help_text"] or _("The name of each document on a line of its own.")
    long = element.kind in ("long", "documents")
    attrs = {"dir": "auto"} | ({"rows": 6 if element.kind == "long" else 3} if long else {})
    most = LONG_CHARACTERS if long else SHORT_CHARACTERS
    return PlainField(max_length=most, widget=(forms.Textarea if long else forms.TextInput)(attrs=attrs), **kept)


# --- values ---------------------------------------------------------------------------------------------


def _read(element: Element, name: str, cleaned: Given) -> Any:
    """Return the JSON of what was written, None for nothing."""
    if element.kind == "person":
        return person_value({part: cleaned.get(f"{name}-{part}") for part in PersonForm.base_fields})
    if element.kind == "form":
        parts = {one.slug: _read(one, f"{name}-{one.slug}", cleaned) for one in element.fields}
        told = {slug: value for slug, value in parts.items() if value is not None}
        return told or None
    value = cleaned.get(name)
    if element.kind == "documents":
        return [line.strip() for line in str(value or "").splitlines() if line.strip()] or None
    if element.kind == "date":
        return value.isoformat() if value else None
    return None if value in ("", None, []) else value


def person_value(said_: Given) -> dict[str, Any] | None:
    """Return the JSON of a person; None for an empty form, whose status alone says nothing."""
    told = {part: value for part, value in _texts(said_).items() if value not in ("", None)}
    if set(told) <= {"status"}:
        return None
    for part in LINES:
        if part in told:
            told[part] = [line.strip() for line in str(told[part]).splitlines() if line.strip()]
    if "nationalities" in told:
        told["nationalities"] = codes(str(told["nationalities"]))
    if "consents" in told:
        told["consents"] = told["consents"] == "yes"
    return told


def offence_value(said_: Given) -> dict[str, Any]:
    """Return the JSON of an offence of a valid form."""
    told = {part: value for part, value in _texts(said_).items() if value not in ("", None)}
    told["law"] = str(told["law"]).upper()
    if "places" in told:
        told["places"] = codes(str(told["places"]))
    return told


def codes(text: str) -> list[str]:
    """Return codes of parties that were written with commas or blanks between them."""
    return list(dict.fromkeys(text.replace(",", " ").upper().split()))


def _texts(said_: Given) -> dict[str, Any]:
    return {part: value.isoformat() if hasattr(value, "isoformat") else value for part, value in said_.items()}


def _shown(element: Element, name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what the fields of a value show at first; a value of another form shows nothing."""
    if element.kind == "person" and isinstance(value, dict):
        yield from ((f"{name}-{part}", shown) for part, shown in flat(value).items())
    elif element.kind == "form" and isinstance(value, dict):
        for one in element.fields:
            yield from _shown(one, f"{name}-{one.slug}", value.get(one.slug))
    elif element.kind == "documents" and isinstance(value, list):
        yield name, "\n".join(str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in value)
    elif not isinstance(value, dict):
        yield name, value


def flat(value: Given) -> dict[str, Any]:
    """Return the parts of a person or an offence as its form shows them."""
    shown = dict(value)
    for part in ("nationalities", "places"):
        if isinstance(shown.get(part), list):
            shown[part] = ", ".join(map(str, shown[part]))
    for part in LINES:
        if isinstance(shown.get(part), list):
            shown[part] = "\n".join(map(str, shown[part]))
    if "consents" in shown:
        shown["consents"] = "yes" if shown["consents"] else "no"
    return shown


# --- offences -------------------------------------------------------------------------------------------


class _Offences(forms.BaseFormSet):
    """The table of offences; `left_out` are the numbers of those that are ticked to be left out at first."""

    left_out = range(0)

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Give dates and directions to the fields, and each new offence its number."""
        super().add_fields(form, index)
        for part, field in form.fields.items():
            _dress(part, field)
        if index is not None and index in self.left_out:
            form.fields["DELETE"].initial = True
        if index is not None and "id" not in form.initial:
            form.fields["id"].initial = str(index + 1)

    def clean(self) -> None:
        """Refuse two offences with one number."""
        numbers = [one.get("id") for one in self.told() if one.get("id")]
        if len(set(numbers)) != len(numbers):
            raise forms.ValidationError(_("Two offences have one number."))

    def told(self) -> list[Given]:
        """Return what was written of each offence that is not to be left out."""
        return [
            form.cleaned_data for form in self.forms
            if form.has_changed() and getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE")
        ]  # fmt: skip


OffenceSet = forms.formset_factory(
    OffenceForm, formset=_Offences, extra=EMPTY_OFFENCES, can_delete=True, max_num=OFFENCES_MOST
)


def offence_set(value: Any, data: Any, asked: Sequence[Any] = ()) -> Any:
    """Return the table of offences, as typed or as filled last; before that, those among which they must stand.

    What was asked for and is not in the table stands below it, to be left out unless the officer says otherwise.
    """
    filled = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    listed = {acts_of(one) for one in filled}
    more = [one for one in asked if isinstance(one, dict) and acts_of(one) not in listed]
    table: Any = OffenceSet(data, initial=[flat(one) for one in (*filled, *more)], prefix="offence")
    table.left_out = range(len(filled), len(filled) + len(more)) if filled else range(0)
    return table


def asked_for(element: Element, moves: Iterable[Move], filled: Mapping[str, Filled]) -> list[Any]:
    """Return the offences among which those of an element must stand, each once; none where no move says so."""
    named = {source for move in moves for source in move.among.get(element.slug, ())}
    values = [filled[slug].value for slug in sorted(named, key=_first_asked) if slug in filled]
    every = [one for value in values if isinstance(value, list) for one in value]
    return list({acts_of(one): one for one in every}.values())


def _first_asked(slug: str) -> tuple[bool, str]:
    return slug != OFFENCES, slug


def offences_value(table: Any) -> list[dict[str, Any]]:
    """Return the JSON of a valid table: those that stood there and were not changed, and those that were."""
    rows = [
        form.cleaned_data for form in table.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE") and (form.initial or form.has_changed())
    ]  # fmt: skip
    return [offence_value({part: row.get(part) for part in OffenceForm.base_fields}) for row in rows]
