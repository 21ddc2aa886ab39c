# SPDX-License-Identifier: Apache-2.0
"""What a list asks the database does not grow with the rows that it shows: as many questions for 50 as for 5."""

import uuid
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from taawun.apps.audit.services import Entry, record_many
from taawun.apps.cases.models import Case
from taawun.apps.exchange.models import InEnvelope, OutEnvelope, Release
from taawun.apps.identity.models import Alert, Pair, Screening, WatchList
from taawun.apps.ids import new_id
from taawun.apps.jobs.models import Job
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Role
from taawun.apps.registers import services as registers
from taawun.apps.registers.models import Import
from tests.apps.registers.making import PERSON, PURPOSE, personal
from tests.apps.ui.story import Story
from tests.bench.desk.multiplying import copies, store

FEW, MANY = 5, 50
Rows = Callable[[Story, int], Any]


def _plain(model: Any, name: str) -> Rows:
    return lambda story, count: copies(
        model.objects.get(id=getattr(story, name)), count, lambda _number: {"id": new_id()}
    )


def _envelopes(story: Story, count: int) -> Any:
    row = InEnvelope.objects.get(id=story.incoming)
    first = InEnvelope.objects.count() * 100
    return copies(row, count, lambda n: {"row": None, "id": new_id(), "seq": first + n, "entry_id": str(uuid.uuid4())})


def _outgoing(story: Story, count: int) -> Any:
    row, first = OutEnvelope.objects.get(id=story.outgoing), OutEnvelope.objects.count() * 100
    return copies(row, count, lambda n: {"id": new_id(), "seq": first + n, "entry_id": str(uuid.uuid4())})


def _people(story: Story, count: int) -> list[str]:
    """State people, and return their identifiers."""
    drafts = [registers.Draft(PERSON | {"name": [f"شخص {n}"]}, personal()) for n in range(count)]
    return [one.id for one in registers.draft_many(actor_of(story.officers["asma"]), "person", drafts, PURPOSE)]


def _records(story: Story, count: int) -> Any:
    _people(story, count)
    return ()


def _pairs(story: Story, count: int) -> Any:
    sides = [sorted(one) for one in pairwise(_people(story, count + 1))]
    row = Pair.objects.get(id=story.pair)
    return copies(row, count, lambda n: {
        "id": new_id(), "left": sides[n][0], "right": sides[n][1], "left_version": 1, "right_version": 1,
    })  # fmt: skip


def _alerts(story: Story, count: int) -> Any:
    hits = _people(story, count)
    row = Alert.objects.get(id=story.alert)
    return copies(row, count, lambda n: {"id": new_id(), "hit": hits[n], "hit_version": 1})


def _lines(story: Story, count: int) -> Any:
    actor = actor_of(story.officers["asma"])
    record_many([Entry(actor, "record.listed", "record", new_id(), PURPOSE) for _ in range(count)])
    return ()


def _officers(story: Story, count: int) -> Any:
    row = story.officers["asma"]
    made = list(copies(row, count, lambda n: {"id": (one := new_id()), "username": one}))
    store(made)
    role = Role.objects.filter(officer=row).first()
    return copies(role, count, lambda n: {"id": None, "officer_id": made[n].id})


def _day(story: Story, count: int) -> Any:
    for rows in (_envelopes, _alerts, _plain(Release, "draft")):
        store(rows(story, count))
    return ()


LISTS: dict[str, tuple[str, str, Rows]] = {
    "cases": ("cases:list", "omar", _plain(Case, "case")),
    "inbox": ("exchange:inbox", "asma", _envelopes),
    "releases": ("exchange:releases", "asma", _plain(Release, "draft")),
    "jobs": ("jobs:list", "asma", _plain(Job, "job")),
    "screenings": ("identity:screenings", "asma", _plain(Screening, "screening")),
    "watch lists": ("identity:lists", "asma", _plain(WatchList, "watch_list")),
    "registers": ("registers:list", "asma", _records),
    "imports": ("registers:imports", "asma", _plain(Import, "imported")),
    "outbox": ("exchange:outbox", "asma", _outgoing),
    "pairs": ("identity:pairs", "asma", _pairs),
    "alerts": ("identity:alerts", "asma", _alerts),
    "audit": ("audit:lines", "sara", _lines),
    "officers": ("people:officers", "noman", _officers),
    "my day": ("ui:home", "asma", _day),
    "my day of a releasing officer": ("ui:home", "bilal", _day),
}


def asked(client: Any, url: str) -> int:
    """Return how many questions a page asks the database."""
    found: list[str] = []

    def listen(execute: Any, sql: str, *others: Any) -> Any:
        found.append(sql)
        return execute(sql, *others)

    client.get(url)  # what a process remembers is asked once
    with connection.execute_wrapper(listen):
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.dialect
@pytest.mark.parametrize(("page", "reader", "rows"), LISTS.values(), ids=LISTS)
def test_a_list_asks_as_much_for_fifty_rows_as_for_five(story, sign_in, page, reader, rows) -> None:
    client, url = sign_in(reader), reverse(page)
    store(rows(story, FEW))
    few = asked(client, url)
    store(rows(story, MANY))
    assert asked(client, url) <= few
