# SPDX-License-Identifier: Apache-2.0
"""Between rows and the kernel's `RecordPayload`, both ways; and the writing of rows in few statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.checks import recomputed
from taawun.apps.registers.counting import audience_column, purposes_column
from taawun.apps.registers.declarations import RecordType
from taawun.apps.registers.extracting import values_of, words_of
from taawun.apps.registers.keys import keys_of
from taawun.apps.registers.models import (
    CAPTION_CHARACTERS,
    Import,
    Record,
    RecordKey,
    RecordValue,
    RecordVersion,
    RecordWord,
)
from taawun.apps.rows import insert, into, new
from taawun.kernel import marking as marks
from taawun.kernel.marking import RecordPayload
from taawun.kernel.wire import times
from taawun.kernel.wire.digests import b64, unb64

COLUMNS: Final = (
    "record_id", "number", "data", "marking", "salt", "previous", "digest", "reason", "created", "officer_id",
    "received", "envelope",
)  # fmt: skip
"""The columns of a version's row, in the order in which they are written."""

_MOVED: Final = ("version", "caption", "review", "purposes", "audience", "updated")
"""The columns of a record that follow its current version."""

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


def wire_of(version: RecordVersion) -> dict[str, Any]:
    """Return a stored version as it goes over the wire; the record must be loaded with it.

    It is what `payload_of` would write, without reading what was read before it was stored.
    """
    record = version.record
    body: dict[str, Any] = {
        "record": record.id, "type": record.type, "number": version.number, "originator": record.originator,
        "authority": record.authority, "created": times.to_wire(version.created), "reason": version.reason,
        "salt": version.salt, "marking": version.marking, "data": version.data,
    }  # fmt: skip
    return body | {"previous": version.previous} if version.previous else body


def row_of(made: Made) -> tuple[Any, ...]:
    """Return the row of a version, in the order of `COLUMNS`."""
    payload = made.payload
    return (
        payload.record, payload.number, payload.data, marks.to_wire(payload.marking), b64(payload.salt),
        payload.previous or "", made.digest, payload.reason, payload.created, made.officer_id, made.received,
        made.envelope,
    )  # fmt: skip


def record_of(payload: RecordPayload, *, holder: str, imported: Import | None = None) -> Record:
    """Return the row of a new record at one of its versions, not yet stored."""
    return new(
        Record,
        id=payload.record,
        type=payload.type,
        originator=payload.originator,
        authority=payload.authority,
        holder=holder,
        imported_id=imported.id if imported else None,
        exercise=payload.marking.exercise,
        created=payload.created,
        **_of_version(payload),
    )


def store_new(records: Sequence[Record], made: Sequence[Made]) -> None:
    """Store new records with their versions and the keys of the current ones, in a few statements."""
    insert(records)
    into(RecordVersion, *COLUMNS).write(map(row_of, made))
    current = {record.id: record.version for record in records}
    store_keys(one.payload for one in made if current.get(one.payload.record) == one.payload.number)


def store_versions(made: Sequence[Made]) -> list[RecordVersion]:
    """Store versions of records that exist."""
    rows = [RecordVersion(**dict(zip(COLUMNS, row_of(one), strict=True))) for one in made]
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
    Record.objects.bulk_update(moved, _MOVED, batch_size=BATCH // 5)
    forget_keys([record.id for record in moved])
    store_keys(payloads)


def forget_keys(record_ids: Sequence[str]) -> None:
    """Take away what is kept beside records so that they are found."""
    for model in (RecordKey, RecordValue, RecordWord):
        rows = model.objects.filter(record__in=record_ids)
        rows._raw_delete(rows.db)  # noqa: SLF001 - nothing hangs on these rows, so Django need not look for it


def store_keys(payloads: Iterable[RecordPayload]) -> None:
    """Store what current versions are found, listed and counted by: match keys, later words, and values.

    What a partner says of a computed field enters no list and no sum: it is computed here from what they state.
    """
    keys: list[tuple[str, str, str]] = []
    words: list[tuple[str, str]] = []
    values: list[tuple[Any, ...]] = []
    for one in payloads:
        declared = type_named(one.type)
        data = one.data if one.originator == settings.TAAWUN_PARTY else _recomputed(declared, one)
        keys += [(one.record, name, key) for name, key in keys_of(declared, data, one.marking)]
        words += [(one.record, word) for word in words_of(declared, data, one.marking)]
        kept = values_of(declared, data, one.marking)
        values += [(one.record, one.type, *value, one.created) for value in kept]
    into(RecordKey, "record_id", "field", "key").write(keys)
    into(RecordWord, "record_id", "word").write(words)
    into(RecordValue, "record_id", "type", "field", "value", "number", "updated").write(values)


def _recomputed(declared: RecordType, payload: RecordPayload) -> dict[str, Any]:
    """Return a partner's data with what is computed here, from nothing that has a marking of its own."""
    marked = {name for name, _ in payload.marking.fields}
    return recomputed(declared, {name: value for name, value in payload.data.items() if name not in marked})


def _of_version(payload: RecordPayload) -> dict[str, object]:
    caption = type_named(payload.type).caption_of(payload.data)
    return {
        "version": payload.number,
        "caption": caption[:CAPTION_CHARACTERS],
        "review": payload.marking.whole().review,
        "purposes": purposes_column(payload.marking),
        "audience": audience_column(payload.marking),
        "updated": payload.created,
    }
