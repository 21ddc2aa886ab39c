# SPDX-License-Identifier: Apache-2.0
"""Forms by which consent is asked for and answered."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taawun.apps.exchange.forms import BasisForm
from taawun.apps.registers.consents.services import ANSWER_DAYS
from taawun.apps.ui.words import HANDLING
from taawun.kernel.marking.consents import REASON_CHARACTERS

YES_NO: Final = (("yes", _("We consent")), ("no", _("We do not consent")))


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"), max_length=REASON_CHARACTERS, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("The other side reads it."),
    )  # fmt: skip


def _in_time() -> date:
    return timezone.now().date() + timedelta(days=ANSWER_DAYS)


class AskForm(BasisForm):
    """What consent is asked for, of which originator."""

    originator = forms.ChoiceField(label=_("Originator"))
    code = forms.ChoiceField(label=_("What is to be allowed"))
    recipient = forms.RegexField(
        "^[A-Za-z]{2}$", label=_("Party to which it would go"), required=False,
        help_text=_("Code of two letters. Left empty for use before our own courts."),
    )  # fmt: skip
    by = forms.DateField(
        label=_("Last day for an answer"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Not answered by then, the request lapses and nothing is allowed."), initial=_in_time,
    )  # fmt: skip
    reason = _reason()
    field_order = ("originator", "code", "recipient", "by", "reason", "instrument", "article")

    def __init__(self, *args: Any, originators: list[str], codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["originator"].choices = [(one, one) for one in originators]  # type: ignore[attr-defined]
        self.fields["code"].choices = [(one, f"{one}: {HANDLING[one].label}") for one in codes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the party wherever it is about sharing onward."""
        found = super().clean() or {}
        if found.get("code") in ("H2", "H3") and not found.get("recipient") and "recipient" not in self.errors:
            self.add_error("recipient", _("Name the party to which it would go."))
        return found


class AnswerForm(BasisForm):
    """Our answer."""

    asked = forms.CharField(widget=forms.HiddenInput, max_length=40)
    given = forms.ChoiceField(label=_("Answer"), choices=YES_NO, widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Left empty, until it is taken back."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    reason = _reason()
    field_order = ("asked", "given", "until", "reason", "instrument", "article")
