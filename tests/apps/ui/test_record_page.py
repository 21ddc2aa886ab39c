# SPDX-License-Identifier: Apache-2.0
"""What stands beside a record: judgements, records that name it, releases and alerts, as far as they may be shown."""

import pytest
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.identity.judged import access as judged
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from tests.apps.registers.making import PURPOSE, SEIZURE, marking
from tests.apps.ui.story import NOW


def page(client, record: str) -> str:
    answer = client.get(reverse("registers:record", args=[record]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_record_says_who_judged_it_and_why(story, sign_in) -> None:
    shown = page(sign_in("asma"), story.record)
    assert "Judgements (1)" in shown
    assert "ایک ہی پاسپورٹ" in shown
    assert story.officers["asma"].name in shown


def test_a_reader_who_sees_no_pairs_is_told_of_none(story, sign_in) -> None:
    shown = page(sign_in("bilal"), story.record)
    assert "Judgements (0)" in shown
    assert "ایک ہی پاسپورٹ" not in shown
    assert judged.of_record(story.officers["bilal"], story.record, PURPOSE) == ()


def test_another_purpose_shows_no_judgement(story) -> None:
    assert judged.of_record(story.officers["asma"], story.record, "training") == ()


def test_the_other_side_of_a_judgement_is_recorded_as_seen(story) -> None:
    (one,) = judged.of_record(story.officers["asma"], story.record, PURPOSE)
    assert Line.objects.filter(act="record.listed", object_id=one.other.record.id, purpose=PURPOSE).exists()


def test_a_record_says_to_whom_it_was_released(story, sign_in) -> None:
    shown = page(sign_in("asma"), story.record)
    assert "Releases (1)" in shown
    assert reverse("exchange:release", args=[story.draft]) in shown


def test_a_record_shows_its_alerts(story, sign_in) -> None:
    assert reverse("identity:alert", args=[story.alert]) in page(sign_in("asma"), story.record)


@pytest.mark.parametrize(("reader", "seen"), [("asma", True), ("omar", True)])
def test_a_record_shows_what_names_it(story, sign_in, reader, seen) -> None:
    vessel = registers.draft_record(
        actor_of(story.officers["asma"]), "vessel", {"name": ["النور"]}, marking(), PURPOSE, at=NOW
    )
    seizure = registers.draft_record(
        actor_of(story.officers["asma"]), "seizure", SEIZURE | {"vessel": vessel.id}, marking(), PURPOSE, at=NOW
    )
    client = sign_in(reader)
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    assert (reverse("registers:record", args=[seizure.id]) in page(client, vessel.id)) is seen
