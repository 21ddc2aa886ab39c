# SPDX-License-Identifier: Apache-2.0
"""The rows of a story, many times over: cases with clocks, envelopes, releases, pairs, alerts, lines of the audit.

A copy is its original with a key, a time and a place of its own; what it holds is the original's.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from typing import Any, TypeVar

from django.db import models

from taawun.apps.audit.actors import Actor
from taawun.apps.audit.models import Line
from taawun.apps.audit.services import Entry, record_many
from taawun.apps.cases.models import Case, Clock, ClockEvent, Task
from taawun.apps.exchange.models import InEnvelope, OutEnvelope, Peer, Receipt, Release
from taawun.apps.identity.models import Alert, Pair, Screening, WatchEntry, WatchList
from taawun.apps.ids import new_id
from taawun.apps.jobs.models import Job
from taawun.apps.rows import insert
from tests.apps.registers.making import PURPOSE
from tests.apps.ui.story import NOW, Story
from tests.bench.desk import spreading
from tests.bench.desk.spreading import Copy

CASES, ENVELOPES, PAIRS, ALERTS, LISTS, JOBS, SCREENINGS = 10_000, 20_000, 20_000, 5_000, 100, 2_000, 500
DRAFTS = 60  # releases of which most wait
CHUNK = 5_000
M = TypeVar("M", bound=models.Model)


def everything(story: Story, officers: Sequence[str], records: Sequence[str], count: int) -> dict[str, str]:
    """Multiply every part of the story, and return one identifier of each kind."""
    return {
        "many_case": cases(story),
        **exchange(story),
        **identity(story, officers, records),
        "many_job": jobs(officers),
        "lines": str(lines(officers, records, count // 2)),
    }


def copies(row: M, count: int, change: Callable[[int], dict[str, Any]]) -> Iterator[M]:
    """Yield copies of a row, each with what is its own."""
    said = {field.attname: _kept(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    for number in range(count):
        yield type(row)(**(said | change(number)))


def store(rows: Iterable[models.Model]) -> None:
    """Store rows in chunks."""
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        insert(chunk)


def cases(story: Story) -> str:
    """Copy the case that came from Bahrain, with the purpose of the desk's officers, its clocks and tasks."""
    case = Case.objects.get(id=story.case)
    clocks, tasks = list(Clock.objects.filter(case=case)), list(Task.objects.filter(case=case))
    made = list(copies(case, CASES, lambda number: {
        "id": new_id(NOW - timedelta(minutes=number)), "title": f"Case {number} / قضية / مقدمہ", "purpose": PURPOSE,
        "changed": NOW - timedelta(minutes=number), "authority": "anf",
        "closed": NOW if number % 10 == 0 else None,
    }))  # fmt: skip
    store(made)
    for clock in clocks:
        store(copies(clock, CASES, lambda number: {"id": None, "case_id": made[number].id}))
    for task in tasks:
        store(copies(task, CASES, lambda number: {"id": None, "case_id": made[number].id}))
    warned = Clock.objects.exclude(case=case).filter(case_id__in=[one.id for one in made[:200]], stopped=None)
    insert(ClockEvent(clock_id=one.pk, case_id=one.case_id, kind="warned", what="75 %", at=NOW) for one in warned)
    warned.update(told=NOW)
    return made[1].id


def exchange(story: Story) -> dict[str, str]:
    """Copy the envelopes of both sides, their receipts and releases."""
    came, went = InEnvelope.objects.get(id=story.incoming), OutEnvelope.objects.get(id=story.outgoing)
    sent, draft = Release.objects.get(id=story.sent), Release.objects.get(id=story.draft)
    released = list(copies(sent, ENVELOPES, lambda number: {"id": new_id(), "created": _before(number)}))
    store(released)
    store(copies(draft, DRAFTS, lambda number: {"id": new_id(), "created": _before(number)}))
    out = list(copies(went, ENVELOPES, lambda number: {
        "id": new_id(), "seq": 100 + number, "digest": _digest("out", number), "item": _digest("item", number),
        "release_id": released[number].id, "created": _before(number), "entry_id": str(uuid.uuid4()),
    }))  # fmt: skip
    store(out)
    into = list(copies(came, ENVELOPES, lambda number: {
        "row": None, "id": new_id(), "seq": 100 + number, "digest": _digest("in", number),
        "received": _before(number), "entry_id": str(uuid.uuid4()),
    }))  # fmt: skip
    store(into)
    receipt = Receipt.objects.filter(envelope_id=story.outgoing).first()
    if receipt is not None:
        store(copies(receipt, ENVELOPES, lambda number: {"id": new_id(), "envelope_id": out[number].id}))
    Peer.objects.update(out_seq=100 + ENVELOPES, in_seq=100 + ENVELOPES)
    return {"many_out": out[7].id, "many_in": into[7].id, "many_release": released[7].id}


def identity(story: Story, officers: Sequence[str], records: Sequence[str]) -> dict[str, str]:
    """Copy the pair that waits, the watch list with many entries, its alerts and the screening."""
    places = [(one, other) for one in range(len(records)) for other in range(one + 1, min(one + 25, len(records)))]
    sides = [sorted((records[one], records[other])) for one, other in places[:PAIRS]]
    pair, watch = Pair.objects.get(id=story.pair), WatchList.objects.get(id=story.watch_list)
    pairs = list(copies(pair, len(sides), lambda number: {
        "id": new_id(), "left": sides[number][0], "right": sides[number][1], "left_version": 1, "right_version": 1,
        "score": 0.5 + number % 499 / 1_000,
    }))  # fmt: skip
    store(pairs)
    lists = list(copies(watch, LISTS, lambda number: {"id": new_id(), "title": f"List {number}"}))
    store(lists)
    entry, alert = WatchEntry.objects.get(of=watch), Alert.objects.get(id=story.alert)
    store(copies(entry, min(500, len(records)), lambda n: {"id": None, "of_id": lists[0].id, "record": records[n]}))
    hits = [(one, other) for one in records[:100] for other in records[100:200]][:ALERTS]
    alerts = list(copies(alert, len(hits), lambda number: {
        "id": new_id(), "of_id": lists[0].id, "entry": hits[number][0], "hit": hits[number][1], "entry_version": 1,
        "hit_version": 1, "raised": _before(number),
    }))  # fmt: skip
    store(alerts)
    screening = Screening.objects.get(id=story.screening)
    screened = list(copies(screening, SCREENINGS, lambda number: {
        "id": new_id(), "created": _before(number), "officer_id": officers[number % len(officers)],
    }))  # fmt: skip
    store(screened)
    return {
        "many_pair": pairs[7].id, "many_alert": alerts[7].id, "many_list": lists[0].id,
        "many_screening": screened[0].id,
    }  # fmt: skip


def jobs(officers: Sequence[str]) -> str:
    """Store jobs that are done, of all officers."""
    made = [
        Job(
            id=new_id(), kind="import.csv", state="done", officer_id=officers[number % len(officers)],
            created=_before(number), due=_before(number), finished=_before(number), done=100, total=100,
        )
        for number in range(JOBS)
    ]  # fmt: skip
    insert(made)
    return made[0].id


def lines(officers: Sequence[str], records: Sequence[str], count: int) -> int:
    """Store lines of the audit: readings of records by all officers; what comes after the first is copied."""
    first = min(count, CHUNK)
    record_many(
        (
            Entry(Actor(officers[n % len(officers)], "anf", "officer"), "record.listed", "record",
                  records[n % len(records)], PURPOSE)
            for n in range(first)
        ), at=NOW - timedelta(seconds=count),
    )  # fmt: skip
    written = list(Line.objects.filter(act="record.listed").order_by("-id").values_list("digest", flat=True)[:first])
    with spreading.without_indexes([Line]):
        spreading.plan(
            Copy("", written[n % first], "", "", NOW - timedelta(seconds=count - n), None, f"{n:064x}")
            for n in range(first, count)
        )
        spreading.spread(Line, "digest", {"at": "m.at", "digest": "m.digest"})
    return count


def _before(number: int) -> Any:
    return NOW - timedelta(minutes=number)


def _digest(what: str, number: int) -> str:
    return sha256(f"{what} {number}".encode()).hexdigest()


def _kept(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
