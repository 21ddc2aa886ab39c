# SPDX-License-Identifier: Apache-2.0
"""Writing audit lines, and binding them to the ledger (spec §10.11).

A line is written in the transaction of what it tells: both are kept or neither is. A refusal has no such
transaction left, so `acting` writes its line after the rollback.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from taawun.apps.audit.actors import Actor
from taawun.apps.audit.anchoring import anchor
from taawun.apps.audit.lines import ALLOWED, COLUMNS, REFUSED, Entry, Written, write
from taawun.apps.audit.models import Line
from taawun.apps.audit.verifying import verify
from taawun.apps.rows import into
from taawun.kernel.errors import CallerError

__all__ = ["Actor", "Entry", "acting", "anchor", "record", "record_many", "refusals_since", "refusing", "verify"]


def record(
    actor: Actor,
    act: str,
    object_type: str,
    object_id: str,
    purpose: str,
    outcome: str = ALLOWED,
    section: str = "",
    *,
    at: datetime | None = None,
) -> Written:
    """Record one act or reading, and return the line with its digest.

    Raises:
        NoPurpose: if the purpose is empty.
    """
    rows = write([Entry(actor, act, object_type, object_id, purpose, outcome, section)], at or timezone.now())
    into(Line, *COLUMNS).write(rows)
    return rows[0]


def record_many(entries: Iterable[Entry], *, at: datetime | None = None) -> int:
    """Record many acts or readings of one moment in one statement, and return how many they were."""
    rows = write(entries, at or timezone.now())
    into(Line, *COLUMNS).write(rows)
    return len(rows)


def refusals_since(officer_id: str, act: str, since: datetime) -> int:
    """Return how often an act was refused to an officer since a moment, so that guessing can be stopped."""
    return Line.objects.filter(officer_id=officer_id, act=act, outcome=REFUSED, at__gte=since).count()


@contextmanager
def acting(
    actor: Actor,
    act: str,
    object_type: str,
    object_id: str,
    purpose: str,
    *,
    ledger: str = "",
    at: datetime | None = None,
) -> Iterator[None]:
    """Make a block one act: one transaction, one line, and one ledger entry of the kind `ledger`, if it is given.

    A `CallerError` inside undoes the block and leaves one line that says it was refused, and by which §.
    Inside a caller's own transaction that line lives and dies with the caller's.
    """
    at = at or timezone.now()
    with refusing(actor, act, object_type, object_id, purpose, at=at), transaction.atomic():
        yield
        line = record(actor, act, object_type, object_id, purpose, at=at)
        if ledger:
            _enter(ledger, line.digest, at)


@contextmanager
def refusing(
    actor: Actor, act: str, object_type: str, object_id: str, purpose: str, *, at: datetime | None = None
) -> Iterator[None]:
    """Leave one line that an act was refused, and by which §, if a `CallerError` ends the block.

    For an act that prepares before its transaction; it writes its own line inside.
    """
    try:
        yield
    except CallerError as refusal:
        record(actor, act, object_type, object_id, purpose or "none stated", REFUSED, refusal.section, at=at)
        raise


def _enter(kind: str, digest: str, at: datetime) -> None:
    from taawun.apps.ledger import services as ledger

    ledger.accept(kind, digest, at=at)
