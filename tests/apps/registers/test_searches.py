# SPDX-License-Identifier: Apache-2.0
"""A search is saved under a name, opens again, is its officer's alone, and is forgotten."""

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.registers import searches
from taawun.apps.registers.models import SavedSearch
from tests.apps.making import officer
from tests.apps.registers.test_editing import at_desk

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]

LISTS = {"records": ("registers:list", "type=seizure&f-country=BH"), "cases": ("cases:list", "mine=1")}


@pytest.fixture
def client() -> Client:
    return at_desk("bilal")


def keep(client, page, query, title="بحرین کی ضبطیاں", **more):
    return client.post(reverse("registers:search-keep"), {"page": page, "query": query, "title": title} | more)


@pytest.mark.parametrize(("page", "query"), LISTS.values(), ids=LISTS)
def test_a_search_is_saved_and_opens_again(client, page, query):
    answer = keep(client, page, query + "&after=01a20128-f73a-7e56-9288-e13039c04f99")
    assert answer["Location"].startswith(reverse(page))
    assert SavedSearch.objects.get().query == query
    shown = client.get(reverse(page)).content.decode()
    assert f"{reverse(page)}?{query.replace('&', '&amp;')}" in shown
    assert "بحرین کی ضبطیاں" in shown
    assert "بحرین" not in at_desk("asma").get(reverse(page)).content.decode()


def test_a_search_of_the_same_name_takes_its_place(client):
    for query in ("type=seizure", "type=vessel"):
        keep(client, "registers:list", query)
    assert [one.query for one in SavedSearch.objects.all()] == ["type=vessel"]


REFUSED = {
    "without a name": ("registers:list", "type=seizure", " "),
    "of a thousand characters": ("registers:list", "text=" + "a" * 1_200, "x"),
}


@pytest.mark.parametrize(("page", "query", "title"), REFUSED.values(), ids=REFUSED)
def test_a_search_that_cannot_be_saved_says_so(client, page, query, title):
    assert keep(client, page, query, title).status_code == 302
    assert not SavedSearch.objects.exists()


def test_a_list_that_is_none_leads_nowhere(client):
    assert keep(client, "https://elsewhere.example", "x=1").status_code == 404


def test_no_more_than_fifty_are_saved(client, monkeypatch):
    monkeypatch.setattr(searches, "MOST", 2)
    for number in range(3):
        keep(client, "registers:list", "type=seizure", f"search {number}")
    assert SavedSearch.objects.count() == 2


def test_only_its_officer_forgets_a_search(client):
    keep(client, "registers:list", "type=seizure")
    one = SavedSearch.objects.get()
    keep(at_desk("asma"), "registers:list", "", drop=one.id)
    assert SavedSearch.objects.exists()
    keep(client, "registers:list", "", drop=one.id)
    assert not SavedSearch.objects.exists()


def test_who_sees_no_list_saves_no_search():
    reader = Client()
    reader.force_login(officer("sana", "auditor"))
    assert keep(reader, "registers:list", "type=seizure").status_code == 403
