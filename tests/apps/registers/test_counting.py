# SPDX-License-Identifier: Apache-2.0
"""A figure on a page counts what its reader may see, and nothing of a purpose that is closed to them (spec §80.73)."""

import re
from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taawun.apps.people.access import actor_of
from taawun.apps.registers import access, counting, services
from taawun.apps.registers.counting import Counted
from taawun.apps.registers.models import Record
from taawun.apps.registers.queries import Filters
from taawun.kernel.marking import COURT
from tests.apps.making import T0, officer
from tests.apps.registers.making import PERSON, PURPOSE, SEIZURE, marking, personal

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]

CLOSED = "worker-protection"
MARKINGS = {
    "ours": marking(),
    "for two purposes": marking(purposes={PURPOSE, "immigration"}),
    "for another purpose": marking(purposes={"immigration"}),
    "for one that begins alike": marking(purposes={"social_rehabilitation"}),
    "within its authority": marking(tlp="amber+strict"),
    "for named readers": marking(tlp="red", named={"PK:central", "BH:anti-drug"}),
    "for others by name": marking(tlp="red", named={"PK:centralx", "BH:central"}),
    "past its review": marking(review=date(2026, 1, 1)),
    "closed": marking(purposes={CLOSED}),
    "closed and ours": marking(purposes={CLOSED, PURPOSE}),
    "of an exercise": marking(purposes={"exercise"}),
}


@pytest.fixture
def desk():
    return officer("bilal", "desk_officer", name="بلال احمد")


def state(who, *markings):
    for one in markings:
        services.draft_record(actor_of(who), "seizure", SEIZURE, one, PURPOSE, at=T0)


def read(client: Client, url: str) -> bytes:
    """Return a page without what differs from one answer to the next."""
    answer = client.get(url)
    assert answer.status_code == 200
    return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", answer.content)


@pytest.mark.parametrize("purpose", [PURPOSE, "immigration", "social_rehabilitation", "review"])
@pytest.mark.parametrize("role", ["desk_officer", "protection_officer"])
@pytest.mark.parametrize("holder", ["", "central", "somewhere"])
def test_the_figure_is_what_the_list_shows(desk, purpose, role, holder):
    state(desk, *MARKINGS.values())
    Record.objects.update(holder=holder)
    reader = officer("sana", role, name="ثنا ملک")
    page = access.search(reader, Filters(type="seizure"), purpose, at=T0)
    assert access.counts(reader, ["seizure", "person"], purpose, at=T0) == {
        "seizure": Counted(len(page.rows), more=False), "person": Counted(0, more=False),
    }  # fmt: skip


def test_what_is_kept_for_a_closed_purpose_changes_no_figure(desk):
    services.draft_record(actor_of(desk), "person", PERSON, personal(), PURPOSE, at=T0)
    client = Client()
    client.force_login(desk)
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    pages = [reverse("registers:list"), reverse("ui:sector", args=["counter_narcotics"])]
    before = [read(client, url) for url in pages]
    assert b">1<" in before[0]
    for _ in range(3):
        services.draft_record(actor_of(desk), "person", PERSON, personal(purposes={CLOSED}), CLOSED, at=T0)
    assert [read(client, url) for url in pages] == before
    sana = officer("sana", "protection_officer", name="ثنا ملک")
    assert access.counts(sana, ["person"], CLOSED, at=T0)["person"].seen == 3


def test_so_many_are_looked_at_and_no_figure_is_told_where_none_of_them_may_be_seen(desk):
    state(desk, *[MARKINGS["ours"]] * 2, *[MARKINGS["closed"]] * 5)
    reader, on = access.reader_of(desk, Record(holder="")), T0.date()
    closed = frozenset({CLOSED})

    def told(purpose, most):
        return counting.counts(["seizure"], reader, purpose, closed, on, most)["seizure"]

    assert told(PURPOSE, 2) == Counted(2, more=False), "what is closed is not more either"
    assert told(PURPOSE, 1) == Counted(1, more=True)
    assert (told("immigration", 1), told("immigration", 1).told) == (Counted(0, more=True), False)
    assert told(COURT, 9) == Counted(0, more=True), "there consents decide"


def test_a_figure_follows_the_current_version(desk):
    made = services.draft_record(actor_of(desk), "seizure", SEIZURE, MARKINGS["ours"], PURPOSE, at=T0)
    for name, seen in (("for others by name", 0), ("within its authority", 1), ("for another purpose", 0)):
        services.new_version(actor_of(desk), made.id, SEIZURE, MARKINGS[name], PURPOSE, "Marked anew.", at=T0)
        assert access.counts(desk, ["seizure"], PURPOSE, at=T0)["seizure"].seen == seen, name


def test_a_page_counts_in_as_many_statements_however_many_there_are(desk):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            access.counts(desk, ["seizure", "person"], PURPOSE, at=T0)
        return len(asked)

    before = statements()
    state(desk, *MARKINGS.values(), *MARKINGS.values())
    assert statements() == before


def test_the_migration_says_of_each_record_what_its_current_marking_says(desk):
    state(desk, *MARKINGS.values())
    made = Record.objects.filter(type="seizure").exclude(purposes__contains=",exercise,").first()  # it stays one
    services.new_version(actor_of(desk), made.id, SEIZURE, MARKINGS["for named readers"], PURPOSE, "Anew.", at=T0)
    before = list(Record.objects.order_by("id").values_list("id", "purposes", "audience"))
    Record.objects.update(purposes="", audience="")
    import_module("taawun.apps.registers.migrations.0009_counting").fill(None, SimpleNamespace(connection=connection))
    assert list(Record.objects.order_by("id").values_list("id", "purposes", "audience")) == before
