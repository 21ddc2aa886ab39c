# SPDX-License-Identifier: Apache-2.0
"""When the declaration of a type changes, what is kept beside its records is taken out of them again.

A job does it in chunks, each with the place to go on from; the records of a chunk are locked meanwhile. Until it is
done a list by a new filter lacks the records that are not done yet; none is lost, and what is written meanwhile is
right at once.
"""

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from taawun.apps.audit.services import Actor
from taawun.apps.jobs import services as jobs
from taawun.apps.jobs.context import Context
from taawun.apps.jobs.queries import has_ended
from taawun.apps.registers import queries, versions
from taawun.apps.registers.catalogue import type_named, types
from taawun.apps.registers.declarations import RecordType
from taawun.apps.registers.models import Extraction
from taawun.kernel.wire.digests import digest_of

KIND: Final = "registers.extract"
FORM: Final = "extraction/1"
"""How values are taken out; a change of that begins everything anew."""
CHUNK: Final = 500
_WORKER: Final = Actor.system("worker")


def notice(now: datetime) -> None:
    """Queue a job for each type whose declaration is not the one by which its values were taken out."""
    known = {row.type: row for row in Extraction.objects.all()}
    for slug, declared in types().items():
        row, digest = known.get(slug), digest_for(declared)
        if row is not None and (row.digest == digest or (row.job and not has_ended(row.job))):
            continue
        with transaction.atomic():
            job = jobs.submit(KIND, {"type": slug}, _WORKER, at=now).id if queries.holds_any([slug]) else ""
            said = {"job": job} if job else {"job": "", "digest": digest}
            Extraction.objects.update_or_create(type=slug, defaults=said, create_defaults={"digest": "", **said})


def digest_for(declared: RecordType) -> str:
    """Return the digest of what decides which values are kept of a type."""
    names = dict.fromkeys((*declared.layout.extracted, *(field.name for field in declared.keys)))
    fields = [declared.fields[name] for name in names]
    said = (f"{one.name} {one.kind}{' computed' if one.computed else ''}" for one in fields)
    return digest_of([FORM, declared.slug, *said])


def run(context: Context) -> dict[str, Any]:
    """Take the values of one type out again, or go on with it."""
    slug, after, done = context.params["type"], str(context.cursor or ""), context.done
    more = True
    while more:
        with transaction.atomic():
            rows = queries.versions_in_order(after, [slug], CHUNK, lock=True)
            if more := bool(rows):
                after, done = rows[-1].record_id, done + len(rows)
                versions.forget_keys([row.record_id for row in rows])
                versions.store_keys([versions.payload_of(row) for row in rows])
                context.advance(done, None, after)
    Extraction.objects.filter(type=slug).update(digest=digest_for(type_named(slug)))
    return {"records": done}
