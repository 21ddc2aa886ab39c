# SPDX-License-Identifier: Apache-2.0
"""Lists of records: narrowed by fields, sorted by them, found in three scripts, walked by key to the end."""

import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taawun.apps.jobs import runner
from taawun.apps.people.access import actor_of
from taawun.apps.registers import access, extracting, renewing, services, walking
from taawun.apps.registers.models import Extraction, RecordKey, RecordValue, RecordWord
from taawun.apps.registers.queries import Filters, Narrow
from taawun.apps.registers.services import Draft
from taawun.kernel.marking import FieldMarking
from tests.apps.making import T0, officer
from tests.apps.registers.making import PERSON, PURPOSE, SEIZURE, marking, personal
from tests.house import FakeClock

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]

SHIPMENTS = (
    {"name": "ہیروئن کی کھیپ", "date": "2026-01-05", "country": "PK", "transport": "sea", "amount": "9"},
    {"name": "شحنة حشيش", "date": "2026-02", "country": "BH", "transport": "sea", "amount": "100.5"},
    {"name": "Captagon in flour", "date": "2025-12-30", "country": "BH", "transport": "air", "amount": "20"},
    {"name": "Nothing found", "date": "2026-02-10", "country": "PK", "transport": "land"},
)


@pytest.fixture
def desk():
    return officer("bilal", "desk_officer")


@pytest.fixture
def shipments(desk):
    for minute, said in enumerate(SHIPMENTS):
        data = {"substance": "x", **said}
        services.draft_record(actor_of(desk), "seizure", data, marking(), PURPOSE, at=T0 + timedelta(minutes=minute))
    return desk


def listed(desk, *narrowed: Narrow, sort: str = "", **more):
    filters = Filters(type="seizure", narrowed=narrowed, sort=sort, **more)
    return [row.caption for row in access.search(desk, filters, PURPOSE, at=T0).rows]


PK, BH, TAG, NONE = (one["name"] for one in SHIPMENTS)
ORDERS = {
    "by time": ("", [], [NONE, TAG, BH, PK]),
    "by a number, falling": ("-amount", [], [BH, TAG, PK, NONE]),
    "by a number, rising": ("amount", [], [NONE, PK, TAG, BH]),
    "by a date that is a month": ("date", [], [TAG, PK, BH, NONE]),
    "of one country": ("", [Narrow("country", "BH")], [TAG, BH]),
    "of one country by date": ("date", [Narrow("country", "BH")], [TAG, BH]),
    "of a country and a way": ("", [Narrow("country", "BH"), Narrow("transport", "sea")], [BH]),
    "in a range of dates": ("", [Narrow("date", low="2026-01", high="2026-02-99-99")], [NONE, BH, PK]),
    "from a number": ("", [Narrow("amount", low=extracting.number(Decimal(20)))], [BH, TAG]),
    "up to a number, without those that have none": ("", [Narrow("amount", high=extracting.number(Decimal(20)))],
                                                     [TAG, PK]),
}  # fmt: skip


@pytest.mark.parametrize(("sort", "narrowed", "shown"), ORDERS.values(), ids=ORDERS)
def test_a_list_is_narrowed_and_sorted(shipments, sort, narrowed, shown):
    assert listed(shipments, *narrowed, sort=sort) == shown


@pytest.mark.parametrize("sort", ["", "date", "-amount"])
def test_a_list_is_walked_to_its_end_and_back(desk, monkeypatch, sort):
    monkeypatch.setattr(access, "PAGE_ROWS", 3)
    drafts = [Draft(SEIZURE | {"amount": str(number // 3)}, marking()) for number in range(11)]
    services.draft_many(actor_of(desk), "seizure", drafts, PURPOSE, at=T0)
    filters = Filters(type="seizure", sort=sort)
    pages, after = [], ""
    while not pages or after:
        page = access.search(desk, filters, PURPOSE, after=after, at=T0)
        pages.append([row.record.id for row in page.rows])
        after = page.older
    assert [len(page) for page in pages] == [3, 3, 3, 2]
    assert len({one for page in pages for one in page}) == 11
    for number in (2, 1, 0):
        page = access.search(desk, filters, PURPOSE, before=pages[number + 1][0], at=T0)
        assert [row.record.id for row in page.rows] == pages[number]
        assert bool(page.newer) is (number > 0)


def test_a_list_whose_place_is_gone_begins_anew(shipments):
    filters = Filters(type="seizure")
    for place in ({"after": "nothing"}, {"before": "nothing"}):
        assert len(access.search(shipments, filters, PURPOSE, at=T0, **place).rows) == 4


FOUND = {
    "the beginning of a later word": ("khal", True),
    "two words in another order": ("mansoor ahmad", True),
    "a later word in Arabic": ("مَنصور", True),
    "a later word in Urdu": ("خالد منصور", True),
    "the middle of a word": ("hali", False),
    "one word that is not there": ("ahmad gondal", False),
    "signs alone": ("%_'", False),
}


@pytest.mark.parametrize(("text", "found"), FOUND.values(), ids=FOUND)
@pytest.mark.parametrize("few", [walking.FEW, 0], ids=["rare words", "common words"])
def test_every_word_of_a_name_finds_it(desk, monkeypatch, text, found, few):
    monkeypatch.setattr(walking, "FEW", few)
    services.draft_record(actor_of(desk), "person", PERSON, personal(), PURPOSE, at=T0)
    assert bool(access.search(desk, Filters(text=text), PURPOSE, at=T0).rows) is found


def test_a_marked_field_is_neither_filtered_nor_sorted_by_its_value(desk):
    """Spec §80.24a."""
    made = marking(fields={"country": FieldMarking(purposes=frozenset({PURPOSE}))})
    services.draft_record(actor_of(desk), "seizure", SEIZURE | {"country": "BH"}, made, PURPOSE, at=T0)
    assert RecordValue.objects.get(field="country").value == ""
    assert listed(desk, Narrow("country", "BH")) == []


def test_a_new_version_replaces_what_is_kept_and_an_erasure_takes_it_away(desk):
    record = services.draft_record(actor_of(desk), "seizure", SEIZURE, marking(), PURPOSE, at=T0)
    services.new_version(actor_of(desk), record.id, SEIZURE | {"amount": "40"}, marking(), PURPOSE, "Weighed.", at=T0)
    assert RecordValue.objects.get(field="amount").number == Decimal(40)
    services.erase(actor_of(desk), [record.id], PURPOSE, at=T0)
    assert not any(model.objects.exists() for model in (RecordKey, RecordValue, RecordWord))


NUMBERS = ("-999999999999999999.5", "-10", "-9.25", "-0.1", "0", "0.000000001", "9", "10.5", "100", "1" * 18)


def test_numbers_sort_as_text():
    spelled = [extracting.number(Decimal(one)) for one in NUMBERS]
    assert spelled == sorted(spelled)
    assert len(set(spelled)) == len(NUMBERS)


def test_what_is_kept_is_taken_out_again_when_a_declaration_changes(shipments):
    renewing.notice(T0)
    runner.run_due(FakeClock(T0), "test")
    assert all(row.digest for row in Extraction.objects.all())
    RecordValue.objects.all().delete()
    RecordWord.objects.all().delete()
    Extraction.objects.filter(type="seizure").update(digest="0" * 64)
    renewing.notice(T0)
    renewing.notice(T0)
    assert runner.run_due(FakeClock(T0), "test") == 1
    assert listed(shipments, Narrow("country", "BH")) == [TAG, BH]


@dataclass
class Going:
    """What a job tells the part that it runs, and hears of it."""

    params: dict
    cursor: str = ""
    done: int = 0

    def advance(self, done, _total, cursor):
        self.done, self.cursor = done, cursor


@pytest.mark.django_db(transaction=True)
def test_records_are_stated_anew_while_what_is_kept_of_them_is_taken_out_again():
    """Both delete and write what is kept of one record; neither waits for the other in a ring."""
    actor = actor_of(officer("bilal", "desk_officer"))
    made = [services.draft_record(actor, "seizure", SEIZURE, marking(), PURPOSE).id for _ in range(12)]
    failed, ready = [], threading.Barrier(2)

    def run(act):
        with closing(connection):
            ready.wait()
            try:
                act()
            except DatabaseError as error:
                failed.append(str(error))

    def renewed():
        for _ in range(25):
            renewing.run(Going({"type": "seizure"}))

    def stated():
        for _ in range(4):
            for each in made:
                services.new_version(actor, each, SEIZURE, marking(), PURPOSE, "Weighed again.")

    threads = [threading.Thread(target=run, args=(act,)) for act in (renewed, stated)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    assert RecordValue.objects.filter(field="amount").count() == len(made)


@pytest.fixture
def client(shipments):
    made = Client()
    made.force_login(shipments)
    made.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return made


def page(client, **query):
    answer = client.get(reverse("registers:list"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_of_a_type_shows_its_columns_filters_and_units(client, shipments):
    shown = page(client, type="seizure", **{"f-country": "البحرين"})
    assert BH in shown
    assert PK not in shown
    assert '<th scope="col">Transport</th>' in shown
    assert 'name="f-date-from"' in shown
    data = SEIZURE | {"amount": "1234567.5", "country": "BH"}
    services.draft_record(actor_of(shipments), "seizure", data, marking(), PURPOSE, at=T0)
    assert '<bdi dir="ltr">1,234,567.5</bdi> <bdi>kg</bdi>' in page(client, type="seizure", **{"f-country": "BH"})


WRONG = {
    "a country that is none": ({"f-country": "Atlantis"}, "is not an ISO 3166 alpha-2 code"),
    "a date that is none": ({"f-date-from": "yesterday"}, "is not a date such as"),
    "a number that is none": ({"f-amount-to": "many"}, "is not a decimal number"),
}


@pytest.mark.parametrize(("query", "said"), WRONG.values(), ids=WRONG)
def test_a_filter_that_makes_no_sense_is_said_and_filters_nothing(client, query, said):
    shown = page(client, type="seizure", **query)
    assert said in shown
    assert all(one["name"] in shown for one in SHIPMENTS)


def test_a_list_asks_no_more_of_the_database_for_more_rows(client, shipments):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page(client, type="seizure", sort="-date")
        return len(caught)

    few = asked()
    drafts = [Draft(SEIZURE, marking()) for _ in range(40)]
    services.draft_many(actor_of(shipments), "seizure", drafts, PURPOSE, at=T0)
    assert asked() == few
