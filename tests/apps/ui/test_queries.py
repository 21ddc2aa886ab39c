# SPDX-License-Identifier: Apache-2.0
"""What a list asks the database does not grow with the rows that it shows: as many questions for 50 as for 5."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from taawun.apps.cases.models import Case
from taawun.apps.exchange.models import InEnvelope, Release
from taawun.apps.identity.models import Screening, WatchList
from taawun.apps.ids import new_id
from taawun.apps.jobs.models import Job
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


LISTS: dict[str, tuple[str, str, Rows]] = {
    "cases": ("cases:list", "omar", _plain(Case, "case")),
    "inbox": ("exchange:inbox", "asma", _envelopes),
    "releases": ("exchange:releases", "asma", _plain(Release, "draft")),
    "jobs": ("jobs:list", "asma", _plain(Job, "job")),
    "screenings": ("identity:screenings", "asma", _plain(Screening, "screening")),
    "watch lists": ("identity:lists", "asma", _plain(WatchList, "watch_list")),
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


@pytest.mark.parametrize(("page", "reader", "rows"), LISTS.values(), ids=LISTS)
def test_a_list_asks_as_much_for_fifty_rows_as_for_five(story, sign_in, page, reader, rows) -> None:
    client, url = sign_in(reader), reverse(page)
    store(rows(story, FEW))
    few = asked(client, url)
    store(rows(story, MANY))
    assert asked(client, url) <= few
