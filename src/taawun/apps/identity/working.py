# SPDX-License-Identifier: Apache-2.0
"""What the worker does for identity: when something is due, and how each piece of work is done in chunks.

A chunk and the place to go on from are one transaction; a chunk that is done twice changes nothing, because
pairs and alerts are each made once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from taawun.apps.audit.services import Actor
from taawun.apps.identity import engine, finding, indexing
from taawun.apps.identity.models import IndexState, WatchList
from taawun.apps.identity.statements import compared_types
from taawun.apps.identity.watching import membership, raising
from taawun.apps.jobs import services as jobs
from taawun.apps.jobs.context import Context
from taawun.apps.jobs.queries import has_ended
from taawun.apps.registers import queries as registers

REBUILD: Final = "identity.rebuild"
KEEP_UP: Final = "identity.keep-up"
RESCREEN: Final = "identity.rescreen"
CHUNK: Final = 200
"""Records of one transaction."""
NIGHT: Final = range(1, 5)
"""Hours of the node's zone in which the night's work begins."""
WORKER: Final = Actor.system("worker")


def notice(now: datetime) -> None:
    """Queue a first build, or the screening of what changed, unless such a job waits or runs.

    Where nothing that is compared came, there is no job: it would load the engines for nothing.
    """
    state = indexing.state()
    if state.job and not has_ended(state.job):
        return
    if not engine.exists():
        if registers.holds_any(compared_types()):
            _queue(REBUILD, now)
    elif indexing.anything_changed(state.version):
        _queue(KEEP_UP, now)


def nightly(now: datetime) -> None:
    """Queue a new build of the index and the screening of all lists, once a night."""
    state, local = indexing.state(), timezone.localtime(now, timezone.get_default_timezone())
    due = state.built is None or now - state.built > timedelta(hours=20)
    if local.hour in NIGHT and due and engine.exists() and (not state.job or has_ended(state.job)):
        _queue(REBUILD, now)
        jobs.submit(RESCREEN, {}, WORKER, at=now)


def rebuild(context: Context) -> dict[str, Any]:
    """Build the index from all records; the old one serves until the new one is whole."""
    started = not engine.exists()

    def progress(done: int) -> None:
        with transaction.atomic():
            context.advance(done, None, context.cursor)

    count = indexing.rebuild(context.clock.now(), progress)
    if started:  # what was there before the first build has never been screened
        jobs.submit(RESCREEN, {"all": True}, WORKER, at=context.clock.now())
    return {"records": count}


def keep_up(context: Context) -> dict[str, Any]:
    """Take what changed into the index and screen it: lists against records and records against lists."""
    done = context.done
    found = finding.Found(0, 0)
    while True:
        versions, upto = indexing.changed(CHUNK)
        if upto == indexing.state().version:
            return {"records": done, "pairs": found.pairs, "alerts": found.alerts}
        with transaction.atomic():
            now = context.clock.now()
            raising.withdraw_x4(versions, now)
            raising.withdraw_delisted(versions, now)
            one = finding.follow(indexing.take_in(versions, upto), now)
            done += len(versions)
            context.advance(done, None, {"upto": upto})
        found = finding.Found(found.pairs + one.pairs, found.alerts + one.alerts)


def rescreen(context: Context) -> dict[str, Any]:
    """Screen what stands on the open lists against all that we hold; after a first build, everything."""
    if context.params.get("all"):
        return _everything(context)
    lists = WatchList.objects.filter(closed=None).order_by("id")
    return _follow(context, sorted({one for watch in lists for one in membership.records_on(watch)}))


def screen_list(context: Context) -> dict[str, Any]:
    """Screen the records that came onto a list, or all of a list that is new."""
    watch = WatchList.objects.get(id=context.params["list"])
    return _follow(context, context.params.get("records") or sorted(membership.records_on(watch)))


def _follow(context: Context, identifiers: Sequence[str]) -> dict[str, Any]:
    done = int(context.cursor or 0)
    while done < len(identifiers):
        chunk = identifiers[done : done + CHUNK]
        with transaction.atomic():
            _screen(chunk, context.clock.now())
            done += len(chunk)
            context.advance(done, len(identifiers), done)
    return {"records": done}


def _everything(context: Context) -> dict[str, Any]:
    after, done = str(context.cursor or ""), context.done
    while versions := registers.versions_in_order(after, compared_types(), CHUNK):
        after = versions[-1].record_id
        with transaction.atomic():
            _screen([one.record_id for one in versions], context.clock.now())
            done += len(versions)
            context.advance(done, None, after)
    return {"records": done}


def _screen(identifiers: Sequence[str], now: datetime) -> finding.Found:
    statements = map(indexing.indexed, registers.current_versions_of(identifiers))
    return finding.follow([one for one in statements if one is not None], now)


def _queue(kind: str, now: datetime) -> None:
    with transaction.atomic():
        job = jobs.submit(kind, {}, WORKER, at=now)
        IndexState.objects.filter(id=1).update(job=job.id)
