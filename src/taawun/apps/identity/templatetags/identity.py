# SPDX-License-Identifier: Apache-2.0
"""The components of identity as template tags: scores, verdicts, reasons, the picture of two names."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.identity import words
from taawun.apps.identity.statements import kind_of
from taawun.apps.registers.models import Record
from taawun.apps.ui import languages
from taawun.apps.ui.reader import may
from taawun.apps.ui.templatetags.desk import NOTHING, data, partial_date
from taawun.apps.ui.words import Word, word
from taawun.formats.countries import NAMES

register = template.Library()

NOTHING_AT_ALL = SafeString("")


@register.simple_tag
def score(value: float | None) -> SafeString:
    """Show a score between 0 and 1 as a bar and as two digits; nothing where there is none."""
    if value is None:
        return NOTHING
    text = f"{value:.2f}"
    return format_html(
        '<span class="nowrap"><meter min="0" max="1" value="{}" aria-hidden="true"></meter>'
        ' <bdi dir="ltr">{}</bdi></span>',
        text,
        text,
    )


@register.simple_tag(takes_context=True)
def list_button(context: Mapping[str, Any], record: Record) -> SafeString:
    """Offer to put a record on a watch list, where its kind is compared and the reader may."""
    if not kind_of(record.type) or not may(context["request"], "identity:put-on"):
        return NOTHING_AT_ALL
    place = reverse("identity:put-on", args=[record.id])
    return format_html('<p><a class="button second" href="{}">{}</a></p>', place, _("Put on a watch list"))


@register.simple_tag
def verdict(code: str) -> SafeString:
    """Show the badge of what was judged."""
    return _badge(words.VERDICTS, code)


@register.simple_tag
def alert_state(code: str) -> SafeString:
    """Show the badge of an alert's state."""
    return _badge(words.ALERT_STATES, code)


@register.simple_tag
def agreement(code: str) -> SafeString:
    """Show the badge of how far a field agrees."""
    return _badge(words.AGREEMENT, code)


@register.simple_tag
def list_source(code: str) -> str:
    """Return what a watch list is made of."""
    return str(word(words.SOURCES, code).label)


@register.simple_tag
def subject_kind(code: str) -> str:
    """Return what kind of subject it is."""
    return str(word(words.KINDS, code).label)


@register.simple_tag
def part(code: str) -> str:
    """Return what a part of a score is called."""
    return str(words.PARTS.get(code, code))


@register.simple_tag
def reason(code: str) -> str:
    """Return the sentence of a reason; the code itself where we have none."""
    return str(words.REASONS.get(code, code))


@register.simple_tag
def caption(shown: Any) -> SafeString:
    """Show under what a record is listed, or that it is withheld."""
    from taawun.apps.identity.comparing import caption_of

    text = caption_of(shown)
    return data(text) if text else format_html('<span class="soft">{}</span>', _("Withheld"))


@register.inclusion_tag("identity/parts/asked.html")
def asked(said: Mapping[str, Any]) -> dict[str, Any]:
    """Show what an entry of a screening asked about."""
    told = {name: [_asked(name, one) for one in said.get(name, ())] for name in words.ASKED}
    details = [(words.ASKED[name], values) for name, values in told.items() if values]
    return {"names": said.get("names", ()), "details": details}


def _asked(name: str, value: Any) -> SafeString:
    """Return a day, a country or anything else that was asked about, as pages write it."""
    if name == "births":
        return partial_date(str(value))
    if name == "countries" and value in NAMES:
        return data(NAMES[value][languages.find(get_language()).code])
    return data(value)


@register.inclusion_tag("identity/parts/picture.html")
def picture(drawn: Any) -> dict[str, Any]:
    """Draw how the units of two names meet."""
    return {"drawn": drawn, "notes": [words.NOTES[code] for code in dict.fromkeys(drawn.notes) if code in words.NOTES]}


def _badge(known: Mapping[str, Word], code: str) -> SafeString:
    found = word(known, code)
    return format_html('<span class="badge {}">{}</span>', found.tone, found.label)
