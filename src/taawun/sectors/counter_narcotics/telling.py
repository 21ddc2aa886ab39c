# SPDX-License-Identifier: Apache-2.0
"""Beside a seizure and an announcement: which party it concerns, what is stated for the liaison officer, and what not.

What is bound for a party other than the one that states it concerns that party. Whoever may state something is led to a
notice with its fields filled in; nothing is stated by opening a page.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from taawun.apps.exchange import queries as exchange
from taawun.apps.registers import access as registers
from taawun.apps.registers.access import Row, Shown
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.keys import fold_id
from taawun.apps.registers.queries import Filters
from taawun.apps.registers.services import may_draft
from taawun.apps.sector import Panel
from taawun.apps.ui import languages
from taawun.apps.ui.purposes import chosen
from taawun.apps.ui.reader import may, officer_of
from taawun.formats.countries import NAMES
from taawun.sectors.counter_narcotics import press, reading
from taawun.sectors.counter_narcotics.liaison import NOTICE

TITLE: Final = gettext_lazy("Notices for the liaison officer")
MOST: Final = 50


def notices(request: HttpRequest, shown: Shown) -> Panel | None:
    """Return what is stated for the liaison officer about a record; None where it concerns no party and nothing is."""
    found = {row.record.id: row for row in _stated(request, shown)}
    told = {str(row.data.get("concerns", "")) for row in found.values()}
    able = may(request, "registers:new") and may_draft(officer_of(request))
    untold = [(_name(party), _form(shown, party) if able else "") for party in concerned(shown) if party not in told]
    if not found and not untold:
        return None
    context = {"notices": list(found.values()), "untold": untold, "fields": type_named(NOTICE).fields}
    return Panel(TITLE, len(found), "counter_narcotics/parts/notices.html", context)


def concerned(shown: Shown) -> list[str]:
    """Return the parties for which what a record tells of was bound: of a seizure never the one that states it."""
    if shown.record.type == reading.REPORT:
        bound = press.bound_for(shown.data)
    else:
        bound = [one for one in [shown.data.get("destination", "")] if one != shown.record.originator]
    parties = exchange.parties() if any(bound) else []
    return [one for one in bound if one in parties]


def _stated(request: HttpRequest, shown: Shown) -> Iterator[Row]:
    """Yield the notices about a record: those that name it, and those of an announcement's reference, as imports do."""
    yield from _rows(request, Filters(type=NOTICE, names=shown.record.id))
    reference = str(shown.data.get("reference", "")) if shown.record.type == reading.REPORT else ""
    if reference:
        begun = _rows(request, Filters(type=NOTICE, text=fold_id(reference)))
        yield from (row for row in begun if str(row.data.get("reference", "")).rpartition("#")[0] == reference)


def _rows(request: HttpRequest, asked: Filters) -> tuple[Row, ...]:
    return registers.search(officer_of(request), asked, chosen(request), most=MOST).rows


def _name(party: str) -> str:
    return NAMES[party][languages.find(get_language()).code]


def _form(shown: Shown, party: str) -> str:
    """Return the address of the form of a notice, with what is known filled in."""
    said = _of_report(shown.data, party) if shown.record.type == reading.REPORT else _of_seizure(shown)
    known = {
        "about": shown.record.id, "concerns": party, "date": timezone.now().date().isoformat(), "urgency": "urgent",
        "state": "open",
    }  # fmt: skip
    filled = urlencode({f"d-{name}": value for name, value in (said | known).items() if value})
    return f"{reverse('registers:new', args=[NOTICE])}?{filled}"


def _of_report(data: Mapping[str, Any], party: str) -> dict[str, str]:
    said = reading.notice(data, party)
    return {name: str(said[name]) for name in ("name", "reference", "origin", "reason")}


def _of_seizure(shown: Shown) -> dict[str, str]:
    name = "" if type_named(shown.record.type).caption in shown.withheld else shown.record.caption
    return {"name": name, "origin": "register"}
