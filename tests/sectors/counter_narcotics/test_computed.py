# SPDX-License-Identifier: Apache-2.0
"""What a partner says of a computed field enters no sum and no list, and differs before its reader's eyes (§80.40b)."""

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.people.access import actor_of
from taawun.apps.registers import access, services
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.checks import recomputed
from taawun.apps.registers.models import RecordValue
from taawun.apps.registers.taking import take_received
from taawun.kernel.marking import FieldMarking
from tests.apps.making import T0, officer
from tests.apps.registers.making import PURPOSE, SEIZURE, header, marking, payload

pytestmark = pytest.mark.django_db

BARE = {"name": "قيمة مجردة", "value": "146000000", "currency": "USD", "date": "2026-11-02"}
VALUED = BARE | {
    "drug": "شبو", "quantity": "1250", "unit": "kg", "level": "wholesale", "country": "BH", "source": "إعلان",
    "method": "مقدار ضرب قیمت",
}  # fmt: skip
CLAIMED = {"standing": "valuation", "countable": "146000000", "per_gram": "1"}


@pytest.fixture
def desk():
    return officer("bilal", "desk_officer")


def taken(kind: str, data: dict[str, str], number: int = 1, **bound: object) -> str:
    record = take_received(
        header(personal=False),
        payload(type=kind, record=number, data=data, marking=marking("BH", **bound)).to_wire(),
        T0,
    )
    return str(record.id)


def totals(desk, kind: str, chart: str) -> list[str]:
    found = access.chart(desk, kind, type_named(kind).layout.chart_named(chart), PURPOSE, at=T0)
    return [str(one.normalize()) for row in found.series.values() for one in row]


def kept(record: str) -> dict[str, str]:
    return dict(RecordValue.objects.filter(record_id=record).values_list("field", "value"))


def shown(desk, record: str) -> str:
    client = Client()
    client.force_login(desk)
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return client.get(reverse("registers:record", args=[record])).content.decode()


def test_a_bare_value_of_a_partner_is_in_no_total(desk):
    record = taken("drug-valuation", BARE | CLAIMED)
    assert totals(desk, "drug-valuation", "totals-by-year") == []
    assert kept(record)["standing"] == "claim"
    page = shown(desk, record)
    assert page.count("This differs from what is computed here") == len(CLAIMED)
    assert "no total holds it" in page


def test_kilograms_of_a_partner_are_computed_from_what_they_state(desk):
    taken("seizure", SEIZURE | {"kilograms": "9000", "factor": "kg", "drug": "heroin", "schedule": "1961 I, IV"})
    assert totals(desk, "seizure", "weight-by-year") == ["36.432"]


def test_what_they_compute_as_we_do_differs_in_nothing(desk):
    told = access.get(desk, services.draft_record(
        actor_of(desk), "drug-valuation", VALUED, marking(), PURPOSE, at=T0).id, PURPOSE, at=T0)  # fmt: skip
    record = taken("drug-valuation", dict(told.data), number=5)
    assert "This differs" not in shown(desk, record)
    assert totals(desk, "drug-valuation", "totals-by-year") == ["2.92E+8"]  # ours and theirs


def test_nothing_is_computed_from_what_has_a_marking_of_its_own(desk):
    hidden = {"amount": FieldMarking(purposes=frozenset({"coordination"}))}
    taken("seizure", SEIZURE, purposes={PURPOSE, "coordination"}, fields=hidden)
    assert totals(desk, "seizure", "weight-by-year") == []


def test_what_cannot_be_computed_here_is_not_known(desk):
    crowded = {"people": "9", "rooms": "0", "people_room": "1"}
    assert recomputed(type_named("worker-housing"), crowded) == {"people": "9", "rooms": "0"}
