# SPDX-License-Identifier: Apache-2.0
"""A hit on an entry of a list, followed up with its issuer: what was compared is what the list says (spec §80.41)."""

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from taawun.apps.audit.services import Actor
from taawun.apps.cases import hits
from taawun.apps.cases.hits import Compared
from taawun.apps.cases.models import Case
from taawun.apps.identity.models import Screening
from taawun.apps.identity.screening import access
from taawun.apps.people import access as people
from taawun.kernel.errors import NoSuchRecord

MOST: Final = 5
"""Names, births and documents of an entry that the case repeats; the list has them all."""


def follow_up(
    actor: Actor, screening_id: str, number: int, record_id: str, purpose: str, *, at: datetime | None = None
) -> Case:
    """Open the follow-up of a hit on an entry of a screening with the party that stated the record.

    Raises:
        NoSuchScreening: it is not this officer's, or has no such entry.
        NoSuchRecord: this entry has no such hit; or the record is our own.
        MarkingForbids, NoRole, NoPurpose.
    """
    screening, entry = access.entry(people.find(actor.officer_id), screening_id, number, purpose, at=at)
    if record_id not in {hit.shown.record.id for hit in entry.hits}:
        raise NoSuchRecord
    return hits.follow_up(actor, _compared(screening, number, entry.row.asked), record_id, purpose, at=at)


def _compared(screening: Screening, number: int, asked: dict[str, Any]) -> Compared:
    names, births, papers = (asked.get(field, ()) for field in ("names", "births", "documents"))
    said = _("What the list says: %(said)s.") % {"said": "; ".join([*names[:MOST], *births[:MOST], *papers[:MOST]])}
    return Compared(
        _("Hit on a list"), said, screening.file_name or _("List"), str(number), names[0] if names else "",
        births[0] if births else "", tuple(asked.get("countries", ())), tuple(papers[:MOST]),
    )  # fmt: skip
