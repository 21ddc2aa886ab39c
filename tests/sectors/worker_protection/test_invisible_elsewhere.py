# SPDX-License-Identifier: Apache-2.0
"""Nor is a protected worker shown who stands in registers of other sectors, or whose referral has crossed (§80.73)."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from taawun.apps.jobs import runner
from taawun.apps.people.access import actor_of
from taawun.apps.people.services import grant_role, revoke_role
from taawun.apps.registers import services as registers
from taawun.apps.registers.models import Record
from taawun.apps.registers.purposes import purposes_of
from taawun.site.roles import may_open
from tests.apps.making import INIT
from tests.apps.registers.making import PURPOSE as OPEN
from tests.apps.registers.making import marking
from tests.house import FakeClock
from tests.sectors.worker_protection.making import DOCUMENT, NAMES, PROTECTOR, PURPOSE, protected
from tests.sectors.worker_protection.test_invisible import ASKED, OTHERS, SEEN, read
from tests.sectors.worker_protection.test_referral import referred, referring

__all__ = ["referring"]
pytestmark = pytest.mark.django_db
ELSEWHERE = {
    "person": {"name": list(NAMES), "birth_date": ["1984-02-11"], "passport_number": [DOCUMENT]},
    "seizure": {"name": NAMES[0], "date": "2026-11-02", "substance": "Heroin", "latitude": "26.2", "longitude": "50.6"},
}


@pytest.fixture
def crossed(referring):
    """The desk after a referral crossed, with records of the worker in registers that everybody knows."""
    keeper = actor_of(referring.officers[PROTECTOR])
    for slug, data in ELSEWHERE.items():
        registers.draft_record(keeper, slug, data, protected(), PURPOSE)
    return referring, referred(referring)


def pages():
    for name in sorted(SEEN):
        try:
            yield name, reverse(name)
        except NoReverseMatch:
            continue


def signed_in(desk, role: str) -> Client:
    """Return the browser of an officer who holds this role alone."""
    reader = desk.officers["omar"]
    for held in sorted(reader.role_slugs()):
        revoke_role(INIT, reader, held)
    grant_role(INIT, reader, role)
    client = Client(raise_request_exception=False)
    client.force_login(reader)
    return client


def walk(client: Client, role: str) -> Iterator[tuple[str, str]]:
    """Yield what lists, searches, maps and boxes say to a role that asks for the worker, but for the question."""
    asked = (NAMES[0], NAMES[2], DOCUMENT)
    for name, url in pages():
        if may_open(name, signed_in=True, roles=[role]):
            for given in ({}, *[{box: text} for box in ASKED.get(name, [])[:1] for text in asked]):
                said = read(client, name, url, given).decode(errors="replace")
                yield name, said.replace(next(iter(given.values()), "\0"), "")


def hidden(case) -> list[str]:
    return [*NAMES, DOCUMENT, case.id, *Record.objects.values_list("id", flat=True)]


@pytest.mark.parametrize("role", OTHERS)
def test_no_list_search_map_or_message_of_a_role_holds_the_worker(crossed, role):
    desk, case = crossed
    client = signed_in(desk, role)
    for purpose in sorted({"counter-narcotics", "review", "immigration"} & purposes_of(frozenset({role}))) or [""]:
        client.post(reverse("ui:purpose"), {"purpose": purpose})
        for name, said in walk(client, role):
            assert not [one for one in hidden(case) if one in said], (role, purpose, name)


def test_who_protects_workers_finds_the_records_in_the_same_places(crossed):
    desk, case = crossed
    client = signed_in(desk, "protection_officer")
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    found = {one for _name, said in walk(client, "protection_officer") for one in hidden(case) if one in said}
    assert found >= {NAMES[0], *Record.objects.values_list("id", flat=True)}


ADDRESSES = {
    "registers:record": [], "registers:version": [1], "registers:record-export": ["csv"], "registers:consents": [],
    "registers:release": [], "registers:edit": [], "network:record": [], "identity:subject": [],
}  # fmt: skip
OF_CASES = ("cases:case", "cases:api-case", "cases:contents", "cases:bundle", "network:case")


@pytest.mark.parametrize("role", ["desk_officer", "analyst", "legal_reviewer", "releasing_officer", "liaison_officer"])
@pytest.mark.parametrize("purpose", ["immigration", "review"])
def test_an_identifier_of_the_worker_is_answered_like_one_of_nobody(crossed, role, purpose):
    desk, case = crossed
    client = signed_in(desk, role)
    client.post(reverse("ui:purpose"), {"purpose": purpose})
    asked = [(name, one.id, more) for one in Record.objects.all() for name, more in ADDRESSES.items()]
    asked += [(name, case.id, []) for name in OF_CASES]
    for name, identifier, more in asked:
        first, second = (_answered(client, name, one, more) for one in (identifier, str(uuid4())))
        assert first == second, (name, role, purpose)


def _answered(client: Client, name: str, identifier: str, more: list) -> tuple[int, str]:
    """Return how an address answers, without its identifier and what differs from one answer to the next."""
    answer = client.get(reverse(name, args=[identifier, *more]))
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = re.sub(r'value="[A-Za-z0-9]{64}"', "", text.decode(errors="replace"))
    return answer.status_code, said.replace(identifier, "")


def test_one_of_the_same_name_leads_from_no_comparison_to_the_worker(crossed):
    """An ordinary record that agrees in every mark is compared, screened and drawn as if there were no other."""
    desk, _case = crossed
    kept = Record.objects.get(type="person").id
    ours = marking(persons={"suspect"})
    twin = registers.draft_record(actor_of(desk.officers["asma"]), "person", ELSEWHERE["person"], ours, OPEN)
    runner.run_due(FakeClock(timezone.now()), "test")
    client = signed_in(desk, "analyst")
    for purpose in (OPEN, "review"):
        client.post(reverse("ui:purpose"), {"purpose": purpose})
        places = [*pages(), *((name, reverse(name, args=[twin.id])) for name in ("network:record", "identity:subject"))]
        for name, url in places:
            for given in ({}, *[{box: NAMES[0]} for box in ASKED.get(name, [])]):
                if may_open(name, signed_in=True, roles=["analyst"]):
                    assert kept not in read(client, name, url, given).decode(errors="replace"), (purpose, name, given)
    assert twin.id in read(client, "registers:list", reverse("registers:list"), {}).decode()
