# SPDX-License-Identifier: Apache-2.0
"""Many records of a list are released together, by hand: chosen, drafted, looked through, approved (spec §80.26)."""

import re

import pytest
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.exchange.models import Release, ReleasedObject
from taawun.apps.people.access import actor_of
from taawun.apps.registers.services import draft_record
from tests.apps.exchange.partner import THEM
from tests.apps.registers.making import PURPOSE, SEIZURE, marking

pytestmark = pytest.mark.django_db
TERMS = {"recipients": [THEM], "instrument": "pk-bh-jwg", "article": "3"}
URL = "registers:release-set"


@pytest.fixture
def both(story) -> list[str]:
    actor = actor_of(story.officers["asma"])
    kept = marking(tlp="red", named={"PK:anf"})
    return [
        draft_record(actor, "seizure", SEIZURE | {"name": name}, one, PURPOSE).id
        for name, one in (("قارب الصيد", marking()), ("کشتی", kept))
    ]


def listed(act: str = "record.listed") -> set[str]:
    return set(Line.objects.filter(act=act, outcome="allowed").values_list("object_id", flat=True))


def test_the_records_of_a_list_stand_there_chosen_and_on_the_record(story, sign_in, both) -> None:
    client = sign_in("asma")
    assert reverse(URL) + "?type=seizure" in client.get(reverse("registers:list") + "?type=seizure").content.decode()
    page = client.get(reverse(URL) + "?type=seizure").content.decode()
    for record in both:
        assert f'name="record" value="{record}" aria-labelledby="r-{record}" checked' in page
    assert listed() >= set(both)


def test_what_may_not_go_there_is_named_and_nothing_is_drafted(story, sign_in, both) -> None:
    before = Release.objects.count()
    answer = sign_in("asma").post(reverse(URL), TERMS | {"stood": both, "record": both})
    page = answer.content.decode()
    assert answer.status_code == 400
    said = re.findall(r"<td>([^<]+) <code class=\"id\">§([^<]+)</code>", page)
    assert said == [("TLP:RED names no reader of this recipient.", "80.7")]
    assert f'value="{both[0]}" aria-labelledby="r-{both[0]}" checked' in page
    assert f'value="{both[1]}" aria-labelledby="r-{both[1]}" checked' not in page
    assert Release.objects.count() == before


def test_those_that_may_are_drafted_and_shown_to_who_approves(story, sign_in, both) -> None:
    answer = sign_in("asma").post(reverse(URL), TERMS | {"stood": both, "record": both[:1]})
    row = Release.objects.latest("created", "id")
    assert answer["Location"] == reverse("exchange:release", args=[row.id])
    assert list(ReleasedObject.objects.values_list("release_id", "object_id")) == [(row.id, both[0])]
    before = Line.objects.filter(act="record.listed", object_id=both[0]).count()
    page = sign_in("bilal").get(reverse("exchange:release", args=[row.id])).content.decode()
    assert "قارب الصيد" in page
    assert reverse("registers:version", args=[both[0], 1]) in page
    assert Line.objects.filter(act="record.listed", object_id=both[0]).count() == before + 1


@pytest.mark.parametrize("record", [[], ["not-one-of-them"]])
def test_nothing_chosen_or_something_that_did_not_stand_there_is_refused(story, sign_in, both, record) -> None:
    before = Release.objects.count()
    assert sign_in("asma").post(reverse(URL), TERMS | {"stood": both, "record": record}).status_code == 400
    assert Release.objects.count() == before
