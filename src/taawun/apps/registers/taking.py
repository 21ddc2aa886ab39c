# SPDX-License-Identifier: Apache-2.0
"""Taking a partner's records: envelope kinds "record.report" and "record.set" (spec §80.17, §80.26).

It runs in the transaction that stores the envelope: it stores what may be taken and says what may not.
A version may come before an earlier one, or without it: the sender may have begun to share at version three.
What we hold of one record must always be one chain.
"""

from collections.abc import Callable, Mapping, Sequence
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
from taawun.kernel.marking.record_set import SET_KIND, distinct, members
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


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one envelope carries: versions with their digests, or why it cannot be read."""

    item: Incoming
    versions: Sequence[tuple[RecordPayload, str]] = ()
    refusal: SenderError | None = None


def take_reports(items: Sequence[Incoming], at: datetime) -> list[SenderError | None]:
    """Store reports, and return for each why it is refused, or None. Taking one twice changes nothing."""
    return _take_all([_read(item, _one) for item in items], at)


def take_sets(items: Sequence[Incoming], at: datetime) -> list[SenderError | None]:
    """Store sets, each whole or not at all (spec §80.26), and return what `take_reports` does."""
    return _take_all([_read(item, _many) for item in items], at)


def _take_all(asked: Sequence[_Asked], at: datetime) -> list[SenderError | None]:
    held = _held([payload.record for one in asked for payload, _ in one.versions])
    fresh: list[Made] = []
    lines: list[Entry] = []
    refusals = [_take(one, held, fresh, lines, at) for one in asked]
    with transaction.atomic():
        _store(fresh)
        ledger.accept_many([(LEDGER_KIND, made.digest) for made in fresh], at=at)
        audit.record_many(lines, at=at)
    return refusals


def _take(
    asked: _Asked, held: dict[str, dict[int, Held]], fresh: list[Made], lines: list[Entry], at: datetime
) -> SenderError | None:
    """Put the versions of one envelope among those to store, or none of them and return why it is refused."""
    if asked.refusal is not None:
        return asked.refusal
    new: list[Made] = []
    for payload, digest in asked.versions:
        known = held.setdefault(payload.record, {})
        try:
            if not _check_chain(payload, digest, known):
                continue
        except (BrokenVersions, NotTheOriginator) as refusal:
            lines.append(_line(asked.item, payload, REFUSED, refusal.section))
            for made in new:
                del held[made.payload.record][made.payload.number]
            return refusal
        known[payload.number] = Held(
            digest, payload.previous or "", payload.originator, payload.type, payload.marking.exercise
        )
        new.append(Made(payload, digest, received=at, envelope=asked.item.header.id))
    fresh += new
    lines += [_line(asked.item, made.payload, ALLOWED) for made in new]
    return None


def _read(item: Incoming, parts: Callable[[Incoming], Sequence[tuple[Any, bytes]]]) -> _Asked:
    """Read each part of a content and judge it by itself, in order: the first that is wrong refuses all."""
    try:
        found = [(_judged(item.header, value), sha256_hex(data)) for value, data in parts(item)]
        distinct([payload for payload, _ in found])
    except SenderError as refusal:
        return _Asked(item, refusal=refusal)
    return _Asked(item, found)


def _one(item: Incoming) -> Sequence[tuple[Any, bytes]]:
    return [(item.body, item.data)]


def _many(item: Incoming) -> Sequence[tuple[Any, bytes]]:
    return [(value, encode(value)) for value in members(item.body)]


def take_received(header: Header, body: Mapping[str, Any], at: datetime) -> Record:
    """Check and store one report, and return the record. Taking it twice changes nothing."""
    (refusal,) = take_reports([Incoming(header, body, encode(dict(body)))], at)
    if refusal is not None:
        raise refusal
    return Record.objects.get(id=body["record"])


REPORT: Final = Kind(KIND, take_reports, access.may_read, allow=releasing.allow, readable=access.readable)
SET: Final = Kind(SET_KIND, take_sets, access.may_read_set, allow=releasing.allow_sets, readable=access.readable_sets)


def _judged(header: Header, body: object) -> RecordPayload:
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
