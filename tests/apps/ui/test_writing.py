# SPDX-License-Identifier: Apache-2.0
"""Writing to a partner from the desk, and answering what came."""

import json

import pytest
from django.urls import reverse

from taawun.apps.exchange.models import Release
from tests.apps.exchange.partner import THEM

pytestmark = pytest.mark.django_db
TERMS = {
    "recipient": THEM,
    "language": "ur",
    "instrument": "jwg-2025",
    "article": "5(2)",
    "text": "جی ہاں، کل بھیجیں گے۔",
}


def test_an_officer_answers_what_came_and_a_release_is_drafted(sign_in, story) -> None:
    client = sign_in("asma", "ur")
    page = client.get(reverse("exchange:envelope", args=[story.incoming])).content.decode()
    answer = f"{reverse('exchange:write')}?about={story.incoming}"
    assert answer in page
    form = client.get(answer).content.decode()
    assert f'value="{story.incoming}"' in form
    told = client.post(reverse("exchange:write"), TERMS | {"about": story.incoming})
    row = Release.objects.latest("created")
    assert told["Location"] == reverse("exchange:release", args=[row.id])
    body = json.loads(bytes(row.body))
    assert (body["about"], body["text"], body["language"]) == (story.incoming, TERMS["text"], "ur")
    assert row.state == "draft"


WRONG = {
    "no text": {"text": " "},
    "nobody to get it": {"recipient": ""},
    "a stranger": {"recipient": "XX"},
    "no legal basis": {"article": ""},
    "a language the desk has not": {"language": "fr"},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_a_form_that_is_wrong_comes_back_whole(sign_in, story, change) -> None:
    before = Release.objects.count()
    answer = sign_in("asma").post(reverse("exchange:write"), TERMS | change)
    assert answer.status_code == 400
    assert "5(2)" in answer.content.decode() or "article" in change
    assert Release.objects.count() == before


@pytest.mark.parametrize("about", ["outgoing", "refused", "draft"])
def test_only_what_came_and_was_accepted_is_answered(sign_in, story, about) -> None:
    url = f"{reverse('exchange:write')}?about={getattr(story, about)}"
    assert sign_in("asma").get(url).status_code == 404


def test_what_is_no_identifier_is_not_found(sign_in, story) -> None:
    assert sign_in("asma").get(reverse("exchange:write") + "?about=%00؟").status_code == 404
