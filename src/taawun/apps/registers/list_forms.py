# SPDX-License-Identifier: Apache-2.0
"""The filters of a list as a form: the general ones, and those that the declaration of a type names.

What makes no sense in an address filters nothing and is said beside its field.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taawun.apps.registers import kinds, problem_words
from taawun.apps.registers.declarations import FieldType, RecordType
from taawun.apps.registers.extracting import sortable
from taawun.apps.registers.queries import Filters, Narrow
from taawun.apps.registers.speaking import said

TEXT_CHARACTERS: Final = 200
RANGED: Final = frozenset({"date", "number"})
"""Kinds that a list is narrowed by with a range."""
_DAY_END: Final = "-99-99"


class ListForm(forms.Form):
    """What a list is narrowed to; an empty form finds everything."""

    text = forms.CharField(label=gettext_lazy("Name, number or other key"), required=False, max_length=TEXT_CHARACTERS)
    type = forms.ChoiceField(label=gettext_lazy("Register"), required=False)
    originator = forms.CharField(label=gettext_lazy("Originator"), required=False, max_length=2)

    def __init__(
        self, *args: Any, known: Mapping[str, RecordType], declared: RecordType | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.declared = declared
        titles = [(slug, said(one.title)) for slug, one in known.items()]
        self.fields["type"].choices = [("", _("All registers")), *titles]  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs["dir"] = "auto"
        self.fields["originator"].widget.attrs["dir"] = "ltr"
        for field in self._filtered():
            self.fields |= _controls(field)
        if declared and declared.layout.sorts:
            self.fields["sort"] = forms.ChoiceField(label=_("Sorted by"), required=False, choices=_orders(declared))

    @property
    def of_type(self) -> list[forms.BoundField]:
        """Return the controls of the type's own filters."""
        return [self[name] for name in self.fields if name.startswith("f-") or name == "sort"]

    def filters(self, imported: str = "") -> Filters:
        """Return what was asked as far as it makes sense."""
        self.is_valid()
        found = self.cleaned_data if self.is_bound else {}
        return Filters(
            type=found.get("type", ""),
            originator=found.get("originator", "").upper(),
            text=found.get("text", ""),
            imported=imported,
            narrowed=tuple(self._narrowed(found)),
            sort=found.get("sort", ""),
        )

    def _filtered(self) -> list[FieldType]:
        return [self.declared.fields[name] for name in self.declared.layout.filters] if self.declared else []

    def _narrowed(self, found: dict[str, Any]) -> Iterator[Narrow]:
        for field in self._filtered():
            if field.kind in RANGED:
                low, high = (found.get(f"f-{field.name}-{end}", "") for end in ("from", "to"))
                if low or high:
                    yield Narrow(field.name, low=_low(field, low), high=_high(field, high))
            elif value := found.get(f"f-{field.name}", ""):
                yield Narrow(field.name, value=sortable(field, value))


class ValueField(forms.CharField):
    """One value of a field's kind, cleaned as it is when a record is written."""

    def __init__(self, field: FieldType, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=TEXT_CHARACTERS, **kwargs)
        self.field = field
        self.widget.attrs["dir"] = "auto" if field.kind in ("name", "text", "unit", "country") else "ltr"

    def clean(self, value: Any) -> str:
        """Return the value in its one spelling, or say what is wrong with it."""
        text = kinds.clean(self.field.kind, super().clean(value))
        wrong = kinds.problem(self.field.kind, text) if text else ""
        if wrong:
            raise forms.ValidationError(problem_words.sentence(wrong))
        return text


def _controls(field: FieldType) -> dict[str, forms.Field]:
    label = said(field.label)
    if field.kind == "choice":
        choices = [("", _("All")), *((slug, said(words)) for slug, words in field.choices.items())]
        return {f"f-{field.name}": forms.ChoiceField(label=label, required=False, choices=choices)}
    if field.kind in RANGED:
        return {
            f"f-{field.name}-from": ValueField(field, label=_("%(field)s from") % {"field": label}),
            f"f-{field.name}-to": ValueField(field, label=_("%(field)s to") % {"field": label}),
        }
    return {f"f-{field.name}": ValueField(field, label=label)}


def _orders(declared: RecordType) -> list[tuple[str, str]]:
    """Return the orders of a list: by time, and by each field that the type names, both ways."""
    found = [("", _("Last changed first"))]
    for name in declared.layout.sorts:
        label = {"field": said(declared.fields[name].label)}
        found += [(f"-{name}", _("%(field)s, falling") % label), (name, _("%(field)s, rising") % label)]
    return found


def _low(field: FieldType, value: str) -> str:
    return sortable(field, value) if value else ""


def _high(field: FieldType, value: str) -> str:
    """Return the end of a range: a year or month includes all its days."""
    if not value:
        return ""
    return f"{value.rpartition('/')[2].rstrip('~')}{_DAY_END}" if field.kind == "date" else sortable(field, value)
