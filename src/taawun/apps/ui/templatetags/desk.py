# SPDX-License-Identifier: Apache-2.0
"""The components of the desk, as template tags. The page /components/ shows each with its states.

A tag shows values; it never decides. Data from people is wrapped in `<bdi>`, identifiers and digests stay
left to right in Western digits, and a time always names its zone.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import zip_longest
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps import offers
from taawun.apps.exchange import access
from taawun.apps.jobs.registry import kinds
from taawun.apps.people.roles import CATALOGUE
from taawun.apps.registers.catalogue import types
from taawun.apps.registers.purposes import PURPOSES
from taawun.apps.ui import calendars, errors, languages, words
from taawun.apps.ui.reader import held

register = template.Library()

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SHORT_ID = 12  # characters of an identifier or digest that a table shows
_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?", re.ASCII)
_COMMAND = re.compile(r"`([^`]+)`")
NOTHING = format_html('<span class="soft">{}</span>', "–")


@register.simple_tag
def moment(value: datetime | None, *, day: bool = False) -> SafeString:
    """Show a moment in the reader's zone, with the zone's offset; or only its day."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    machine = value.astimezone(UTC).isoformat(timespec="milliseconds")
    shown = formats.date_format(local, "SHORT_DATE_FORMAT" if day else "SHORT_DATETIME_FORMAT")
    zone = "" if day else format_html(" <bdi>{}</bdi>", offset(local))
    name = timezone.get_current_timezone_name()
    return format_html('<time datetime="{}" title="{}">{}{}</time>', machine, name, shown, zone)


def offset(local: datetime) -> str:
    """Return the offset of a local time as people write it: UTC, UTC+3, UTC+5:30."""
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "")


@register.simple_tag
def data(value: Any) -> SafeString:
    """Show what a person wrote, without letting its direction disturb the line; a day is never broken in two."""
    if value in (None, ""):
        return NOTHING
    text = str(value)
    shown = '<bdi dir="ltr" class="nowrap">{}</bdi>' if _DAY.fullmatch(text) else '<bdi dir="auto">{}</bdi>'
    return format_html(shown, text)


@register.simple_tag
def instrument(code: str) -> SafeString:
    """Show an instrument by its title, with its short name; by that alone where this node has not got it."""
    title = offers.titled("instruments", code, languages.find(get_language()).code)
    return format_html("{} {}", data(title), ident(code)) if title else ident(code)


@register.simple_tag
def commands(sentence: str) -> SafeString:
    """Show a sentence of ours with the commands in it, which stand between backticks, as commands."""
    parts = _COMMAND.split(sentence)
    typed = (format_html('<code dir="ltr" class="nowrap">{}</code>', one) for one in parts[1::2])
    return format_html_join("", "{}{}", zip_longest(parts[::2], typed, fillvalue=""))


@register.simple_tag
def partial_date(value: str) -> SafeString:
    """Show a date of a record, as far as it is known: a day, a year, about a month, a range."""
    ends = [_end(end.rstrip("~")) for end in value.split("/")]
    known = format_html_join(" – ", "{}", ((end,) for end in ends))
    return format_html(_("about {date}"), date=known) if "~" in value else known


def _end(text: str) -> SafeString:
    """Return a whole day as pages write days, in Gregorian figures; what is less, or no date, as it was written."""
    try:
        return format_html('<span class="nowrap">{}</span>', day(date.fromisoformat(text)))
    except ValueError:
        return format_html('<bdi dir="ltr" class="nowrap">{}</bdi>', text)


@register.simple_tag
def written_moment(text: str) -> SafeString:
    """Show a moment written as 2026-11-02T21:40, in the zone in which it is written; a day or less as a date."""
    if "T" not in text:
        return partial_date(text) if text else NOTHING
    shown = formats.date_format(datetime.fromisoformat(text), "SHORT_DATETIME_FORMAT")
    return format_html('<time class="nowrap" datetime="{}">{}</time>', text, shown)


@register.simple_tag
def ident(value: Any, *, short: bool = False) -> SafeString:
    """Show an identifier or digest; a short one keeps the whole as its title."""
    text = str(value or "")
    if not text:
        return NOTHING
    if short and len(text) > SHORT_ID:
        # The beginning of an identifier is its time, which neighbours share; its end tells them apart.
        head, tail = (0, SHORT_ID - 4) if UUID.fullmatch(text) else (SHORT_ID, 0)
        shown = f"…{text[-tail:]}" if tail else f"{text[:head]}…"
        return format_html('<code class="id nowrap" title="{}">{}</code>', text, shown)
    return format_html('<code class="id">{}</code>', text)


@register.simple_tag
def hexadecimal(value: bytes | memoryview) -> SafeString:
    """Show stored bytes as the beginning of their hexadecimal digits."""
    return ident(bytes(value).hex(), short=True)


@register.simple_tag
def act(code: str) -> SafeString:
    """Show what was done: by its word, or by its code where we have no word."""
    found = words.ACTS.get(code)
    return format_html('<span title="{}">{}</span>', code, found) if found else ident(code)


@register.simple_tag
def state(code: Any) -> SafeString:
    """Show the badge of a state."""
    found = words.word(words.STATES, code)
    return format_html('<span class="badge {}">{}</span>', found.tone, found.label)


@register.simple_tag
def release_state(code: str) -> SafeString:
    """Show the badge of a release's state."""
    found = words.word(words.RELEASE_STATES, code)
    return format_html('<span class="badge {}">{}</span>', found.tone, found.label)


@register.simple_tag
def kind(code: str) -> SafeString | str:
    """Show what kind of content an envelope carries."""
    return _called(words.CARRIED, code)


@register.simple_tag
def import_source(code: str) -> SafeString | str:
    """Show where imported records came from."""
    return _called(words.IMPORT_SOURCES, code)


@register.simple_tag
def security(code: str) -> SafeString | str:
    """Show a security level."""
    return _called(words.SECURITY, code)


@register.simple_tag
def sensitivity(code: str) -> SafeString | str:
    """Show a sensitivity."""
    return _called(words.SENSITIVITY, code)


@register.simple_tag
def purpose(code: str) -> SafeString | str:
    """Show what a purpose is called in the reader's language."""
    known = PURPOSES.get(code)
    return known.title(_reader()) if known else _called(words.PURPOSES, code)


@register.simple_tag
def handling(codes: Iterable[str]) -> SafeString:
    """Show handling codes, each with its meaning."""
    shown = [("code calm", words.word(words.HANDLING, code).label, code) for code in sorted(codes)]
    return format_html_join(" ", '<abbr class="badge {}" title="{}">{}</abbr>', shown)


@register.simple_tag
def handling_list(codes: Iterable[str]) -> SafeString:
    """Show handling codes with their meanings written out."""
    shown = [(code, words.word(words.HANDLING, code).label) for code in sorted(codes)]
    return format_html_join("", '<span class="line"><span class="badge code calm">{}</span> {}</span>', shown)


@register.simple_tag
def grades(value: Any) -> SafeString:
    """Show the two grades of a marking with their meanings written out."""
    codes = (str(value.source), str(int(value.information)))
    shown = [(code, words.word(words.GRADES, code).label) for code in codes]
    return format_html_join("", '<span class="line"><span class="badge code">{}</span> {}</span>', shown)


@register.simple_tag
def day(value: date | None) -> SafeString:
    """Show a legal day, which has no hour and no zone."""
    if value is None:
        return NOTHING
    shown = formats.date_format(value, "SHORT_DATE_FORMAT")
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), calendars.hijri(value), shown)


@register.simple_tag
def hijri(value: date) -> SafeString:
    """Show a day of the Hijri calendar, to stand beside the Gregorian one."""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html('<bdi class="nowrap">{}</bdi>', calendars.hijri(local))


@register.simple_tag
def say(sentence: str) -> str:
    """Return a sentence of the kernel in the reader's language."""
    return _(sentence) if sentence else ""


@register.simple_tag
def name_of(names: Mapping[str, str], officer_id: str) -> SafeString:
    """Show an officer's name, or the identifier where this node knows none."""
    name = names.get(officer_id)
    return data(name) if name else ident(officer_id, short=True)


@register.simple_tag
def authority(value: Any) -> SafeString:
    """Show what an authority is called in the reader's language."""
    get: Callable[[str], Any] = value.__getitem__ if isinstance(value, dict) else partial(getattr, value)
    return data(get(f"title_{_reader()}"))


@register.simple_tag
def record_type(slug: str) -> SafeString | str:
    """Show what a type of record is called in the reader's language."""
    known = types().get(slug)
    return str(known.title[_reader()]) if known else ident(slug)


@register.simple_tag
def job_kind(slug: str) -> str:
    """Return what a kind of job is called in the reader's language."""
    return next((known.title(_reader()) for known in kinds() if known.slug == slug), slug)


@register.simple_tag
def object_type(code: str) -> SafeString | str:
    """Show what kind of thing an audit line is about."""
    return _called(words.OBJECTS, code)


@register.simple_tag
def error_sentence(code: str) -> str:
    """Return the sentence of an error in the reader's language; empty for a code we do not know."""
    sentence = errors.sentence_of(code)
    return _(sentence) if sentence else ""


def _called(names: Mapping[str, str | Promise], code: str) -> SafeString | str:
    return str(names[code]) if code in names else ident(code)


def _reader() -> str:
    return languages.find(get_language()).code


@register.simple_tag
def role(code: str) -> str:
    """Return what a role is called in the reader's language."""
    known = CATALOGUE.get(code)
    return known.title(_reader()) if known else code


@register.simple_tag
def marking(value: Any) -> SafeString:
    """Show a marking: grades, handling codes, TLP and the person's category, each with its meaning."""
    badges = list(_marking_badges(value))
    if not badges:
        return format_html('<span class="badge bad">{}</span>', _("Not marked"))
    inner = format_html_join(" ", '<abbr class="badge {}" title="{}">{}</abbr>', badges)
    return format_html('<span class="marking">{}</span>', inner)


def _marking_badges(value: Any) -> "list[tuple[str, Any, Any]]":
    if not value:
        return []
    get: Callable[[str], Any] = value.__getitem__ if isinstance(value, dict) else partial(getattr, value)
    grades = f"{get('source')}{int(get('information'))}"
    meaning = "; ".join(str(words.word(words.GRADES, grade).label) for grade in grades)
    return [
        ("code", meaning, grades),
        *(("code calm", words.word(words.HANDLING, code).label, code) for code in sorted(get("handling"))),
        (f"tlp tlp-{str(get('tlp')).partition('+')[0]}", words.word(words.TLP, get("tlp")).label, _tlp(get("tlp"))),
        *(("", _("Category of the person"), words.word(words.PERSONS, who).label) for who in sorted(get("persons"))),
        *(("wait", _("Needs special care"), words.word(words.CARE, care).label) for care in sorted(get("care"))),
    ]


def _tlp(colour: Any) -> str:
    return f"TLP:{colour}".upper()


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField, *, is_filter: bool = False) -> dict[str, Any]:
    """Show a form field: label, hint, errors and the control, tied together for screen readers.

    A filter says of no field that it is optional: all are.
    """
    described = [f"{bound.id_for_label}-{part}" for part in _parts(bound)]
    extra: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        extra["aria-invalid"] = "true"
    widget = bound.field.widget
    return {
        "field": bound,
        "control": bound.as_widget(attrs=extra),
        "is_check": isinstance(widget, CheckboxInput),
        "is_filter": is_filter,
        "is_group": isinstance(widget, RadioSelect),  # and many checkboxes, which Django derives from it
    }


def _parts(bound: BoundField) -> list[str]:
    return [name for name, there in (("hint", bound.help_text), ("problem", bound.errors)) if there]


@register.inclusion_tag("ui/parts/problems.html")
def problems(form: Any) -> dict[str, Any]:
    """Show, above a form, what has to be corrected in it."""
    return {"form": form}


@register.simple_tag(takes_context=True)
def sees_numbers(context: template.Context) -> bool:
    """Tell whether the reader is told numbers of envelopes."""
    return access.sees_numbers(held(context["request"]))


@register.inclusion_tag("ui/parts/pages.html", takes_context=True)
def pages(context: template.Context, page: Any) -> dict[str, Any]:
    """Show which part of a list this is, and the way to the next and the previous part."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}


@register.inclusion_tag("ui/parts/empty.html")
def empty(sentence: str, next_step: str = "", url: str = "") -> dict[str, Any]:
    """Show that a list is empty, and what to do next."""
    return {"sentence": sentence, "next_step": next_step, "url": url}


@register.inclusion_tag("ui/parts/progress.html")
def progress(done: int, total: int | None, label: str) -> dict[str, Any]:
    """Show how far a job has come; without a known total, that it is under way."""
    return {"done": done, "total": total, "label": label}


@register.inclusion_tag("ui/parts/proof.html")
def proof(entry_id: Any, *, sealed: bool | None = None, witnessed: bool = False) -> dict[str, Any]:
    """Show whether the ledger holds an entry, linked to its proof; without a claim where that is not known."""
    return {"entry_id": entry_id, "sealed": sealed, "witnessed": witnessed}
