# SPDX-License-Identifier: Apache-2.0
"""Taking a partner's records: envelope kind "record.report" (spec §80.17).

`check` decides without side effects; `take` stores what passed, in the transaction that stores the envelope.
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
from taawun.apps.registers import versions
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.checks import data_problems, marking_problems
from taawun.apps.registers.models import Record, RecordVersion
from taawun.apps.registers.services import LEDGER_KIND
from taawun.apps.registers.versions import Made
from taawun.kernel.errors import BadRecord, BrokenVersions, NotTheOriginator
from taawun.kernel.marking import RecordPayload
from taawun.kernel.marking.payload import KIND
from taawun.kernel.wire.envelope import Header

INBOX: Final = Actor.system("inbox")


@dataclass(frozen=True, slots=True)
class Held:
    """What we hold of one version."""

    digest: str
    previous: str
    originator: str
    type: str


def check_report(header: Header, body: Mapping[str, Any]) -> None:
    """Refuse a report that may not be taken, and change nothing.

    Raises:
        SenderError: with the rule of spec 80 that it breaks.
    """
    payload = _read(header, body)
    _check_chain(payload, payload.digest(), _held([payload.record]).get(payload.record, {}))


def take_reports(items: Sequence[Incoming], at: datetime) -> None:
    """Store reports that `check_report` let pass. Taking one twice changes nothing."""
    payloads = [_read(item.header, item.body) for item in items]
    held = _held([payload.record for payload in payloads])
    fresh: list[Made] = []
    lines: list[Entry] = []
    for item, payload in zip(items, payloads, strict=True):
        made = Made(payload, payload.digest(), received=at, envelope=item.header.id)
        try:
            known = held.setdefault(payload.record, {})
            if not _check_chain(payload, made.digest, known):
                continue
        except (BrokenVersions, NotTheOriginator) as refusal:  # two of one POST that contradict each other
            lines.append(_line(item, payload, REFUSED, refusal.section))
            continue
        known[payload.number] = Held(made.digest, payload.previous or "", payload.originator, payload.type)
        fresh.append(made)
        lines.append(_line(item, payload, ALLOWED))
    with transaction.atomic():
        _store(fresh)
        ledger.accept_many([(LEDGER_KIND, made.digest) for made in fresh], at=at)
        audit.record_many(lines, at=at)


def take_received(header: Header, body: Mapping[str, Any], at: datetime) -> Record:
    """Check and store one report, and return the record. Taking it twice changes nothing."""
    check_report(header, body)
    take_reports([Incoming(header, body)], at)
    return Record.objects.get(id=body["record"])


REPORT: Final = Kind(KIND, check_report, take_reports)


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
    rows = RecordVersion.objects.filter(record_id__in=set(record_ids)).values_list(
        "record_id", "number", "digest", "previous", "record__originator", "record__type"
    )
    found: dict[str, dict[int, Held]] = {}
    for record_id, number, *rest in rows:
        found.setdefault(record_id, {})[number] = Held(*rest)
    return found


def _check_chain(payload: RecordPayload, digest: str, held: Mapping[int, Held]) -> bool:
    """Tell whether a version is new, or refuse it if it does not fit the versions that we hold."""
    if any(one.originator != payload.originator for one in held.values()):
        raise NotTheOriginator
    if any(one.type != payload.type for one in held.values()):
        raise BrokenVersions("The record was of another type.")
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
    existing = Record.objects.select_for_update().in_bulk({made.payload.record for made in fresh})
    newest: dict[str, RecordPayload] = {}
    for made in fresh:
        best = newest.setdefault(made.payload.record, made.payload)
        if made.payload.number > best.number:
            newest[made.payload.record] = made.payload
    created = [versions.record_of(best, holder="") for key, best in newest.items() if key not in existing]
    versions.store_new(created, fresh)
    for key, record in existing.items():
        if newest[key].number > record.version:
            versions.move_on(record, newest[key])


def _line(item: Incoming, payload: RecordPayload, outcome: str, section: str = "") -> Entry:
    return Entry(INBOX, "record.received", "record", payload.record, item.header.purpose, outcome, section)
