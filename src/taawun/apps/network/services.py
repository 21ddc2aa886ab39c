# SPDX-License-Identifier: Apache-2.0
"""The one act of the network: stating why protected persons are included (spec §80.31)."""

from datetime import datetime

from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.ids import new_id
from taawun.apps.network.access import READERS
from taawun.apps.network.linking import never
from taawun.apps.network.models import REASON_CHARACTERS, Inclusion
from taawun.apps.people.access import actor_of, require_any
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as records
from taawun.kernel.errors import NoLinkReason, NoPurpose, NoSuchRecord
from taawun.kernel.wire.times import cut


def include_protected(
    officer: Officer, start: str, reason: str, purpose: str, *, at: datetime | None = None
) -> Inclusion:
    """State why links of victims, witnesses and minors are looked at too, from one record, and return the statement.

    Raises:
        NoLinkReason: there is none, or more than is kept.
        NoSuchRecord: also where the record may not be shown.
        NoRole, NoPurpose.
    """
    at, said = cut(at or timezone.now()), " ".join(reason.split())
    actor = actor_of(officer)
    with audit.acting(actor, "links.included", "record", start, purpose, at=at):
        require_any(officer, *READERS)
        if not purpose.strip():
            raise NoPurpose
        if not said or len(said) > REASON_CHARACTERS:
            raise NoLinkReason
        seen = records.visible(officer, [start], purpose, at=at)
        if start not in seen or never(seen[start].marking):
            raise NoSuchRecord
        made = Inclusion(
            id=new_id(at), start=start, reason=said, officer_id=officer.id, authority=actor.authority, purpose=purpose,
            created=at,
        )  # fmt: skip
        made.save(force_insert=True)
    return made
