# SPDX-License-Identifier: Apache-2.0
"""What every page knows: the node, the reader's language and direction, and the menu the reader may use."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from taawun.apps.ui import languages, purposes
from taawun.apps.ui.reader import may


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu: where it leads, what it is called, which pages stand under it."""

    page: str
    label: str | Promise
    under: tuple[str, ...] = ()


_OF_CASES: Final = (
    "board", "dashboard", "new", "new-kind", "case", "move", "contents", "element", "gate", "clock", "papers",
)  # fmt: skip
PLACES: Final = (
    Place("ui:home", _("My day")),
    Place("exchange:inbox", _("Inbox")),
    Place("exchange:outbox", _("Outbox")),
    Place("exchange:releases", _("Releases")),
    Place("exchange:partners", _("Partners")),
    Place("cases:list", _("Cases"), tuple(f"cases:{page}" for page in _OF_CASES)),
    Place("cases:instruments", _("Instruments"), ("cases:instrument", "cases:instrument-kind")),
    Place("registers:list", _("Registers")),
    Place("identity:search", _("Find a name")),
    Place("identity:pairs", _("Pairs"), ("identity:pair", "identity:subject")),
    Place("identity:screenings", _("Screening"), ("identity:screening",)),
    Place("identity:lists", _("Watch lists"), ("identity:list",)),
    Place("identity:alerts", _("Alerts"), ("identity:alert",)),
    Place("ledger:ledger", _("Ledger")),
    Place("audit:lines", _("Audit")),
    Place("jobs:list", _("Jobs")),
    Place("people:officers", _("Officers")),
    Place("ui:components", _("Components")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry as this reader sees it."""

    url: str
    label: str | Promise
    here: bool


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return what the base page shows around every page."""
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    return {
        "node": settings.NODE,
        "language": languages.find(get_language()),
        "languages": languages.ALL,
        "menu": _entries(request) if signed_in else [],
        "purpose": purposes.chosen(request) if signed_in else "",
        "zone_name": timezone.get_current_timezone_name(),
    }


def _entries(request: HttpRequest) -> "list[Entry]":
    match = request.resolver_match
    here = match.view_name if match else ""
    area = here.partition(":")[0]
    entries = []
    for place in PLACES:
        url = _url(place.page)
        if url and may(request, place.page):
            entries.append(Entry(url, place.label, _stands_under(place, here, area)))
    return entries


def _stands_under(place: Place, here: str, area: str) -> bool:
    if here in (place.page, *place.under):
        return True
    # Apps with one menu entry mark it for all their pages; those with several say which stand under each.
    return place.page.partition(":")[0] == area and area not in ("cases", "exchange", "identity", "ui")


def _url(page: str) -> str:
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""
