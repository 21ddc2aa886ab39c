# SPDX-License-Identifier: Apache-2.0
"""From a hit to the question to its issuer: a case `hit_follow_up`, prefilled with what was compared (spec §80.41).

Nobody acts on a hit before the side that stated it has confirmed it. What only the officer knows, whether anybody is
held meanwhile, is left for them to fill; without it the question cannot be asked.
"""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.audit.services import Actor
from taawun.apps.cases import services as cases
from taawun.apps.cases.models import Case
from taawun.apps.people import access as people
from taawun.apps.people.queries import authorities
from taawun.apps.registers import access as records
from taawun.apps.registers.access import Shown
from taawun.formats.mrz import Mrz, read
from taawun.formats.mrz.codes import country_of
from taawun.kernel.errors import NoSuchRecord
from taawun.kernel.wire.times import to_wire

PACK: Final = "pk-bh-working-group"
KIND: Final = "hit_follow_up"
CASE_PURPOSE: Final = "investigation"
"""The purpose of the case: the instrument covers it, and a hit that is confirmed leads to nothing else."""


def follow_up(
    actor: Actor, zone: str, record_id: str, purpose: str, *, place: str = "", at: datetime | None = None
) -> Case:
    """Open the follow-up of a hit with the party that stated the record, and fill what is known of it.

    Args:
        actor: a desk officer.
        zone: the machine-readable zone that was read.
        record_id: the record that was hit.
        purpose: for which the record is read; the case itself has `CASE_PURPOSE`.
        place: where the document was found; the officer's own authority if not given.
        at: the moment, now if not given.

    Raises:
        NoSuchRecord: it is our own, so that there is nobody to ask elsewhere; or the zone is none.
        MarkingForbids, NoRole, NoPurpose.
    """
    at = at or timezone.now()
    officer = people.find(actor.officer_id)
    shown = records.get(officer, record_id, purpose, at=at)
    mrz = read(zone, at.date()).mrz
    if mrz is None or shown.record.originator == settings.TAAWUN_PARTY:
        raise NoSuchRecord
    title = _("Hit at the counter")
    case = cases.open_case(actor, PACK, KIND, shown.record.originator, CASE_PURPOSE, title=title, at=at)
    document = _("Travel document at the counter")
    for slug, value in _contents(actor, mrz, shown, place, at).items():
        cases.fill(actor, case.id, slug, CASE_PURPOSE, value=value, document=document, page="MRZ", at=at)
    return case


def _contents(actor: Actor, mrz: Mrz, shown: Shown, place: str, at: datetime) -> dict[str, Any]:
    return {
        "hit": _("Record %(record)s. The document that was read: number %(number)s, issued by %(issuer)s, %(kind)s.")
        % {"record": shown.record.id, "number": mrz.number, "issuer": mrz.issuer, "kind": mrz.form},
        "where_found": f"{place or _authority(actor.authority)}, {to_wire(at)}",
        "person": _person(mrz),
        "purpose": _("To confirm the hit with its issuer before anything is done."),
    }


def _person(mrz: Mrz) -> dict[str, Any]:
    """Return the holder as the case has persons: nobody accuses them of anything."""
    said: dict[str, Any] = {"name": f"{mrz.given} {mrz.surname}".strip() or "?", "status": "other"}
    if len(mrz.birth) == len("1971-03-02"):
        said["born"] = mrz.birth
    if country_of(mrz.nationality):
        said["nationalities"] = [country_of(mrz.nationality)]
    return said | {"documents": [f"{mrz.code} {mrz.issuer} {mrz.number}"]}


def _authority(code: str) -> str:
    found = {one["code"]: one for one in authorities(settings.TAAWUN_PARTY)}.get(code, {})
    return str(found.get(f"title_{(get_language() or 'en')[:2]}") or found.get("title_en") or code)
