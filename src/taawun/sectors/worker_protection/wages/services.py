# SPDX-License-Identifier: Apache-2.0
"""The acts on wage files: take one in, erase one, make a record of a finding (spec §80.80, §80.81)."""

from datetime import date, datetime, timedelta
from typing import IO, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.ids import new_id
from taawun.apps.jobs import services as jobs
from taawun.apps.jobs.queries import has_ended
from taawun.apps.people.access import require_actor
from taawun.apps.registers import services as registers
from taawun.apps.registers.importing import files
from taawun.apps.registers.services import NODE_AUTHORITY
from taawun.formats.wages import named
from taawun.formats.wages.reading import said
from taawun.kernel.errors import ImportRunning, NoPurpose, NoSuchImport, NoSuchRecord
from taawun.kernel.marking import Marking, make_marking
from taawun.kernel.wire.times import cut
from taawun.sectors.worker_protection.detecting import Kind
from taawun.sectors.worker_protection.wages import storing
from taawun.sectors.worker_protection.wages.models import WageFile, WageFinding

PURPOSE: Final = "worker-protection"
ROLE: Final = "protection_officer"
KIND: Final = "worker_protection.wages"
COMPARING: Final = "worker_protection.comparing"
OBJECT: Final = "wages"
KEPT_DAYS: Final = 365
"""Days after which the rows of a file are erased, counted from the day on which it was taken in."""
REVIEW_DAYS: Final = 365
IN_MONEY: Final = frozenset({Kind.BELOW, Kind.ZERO_PAY, Kind.GHOST})
"""Kinds whose figures are amounts."""


def take_file(actor: Actor, file: IO[bytes], layout_slug: str, purpose: str, *, at: datetime | None = None) -> WageFile:
    """Start the import of one file of wages or of registered contracts.

    Raises:
        NoSuchSource: no such layout; NoRole, NoPurpose, TooLarge.
    """
    at = cut(at or timezone.now())
    layout, identifier = named(layout_slug), new_id(at)
    with audit.acting(actor, "wages.started", OBJECT, identifier, purpose, at=at):
        _require(actor, purpose)
        made = WageFile(
            id=identifier,
            holds=layout.holds,
            layout=layout.slug,
            version=layout.version,
            places=layout.places,
            currency=layout.currency,
            digest=files.keep(file),
            officer_id=actor.officer_id,
            authority=actor.authority or NODE_AUTHORITY,
            purpose=purpose,
            created=at,
            keep_until=at.date() + timedelta(days=KEPT_DAYS),
        )
        made.job = jobs.submit(KIND, {"file": identifier}, actor, at=at).id
        made.save(force_insert=True)
    return made


def compare(actor: Actor, file_id: str, purpose: str, *, at: datetime | None = None) -> str:
    """Compare a month with the registers that there are now, by a job whose identifier is returned.

    Raises:
        NoSuchImport: there is no such file of wages that was taken in whole.
        ImportRunning, NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "wages.compared", OBJECT, file_id, purpose, at=at), transaction.atomic():
        _require(actor, purpose)
        whole = WageFile.objects.filter(holds="wages", finished__isnull=False, rejected=False)
        found = whole.select_for_update().filter(id=file_id).first()
        if found is None:
            raise NoSuchImport
        if found.job and not has_ended(found.job):
            raise ImportRunning
        found.job = jobs.submit(COMPARING, {"file": file_id}, actor, at=at).id
        found.save(update_fields=["job"])
        return str(found.job)


def take_away(actor: Actor, file_id: str, purpose: str, *, at: datetime | None = None) -> int:
    """Erase a file with all its rows and findings, and the bytes it came as; return how many rows it had.

    Raises:
        NoSuchImport, ImportRunning, NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "wages.removed", OBJECT, file_id, purpose, at=at), transaction.atomic():
        _require(actor, purpose)
        found = WageFile.objects.select_for_update().filter(id=file_id).first()
        if found is None:
            raise NoSuchImport
        if found.job and not has_ended(found.job):
            raise ImportRunning
        return storing.erase(found)


def forget(on: date, *, at: datetime | None = None) -> int:
    """Erase the files whose day has passed, each with its audit line, and return how many they were."""
    due = list(WageFile.objects.filter(keep_until__lt=on).values_list("id", flat=True))
    actor = Actor.system("worker")
    for identifier in due:
        with audit.acting(actor, "wages.forgotten", OBJECT, identifier, PURPOSE, at=at), transaction.atomic():
            storing.erase(WageFile.objects.select_for_update().get(id=identifier))
    return len(due)


def make_record(actor: Actor, finding_id: str, purpose: str, *, at: datetime | None = None) -> str:
    """State a finding as a record of wages, once, and return the record's identifier.

    Raises:
        NoSuchRecord: there is no such finding; NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    with transaction.atomic():
        _require(actor, purpose)
        found = WageFinding.objects.select_for_update().select_related("file").filter(id=finding_id).first()
        if found is None or found.file.finished is None:
            raise NoSuchRecord
        if not found.record:
            made = registers.draft_record(actor, "worker-wages", _data(found), _marking(at), purpose, at=at)
            found.record = made.id
            found.save(update_fields=["record"])
        return str(found.record)


def _require(actor: Actor, purpose: str) -> None:
    if purpose != PURPOSE:
        raise NoPurpose
    require_actor(actor, ROLE)


def _data(found: WageFinding) -> dict[str, object]:
    data: dict[str, object] = {
        "reference": f"{found.file.month}/{found.line}",
        "finding": found.kind,
        "worker": found.worker,
        "month": found.file.month,
        "line": str(found.line),
    }
    if found.employer:
        data["employer"] = found.employer
    if found.kind in IN_MONEY:
        data |= {
            "expected": said(found.expected, found.file.places),
            "paid": said(found.found, found.file.places),
            "currency": found.file.currency,
        }
    elif found.kind == Kind.LATE:
        data["days_late"] = str(found.found)
    return {name: value for name, value in data.items() if value}


def _marking(at: datetime) -> Marking:
    """Return the marking of what is made of a finding: red care for a victim, to be reviewed in a year."""
    return make_marking(
        settings.TAAWUN_PARTY,
        "B",
        2,
        purposes={PURPOSE},
        review=at.date() + timedelta(days=REVIEW_DAYS),
        handling={"H2"},
        tlp="amber",
        persons={"victim"},
    )
