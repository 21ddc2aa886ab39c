# SPDX-License-Identifier: Apache-2.0
"""Why two records are linked, in words, with the grades of both."""

from collections.abc import Mapping
from typing import Any, Final

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from taawun.apps.network.access import Node
from taawun.apps.network.linking import Kind, Why
from taawun.apps.registers.catalogue import types
from taawun.apps.ui import languages
from taawun.apps.ui.reader import may

register = template.Library()

KINDS: Final[Mapping[Kind, Promise]] = {
    Kind.SHARED: _("Same number"),
    Kind.NAMED: _("One names the other"),
    Kind.SAME: _("Judged to be the same"),
    Kind.CONTENTS: _("Named in the contents of the case"),
}


@register.simple_tag(takes_context=True)
def network_link(context: Mapping[str, Any], page: str, start: str) -> SafeString:
    """Lead to the network around a record or a case (`network:record`, `network:case`), for whoever may look."""
    if not may(context["request"], page):
        return SafeString("")
    return format_html('<p><a href="{}">{}</a></p>', reverse(page, args=[start]), _("See what is linked to it"))


@register.simple_tag
def link_kind(kind: Kind | str) -> str:
    """Return what a kind of link is called."""
    return str(KINDS[Kind(kind)])


@register.simple_tag
def link_why(why: Why, a: Node, b: Node) -> SafeString:
    """Show one ground of a link: the fields on both sides, the value, and how each record is graded."""
    fields = [text for text in (_label(a, why.fields[0]), _label(b, why.fields[1])) if text]
    said = " / ".join(dict.fromkeys(fields))
    value = format_html(' <code class="id">{}</code>', why.value) if why.value else ""
    grades = " · ".join(grade for grade in (_grades(a), _grades(b)) if grade)
    shown = format_html(' <span class="badge code">{}</span>', grades) if grades else ""
    head = format_html("{}: <bdi>{}</bdi>", KINDS[why.kind], said) if said else format_html("{}", KINDS[why.kind])
    return format_html("{}{}{}", head, value, shown)


@register.simple_tag
def node_type(node: Node) -> str:
    """Return what a node is: the type of its record, or a case."""
    if node.is_case:
        return str(_("Case"))
    declared = types().get(node.type)
    return str(declared.title[_reader()]) if declared else node.type


def _label(node: Node, field: str) -> str:
    declared = types().get(node.type)
    found = declared.fields.get(field) if declared and not node.is_case else None
    return str(found.label[_reader()]) if found else ""


def _grades(node: Node) -> str:
    return f"{node.marking.source}{int(node.marking.information)}" if node.marking else ""


def _reader() -> str:
    return languages.find(get_language()).code
