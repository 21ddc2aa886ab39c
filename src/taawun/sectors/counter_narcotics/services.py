# SPDX-License-Identifier: Apache-2.0
"""The acts on public statistics: take a file in, and take a dataset away again (decision 0028)."""

from datetime import datetime
from typing import IO, Final

from django.db import transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.ids import new_id
from taawun.apps.jobs import services as jobs
from taawun.apps.jobs.queries import has_ended
from taawun.apps.registers.importing import files
from taawun.apps.registers.services import NODE_AUTHORITY, may_take_back, require_drafter
from taawun.formats import unodc
from taawun.kernel.errors import BadImportFile, ImportRunning, NoSuchImport
from taawun.kernel.wire.times import cut
from taawun.sectors.counter_narcotics import loading
from taawun.sectors.counter_narcotics.models import Dataset

SECTOR: Final = "counter_narcotics"
KIND: Final = "counter_narcotics.statistics"
OBJECT: Final = "statistics"


def take_statistics(actor: Actor, file: IO[bytes], purpose: str, *, at: datetime | None = None) -> Dataset:
    """Start the import of the Individual Drug Seizures file; its first row is read before anything is stored.

    Raises:
        BadImportFile, TooLarge: the file cannot be read, has no row, or is here already.
    """
    at = cut(at or timezone.now())
    if next(unodc.rows(file), None) is None:  # it would become the newest, and hide the figures that are here
        raise BadImportFile("There is no row below the header.")
    file.seek(0)
    identifier = new_id(at)
    with audit.acting(actor, "statistics.started", OBJECT, identifier, purpose, at=at):
        require_drafter(actor)
        digest = files.keep(file)
        if Dataset.objects.filter(digest=digest, finished__isnull=False).exists():
            raise BadImportFile("This very file was taken in already.")
        dataset = Dataset(
            id=identifier,
            digest=digest,
            officer_id=actor.officer_id,
            authority=actor.authority or NODE_AUTHORITY,
            purpose=purpose,
            created=at,
        )
        dataset.job = jobs.submit(KIND, {"dataset": identifier}, actor, at=at).id
        dataset.save(force_insert=True)
    return dataset


def take_away(actor: Actor, dataset_id: str, purpose: str, *, at: datetime | None = None) -> int:
    """Erase a dataset with all its rows, whole or half loaded, and return how many rows it had.

    Raises:
        NoSuchImport, ImportRunning.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "statistics.removed", OBJECT, dataset_id, purpose, at=at), transaction.atomic():
        require_drafter(actor)
        dataset = Dataset.objects.select_for_update().filter(id=dataset_id).first()
        if dataset is None or not may_take_back(actor, dataset.authority, dataset.purpose):
            raise NoSuchImport
        if dataset.job and not has_ended(dataset.job):
            raise ImportRunning
        gone = loading.empty(dataset)
        dataset.delete()
    return gone
