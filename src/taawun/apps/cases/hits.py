# SPDX-License-Identifier: Apache-2.0
"""From a hit to the question to its issuer: a case `hit_follow_up`, prefilled with what was compared (spec §80.41).

Nobody acts on a hit before the side that stated it has confirmed it. What only the officer knows, whether anybody is
held meanwhile, is left for them to fill; without it the question cannot be asked.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.audit.services import Actor
from taawun.apps.cases import services as cases
from taawun.apps.cases.models import Case
from taawun.apps.people import access as people
from taawun.apps.people.queries import authorities
from taawun.apps.registers import access as records
from taawun.apps.ui.templatetags.desk import offset
from taawun.kernel.errors import NoSuchRecord

PACK: Final = "pk-bh-working-group"
KIND: Final = "hit_follow_up"
PURPOSE: Final = "investigation"
"""The purpose of the case: the instrument covers it, and a hit that is confirmed leads to nothing else."""
DAY: Final = len("1971-03-02")


@dataclass(frozen=True, slots=True)
class Compared:
    """Who was compared with the record that was hit, and where an officer finds what was read of them.

    `said` is a sentence on what was read; `document` and `page` say where it stands.
    """

    title: str
    said: str
    document: str
    page: str
    name: str = ""
    born: str = ""
    nationalities: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()

    def person(self) -> dict[str, Any]:
        """Return the person as the case has persons: nobody accuses them of anything."""
        said: dict[str, Any] = {"name": self.name or "?", "status": "other"}
        if len(self.born) == DAY:
            said["born"] = self.born
        more = {"nationalities": list(self.nationalities), "documents": list(self.papers)}
        return said | {field: values for field, values in more.items() if values}


def follow_up(
    actor: Actor, compared: Compared, record_id: str, purpose: str, *, place: str = "", at: datetime | None = None
) -> Case:
    """Open the follow-up of a hit with the party that stated the record, and fill what is known of it.

    Args:
        actor: a desk officer.
        compared: whom the record was hit by.
        record_id: the record that was hit.
        purpose: for which the record is read; the case itself has `PURPOSE`.
        place: where they were found; the officer's own authority if not given.
        at: the moment, now if not given.

    Raises:
        NoSuchRecord: it is our own, so that there is nobody to ask elsewhere.
        MarkingForbids, NoRole, NoPurpose.
    """
    at = at or timezone.now()
    shown = records.get(people.find(actor.officer_id), record_id, purpose, at=at)
    if shown.record.originator == settings.TAAWUN_PARTY:
        raise NoSuchRecord
    case = cases.open_case(actor, PACK, KIND, shown.record.originator, PURPOSE, title=compared.title, at=at)
    contents = {
        "hit": _("Record %(record)s. %(said)s") % {"record": shown.record.id, "said": compared.said},
        "where_found": f"{place or _authority(actor.authority)}, {_when(at)}",
        "person": compared.person(),
        "purpose": _("To confirm the hit with its issuer before anything is done."),
    }
    for slug, value in contents.items():
        cases.fill(actor, case.id, slug, PURPOSE, value=value, document=compared.document, page=compared.page, at=at)
    return case


def _when(at: datetime) -> str:
    """Return a moment as a person writes it, with the offset of its zone: the other side reads it in its own."""
    local = timezone.localtime(at)
    return f"{formats.date_format(local, 'SHORT_DATETIME_FORMAT')} {offset(local)}"


def _authority(code: str) -> str:
    found = {one["code"]: one for one in authorities(settings.TAAWUN_PARTY)}.get(code, {})
    return str(found.get(f"title_{(get_language() or 'en')[:2]}") or found.get("title_en") or code)
