# SPDX-License-Identifier: Apache-2.0
"""Taking a partner's records: envelope kind "record.report" (spec §80.17).

`take_reports` runs in the transaction that stores the envelope: it stores what may be taken and says what may not.
A version may come before an earlier one, or without it: the sender may have begun to share at version three.
What we hold of one record must always be one chain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from taawun.apps.audit import services as audit
from taawun.apps.audit.lines import ALLOWED, REFUSED
from taawun.apps.audit.services import Actor, Entry
from taawun.apps.exchange.kinds import Incoming, Kind
from taawun.apps.ledger import services as ledger
from taawun.apps.registers import access, releasing, versions
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.checks import data_problems, marking_problems
from taawun.apps.registers.models import Record
from taawun.apps.registers.services import LEDGER_KIND
from taawun.apps.registers.versions import Made
from taawun.apps.rows import among, fetch, load
from taawun.kernel.errors import BadRecord, BrokenVersions, ExerciseChanged, NotTheOriginator, SenderError
from taawun.kernel.marking import RecordPayload
from taawun.kernel.marking.payload import KIND
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.envelope import Header

_HELD: Final = """
    SELECT record_id, number, v.digest, previous, r.originator, r.type, r.exercise
    FROM registers_recordversion v JOIN registers_record r ON r.id = record_id WHERE """
INBOX: Final = Actor.system("inbox")


@dataclass(frozen=True, slots=True)
class Held:
    """What we hold of one version."""

    digest: str
    previous: str
    originator: str
    type: str
    exercise: bool


def take_reports(items: Sequence[Incoming], at: datetime) -> list[SenderError | None]:
    """Store reports, and return for each why it is refused, or None. Taking one twice changes nothing."""
    read = [_readable(item) for item in items]
    held = _held([one.record for one in read if isinstance(one, RecordPayload)])
    fresh: list[Made] = []
    lines: list[Entry] = []
    refusals = [_take(item, one, held, fresh, lines, at) for item, one in zip(items, read, strict=True)]
    with transaction.atomic():
        _store(fresh)
        ledger.accept_many([(LEDGER_KIND, made.digest) for made in fresh], at=at)
        audit.record_many(lines, at=at)
    return refusals


def _take(
    item: Incoming,
    payload: RecordPayload | SenderError,
    held: dict[str, dict[int, Held]],
    fresh: list[Made],
    lines: list[Entry],
    at: datetime,
) -> SenderError | None:
    """Put one report among those to store, or return why it is refused."""
    if isinstance(payload, SenderError):
        return payload
    made = Made(payload, sha256_hex(item.data), received=at, envelope=item.header.id)
    known = held.setdefault(payload.record, {})
    try:
        new = _check_chain(payload, made.digest, known)
    except (BrokenVersions, NotTheOriginator) as refusal:
        lines.append(_line(item, payload, REFUSED, refusal.section))
        return refusal
    if new:
        known[payload.number] = Held(
            made.digest, payload.previous or "", payload.originator, payload.type, payload.marking.exercise
        )
        fresh.append(made)
        lines.append(_line(item, payload, ALLOWED))
    return None


def _readable(item: Incoming) -> RecordPayload | SenderError:
    try:
        return _read(item.header, item.body)
    except SenderError as refusal:
        return refusal


def take_received(header: Header, body: Mapping[str, Any], at: datetime) -> Record:
    """Check and store one report, and return the record. Taking it twice changes nothing."""
    (refusal,) = take_reports([Incoming(header, body, encode(dict(body)))], at)
    if refusal is not None:
        raise refusal
    return Record.objects.get(id=body["record"])


REPORT: Final = Kind(KIND, take_reports, access.may_read, allow=releasing.allow, readable=access.readable)


def _read(header: Header, body: Mapping[str, Any]) -> RecordPayload:
    payload = RecordPayload.from_wire(body)
    if payload.originator != header.sender:
        raise NotTheOriginator
    if payload.marking.personal and not header.personal:
        raise BadRecord("The header says that there is no personal data.")
    if header.purpose not in payload.marking.purposes:
        raise BadRecord("The marking does not cover the purpose of the envelope.")
    record_type = type_named(payload.type)
    wrong = data_problems(record_type, payload.data)
    wrong += marking_problems(record_type, payload.data, payload.marking)
    if wrong:
        raise BadRecord("; ".join(map(str, wrong)) + ".")
    return payload


def _held(record_ids: Sequence[str]) -> dict[str, dict[int, Held]]:
    """Return what we hold of these records, in one query."""
    found: dict[str, dict[int, Held]] = {}
    for record_id, number, *rest in fetch(_HELD + among("record_id"), [sorted(set(record_ids))]):
        found.setdefault(record_id, {})[number] = Held(*rest)
    return found


def _check_chain(payload: RecordPayload, digest: str, held: Mapping[int, Held]) -> bool:
    """Tell whether a version is new, or refuse it if it does not fit the versions that we hold."""
    if any(one.originator != payload.originator for one in held.values()):
        raise NotTheOriginator
    if any(one.type != payload.type for one in held.values()):
        raise BrokenVersions("The record was of another type.")
    if any(bool(one.exercise) != payload.marking.exercise for one in held.values()):
        raise ExerciseChanged
    same, before, after = (held.get(payload.number + step) for step in (0, -1, 1))
    if same and same.digest == digest:
        return False
    if same:
        raise BrokenVersions("Another version has this number.")
    if (before and before.digest != payload.previous) or (after and after.previous != digest):
        raise BrokenVersions
    return True


def _store(fresh: Sequence[Made]) -> None:
    """Store new versions; the highest number of a record is its current one, in whatever order they came."""
    wanted = sorted({made.payload.record for made in fresh})
    existing = {row.id: row for row in load(Record, f"{among('id')} ORDER BY id", [wanted], lock=True)}
    newest: dict[str, RecordPayload] = {}
    for made in fresh:
        best = newest.setdefault(made.payload.record, made.payload)
        if made.payload.number > best.number:
            newest[made.payload.record] = made.payload
    created = [versions.record_of(best, holder="") for key, best in newest.items() if key not in existing]
    versions.store_new(created, fresh)
    ahead = [best for key, best in newest.items() if key in existing and best.number > existing[key].version]
    versions.move_on(existing, ahead)


def _line(item: Incoming, payload: RecordPayload, outcome: str, section: str = "") -> Entry:
    return Entry(INBOX, "record.received", "record", payload.record, item.header.purpose, outcome, section)
