# SPDX-License-Identifier: Apache-2.0
"""The door to what communiqués promised and a person confirmed: each with its sentence, and what it became (§80.111d).

A decision or a memorandum becomes a case of the committee, a posting one of the liaison desk. What a case was opened
from stands in its local title, which nobody else sees.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from taawun.apps.cases import access as cases
from taawun.apps.cases import services as acts
from taawun.apps.cases.models import Case
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as registers
from taawun.apps.registers.queries import Filters
from taawun.kernel.errors import NoSuchRecord
from taawun.kernel.wire.times import cut
from taawun.sectors.committee.access import PACK
from taawun.sectors.committee.bodies import BETWEEN
from taawun.sectors.committee.memoranda import MEMORANDUM
from taawun.sectors.committee.sector import SECTOR

SAID_DECISION, SAID_MEMORANDUM, SAID_POSTING = "committee-decision", "committee-memorandum", "committee-posting"
BECOMES: Final[Mapping[str, str]] = {SAID_DECISION: BETWEEN, SAID_MEMORANDUM: MEMORANDUM}
"""The kind of case that a record of each type becomes."""
POSTED: Final = "liaison-posting"
MOST: Final = 200
"""Records of one type on a page."""
TITLE_CHARACTERS: Final = 200
PAGE: Final = "1"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a communiqué promised: its record, its words and sentence, and the case or record that it became, if any."""

    row: registers.Row
    case: str = ""
    record: str = ""

    @property
    def name(self) -> str:
        """Return what was promised, as a person wrote it."""
        return str(self.row.data.get("name", ""))


def listed(officer: Officer, types: Collection[str], *, at: datetime | None = None) -> tuple[list[Confirmed], bool]:
    """Return what of these types was confirmed, the last first, and whether there is more.

    Raises:
        NoPurpose.
    """
    at = cut(at or timezone.now())
    found, more = [], False
    opened = _opened(officer, [BECOMES[one] for one in types if one in BECOMES], at)
    posted = _posted(officer, at) if SAID_POSTING in types else {}
    for one in types:
        page = registers.search(officer, Filters(type=one), SECTOR.purpose, most=MOST, at=at)
        found += [
            Confirmed(row, opened.get((BECOMES.get(one, ""), _title(row.data)), ""), posted.get(row.record.id, ""))
            for row in page.rows
        ]
        more = more or bool(page.older)
    return found, more


def take_up(officer: Officer, record: str, *, at: datetime | None = None) -> str:
    """Open the case of a decision or a memorandum that was confirmed, with what its record says, and return it.

    Nothing has crossed. What was taken up already is not opened again.

    Raises:
        NoSuchRecord: there is none, or it becomes no case.
        MarkingForbids, NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    shown = registers.get(officer, record, SECTOR.purpose, at=at)
    kind = BECOMES.get(shown.record.type)
    if kind is None:
        raise NoSuchRecord
    title = _title(shown.data)
    with transaction.atomic():
        known = _opened(officer, [kind], at).get((kind, title))
        return known or _open(officer, kind, title, shown.data, at).id


def _open(officer: Officer, kind: str, title: str, data: Mapping[str, Any], at: datetime) -> Case:
    actor, pack = actor_of(officer), cases.pack_named(PACK)
    (other,) = [one for one in pack.parties if one != settings.TAAWUN_PARTY]
    case = acts.open_case(actor, PACK, kind, other, SECTOR.purpose, title=title, at=at)
    source = str(data.get("communique", ""))[:TITLE_CHARACTERS] or "-"
    for slug, value in _values(kind, data).items():
        acts.fill(actor, case.id, slug, SECTOR.purpose, value=value, document=source, page=PAGE, at=at)
    return case


def _values(kind: str, data: Mapping[str, Any]) -> dict[str, str]:
    name, basis = str(data.get("name", "")), str(data.get("basis", ""))
    if kind == MEMORANDUM:
        return {"heading": name, "subject": str(data.get("field", ""))}
    return {"text": name} | ({"basis": basis} if basis else {})


def _title(data: Mapping[str, Any]) -> str:
    return str(data.get("name", "")).strip()[:TITLE_CHARACTERS]


def _opened(officer: Officer, kinds: Collection[str], at: datetime) -> dict[tuple[str, str], str]:
    """Return the cases of these kinds that an officer may see, by kind and local title."""
    if not kinds:
        return {}
    told, _more = cases.table(officer, SECTOR.purpose, kinds, [], pack=PACK, at=at)
    return {(one.case.kind, one.case.title): one.case.id for one in told if one.case.title}


def _posted(officer: Officer, at: datetime) -> dict[str, str]:
    """Return the postings of the liaison desk by the decision that each fulfils."""
    page = registers.search(officer, Filters(type=POSTED), SECTOR.purpose, most=MOST, at=at)
    return {str(row.data["decided"]): row.record.id for row in page.rows if row.data.get("decided")}
