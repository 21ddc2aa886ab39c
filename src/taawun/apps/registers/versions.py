# SPDX-License-Identifier: Apache-2.0
"""Between rows and the kernel's `RecordPayload`, both ways; and the writing of rows in few statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.keys import keys_of
from taawun.apps.registers.models import CAPTION_CHARACTERS, Import, Record, RecordKey, RecordVersion
from taawun.apps.rows import insert
from taawun.kernel import marking as marks
from taawun.kernel.marking import RecordPayload
from taawun.kernel.wire.digests import b64, unb64

BATCH: int = 500
"""Rows of one statement; SQLite allows a bounded number of values in one."""


@dataclass(frozen=True, slots=True)
class Made:
    """A payload with what only this node knows about it."""

    payload: RecordPayload
    digest: str
    officer_id: str = ""
    received: datetime | None = None
    envelope: str = ""


def payload_of(version: RecordVersion) -> RecordPayload:
    """Return a stored version as the kernel's object; the record must be loaded with it."""
    record = version.record
    return RecordPayload(
        record=record.id,
        type=record.type,
        number=version.number,
        previous=version.previous or None,
        originator=record.originator,
        authority=record.authority,
        created=version.created,
        reason=version.reason,
        salt=unb64(version.salt),
        marking=marks.from_wire(version.marking),
        data=version.data,
    )


def row_of(made: Made) -> RecordVersion:
    """Return the row of a version, not yet stored."""
    payload = made.payload
    return RecordVersion(
        record_id=payload.record,
        number=payload.number,
        data=payload.data,
        marking=marks.to_wire(payload.marking),
        salt=b64(payload.salt),
        previous=payload.previous or "",
        digest=made.digest,
        reason=payload.reason,
        created=payload.created,
        officer_id=made.officer_id,
        received=made.received,
        envelope=made.envelope,
    )


def record_of(payload: RecordPayload, *, holder: str, imported: Import | None = None) -> Record:
    """Return the row of a new record at one of its versions, not yet stored."""
    return Record(
        id=payload.record,
        type=payload.type,
        originator=payload.originator,
        authority=payload.authority,
        holder=holder,
        imported=imported,
        created=payload.created,
        **_of_version(payload),
    )


def store_new(records: Sequence[Record], made: Sequence[Made]) -> list[RecordVersion]:
    """Store new records with their versions and the keys of the current ones, in a few statements."""
    insert(records)
    rows = store_versions(made)
    current = {record.id: record.version for record in records}
    store_keys(one.payload for one in made if current.get(one.payload.record) == one.payload.number)
    return rows


def store_versions(made: Sequence[Made]) -> list[RecordVersion]:
    """Store versions of records that exist."""
    rows = [row_of(one) for one in made]
    insert(rows)
    return rows


def move_on(records: Mapping[str, Record], payloads: Sequence[RecordPayload]) -> None:
    """Make each version the current one of its record, in a few statements."""
    if not payloads:
        return
    for payload in payloads:
        for name, value in _of_version(payload).items():
            setattr(records[payload.record], name, value)
    moved = [records[payload.record] for payload in payloads]
    Record.objects.bulk_update(moved, ["version", "caption", "review", "updated"], batch_size=BATCH // 5)
    RecordKey.objects.filter(record__in=[record.id for record in moved]).delete()
    store_keys(payloads)


def store_keys(payloads: Iterable[RecordPayload]) -> None:
    """Store the match keys of current versions."""
    rows = [
        RecordKey(record_id=payload.record, field=name, key=key)
        for payload in payloads
        for name, key in keys_of(type_named(payload.type), payload.data, payload.marking)
    ]
    insert(rows)


def _of_version(payload: RecordPayload) -> dict[str, object]:
    caption = type_named(payload.type).caption_of(payload.data)
    return {
        "version": payload.number,
        "caption": caption[:CAPTION_CHARACTERS],
        "review": payload.marking.whole().review,
        "updated": payload.created,
    }
