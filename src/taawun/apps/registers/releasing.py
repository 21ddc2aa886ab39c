# SPDX-License-Identifier: Apache-2.0
"""From a record to a release: the marking is asked before anybody is asked to approve (spec §80.14, §50.2)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_noop

from taawun.apps.exchange.kinds import Going
from taawun.apps.exchange.services import Wish
from taawun.apps.registers import queries, versions
from taawun.apps.registers.consents.heeding import consents_to
from taawun.apps.registers.models import RecordVersion
from taawun.apps.registers.purposes import CLOSED
from taawun.apps.sector import closed_purpose_of
from taawun.kernel import marking as marks
from taawun.kernel.errors import BadRecordSet, MarkingForbids, NoRecipients, NoSuchRecord
from taawun.kernel.marking import Marking, Reason, RecordPayload, RecordSet, sensitivity_of
from taawun.kernel.marking.payload import KIND
from taawun.kernel.marking.record_set import SET_KIND, SET_RECORDS, terms_of
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.envelope import Basis
from taawun.kernel.wire.limits import BODY_BYTES

STAYS: Final = Reason(
    "marking.stays-in-its-cases",
    "80.73",
    gettext_noop("Records of this register leave only in the cases of its sector."),
)
"""Why a record of a closed purpose goes in no release of the desk."""


def wish_for(
    record_id: str,
    recipients: Sequence[str],
    purpose: str,
    basis: Basis,
    *,
    number: int | None = None,
    at: datetime | None = None,
) -> Wish:
    """Return what `exchange.releases.draft_release` needs to release a version of a record.

    Raises:
        MarkingForbids: with the codes of the reasons, for the first recipient it does not cover.
        NoRecipients, NoSuchRecord.
    """
    version = queries.version_of(record_id, number)
    if version is None:
        raise NoSuchRecord
    return _wish(version, recipients, purpose, basis, at or timezone.now())


def wishes_for(
    record_ids: Sequence[str], recipients: Sequence[str], purpose: str, basis: Basis, *, at: datetime | None = None
) -> list[Wish]:
    """Return what is needed to release the current versions of many records, in their order; see `wish_for`."""
    found = queries.current_versions_of(record_ids)
    if len(found) < len(record_ids):
        raise NoSuchRecord
    return [_wish(version, recipients, purpose, basis, at or timezone.now()) for version in found]


def wish_for_set(
    record_ids: Sequence[str], recipients: Sequence[str], purpose: str, basis: Basis, *, at: datetime | None = None
) -> Wish:
    """Return what is needed to release the current versions of many records together (spec §80.26).

    Raises:
        BadRecordSet: none, or more than one set holds.
        MarkingForbids: with the codes of the reasons, for the first record that one of its recipients may not have.
        NoRecipients, NoSuchRecord.
    """
    wanted, at = list(dict.fromkeys(record_ids)), at or timezone.now()
    if not 0 < len(wanted) <= SET_RECORDS:
        raise BadRecordSet
    if not recipients:
        raise NoRecipients
    found = queries.current_versions_of(wanted)
    if len(found) < len(wanted):
        raise NoSuchRecord
    marked = [marks.from_wire(version.marking) for version in found]
    asked = _Asked(recipients, purpose, basis, at)
    for version, marking in zip(found, marked, strict=True):
        asked.require_open(version.record.type)
        asked.require(version.record_id, marking)
    written = [encode(versions.wire_of(version)) for version in found]
    terms = terms_of(marked)
    return Wish(
        kind=SET_KIND,
        body=b'{"records":[' + b",".join(written) + b"]}",
        recipients=tuple(recipients),
        purpose=purpose,
        basis=basis,
        object_type="record",
        parts=tuple(zip(wanted, map(sha256_hex, written), strict=True)),
        handling=terms.handling,
        personal=terms.personal,
        sensitivity=terms.sensitivity,
    )


def obstacles(
    record_ids: Sequence[str], recipients: Sequence[str], purpose: str, basis: Basis, *, at: datetime | None = None
) -> dict[str, tuple[Reason, ...]]:
    """Return why some records may not be released, by record: of the first recipient that may not have it."""
    asked, found = _Asked(recipients, purpose, basis, at or timezone.now()), dict[str, tuple[Reason, ...]]()
    for version in queries.current_versions_of(record_ids):
        against = asked.against(version.record_id, marks.from_wire(version.marking))
        if closed_purpose_of(version.record.type, CLOSED):
            against = (STAYS,)
        if against:
            found[version.record_id] = against
    return found


def allow_sets(items: Sequence[Going], now: datetime) -> None:
    """Refuse sets of which one record may leave no more, in the transaction that sends them (spec §80.14g, §80.26).

    Raises:
        MarkingForbids: with the codes of the reasons, for the first that is not covered.
        NoSuchRecord: a record was erased since.
    """
    wanted = dict.fromkeys(record for item in items for record, _ in item.parts)
    stands = {version.record_id: version for version in queries.markings_of(list(wanted))}
    for item in items:
        asked = _Asked(item.terms.recipients, item.terms.purpose, item.terms.basis, now)
        if not item.parts or not stands.keys() >= {record for record, _ in item.parts}:
            raise NoSuchRecord
        for record, _ in item.parts:
            asked.require(record, marks.from_wire(stands[record].marking))
        if any(stands[record].digest != digest for record, digest in item.parts):
            for payload in RecordSet.from_wire(decode(item.body, limit=BODY_BYTES)).records:
                asked.require(payload.record, payload.marking)


def allow(items: Sequence[Going], now: datetime) -> None:
    """Refuse reports that may leave no more, in the transaction that sends them (spec §80.14g).

    A report is asked for its own marking and for the one its record has by now, with the consents of this day.

    Raises:
        MarkingForbids: with the codes of the reasons, for the first that is not covered.
        NoSuchRecord: the record was erased since.
    """
    stands = {version.record_id: version for version in queries.markings_of([item.object_id for item in items])}
    for item in items:
        version = stands.get(item.object_id)
        if version is None:
            raise NoSuchRecord
        markings = [marks.from_wire(version.marking)]
        if version.digest != sha256_hex(item.body):
            markings.append(RecordPayload.from_wire(decode(item.body, limit=BODY_BYTES)).marking)
        for marking in markings:
            _Asked(item.terms.recipients, item.terms.purpose, item.terms.basis, now).require(item.object_id, marking)


class _Asked:
    """To whom, for what and on what day records are to go; records that are marked alike are asked once."""

    def __init__(self, recipients: Sequence[str], purpose: str, basis: Basis, at: datetime) -> None:
        self._recipients, self._purpose, self._basis, self._on = recipients, purpose, basis, at.date()
        self._answers: dict[Marking, tuple[Reason, ...]] = {}

    def require(self, record_id: str, marking: Marking) -> None:
        """Refuse a record that one of the recipients may not have."""
        if against := self.against(record_id, marking):
            raise MarkingForbids(", ".join(reason.code for reason in against) + ".")

    def require_open(self, type_slug: str) -> None:
        """Refuse a record of a type that leaves in the cases of its sector alone (spec §80.73b)."""
        if closed_purpose_of(type_slug, CLOSED):
            raise MarkingForbids(f"{STAYS.code}.")

    def against(self, record_id: str, marking: Marking) -> tuple[Reason, ...]:
        """Return what stands against a record, of the first recipient that may not have it."""
        if not marking.originators <= {settings.TAAWUN_PARTY}:
            return self._ask(record_id, marking)  # consents are of one record
        if marking not in self._answers:
            self._answers[marking] = self._ask(record_id, marking)
        return self._answers[marking]

    def _ask(self, record_id: str, marking: Marking) -> tuple[Reason, ...]:
        for recipient in self._recipients:
            others = marking.originators - {settings.TAAWUN_PARTY, recipient}
            consents = consents_to(record_id, self._purpose, recipient, self._on) if others else frozenset()
            party, basis = settings.TAAWUN_PARTY, self._basis
            asked = marks.Basis(party, basis.instrument, basis.article, self._on, consents)
            decision = marks.may_send(marking, recipient, self._purpose, asked)
            if not decision.allowed:
                return decision.reasons
        return ()


def _wish(version: RecordVersion, recipients: Sequence[str], purpose: str, basis: Basis, at: datetime) -> Wish:
    if not recipients:
        raise NoRecipients
    payload = versions.payload_of(version)
    asked = _Asked(recipients, purpose, basis, at)
    asked.require_open(payload.type)
    asked.require(payload.record, payload.marking)
    return Wish(
        kind=KIND,
        body=payload.to_wire(),
        recipients=tuple(recipients),
        purpose=purpose,
        basis=basis,
        object_type="record",
        object_id=payload.record,
        handling=frozenset(code.value for code in payload.marking.whole().handling),
        personal=payload.marking.personal,
        sensitivity=sensitivity_of(payload.marking),
    )
