# SPDX-License-Identifier: Apache-2.0
"""Values of records as components: each by its kind, with its unit, in the direction of its script."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps import sector
from taawun.apps.registers import problem_words, searches
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.checks import recomputed
from taawun.apps.registers.declarations import FieldType, RecordType
from taawun.apps.registers.services import FIRST_REASON, IMPORTED, NOT_LISTED
from taawun.apps.registers.speaking import country, said, spoken, unit_of, values_of
from taawun.apps.sector import Remark
from taawun.apps.ui import languages
from taawun.apps.ui.reader import officer_of
from taawun.apps.ui.templatetags.desk import NOTHING, data, ident, import_source, partial_date
from taawun.formats.countries import NAMES

register = template.Library()

CELL_VALUES: Final = 2
"""Values of one field that a row of a list shows."""
CELL_CHARACTERS: Final = 60
_LINE_BREAK: Final = SafeString("<br>")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_UTC: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z", re.ASCII)
_NOT_LISTED: Final = re.compile(re.escape(NOT_LISTED).replace(r"\{id\}", "([0-9a-f-]{36})"))
_IMPORTED: Final = re.compile(re.escape(IMPORTED).replace(r"\{id\}", "([0-9a-f-]{36})"))


@register.simple_tag
def imported_from(code: str) -> SafeString | str:
    """Show where imported records came from: one of our own sources, or one that a sector declares."""
    declared = sector.source_named(code)
    return said(declared.title) if declared else import_source(code)


@register.simple_tag
def words(declared: Mapping[str, str]) -> str:
    """Return the words of a declaration in the reader's language."""
    return said(declared)


@register.simple_tag
def field_label(declared: RecordType, name: str) -> SafeString | str:
    """Return what a field is called in the reader's language; a name that is no field stays as it is."""
    return said(declared.fields[name].label) if name in declared.fields else ident(name) if name else ""


@register.simple_tag
def wrong(what: str) -> str:
    """Return what is wrong with a value in the reader's language."""
    return problem_words.sentence(what)


@register.simple_tag
def version_reason(reason: str) -> SafeString | str:
    """Show why there is a version: what the node itself writes in the reader's language, an officer's words as data."""
    if reason == FIRST_REASON or sector.is_reason(reason):
        return _(reason)
    if missing := _NOT_LISTED.fullmatch(reason):
        return format_html("{} {}", _("No longer on the list, as its import says"), ident(missing[1], short=True))
    made_by = _IMPORTED.fullmatch(reason)
    return format_html("{} {}", _("Import"), ident(made_by[1], short=True)) if made_by else data(reason)


@register.simple_tag
def field_values(field: FieldType, record: Mapping[str, Any]) -> SafeString:
    """Show all values of a field of a record, each on its line."""
    shown = [_value(field, value, record) for value in values_of(record.get(field.name))]
    return format_html_join(_LINE_BREAK, "{}", ((one,) for one in shown)) if shown else NOTHING


@register.simple_tag
def raw_values(field: FieldType, value: Any) -> SafeString:
    """Show the values of a field that stand outside a record."""
    return field_values(field, {field.name: value})


@register.simple_tag
def cell(field: FieldType, record: Mapping[str, Any], withheld: Any = ()) -> SafeString:
    """Show the first values of a field in a row of a list, and how many more there are."""
    if field.name in withheld:
        return format_html('<span class="soft">{}</span>', _("Withheld"))
    values = values_of(record.get(field.name))
    if not values:
        return NOTHING
    comma = languages.find(get_language()).comma
    shown = format_html_join(comma, "{}", ((_value(field, _short(one), record),) for one in values[:CELL_VALUES]))
    more = len(values) - CELL_VALUES
    return format_html('{} <span class="soft">+{}</span>', shown, more) if more > 0 else shown


def _short(value: str) -> str:
    return value if len(value) <= CELL_CHARACTERS else value[: CELL_CHARACTERS - 1] + "…"


def _value(field: FieldType, value: str, record: Mapping[str, Any]) -> SafeString:
    if field.kind == "reference":
        return format_html('<a href="{}">{}</a>', reverse("registers:record", args=[value]), ident(value, short=True))
    if field.kind == "id":
        return _titled(field, value) or _moment(value) or _day(value) or ident(value)
    if field.kind == "date":
        return format_html('<span class="nowrap">{}</span>', partial_date(value))
    if field.kind == "number":
        unit = unit_of(field, record)
        shown = format_html('<bdi dir="ltr">{}</bdi>', spoken(field, value))
        return format_html("{} <bdi>{}</bdi>", shown, unit) if unit else shown
    if field.kind in ("country", "point"):
        return _country(value) if value in NAMES else format_html('<bdi dir="ltr">{}</bdi>', value)
    return format_html("<bdi>{}</bdi>", spoken(field, value)) if field.kind == "choice" else data(value)


def _titled(field: FieldType, code: str) -> SafeString | None:
    """Show what a list of this node calls a code; None where the field names no list, or the list has not the code."""
    title = spoken(field, code)
    return format_html('<bdi title="{}">{}</bdi>', code, title) if title != code else None


def _day(text: str) -> SafeString | None:
    """Show a whole day as other formats write it, 2026-11-02; None for every other identifier."""
    if not _DAY.fullmatch(text):
        return None
    try:
        date.fromisoformat(text)
    except ValueError:
        return None
    return partial_date(text)


def _moment(text: str) -> SafeString | None:
    """Show a moment as other formats write it, 2026-11-02T05:20:07Z, in UTC; None for every other identifier."""
    if not _UTC.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    shown = formats.date_format(found, "SHORT_DATETIME_FORMAT")
    return format_html('<time class="nowrap" datetime="{}">{} UTC</time>', text, shown)


def _country(code: str) -> SafeString:
    """Show a country by its name in the reader's language, with the code that is kept."""
    return format_html('<bdi>{}</bdi> <bdi dir="ltr" class="soft">{}</bdi>', country(code), code)


@register.inclusion_tag("registers/remarks.html")
def remarks(shown: Any) -> dict[str, Any]:
    """Show what the rules of the sectors see in a record, as far as its fields may be shown."""
    declared = type_named(shown.record.type)
    seen = [] if shown.withheld else _seen(declared, shown)
    spoken = [(one, _(one.sentence) % _told(one.values) if one.values else _(one.sentence)) for one in seen]
    return {"remarks": [{"one": one, "text": text, "field": declared.fields.get(one.field)} for one, text in spoken]}


def _told(values: Mapping[str, str]) -> dict[str, str]:
    """Return what fills a sentence of a rule, with a country by its name in the reader's language."""
    return {name: country(one) if name == "country" else one for name, one in values.items()}


def _seen(declared: RecordType, shown: Any) -> list[Remark]:
    """Return what the rules see; of a partner's record they are given what they compute, and differences are said."""
    if shown.record.originator == settings.TAAWUN_PARTY:
        return list(sector.remarks(declared.slug, shown.data))
    data = recomputed(declared, shown.data)
    differs = [name for name in declared.fields if name in shown.data and shown.data[name] != data.get(name)]
    return [*map(_differing, differs), *sector.remarks(declared.slug, data)]


def _differing(name: str) -> Remark:
    return Remark(
        "computed.differs",
        name,
        "This differs from what is computed here from the other fields. Lists and sums have what is computed.",
    )


@register.inclusion_tag("registers/searches.html", takes_context=True)
def saved_searches(context: template.Context, page: str) -> dict[str, Any]:
    """Show the searches that the reader saved on a list, and the form that saves this one."""
    request = context["request"]
    return {
        "searches": searches.of(officer_of(request), page),
        "page": page,
        "url": reverse(page),
        "query": request.GET.urlencode(),
        "csrf_token": context.get("csrf_token"),
    }
