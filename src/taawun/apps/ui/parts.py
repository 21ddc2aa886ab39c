# SPDX-License-Identifier: Apache-2.0
"""Values that components show, built by views: events of the both-sides timeline and things to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

PAGE_ROWS: Final = 50
MOST_DIGITS: Final = 15  # of a number in an address


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that one side did, for the timeline of both sides."""

    ours: bool
    label: str | Promise
    at: datetime | None
    tone: str = "calm"
    note: str | Promise = ""
    entry_id: str = ""
    sealed: bool | None = None
    witnessed: bool = False


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that waits for this officer, and where to do it: it is due at a moment, or waits since one."""

    label: str | Promise
    url: str
    note: str = ""
    state: str = ""
    tone: str = ""
    due: datetime | None = None
    since: datetime | None = None


def page_of(request: HttpRequest, rows: "QuerySet | list | tuple", size: int = PAGE_ROWS) -> Page:
    """Return the part of a list that the reader asked for; a wrong number gives the nearest part."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def page_number(request: HttpRequest) -> int:
    """Return the number of the page that the reader asked for; the first, if it is no number."""
    return max(1, whole_number(request, "page") or 1)


def whole_number(request: HttpRequest, name: str) -> int | None:
    """Return a number from the address, or what was posted; None if there is none, or none that a database holds."""
    asked = (request.POST if request.method == "POST" else request.GET).get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) <= MOST_DIGITS else None
