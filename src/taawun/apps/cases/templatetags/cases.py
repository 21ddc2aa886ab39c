# SPDX-License-Identifier: Apache-2.0
"""The components of cases as template tags: texts of packs, sources of law, outcomes, clocks, people's words."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from taawun.apps.cases import access, library, words
from taawun.apps.cases.citing import note_in, source_of, title_in
from taawun.apps.cases.showing import naming, speaking, telling, values
from taawun.apps.ui import languages
from taawun.apps.ui.purposes import chosen
from taawun.apps.ui.reader import officer_of
from taawun.apps.ui.templatetags.desk import NOTHING, data, ident
from taawun.apps.ui.words import Word, word
from taawun.kernel.cases.gating import POINTS
from taawun.kernel.cases.words import Source
from taawun.kernel.instruments.pack import SourceNote

register = template.Library()
ASKED: Final = 3
"""Cases about one record that are named beside it."""
VALUE_CHARACTERS: Final = 240
"""Of what fills an element, where many are shown."""


@register.simple_tag
def said(text: Mapping[str, str] | None) -> str:
    """Return a text of a pack in the reader's language."""
    return speaking.said(text)


@register.filter
def titled(known: Mapping[str, Any], slug: str) -> str:
    """Return the title of what is declared under a slug."""
    return speaking.title_in(known, slug)


@register.inclusion_tag("cases/parts/asked.html", takes_context=True)
def asked_about(context: Any, record_id: str) -> dict[str, Any]:
    """Show the cases in which the issuer of a record that was hit was asked before; they are looked up once a page."""
    request = context["request"]
    if not hasattr(request, "asked_about_hits"):
        request.asked_about_hits = access.asked_about_hits(officer_of(request))
    known = request.asked_about_hits.get(record_id, ())
    return {"asked": [(row, library.kind_of(row).workflow.states[row.state].title) for row in known[:ASKED]]}


@register.simple_tag
def titles(known: Mapping[str, Any], slugs: Iterable[str]) -> SafeString:
    """Show the titles of several declared things."""
    shown = [speaking.title_in(known, slug) for slug in sorted(slugs)]
    return format_html("{}", speaking.listed(shown)) if shown else NOTHING


@register.simple_tag
def flag_titles(workflow: Any, slugs: Iterable[str]) -> SafeString:
    """Show flags of a case as badges."""
    shown = [(speaking.said(workflow.flags.get(slug)) or slug,) for slug in sorted(slugs)]
    return format_html_join(" ", '<span class="badge calm">{}</span>', shown)


@register.simple_tag
def sources(found: Iterable[Any]) -> SafeString:
    """Show where a rule comes from, each source by its name in the reader's language."""
    lang = speaking.reader()
    told = (_cited(source_of(one), lang) for one in found)
    shown = format_html_join("", '<bdi class="line" dir="auto">{}{}</bdi>', told)
    return format_html('<span class="law">{}</span>', shown) if shown else NOTHING


@register.simple_tag
def source_title(one: SourceNote) -> str:
    """Return what a source of a pack is called in the reader's language."""
    return title_in(one, speaking.reader())


@register.simple_tag
def source_note(one: SourceNote) -> str:
    """Return what there is to know about a source of a pack, in the reader's language."""
    return note_in(one, speaking.reader())


def _cited(one: Source, lang: str) -> tuple[str, SafeString]:
    """Return the title of a source and its article, whose figures keep their order in every language."""
    if not one.article:
        return title_in(one, lang), SafeString("")
    article = format_html('{}<bdi dir="ltr">{}</bdi>', languages.find(lang).comma, one.article)
    return title_in(one, lang), article


@register.filter
def listed(one: Any) -> tuple[Any, ...]:
    """Return one thing as a list of one."""
    return (one,)


@register.simple_tag
def side(code: str) -> str:
    """Return what a side is called."""
    return words.called(words.SIDE_TITLES, code)


@register.simple_tag
def word_of(table: str, code: object) -> str:
    """Return the word of a code in one of the tables of words."""
    return words.called(getattr(words, table), code)


@register.simple_tag
def length_of(length: int, unit: str) -> str:
    """Return how long a clock runs, in the words that its number asks for."""
    return str(words.LENGTHS[unit] % {"length": length})


@register.simple_tag
def paper_kind(one: Any) -> str:
    """Return what a paper is: which letter, where it is one that a case is written as."""
    if one.kind == "letter" and one.form in words.LETTERS:
        return words.called(words.LETTERS, one.form)
    return words.called(words.PAPER_KINDS, one.kind)


@register.simple_tag
def outcome(code: object) -> SafeString:
    """Show the badge of what was found about a gate."""
    return _badge(words.OUTCOMES, code)


@register.simple_tag
def computed(found: Any) -> str:
    """Return why a rule found a gate as it did."""
    return speaking.explained(found.code, found.given)


@register.simple_tag
def not_looked_at(standing: Any) -> str:
    """Return what a finding that was made of a gate did not look at."""
    return speaking.not_looked_at(standing)


@register.simple_tag
def given(gate: Any, elements: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a pack gives the rule of a gate, but for a table of law: what it is called, and what it is."""
    found = []
    for name, value in gate.given.items():
        if name != "table":
            ours = f"{gate.rule}.{name}" if f"{gate.rule}.{name}" in words.GIVEN else name
            named = name == "of"
            text = (
                speaking.listed([speaking.title_in(elements, one) for one in value])
                if named
                else words.called(words.YES_NO, value)
            )
            found.append((words.called(words.GIVEN, ours), text))
    return found


@register.filter
def warned(what: str) -> str:
    """Return a warning of a clock in words."""
    return telling.warned(what)


@register.simple_tag
def point(code: str) -> str:
    """Return a question of the assurance assessment form."""
    return _(POINTS[code]) if code in POINTS else code


@register.filter
def at(known: Mapping[str, Any], key: str) -> Any:
    """Return what a table has under a key."""
    return known.get(key, "")


@register.simple_tag
def status(code: object) -> SafeString:
    """Show the badge of an instrument's force."""
    return _badge(words.STATUSES, code)


@register.simple_tag
def phase(workflow: Any, code: str) -> str:
    """Return what a phase is called."""
    return speaking.phase_title(workflow, code)


@register.inclusion_tag("cases/parts/clock.html")
def clock(bar: Any, *, small: bool = False) -> dict[str, Any]:
    """Show how much of a clock's time has passed, with the ticks at which it warns."""
    return {"bar": bar, "small": small}


@register.simple_tag(takes_context=True)
def filled_with(context: Any, element: Any, filled: Any) -> SafeString:
    """Show the beginning of what fills an element, or why it does not apply; a record that it names as a link.

    What a person wrote runs as it was written. A line that the program puts together runs as the page does, whatever
    it begins with.
    """
    if element.names and filled.value:
        request, record = context["request"], str(filled.value)
        if said := naming.called(officer_of(request), record, chosen(request)):
            return format_html('<a href="{}">{}</a>', reverse("registers:record", args=[record]), data(said))
        return ident(record)
    if filled.excuse or element.kind in ("text", "long"):
        return data(_begun(filled.excuse or values.told(element, filled.value)))
    direction = languages.find(speaking.reader()).direction
    return format_html('<bdi dir="{}">{}</bdi>', direction, _begun(values.told(element, filled.value)))


def _begun(text: str) -> str:
    return Truncator(text).chars(VALUE_CHARACTERS)


def _badge(known: Mapping[str, Word], code: object) -> SafeString:
    found = word(known, getattr(code, "value", code))
    return format_html('<span class="badge {}">{}</span>', found.tone, found.label)
