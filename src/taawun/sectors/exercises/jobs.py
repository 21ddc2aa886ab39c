# SPDX-License-Identifier: Apache-2.0
"""The inject clock of this node: fires what was armed when its minute has come, each inject once (spec §88.7).

What goes to the other node was released by officers beforehand; the clock only sends it. A person still has to have
approved it: what nobody approved is held, and fired as soon as it is.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.exchange import queries, services
from taawun.apps.exchange.models import ReleaseState
from taawun.apps.jobs.registry import every
from taawun.kernel.errors import CallerError
from taawun.kernel.wire.ids import time_of
from taawun.kernel.wire.times import cut
from taawun.sectors.exercises import access, running
from taawun.sectors.exercises.models import Armed, Fired
from taawun.sectors.exercises.sector import SECTOR

SECONDS: Final = 0.5
"""Between two looks at the clock."""
CLOCK: Final = Actor.system("exercise")
log = logging.getLogger(__name__)


@every(SECONDS, "exercises.clock")
def look(now: datetime) -> None:
    """Fire what is due in every exercise whose clock goes."""
    run_due(now)


def run_due(now: datetime) -> int:
    """Fire what is due, and return how many injects were fired; safe in several workers at once."""
    waiting: dict[str, list[Armed]] = {}
    for row in Armed.objects.filter(firing=None).order_by("minute", "number"):
        waiting.setdefault(row.case, []).append(row)
    turns = access.turns_of(waiting)
    return sum(
        _fire(_due(rows, running.elapsed(turns[case], rows[0].speed, now)), now)
        for case, rows in waiting.items()
        if running.goes(turns.get(case, ()))
    )


def _due(rows: Iterable[Armed], passed: timedelta) -> list[Armed]:
    return [row for row in rows if running.is_due(row.minute, passed)]


def _fire(rows: list[Armed], now: datetime) -> int:
    states = queries.release_states([row.release for row in rows if row.release])
    return sum(_once(row, states.get(row.release, ""), now) for row in rows)


def _once(row: Armed, state: str, now: datetime) -> bool:
    """Fire one inject, unless another worker did or nobody has approved it."""
    envelope, at = "", cut(now)
    if row.release:
        envelope = _sent(row, state, now)
        if not envelope:
            return False
        at = time_of(envelope)
    try:
        with transaction.atomic():
            Fired.objects.create(inject=row, at=at, envelope=envelope)
            audit.record(CLOCK, "exercise.fired", "exercise", row.case, SECTOR.purpose, at=now)
    except IntegrityError:
        return False
    return True


def _sent(row: Armed, state: str, now: datetime) -> str:
    """Send the released inject, and return its envelope; that of an earlier look which was stopped half way, if so."""
    if state == ReleaseState.APPROVED:
        try:
            return services.send(CLOCK, [row.release], now)[0].id
        except CallerError as refused:  # another worker was faster, or its time to be sent has run out
            log.info("inject %s of %s was not sent: %s", row.number, row.case, refused.code)
    return queries.envelopes_of([row.release]).get(row.release, "")
