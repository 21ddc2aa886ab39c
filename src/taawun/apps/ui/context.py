# SPDX-License-Identifier: Apache-2.0
"""What every page knows: the node, the reader's language and direction, and the menu the reader may use."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from taawun.apps.registers.purposes import EXERCISE_WORDS
from taawun.apps.registers.speaking import said
from taawun.apps.sector import sectors
from taawun.apps.ui import languages, looks, purposes
from taawun.apps.ui.reader import held, may, opening
from taawun.formats.tables import FILE_BYTES
from taawun.kernel.marking import EXERCISE

WORK: Final = _("My work")
EXCHANGE: Final = _("Exchange")
SECTORS: Final = _("Sectors")
RECORDS: Final = _("People and things")
PROOF: Final = _("Proof")
NODE: Final = _("This node")


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu: where it leads, what it is called, which pages stand under it, and its group."""

    page: str
    label: str | Promise
    under: tuple[str, ...] = ()
    group: Promise = WORK
    slug: str = ""
    """Of a page of many of one shape, such as the page of a sector: which one."""


_OF_CASES: Final = (
    "board", "dashboard", "new", "new-kind", "case", "move", "contents", "element", "gate", "clock", "papers",
)  # fmt: skip
PLACES: Final = (
    Place("ui:home", _("My day")),
    Place("cases:list", _("Cases"), tuple(f"cases:{page}" for page in _OF_CASES)),
    Place("cases:instruments", _("Instruments"), ("cases:instrument", "cases:instrument-kind")),
    Place("exchange:inbox", _("Inbox"), group=EXCHANGE),
    Place("exchange:outbox", _("Outbox"), group=EXCHANGE),
    Place("exchange:releases", _("Releases"), group=EXCHANGE),
    Place("exchange:partners", _("Partners"), group=EXCHANGE),
    Place("registers:list", _("Registers"), group=RECORDS),
    Place("identity:search", _("Find a name"), group=RECORDS),
    Place("network:start", _("Network"), group=RECORDS),
    Place("identity:pairs", _("Pairs"), ("identity:pair", "identity:subject"), RECORDS),
    Place("identity:screenings", _("Screening"), ("identity:screening",), RECORDS),
    Place("identity:lists", _("Watch lists"), ("identity:list",), RECORDS),
    Place("identity:alerts", _("Alerts"), ("identity:alert",), RECORDS),
    Place("ledger:ledger", _("Ledger"), group=PROOF),
    Place("audit:lines", _("Audit"), group=PROOF),
    Place("node:page", _("Node"), group=NODE),
    Place("jobs:list", _("Jobs"), group=NODE),
    Place("people:officers", _("Officers"), group=NODE),
    Place("ui:components", _("Components"), group=NODE),
)
WORK_PLACES: Final = sum(place.group is WORK for place in PLACES)
"""After these stand the sectors."""
FIND: Final = "ui:find"  # the page that the search box of the head leads to


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry as this reader sees it."""

    url: str
    label: str | Promise
    here: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one task."""

    label: Promise
    entries: tuple[Entry, ...]


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return what the base page shows around every page."""
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    return {
        "node": settings.NODE,
        "language": languages.find(get_language()),
        "languages": languages.ALL,
        "look": looks.chosen(request),
        "looks": looks.ALL,
        "menu": _groups(request) if signed_in else [],
        "find_url": _url(FIND) if signed_in and may(request, FIND) else "",
        "find_asked": request.GET.get("q", "") if signed_in else "",
        "purpose": purposes.chosen(request) if signed_in else "",
        "exercise": EXERCISE_WORDS if signed_in and purposes.chosen(request) == EXERCISE else (),
        "file_bytes": FILE_BYTES,
        "zone_name": timezone.get_current_timezone_name(),
    }


def _groups(request: HttpRequest) -> "list[Group]":
    """Return the menu by tasks, each with what this reader may open; a task with nothing is left out."""
    mine, kept = _sectors(request)
    places = [*PLACES[:WORK_PLACES], *mine, *PLACES[WORK_PLACES:], *kept]
    found = [
        Group(group, tuple(_entries(request, [place for place in places if place.group is group])))
        for group in dict.fromkeys(place.group for place in places)
    ]
    return [group for group in found if group.entries]


def _sectors(request: HttpRequest) -> "tuple[list[Place], list[Place]]":
    """Return the sectors that the reader works in, and the pages by which they keep others running."""
    roles = held(request)
    mine, others = [], []
    for one in sectors().values():
        if not one.roles.isdisjoint(roles):
            mine.append(Place("ui:sector", said(one.title), group=SECTORS, slug=one.slug))
        else:
            others += [Place(f"{one.slug}:{page.name}", page.label, group=NODE) for page in one.pages if page.label]
    return mine, others


def _entries(request: HttpRequest, places: "list[Place]") -> Iterator[Entry]:
    match = request.resolver_match
    here = match.view_name if match else ""
    area = here.partition(":")[0]
    asked, opens = match.kwargs.get("slug", "") if match else "", opening(request)
    for place in places:
        url = _url(place.page, *filter(None, [place.slug]))
        if url and opens(place.page):
            stands = place.slug in (asked, area) if place.slug else _stands_under(place, here, area)
            yield Entry(url, place.label, stands)


def _stands_under(place: Place, here: str, area: str) -> bool:
    if here in (place.page, *place.under):
        return True
    # Apps with one menu entry mark it for all their pages; those with several say which stand under each.
    return place.page.partition(":")[0] == area and area not in ("cases", "exchange", "identity", "ui")


def _url(page: str, *arguments: str) -> str:
    return _address(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), page, arguments)


@lru_cache(maxsize=512)
def _address(table: str, prefix: str, page: str, arguments: tuple[str, ...]) -> str:
    """Return where an entry leads, or nothing; asked fifty times a page, and the same as long as the process lives."""
    del prefix
    try:
        return reverse(page, urlconf=table, args=arguments)
    except NoReverseMatch:
        return ""
