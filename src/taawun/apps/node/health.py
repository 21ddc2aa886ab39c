# SPDX-License-Identifier: Apache-2.0
"""How the node is, in signs that an operator can act on. Nothing here shows a content or names a person."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from taawun.apps.exchange.queries import PeerStatus, peer_statuses
from taawun.apps.jobs.queries import queued as queued_jobs
from taawun.apps.ledger import access as ledger
from taawun.apps.node.jobs import ALIVE
from taawun.apps.node.models import Backup, Heartbeat
from taawun.kernel.wire.limits import CLOCK_SKEW

GIB: Final = 1 << 30  # bytes
FREE_LEAST: Final = GIB
SEALED_WITHIN: Final = timedelta(seconds=10)
BACKUP_WITHIN: Final = timedelta(days=7)
MANY_QUEUED: Final = 1_000
GOOD, WAIT, BAD = "good", "wait", "bad"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing looked at: its tone, what was found, and what to do about it."""

    label: str
    tone: str
    said: str
    advice: str = ""
    at: datetime | None = None


def signs(now: datetime) -> list[Sign]:
    """Look at everything that the node itself can see."""
    peers = peer_statuses()
    return [
        _database(),
        _disk(),
        _workers(now),
        _delivery(peers),
        *_queues(peers),
        _ledger(now),
        _clock(now),
        _backup(now),
    ]


def _database() -> Sign:
    kinds = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    return Sign(_("Database"), GOOD, _("{kind} answers").format(kind=kinds.get(connection.vendor, connection.vendor)))


def _disk() -> Sign:
    free = shutil.disk_usage(settings.NODE.home).free
    said = _("{size} GiB free").format(size=number_format(free / GIB, 1))
    if free > FREE_LEAST:
        return Sign(_("Disk space"), GOOD, said)
    return Sign(_("Disk space"), BAD, said, _("Make room now: a node that cannot write accepts nothing."))


def _workers(now: datetime) -> Sign:
    alive = Heartbeat.objects.filter(at__gt=now - ALIVE).count()
    newest = Heartbeat.objects.first()
    if alive:
        said = ngettext("{count} is alive", "{count} are alive", alive).format(count=alive)
        return Sign(_("Worker"), GOOD, said, at=newest.at if newest else None)
    advice = _("Start it: `taawun serve`, or `taawun worker` beside it. Until then nothing is delivered or sealed.")
    return Sign(_("Worker"), BAD, _("None is alive"), advice, newest.at if newest else None)


def _delivery(peers: list[PeerStatus]) -> Sign:
    reached = max((peer.last_reached for peer in peers if peer.last_reached), default=None)
    failing = [peer.party for peer in peers if peer.failures]
    if failing:
        said = _("Not reachable: {parties}").format(parties=", ".join(failing))
        return Sign(
            _("Last delivery"), WAIT, said, _("Nothing is lost. Ask the other side whether its node runs."), reached
        )
    return Sign(_("Last delivery"), GOOD, "" if reached else _("Nothing was sent yet"), at=reached)


def _queues(peers: list[PeerStatus]) -> Iterator[Sign]:
    queued, held = sum(peer.queued for peer in peers), sum(peer.held for peer in peers)
    tone = WAIT if queued > MANY_QUEUED else GOOD
    yield Sign(_("Envelopes waiting to be delivered"), tone, number_format(queued))
    yield Sign(_("Envelopes held behind a gap"), WAIT if held else GOOD, number_format(held))
    yield Sign(_("Jobs waiting"), GOOD, number_format(queued_jobs()))


def _ledger(now: datetime) -> Sign:
    status = ledger.status()
    said = _("{sealed} entries sealed, {waiting} waiting").format(
        sealed=number_format(status.size), waiting=number_format(status.waiting)
    )
    if status.open_alerts:
        advice = _("A ledger contradicts itself. Read the evidence on the ledger page, and call the other side.")
        return Sign(_("Ledger"), BAD, said, advice, status.sealed_at)
    if status.waiting_since is not None and status.waiting_since < now - SEALED_WITHIN:
        return Sign(
            _("Ledger"),
            WAIT,
            said,
            _("Entries wait for their seal: look whether the worker is alive."),
            status.sealed_at,
        )
    return Sign(_("Ledger"), GOOD, said, at=status.sealed_at)


def _clock(now: datetime) -> Sign:
    """Compare this machine's clock with the database server's, where that is another machine."""
    apart = abs(_database_time(now) - now)
    said = _("{seconds} s from the database server").format(seconds=round(apart.total_seconds()))
    said = said if connection.vendor == "postgresql" else _("This machine's own clock")
    if apart < CLOCK_SKEW / 2:
        return Sign(_("Clock"), GOOD, said, at=now)
    return Sign(
        _("Clock"), BAD, said, _("Run a time service on both machines; an envelope dated wrongly is refused."), now
    )


def _database_time(now: datetime) -> datetime:
    if connection.vendor != "postgresql":
        return now
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row: Any = cursor.fetchone()
    return row[0] if timezone.is_aware(row[0]) else now


def _backup(now: datetime) -> Sign:
    newest = Backup.objects.first()
    if newest is None:
        return Sign(_("Last backup"), WAIT, _("None yet"), _("Make one below, and keep it on another machine."))
    old = newest.at < now - BACKUP_WITHIN
    advice = _("It is older than a week. Make a new one below.") if old else ""
    return Sign(_("Last backup"), WAIT if old else GOOD, newest.file, advice, newest.at)
