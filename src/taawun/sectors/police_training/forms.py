# SPDX-License-Identifier: Apache-2.0
"""What a coordinator fills on the pages of training."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.speaking import said
from taawun.sectors.police_training import sessions
from taawun.sectors.police_training.access import Course
from taawun.sectors.police_training.models import REASON_CHARACTERS


class SheetForm(forms.Form):
    """Who attended a module on a day of the session."""

    day = forms.ChoiceField(label=_("Day"))
    module = forms.ChoiceField(label=_("Module"))
    present = forms.MultipleChoiceField(label=_("Present"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, course: Course, modules: Sequence[str] = ()) -> None:
        super().__init__(data)
        declared = type_named(sessions.SHEET).fields["module"].choices
        self._choose("day", [(one, _day(one)) for one in course.days])
        self._choose(
            "module", [(slug, said(words)) for slug, words in declared.items() if not modules or slug in modules]
        )
        self._choose("present", [(one.case.id, one.name or one.case.id) for one in course.people if one.seated])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class RevokeForm(forms.Form):
    """Why a badge is revoked."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_CHARACTERS, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays on the record here. The status list says only that the badge was revoked."),
    )  # fmt: skip


def _day(text: str) -> str:
    return formats.date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")
