# SPDX-License-Identifier: Apache-2.0
"""The page of components: each in the reader's language, in another one or in all three side by side.

The values are invented, in every tone and state. Letters of three languages at once weigh more than a page should, so
that all three are shown to whoever asks for them.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from taawun.apps.ui import languages, words
from taawun.apps.ui.parts import Event
from taawun.kernel.marking import make_marking

WHEN: Final = datetime(2026, 11, 22, 1, 55, 54, 123000, tzinfo=UTC)
DIGEST: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
IDENTIFIER: Final = "019aa9a0-7b1e-7c3a-9d43-3f1c0b6b8a10"
NAMES: Final = ("Muhammad Aslam Khan", "محمد أسلم خان", "محمد اسلم خان (عرف کاکا)")

IN: Final = "in"
"""The language in which the page is asked for, or `EVERY`."""
EVERY: Final = "all"

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


@dataclass(frozen=True, slots=True)
class Specimen:
    """One component as a reader of one language sees it."""

    language: languages.Language
    shown: SafeString


@dataclass(frozen=True, slots=True)
class Component:
    """One component: its name, how a template asks for it, and a specimen in each language."""

    slug: str
    title: str | Promise
    usage: str
    specimens: tuple[Specimen, ...] = ()


COMPONENTS: Final = (
    Component("values", _("Times, names and identifiers"), "{% moment at %} {% hijri d %} {% data n %} {% ident i %}"),
    Component("buttons", _("Buttons"), '<div class="buttons"> .button, .button second, .button danger, .button small'),
    Component("states", _("States"), "{% state code %} {% proof entry_id sealed=True %} .badge good|wait|bad|calm"),
    Component("markings", _("Markings"), "{% marking value %} {% handling codes %}"),
    Component("notices", _("Notices"), '<div class="notice good|wait|bad">'),
    Component("card", _("Card"), '<div class="card"> <dl class="figures"> <dl class="summary small">'),
    Component("table", _("Table"), '<div class="scroll"><table><caption> td.number {% pages page %}'),
    Component("form", _("Form"), '<form class="stack"> {% problems form %} {% field form.name %}'),
    Component("search", _("Search"), '<form class="search"> .field.wide'),
    Component("tabs", _("Way and tabs"), '{% include "ui/parts/trail.html" with here=here %} <ul class="tabs">'),
    Component("sides", _("Both sides"), '{% include "ui/parts/sides.html" with events=events other=party %}'),
    Component("progress", _("Progress"), "{% progress done total label %}"),
    Component("empty", _("Empty list"), "{% empty sentence next_step url %}"),
)  # fmt: skip


def context(request: HttpRequest) -> dict[str, Any]:
    """Return every component with its specimens, for the page of components."""
    asked = request.GET.get(IN, "") or languages.find(translation.get_language()).code
    wanted = languages.ALL if asked == EVERY else (languages.find(asked),)
    made = [replace(one, specimens=_specimens(request, one.slug, wanted)) for one in COMPONENTS]
    return {"components": made, "asked": asked, "every": EVERY}


def _specimens(request: HttpRequest, slug: str, wanted: tuple[languages.Language, ...]) -> tuple[Specimen, ...]:
    shown = []
    for language in wanted:
        with translation.override(language.code):
            said = render_to_string(f"ui/specimens/{slug}.html", _values(language.code), request)
        shown.append(Specimen(language, said))
    return tuple(shown)


def _values(code: str) -> dict[str, Any]:
    return {
        "code": code,
        "moment_sample": WHEN,
        "digest": DIGEST,
        "identifier": IDENTIFIER,
        "names": NAMES,
        "markings": MARKINGS,
        "states": list(words.STATES),
        "form": SampleForm({"subject": "قضية ٧ / case 7", "reason": ""}, auto_id=f"{code}-%s"),
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
