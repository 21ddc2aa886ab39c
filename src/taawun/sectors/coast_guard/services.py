# SPDX-License-Identifier: Apache-2.0
"""The acts on positions: take in a file, listen to a stream, take a feed away again (spec §80.60)."""

import io
import zlib
from datetime import datetime
from typing import IO, Any, Final

from django.db import transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.ids import new_id
from taawun.apps.jobs import services as jobs
from taawun.apps.jobs.context import Context
from taawun.apps.jobs.queries import has_ended
from taawun.apps.registers.importing import files
from taawun.apps.registers.services import NODE_AUTHORITY, may_take_back, require_drafter
from taawun.formats import tables
from taawun.kernel.errors import BadImportFile, ImportRunning, NoSuchImport
from taawun.kernel.wire.times import cut
from taawun.sectors.coast_guard import store
from taawun.sectors.coast_guard.models import FILE, LIVE, Feed

_GZIP: Final = b"\x1f\x8b"
KIND: Final = "coast_guard.positions"
OBJECT: Final = "positions"
READING: Final = "import.reading"
LOOKED_AT: Final = 1 << 16
"""Bytes at the beginning of a file in which a sentence must be found."""
PURPOSE: Final = "coast-guard"
WHERE: Final = "where"
"""Beside the counts of a file: the first lines of each kind that is wrong."""


def take_file(actor: Actor, file: IO[bytes], purpose: str, *, name: str = "", at: datetime | None = None) -> Feed:
    """Start the import of a file of sentences; it is looked at before anything is stored.

    Raises:
        BadImportFile: there is no sentence at its beginning.
        TooLarge.
    """
    at = cut(at or timezone.now())
    head = b"".join(tables.as_utf8(io.BytesIO(_unpacked(file.read(LOOKED_AT))), LOOKED_AT))
    if b"VDM," not in head and b"VDO," not in head:
        raise BadImportFile("There is no sentence of AIS (AIVDM or AIVDO) at its beginning.")
    file.seek(0)
    identifier = new_id(at)
    with audit.acting(actor, "positions.started", OBJECT, identifier, purpose, at=at):
        require_drafter(actor)
        feed = Feed(
            id=identifier, kind=FILE, name=name[:200], digest=files.keep(file), officer_id=actor.officer_id,
            authority=actor.authority or NODE_AUTHORITY, purpose=purpose, created=at,
        )  # fmt: skip
        feed.job = jobs.submit(KIND, {"feed": identifier}, actor, at=at).id
        feed.save(force_insert=True)
    return feed


def _unpacked(head: bytes) -> bytes:
    """Return the beginning of a file as it was before gzip; of one that is no gzip, as it is."""
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, LOOKED_AT)
    except zlib.error:
        raise BadImportFile("The compressed file is damaged.") from None


def run(context: Context) -> dict[str, Any]:
    """Run or go on with the import of one file, and return what was heard.

    The file is read from its beginning again, which is quick, and what is stored already is not stored twice. Of one
    that turns out to be damaged nothing stays.

    Raises:
        BadImportFile: a compressed file that breaks off or is damaged.
    """
    from taawun.formats.ais import Reader
    from taawun.formats.ais.bulk import AHEAD, CHUNK_BYTES, Bulk, read_bulk

    feed = Feed.objects.get(id=context.params["feed"])
    latest = int(context.clock.now().timestamp()) + AHEAD
    bulk, done = Bulk(Reader(latest)), int(context.cursor or 0)
    total = (files.folder() / feed.digest).stat().st_size // CHUNK_BYTES + 2
    try:
        with files.opened(feed.digest) as file:
            for number, batch in enumerate(read_bulk(file, bulk), 1):
                if number <= done:
                    continue
                with transaction.atomic():
                    store.keep(feed, batch.placed, context.clock.now().date())
                    store.name(batch.messages)
                    context.advance(number, max(total, number), number, message=READING)
    except BadImportFile:
        store.empty(feed)
        raise
    actor, now = context.actor(feed.authority), context.clock.now()
    with audit.acting(actor, "positions.imported", OBJECT, feed.id, feed.purpose, at=now):
        counts = bulk.reader.heard.to_json()
        feed.counts, feed.finished = counts | {WHERE: bulk.reader.heard.where()}, now
        feed.save(update_fields=["counts", "finished"])
    return dict(counts)


def begin_stream(name: str, *, at: datetime | None = None) -> Feed:
    """Begin to keep what a stream says: an act of the node, by whoever runs its commands."""
    at = cut(at or timezone.now())
    identifier = new_id(at)
    with audit.acting(Actor.system("ais"), "positions.listening", OBJECT, identifier, PURPOSE, at=at):
        return Feed.objects.create(id=identifier, kind=LIVE, name=name[:200], purpose=PURPOSE, created=at, finished=at)


def keep_stream(feed: Feed, batch: Any, counts: dict[str, int], *, at: datetime | None = None) -> int:
    """Store what a stream said since the last time, in one transaction, and return how many positions.

    Raises:
        NoSuchImport: the stream was taken away meanwhile; who listens stops.
    """
    at = at or timezone.now()
    with transaction.atomic():
        if not Feed.objects.filter(id=feed.id).update(counts=counts):
            raise NoSuchImport
        kept = store.keep(feed, batch.placed, at.date())
        store.name(batch.messages)
    return kept


def take_away(actor: Actor, feed_id: str, purpose: str, *, at: datetime | None = None) -> None:
    """Erase a file, whole or half loaded, or a stream, with all positions that came with it.

    A stream belongs to the node: an officer of any of its authorities may, with a role that states for its purpose.

    Raises:
        NoSuchImport, ImportRunning.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "positions.removed", OBJECT, feed_id, purpose, at=at):
        require_drafter(actor)
        feed = Feed.objects.select_for_update().filter(id=feed_id).first()
        if feed is None or not may_take_back(actor, feed.authority or actor.authority, feed.purpose):
            raise NoSuchImport
        if feed.job and not has_ended(feed.job):
            raise ImportRunning
        store.take_away(feed)
