# SPDX-License-Identifier: Apache-2.0
"""The acts of imports: start one from a file, and undo one."""

import gzip
import io
from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.exchange.queries import any_released, parties
from taawun.apps.ids import new_id
from taawun.apps.jobs import services as jobs
from taawun.apps.jobs.queries import has_ended
from taawun.apps.people.access import held_by
from taawun.apps.registers import queries, services
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.importing import files, from_table, from_un, running
from taawun.apps.registers.models import Import
from taawun.apps.registers.purposes import closed_to
from taawun.formats import un_extract
from taawun.kernel import marking as marks
from taawun.kernel.errors import BadImportFile, ImportChanged, ImportReleased, ImportRunning, NoSuchImport
from taawun.kernel.marking import Marking
from taawun.kernel.wire.times import cut

KIND = "registers.import"
TABLE = "table"


def import_table(
    actor: Actor,
    file: IO[bytes],
    type_slug: str,
    marking: Marking,
    purpose: str,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str = "",
    delimiter: str = "",
    at: datetime | None = None,
) -> Import:
    """Start the import of a table; without a mapping, columns are known by names and labels of the fields.

    Raises:
        BadImportFile, BadMapping: before anything is stored; also of a file that became records already.
    """
    shown = from_table.preview(file, type_slug, marking, mapping=mapping, encoding=encoding, delimiter=delimiter)
    from_table.check_mapping(type_named(type_slug), shown.header, shown.mapping)
    file.seek(0)
    chosen = {
        "type": type_slug,
        "mapping": dict(shown.mapping),
        "encoding": shown.form.encoding,
        "delimiter": shown.form.delimiter,
        "marking": marks.to_wire(marking),
    }
    return _start(actor, TABLE, file, chosen, purpose, at)


def import_un_list(
    actor: Actor, file: IO[bytes], purpose: str, *, marking: Marking | None = None, at: datetime | None = None
) -> Import:
    """Start the import of the official XML of the United Nations list, compressed or not."""
    return _start(actor, "un-list", file, _list_settings(marking, at), purpose, at)


def import_un_extract(
    actor: Actor, purpose: str, *, marking: Marking | None = None, at: datetime | None = None
) -> Import:
    """Start the import of the extract that ships with the project."""
    with gzip.open(un_extract.FILE) as file:
        return _start(actor, "un-extract", io.BytesIO(file.read()), _list_settings(marking, at), purpose, at)


def import_source(
    actor: Actor, source: str, file: IO[bytes], marking: Marking, purpose: str, *, at: datetime | None = None
) -> Import:
    """Start the import of a kind of file that a sector declares; its first row is read before anything is stored.

    Raises:
        NoSuchSource, or what its reader says of a file that it cannot read.
    """
    chosen = {"marking": marks.to_wire(marking), "parties": parties()}
    next(running.reading(source)(file, chosen), None)
    file.seek(0)
    return _start(actor, source, file, chosen, purpose, at)


def undo(actor: Actor, import_id: str, purpose: str, *, at: datetime | None = None) -> int:
    """Erase the records that an import added, and return how many.

    Raises:
        ImportReleased: one of them was put up for release.
        ImportChanged: one of them has a newer version, which would be lost.
        ImportRunning.
        NoSuchImport: also for one of another authority, or for a purpose for which the officer does not act.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "import.undone", "import", import_id, purpose, at=at):
        services.require_drafter(actor)
        closed = closed_to(held_by(actor.officer_id)) if actor.is_officer else frozenset[str]()
        imported = queries.imports_known(closed).select_for_update().filter(id=import_id).first()
        if imported is None or not services.may_take_back(actor, imported.authority, imported.purpose):
            raise NoSuchImport
        _check_undo(imported)
        ids = list(imported.records.values_list("id", flat=True))
        erased = services.erase(actor, ids, purpose, at=at)
        imported.undone = at
        imported.save(update_fields=["undone"])
    return erased


def _list_settings(marking: Marking | None, at: datetime | None) -> dict[str, Any]:
    on = (at or timezone.now()).date()
    return {"marking": marks.to_wire(marking or from_un.list_marking(settings.TAAWUN_PARTY, on))}


def _start(
    actor: Actor, source: str, file: IO[bytes], chosen: dict[str, Any], purpose: str, at: datetime | None
) -> Import:
    at = cut(at or timezone.now())
    identifier = new_id(at)
    with audit.acting(actor, "import.started", "import", identifier, purpose, at=at):
        services.require_drafter(actor)
        digest = files.keep(file)
        if source == TABLE and _is_here(actor, digest, chosen["type"], purpose):
            raise BadImportFile("This very file was imported already: undo that import first, or let it go on.")
        imported = Import(
            id=identifier,
            source=source,
            file_digest=digest,
            settings=chosen,
            officer_id=actor.officer_id,
            authority=actor.authority or services.NODE_AUTHORITY,
            purpose=purpose,
            created=at,
        )
        imported.job = jobs.submit(KIND, {"import": identifier}, actor, at=at).id
        imported.save(force_insert=True)
    return imported


def _is_here(actor: Actor, digest: str, type_slug: str, purpose: str) -> bool:
    """Tell whether our authority's own import of the very same file made records that stand, or will.

    Rows of a table have no names of their own: a second import would state each of them anew.
    """
    earlier = Import.objects.filter(
        source=TABLE, file_digest=digest, settings__type=type_slug, purpose=purpose, undone__isnull=True,
        authority=actor.authority or services.NODE_AUTHORITY,
    )  # fmt: skip
    return any(one.records.exists() or not has_ended(one.job) for one in earlier)


def _check_undo(imported: Import) -> None:
    if imported.job and not has_ended(imported.job):
        raise ImportRunning
    if imported.records.filter(version__gt=1).exists():
        raise ImportChanged
    if any_released("record", imported.records.values("id")):
        raise ImportReleased
