# SPDX-License-Identifier: Apache-2.0
"""The pages of the network: start, tables, the reason, the export."""

import json

import pytest
from django.urls import reverse

from tests.apps.network.making import PASSPORT, PHONE, person
from tests.apps.registers.making import PURPOSE


@pytest.fixture
def pair(story):
    """Two people with one telephone, of whom one shares a passport with a third."""
    desk = story.officers["asma"]
    a = person(desk, "Ahmad Khalid", phone=[PHONE])
    b = person(desk, "خالد گوندل", phone=[PHONE], passport_number=[PASSPORT])
    return a, b, person(desk, "أحمد خالد", passport_number=[PASSPORT])


def address(record: str) -> str:
    return reverse("network:record", args=[record])


def test_a_search_leads_to_where_to_start(sign_in, pair) -> None:
    page = sign_in("asma").get("/network/", {"text": "khalid"}).content.decode()
    assert f'href="{address(pair[0])}"' in page


def test_the_tables_say_what_the_drawing_shows_and_why(sign_in, pair) -> None:
    page = sign_in("asma").get(address(pair[0])).content.decode()
    assert page.count("data-node=") == 2
    assert page.count("data-a=") == 1
    assert "Same number: <bdi>Telephone</bdi>" in page
    assert "B2 · B2" in page
    assert f'data-expand href="?open={pair[1]}"' in page


def test_expanding_keeps_what_was_expanded(sign_in, pair) -> None:
    page = sign_in("asma").get(address(pair[0]), {"open": [pair[1]]}).content.decode()
    assert page.count("data-node=") == 3
    assert f"?open={pair[1]}&amp;open={pair[2]}" in page


def test_an_export_carries_markings_and_grounds(sign_in, pair) -> None:
    answer = sign_in("asma").get(reverse("network:export", args=["record", pair[0]]), {"open": [pair[1]]})
    assert "attachment" in answer["Content-Disposition"]
    said = json.loads(answer.content)
    assert (said["format"], said["purpose"], said["start"]) == ("taawun-network/1", PURPOSE, pair[0])
    assert all(node["marking"]["purposes"] == [PURPOSE] for node in said["nodes"])
    assert {link["why"][0]["fields"][0] for link in said["links"]} == {"phone", "passport_number"}


def test_an_export_of_nothing_known_is_not_found(sign_in, pair) -> None:
    assert sign_in("asma").get(reverse("network:export", args=["envelope", pair[0]])).status_code == 404


def test_protected_persons_are_included_for_a_reason_on_the_page(story, sign_in, pair) -> None:
    person(story.officers["asma"], "زینب", phone=[PHONE], persons={"victim"})
    page = sign_in("asma").get(address(pair[0])).content.decode()
    assert "زینب" not in page
    assert "is left out" in page
    asked = {"reason": "To find her", "open": [pair[1]]}
    answer = sign_in("asma").post(reverse("network:include", args=[pair[0]]), asked, follow=True)
    said = answer.content.decode()
    assert "زینب" in said
    assert "To find her" in said
    assert "أحمد خالد" in said


def test_a_protected_start_asks_for_the_reason_first(story, sign_in) -> None:
    victim = person(story.officers["asma"], "زینب", phone=[PHONE], persons={"victim"})
    answer = sign_in("asma").get(address(victim))
    assert answer.status_code == 403
    assert "زینب" not in answer.content.decode()
    answer = sign_in("asma").post(reverse("network:include", args=[victim]), {"reason": "To find her"}, follow=True)
    assert "زینب" in answer.content.decode()


def test_a_case_is_a_start_too(story, sign_in) -> None:
    page = sign_in("omar").get(reverse("network:case", args=[story.case])).content.decode()
    assert f'data-node="{story.case}" data-type="case"' in page


def test_wrong_identifiers_in_the_address_are_ignored(sign_in, pair) -> None:
    answer = sign_in("asma").get(address(pair[0]), {"open": ["../..", "x" * 5_000], "included": "<script>"})
    assert answer.status_code == 200


def test_a_record_and_a_case_lead_to_their_network(story, sign_in) -> None:
    page = sign_in("asma").get(reverse("registers:record", args=[story.record])).content.decode()
    assert f'href="{address(story.record)}"' in page
    page = sign_in("omar").get(reverse("cases:case", args=[story.case])).content.decode()
    assert f'href="{reverse("network:case", args=[story.case])}"' in page
