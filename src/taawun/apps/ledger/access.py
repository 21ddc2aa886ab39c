# SPDX-License-Identifier: Apache-2.0
"""Reading the ledger. Nothing here is about a person: entries hold salted hashes only (spec §40.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min

from taawun.apps.ledger import proofs, witnessing
from taawun.apps.ledger.models import Alert, Checkpoint, Cosignature, Entry, PeerCheckpoint
from taawun.kernel.errors import UnknownCheckpoint, UnknownEntry
from taawun.kernel.wire.ids import check_id


@dataclass(frozen=True, slots=True)
class Status:
    """How the ledger stands, for the status page and the partner's view."""

    size: int
    waiting: int
    waiting_since: datetime | None
    sealed_at: datetime | None
    open_alerts: int


def status() -> Status:
    """Return how the ledger stands."""
    newest = proofs.latest()
    waiting = Entry.objects.filter(leaf_index__isnull=True)
    oldest = waiting.order_by("id").values_list("at", flat=True).first()
    return Status(
        size=newest.size if newest else 0,
        waiting=waiting.count(),
        waiting_since=oldest,
        sealed_at=newest.at if newest else None,
        open_alerts=Alert.objects.filter(settled_at__isnull=True).count(),
    )


def entry(entry_id: str) -> Entry:
    """Return one entry."""
    found = Entry.objects.filter(uuid=check_id(entry_id)).first()
    if found is None:
        raise UnknownEntry
    return found


def standing(entry_id: str) -> dict[str, bool]:
    """Return whether an entry is sealed, and whether another party has witnessed it."""
    place = entry(entry_id).leaf_index
    witnessed = place is not None and Cosignature.objects.filter(checkpoint_id__gt=place).exists()
    return {"sealed": place is not None, "witnessed": witnessed}


def entries(before: int | None = None, most: int = 50) -> Sequence[Entry]:
    """Return the newest sealed entries, before a place if one is given."""
    rows = Entry.objects.filter(leaf_index__isnull=False)
    if before is not None:
        rows = rows.filter(leaf_index__lt=before)
    return list(rows.order_by("-leaf_index")[:most])


def checkpoint(size: int) -> Checkpoint:
    """Return the checkpoint of a size."""
    found = Checkpoint.objects.filter(size=size).first()
    if found is None:
        raise UnknownCheckpoint(f"Size {size}.")
    return found


def checkpoints(most: int = 50) -> Sequence[Checkpoint]:
    """Return the newest checkpoints, with their cosignatures."""
    return list(Checkpoint.objects.order_by("-size").prefetch_related("cosignatures")[:most])


def peer(party: str) -> PeerCheckpoint | None:
    """Return the last checkpoint of a party that we cosigned."""
    return PeerCheckpoint.objects.filter(party=party, at__isnull=False).first()


def cosigned_size(party: str) -> int:
    """Return up to which size a party has cosigned our ledger."""
    return witnessing.cosigned_size(party)


@dataclass(frozen=True, slots=True)
class Broken:
    """That a party's ledger does not continue the one we know: its refused checkpoints that nobody has dealt with."""

    party: str
    count: int
    first_at: datetime
    last_at: datetime
    last: int
    """Number of the newest one, so that only what was shown is marked as dealt with."""


def broken() -> list[Broken]:
    """Return the parties whose ledgers do not continue the ones we know."""
    open_ones = Alert.objects.filter(settled_at=None).values("party").order_by("party")
    found = open_ones.annotate(count=Count("id"), first_at=Min("at"), last_at=Max("at"), last=Max("id"))
    return [Broken(**one) for one in found]
