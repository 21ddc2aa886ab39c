# SPDX-License-Identifier: Apache-2.0
"""The acts of the desk: test a contact, ask for tests each month, hand over and take over (spec §89.5, §89.7)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.ids import new_id
from taawun.apps.people import access as people
from taawun.apps.people.models import Officer
from taawun.apps.people.queries import holders_of
from taawun.apps.registers import access as reading
from taawun.apps.registers import queries
from taawun.apps.registers import services as registers
from taawun.apps.registers.models import Record
from taawun.apps.registers.queries import Filters, Narrow
from taawun.kernel.errors import NoHandover, NoRole, NoSuchContact
from taawun.kernel.ledger.entry import Kind
from taawun.kernel.marking import Marking, make_marking
from taawun.kernel.wire.digests import digest_of
from taawun.kernel.wire.times import cut, to_wire
from taawun.sectors.liaison import access, reporting, testing
from taawun.sectors.liaison.models import Ask, Handover
from taawun.sectors.liaison.sector import KEEPERS, SECTOR, TESTERS

OBJECT: Final = "handover"
KEPT: Final = timedelta(days=2 * 365)
"""After which time a test is looked at again."""
ROLE: Final = "liaison_officer"
MOST_CONTACTS: Final = 1_000


def record_test(actor: Actor, contact: str, said: Mapping[str, str], *, at: datetime | None = None) -> Record:
    """State how a test of a contact went: `result`, and `seconds` and `summary` where there are any.

    Raises:
        NoSuchContact: there is none in use that this officer may see.
        BadRecordData: e.g. an answer without its time.
        NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    officer = _at_desk(actor, TESTERS)
    found = reading.get(officer, contact, SECTOR.purpose, at=at)
    if found.record.type != access.DUTY or found.data.get("state") != "in_use":
        raise NoSuchContact
    data = {"name": str(found.data["name"]), "contact": contact, "date": at.date().isoformat(), **said}
    with transaction.atomic():
        made = registers.draft_record(actor, access.TEST, data, _marking(at), SECTOR.purpose, at=at)
        Ask.objects.filter(contact=contact, done=None).update(done=at, test=made.id)
    return made


def ask_for_tests(now: datetime) -> int:
    """Ask for a test of each contact in use, once a month, and return how many were asked for; for the worker."""
    wanted = Filters(type=access.DUTY, narrowed=(Narrow("state", "in_use"),))
    month = testing.month_of(now.date())
    contacts = set(queries.walk(wanted, MOST_CONTACTS))
    asked = set(Ask.objects.filter(month=month).values_list("contact", flat=True))
    new = [Ask(contact=one, month=month, raised=cut(now)) for one in sorted(contacts - asked)]
    Ask.objects.bulk_create(new, ignore_conflicts=True)  # two workers may ask at once
    return len(new)


def hand_over(actor: Actor, posting: str, incoming: str, *, at: datetime | None = None) -> Handover:
    """Sign over what lies open under a posting to another liaison officer of the same authority.

    Raises:
        NoHandover: to oneself, or to nobody who keeps this desk.
        NoSuchRecord, NoRole, NoPurpose.
    """
    at, identifier = cut(at or timezone.now()), ""
    identifier = new_id(at)
    with audit.acting(actor, "handover.signed", OBJECT, identifier, SECTOR.purpose, ledger=Kind.RECORD, at=at):
        officer = _at_desk(actor, KEEPERS)
        if incoming == actor.officer_id or incoming not in holders_of(ROLE, actor.authority):
            raise NoHandover
        contents = reporting.gather(officer, posting, at)
        digest = digest_of([identifier, posting, actor.officer_id, incoming, to_wire(at), *reporting.lines(contents)])
        return Handover.objects.create(
            id=identifier, posting=posting, authority=actor.authority, outgoing=actor.officer_id, incoming=incoming,
            contents=contents, digest=digest, handed_over=at,
        )  # fmt: skip


def take_over(actor: Actor, handover: str, *, at: datetime | None = None) -> Handover:
    """Sign that a desk was taken over as the report says.

    Raises:
        NoHandover: there is none that waits for this officer.
    """
    return _end(actor, handover, "taken_over", "incoming", cut(at or timezone.now()))


def take_back(actor: Actor, handover: str, *, at: datetime | None = None) -> Handover:
    """Take a handover back before it was taken over.

    Raises:
        NoHandover: there is none of this officer's that waits.
    """
    return _end(actor, handover, "taken_back", "outgoing", cut(at or timezone.now()))


def _end(actor: Actor, handover: str, field: str, who: str, at: datetime) -> Handover:
    act = f"handover.{field.replace('_', '-')}"
    with audit.acting(actor, act, OBJECT, handover, SECTOR.purpose, ledger=Kind.RECORD, at=at):
        _at_desk(actor, KEEPERS)
        mine: dict[str, Any] = {"id": handover, who: actor.officer_id, "taken_over": None, "taken_back": None}
        row = Handover.objects.select_for_update().filter(**mine).first()
        if row is None:
            raise NoHandover
        setattr(row, field, at)
        row.save(update_fields=[field])
        return row


def _at_desk(actor: Actor, roles: frozenset[str]) -> Officer:
    officer = people.find(actor.officer_id)
    if people.roles_of(officer).isdisjoint({(role, actor.authority) for role in roles}):
        raise NoRole
    return officer


def _marking(at: datetime) -> Marking:
    party, review = settings.TAAWUN_PARTY, (at + KEPT).date()
    return make_marking(party, "A", 1, purposes={SECTOR.purpose}, review=review, tlp="green")
