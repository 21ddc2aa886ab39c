# SPDX-License-Identifier: Apache-2.0
"""The days of the parties: zone and weekend from the pack, public holidays from the `holidays` library (spec §60.12).

Holidays that follow the moon are estimates until they are announced: only service clocks count working days, and
those are promises, never law.
"""

from datetime import date, datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings

from taawun.apps.cases import library
from taawun.apps.cases.models import Case
from taawun.kernel.cases.days import Calendar, legal_day
from taawun.kernel.cases.words import Side

YEARS_BEFORE: Final = 1
YEARS_AFTER: Final = 5
"""How many years around the present are looked at for holidays; no service clock is longer."""
DEFAULT_WEEKEND: Final = frozenset({6, 7})
"""Saturday and Sunday; packs number days from Monday as 1, the kernel's calendars from Monday as 0."""


def zone_of(case: Case, side: Side) -> ZoneInfo:
    """Return the zone in which a side's days are counted: as the pack says, else the node's own."""
    part = library.frozen_pack(case.pack_id).parties.get(party_of(case, side))
    return ZoneInfo(part.zone if part else str(settings.TIME_ZONE))


def today(case: Case, side: Side, now: datetime) -> date:
    """Return the legal day of a side."""
    return legal_day(now, zone_of(case, side))


def calendars_of(case: Case, now: datetime) -> tuple[Calendar, ...]:
    """Return the working days of both parties."""
    pack = library.frozen_pack(case.pack_id)
    parts = ((party, pack.parties.get(party)) for party in (case.requesting, case.requested))
    return tuple(_calendar(party, part.weekend if part else DEFAULT_WEEKEND, now.year) for party, part in parts)


def party_of(case: Case, side: Side) -> str:
    """Return the party on a side of a case."""
    return case.requesting if side is Side.REQUESTING else case.requested


@cache
def _calendar(party: str, weekend: frozenset[int], year: int) -> Calendar:
    years = range(year - YEARS_BEFORE, year + YEARS_AFTER + 1)
    known = party in holidays.list_supported_countries()
    days = holidays.country_holidays(party, years=years) if known else ()
    return Calendar(frozenset(day - 1 for day in weekend), frozenset(days))
