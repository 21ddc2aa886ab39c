# SPDX-License-Identifier: Apache-2.0
"""Records in three scripts, watch lists and the worker's time, for tests of identity."""

from datetime import date, datetime
from typing import Any

from taawun.apps.audit.actors import Actor
from taawun.apps.identity import working
from taawun.apps.identity.models import Pair, WatchList
from taawun.apps.identity.watching import services as watching
from taawun.apps.identity.watching.services import Terms
from taawun.apps.jobs import runner
from taawun.apps.registers import services as registers
from taawun.apps.registers.models import Record
from tests.apps.making import T0
from tests.apps.registers.making import PURPOSE, marking
from tests.house import FakeClock

LATIN = {"name": ["Ahmad Khalid Mansoor"], "birth_date": ["1971-03-02"], "nationality": ["PK"]}
ARABIC = {"name": ["أحمد خالد منصور"], "birth_date": ["1971"], "nationality": ["PK"]}
URDU = {"name": ["احمد خالد منصور گوندل"], "birth_date": ["1971-03"], "passport_number": ["AB1234567"]}
OTHER = {"name": ["Sarah Lockwood"], "birth_date": ["1990-02-03"]}
REVIEW = date(2027, 6, 1)


def person(actor: Actor, data: dict[str, Any], **changes: Any) -> Record:
    return registers.draft_record(actor, "person", data, marking(**{"persons": {"suspect"}} | changes), PURPOSE, at=T0)


def work(at: datetime = T0) -> None:
    """Let the worker notice what changed, and run all jobs that follow."""
    clock = FakeClock(at)
    for _ in range(3):
        working.notice(at)
        runner.run_due(clock, "test")


def watch_list(actor: Actor, *records: Record, **changes: Any) -> WatchList:
    terms = Terms(**({"title": "قائمة / فہرست / List", "threshold": 0.6, "review": REVIEW} | changes))
    made = watching.create_list(actor, terms, PURPOSE, at=T0)
    if records:
        watching.put_on(actor, made.id, [one.id for one in records], "Wanted.", PURPOSE, at=T0)
    return made


def the_pair(left: Record, right: Record) -> Pair:
    return Pair.objects.get(left=min(left.id, right.id), right=max(left.id, right.id))
