# SPDX-License-Identifier: Apache-2.0
"""The acts of the registers: draft a record, write a new version, erase (spec §80.1, §80.2).

One function is one act: one transaction, one audit line and one ledger entry for each version. What a partner
sent is taken in taking.py; files are imported in importing/.
"""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from taawun.apps import sector
from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor, Entry
from taawun.apps.ids import new_id
from taawun.apps.ledger import services as ledger
from taawun.apps.people import access as people
from taawun.apps.people.models import Officer
from taawun.apps.registers import queries, versions
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.checks import SAFEGUARD, Problem, complete, marking_problems
from taawun.apps.registers.declarations import RecordType
from taawun.apps.registers.models import Import, Record, RecordVersion
from taawun.apps.registers.purposes import purposes_of
from taawun.apps.registers.versions import Made
from taawun.apps.together import Together, latest
from taawun.kernel import marking as marks
from taawun.kernel.errors import (
    BadRecordData,
    ExerciseChanged,
    LooserVersion,
    NoSuchRecord,
    NotOurRecord,
    NoVersionReason,
    Superseded,
)
from taawun.kernel.marking import Marking, RecordPayload
from taawun.kernel.marking.payload import SALT_BYTES
from taawun.kernel.wire.times import cut

DRAFTERS: Final = ("desk_officer", "analyst", "liaison_officer", "protection_officer")
"""Roles that may state something in the name of their authority."""
NODE_AUTHORITY: Final = "node"
"""The authority of what a part of the node itself drafts, where none is given."""
FIRST_REASON: Final = gettext_noop("First statement.")
IMPORTED: Final = "Import {id}."
NOT_LISTED: Final = "Not on the list of import {id}."
"""The reason of a version that an import made; a page says it in the reader's words."""
LEDGER_KIND: Final = "record"


@dataclass(frozen=True, slots=True)
class Draft:
    """What one record is to say."""

    data: Mapping[str, Any]
    marking: Marking
    reason: str = FIRST_REASON


def draft_record(
    actor: Actor,
    type: str,  # noqa: A002  # the word of the spec
    data: Mapping[str, Any],
    marking: Marking,
    purpose: str,
    *,
    reason: str = FIRST_REASON,
    identifier: str = "",
    at: datetime | None = None,
) -> Record:
    """State something: a new record with its first version. A form brings the identifier, so that it acts once.

    Raises:
        BadRecordData: the fields that are missing or wrong, by name.
        UnknownRecordType, NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    identifier = identifier or new_id(at)
    with audit.refusing(actor, "record.drafted", "record", identifier, purpose, at=at):
        require_drafter(actor)
        payload = _payload(actor, type_named(type), identifier, Draft(data, marking, reason), at)
        return _DRAFTING.do(_Drafted(Made(payload, payload.digest(), actor.officer_id), actor, purpose, at))


@dataclass(frozen=True, slots=True)
class _Drafted:
    """A record as it was drafted, not yet stored."""

    made: Made
    actor: Actor
    purpose: str
    now: datetime


def _store_drafts(asked: Sequence[_Drafted]) -> list[Record]:
    with transaction.atomic():  # begun late: there is one writer at a time
        records = _store([one.made for one in asked], latest(asked))
        lines = [Entry(one.actor, "record.drafted", "record", one.made.payload.record, one.purpose) for one in asked]
        audit.record_many(lines, at=latest(asked))
    return records


_DRAFTING: Final = Together(_store_drafts)


def draft_many(
    actor: Actor,
    type: str,  # noqa: A002  # the word of the spec
    drafts: Sequence[Draft],
    purpose: str,
    *,
    at: datetime | None = None,
    imported: Import | None = None,
) -> list[Record]:
    """State many things at once, in a few SQL statements per hundred; one that is wrong refuses all.

    Each record still has its own audit line and ledger entry. Who imports a file checks each row first.
    """
    at, record_type = cut(at or timezone.now()), type_named(type)
    require_drafter(actor)
    payloads = [_payload(actor, record_type, new_id(at), draft, at) for draft in drafts]
    with transaction.atomic():
        records = _store([Made(one, one.digest(), actor.officer_id) for one in payloads], at, imported)
        lines = [Entry(actor, "record.drafted", "record", record.id, purpose) for record in records]
        audit.record_many(lines, at=at)
    return records


def new_version(
    actor: Actor,
    record_id: str,
    data: Mapping[str, Any],
    marking: Marking,
    purpose: str,
    reason: str,
    *,
    follows: int | None = None,
    keeping: Collection[str] = (),
    heard: bool = False,
    at: datetime | None = None,
) -> RecordVersion:
    """State it anew: the next version of our own record.

    `heard` says that the other originator stated it anew itself, so that its new marking counts and not its last one.

    `follows` is the number of the version that the officer had before their eyes; if another has been written
    meanwhile, nothing is changed. `keeping` names fields that stay as they are: the officer was not shown them.

    Raises:
        LooserVersion: another originator stands in it, and would be left out or marked less strictly.
        NotOurRecord, NoSuchRecord, NoVersionReason, Superseded, BadRecordData.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "record.version", "record", record_id, purpose, at=at):
        require_drafter(actor)
        record = _locked_own(record_id)
        if not reason.strip():
            raise NoVersionReason
        if follows is not None and follows != record.version:
            raise Superseded
        last = record.versions.get(number=record.version)
        stays = {name: last.data[name] for name in keeping if name in last.data}
        draft = Draft({**data, **stays}, marking, reason)
        if not heard:
            _keep_strict(last, draft)
        payload = _payload(actor, type_named(record.type), record.id, draft, at, last)
        return _store_next(record, payload, actor, at)


def new_versions(
    actor: Actor, drafts: Mapping[str, Draft], purpose: str, *, at: datetime | None = None
) -> list[RecordVersion]:
    """State many of our own records anew, by their identifiers; one that is wrong refuses all."""
    at = cut(at or timezone.now())
    with transaction.atomic():
        require_drafter(actor)
        records = Record.objects.select_for_update().order_by("id").in_bulk(list(drafts))
        if len(records) != len(drafts):
            raise NoSuchRecord
        if any(record.originator != settings.TAAWUN_PARTY for record in records.values()):
            raise NotOurRecord
        held = queries.current_versions(list(records.values()))
        for last in held:
            _keep_strict(last, drafts[last.record_id])
        payloads = [
            _payload(actor, type_named(last.record.type), last.record_id, drafts[last.record_id], at, last)
            for last in held
        ]
        rows = _store_many_next(records, payloads, actor, at)
        lines = [Entry(actor, "record.version", "record", record_id, purpose) for record_id in drafts]
        audit.record_many(lines, at=at)
    return rows


def payload_of(version: RecordVersion) -> dict[str, Any]:
    """Return the wire body of envelope kind "record.report" for a version (spec §80.3)."""
    return versions.payload_of(version).to_wire()


def current_version(record: Record) -> RecordVersion:
    """Return the version that counts now, with its record."""
    return RecordVersion.objects.select_related("record").get(record=record, number=record.version)


def erase(actor: Actor, record_ids: Sequence[str], purpose: str, *, at: datetime | None = None) -> int:
    """Erase whole records with all versions. The ledger keeps salted digests, which then say nothing.

    Who calls this has decided that it may be done; here it is only done and recorded.
    """
    at = cut(at or timezone.now())
    with transaction.atomic():
        return sum(
            _erase(actor, record_ids[start : start + versions.BATCH], purpose, at)
            for start in range(0, len(record_ids), versions.BATCH)
        )


def place_subjects(subjects: Mapping[str, str]) -> None:
    """Note which subject each record is about; empty for none. Who calls this has judged it and recorded that."""
    for subject in sorted(set(subjects.values())):
        chosen = [record_id for record_id, one in subjects.items() if one == subject]
        for start in range(0, len(chosen), versions.BATCH):
            Record.objects.filter(id__in=chosen[start : start + versions.BATCH]).update(subject=subject)


def require_drafter(actor: Actor) -> None:
    """Refuse an officer without a role that may state something; a part of the node itself may."""
    if actor.is_officer:
        people.require_any_held(actor.officer_id, *DRAFTERS)


def may_take_back(actor: Actor, authority: str, purpose: str) -> bool:
    """Tell whether an actor may erase a file that came in for an authority and a purpose (spec §80.22c).

    An officer may with a role that states something for this purpose, held in that authority; one acts in the name of
    their own authority with whatever role they hold. A part of the node itself may.
    """
    if not actor.is_officer:
        return True
    held = people.roles_of(people.find(actor.officer_id))
    able = {role for role, where in held if role in DRAFTERS and authority in (where, actor.authority)}
    return purpose in purposes_of(frozenset(able))


def may_draft(officer: Officer) -> bool:
    """Tell whether an officer has a role that may state something; pages ask it before they offer a form."""
    return not officer.role_slugs().isdisjoint(DRAFTERS)


def _erase(actor: Actor, record_ids: Sequence[str], purpose: str, at: datetime) -> int:
    rows = Record.objects.select_for_update().filter(id__in=record_ids).order_by("id")
    found = list(rows.values_list("id", flat=True))
    versions.forget_keys(found)
    RecordVersion.objects.filter(record__in=found).erase()
    Record.objects.filter(id__in=found).delete()
    audit.record_many([Entry(actor, "record.erased", "record", each, purpose) for each in found], at=at)
    return len(found)


def _locked_own(record_id: str) -> Record:
    record = Record.objects.select_for_update().filter(id=record_id).first()
    if record is None:
        raise NoSuchRecord
    if record.originator != settings.TAAWUN_PARTY:
        raise NotOurRecord
    return record


def _keep_strict(last: RecordVersion, draft: Draft) -> None:
    """Refuse a version that leaves out another originator, or marks what is theirs less strictly (spec §80.15c)."""
    before = marks.from_wire(last.marking)
    others = before.originators - {settings.TAAWUN_PARTY}
    if others and not marks.keeps(before, draft.marking, draft.data):
        raise LooserVersion


def _payload(
    actor: Actor,
    record_type: RecordType,
    identifier: str,
    draft: Draft,
    at: datetime,
    last: RecordVersion | None = None,
) -> RecordPayload:
    """Build the next version with its computed fields, or say what is wrong with the draft."""
    data, problems = complete(record_type, draft.data)
    wrong = (*problems, *marking_problems(record_type, data, draft.marking))
    if not wrong and sector.frozen(record_type.slug, data):
        wrong = (Problem("", SAFEGUARD),)
    if settings.TAAWUN_PARTY not in draft.marking.originators:
        raise NotOurRecord
    if last and last.record.exercise != draft.marking.exercise:
        raise ExerciseChanged
    if wrong:
        raise BadRecordData("; ".join(map(str, wrong)) + ".")
    return RecordPayload(
        record=identifier,
        type=record_type.slug,
        number=last.number + 1 if last else 1,
        previous=last.digest if last else None,
        originator=settings.TAAWUN_PARTY,
        authority=last.record.authority if last else actor.authority or NODE_AUTHORITY,
        created=at,
        reason=draft.reason,
        salt=os.urandom(SALT_BYTES),
        marking=draft.marking,
        data=data,
    )


def _store(made: Sequence[Made], at: datetime, imported: Import | None = None) -> list[Record]:
    records = [versions.record_of(one.payload, holder=one.payload.authority, imported=imported) for one in made]
    versions.store_new(records, made)
    ledger.accept_many([(LEDGER_KIND, one.digest) for one in made], at=at)
    return records


def _store_next(record: Record, payload: RecordPayload, actor: Actor, at: datetime) -> RecordVersion:
    return _store_many_next({record.id: record}, [payload], actor, at)[0]


def _store_many_next(
    records: Mapping[str, Record], payloads: Sequence[RecordPayload], actor: Actor, at: datetime
) -> list[RecordVersion]:
    made = [Made(payload, payload.digest(), actor.officer_id) for payload in payloads]
    rows = versions.store_versions(made)
    versions.move_on(records, payloads)
    ledger.accept_many([(LEDGER_KIND, one.digest) for one in made], at=at)
    return rows
