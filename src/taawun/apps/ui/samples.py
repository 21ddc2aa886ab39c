# SPDX-License-Identifier: Apache-2.0
"""Invented values for the page of components: names in three scripts, every tone, every state."""

from datetime import UTC, date, datetime
from typing import Any, Final

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from taawun.apps.ui import words
from taawun.apps.ui.parts import Event
from taawun.kernel.marking import make_marking

WHEN: Final = datetime(2026, 11, 22, 1, 55, 54, 123000, tzinfo=UTC)
DIGEST: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
IDENTIFIER: Final = "019aa9a0-7b1e-7c3a-9d43-3f1c0b6b8a10"
NAMES: Final = ("Muhammad Aslam Khan", "محمد أسلم خان", "محمد اسلم خان (عرف کاکا)")

MARKINGS: Final = (
    make_marking(
        "PK", "B", 2, purposes=("investigation",), review=date(2027, 5, 22), handling=("H1", "H2"), persons=("suspect",)
    ),
    make_marking("BH", "A", 1, purposes=("statistics",), review=date(2027, 5, 22), tlp="green"),
    make_marking(
        "BH", "X", 4, purposes=("protection",), review=date(2027, 5, 22), handling=("H3",), tlp="red",
        named=("PK:welfare",), restrictions=("Ask first.",), persons=("victim",), care=("minor",),
    ),
    None,
)  # fmt: skip


class SampleForm(forms.Form):
    """One field of each kind, two of them wrong."""

    subject = forms.CharField(label=_("Subject line"), help_text=_("As it should stand in the other side's list."))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    parties = forms.MultipleChoiceField(
        label=_("Recipients"),
        choices=[("BH", "BH – المنامة"), ("PK", "PK – اسلام آباد")],
        widget=forms.CheckboxSelectMultiple,
    )
    day = forms.DateField(label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    sure = forms.BooleanField(label=_("I have checked the legal basis"))


def context() -> dict[str, Any]:
    """Return everything the page of components shows."""
    form = SampleForm({"subject": "قضية ٧ / case 7", "reason": ""})
    return {
        "moment_sample": WHEN,
        "digest": DIGEST,
        "identifier": IDENTIFIER,
        "names": NAMES,
        "markings": MARKINGS,
        "states": list(words.STATES),
        "form": form,
        "page": Paginator(range(1_234), 50).page(3),
        "events": _events(),
        "tones": ("calm", "good", "wait", "bad"),
    }


def _events() -> list[Event]:
    return [
        Event(True, _("Approved"), WHEN, "good", entry_id=IDENTIFIER, sealed=True, witnessed=True),
        Event(True, _("Sent"), WHEN, "calm", entry_id=IDENTIFIER, sealed=True),
        Event(False, _("Delivered"), WHEN, "calm", entry_id=IDENTIFIER, sealed=False),
        Event(False, _("Refused"), WHEN, "bad", note=_("The release has expired.")),
    ]
