# SPDX-License-Identifier: Apache-2.0
"""What waits on My day: a plan of which a version came; and every version that crossed can be read (spec §86.9)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from taawun.apps.exchange.models import OutEnvelope
from taawun.apps.notices import counting
from taawun.sectors.plans.contents import Form
from taawun.sectors.plans.models import Section, Version
from taawun.sectors.plans.waiting import WAITS, waiting
from tests.sectors.plans.test_crossing import comes, opened, released, save, section, version, written
from tests.sectors.plans.test_pages import client_of

pytestmark = pytest.mark.django_db
PURPOSE = "coordination"


def sends(desk, row: Section, number: int, text: str) -> None:
    """Let Bahrain release a section with other words."""
    state = bytes(Section.objects.get(id=row.id).state)
    assert comes(desk, version(row, written(state, row.id, seed=number, text=text), number))[0] == "accepted"


def lines(desk, name: str = "asma", purpose: str = PURPOSE, at=None) -> list[tuple[str, tuple[str, ...], str]]:
    found = waiting(desk.officers[name], purpose, at or desk.tick(), 20)
    return [(one.page, one.args, one.note) for one in found]


def test_a_plan_of_which_a_version_came_waits_until_somebody_here_wrote_or_released_that_section(desk):
    plan = opened(desk)
    row, other = section(plan), section(plan, Form.PHASES)
    save(desk, row, text="ہم شمال سے۔")
    assert lines(desk) == []
    before = counting.waiting(desk.officers["asma"], desk.now).desks
    sends(desk, row, 1, "ہم شمال سے۔ ونحن من الجنوب.")
    assert lines(desk) == lines(desk, "omar") == [("plans:plan", (plan.id,), "BH")]
    assert counting.waiting(desk.officers["asma"], desk.now).desks == before + 1
    assert lines(desk, "bilal") == lines(desk, "nadia") == lines(desk, purpose="counter-narcotics") == []
    save(desk, other, values={("aaaaaaaa", "name"): "تیاری"})
    assert len(lines(desk)) == 1
    save(desk, row, text="ہم شمال سے۔ ونحن من الجنوب. Agreed.")
    assert lines(desk) == []
    sends(desk, row, 2, "Agreed.")
    assert len(lines(desk)) == 1
    released(desk, row)
    assert lines(desk) == []


def test_a_version_that_nobody_answered_does_not_wait_for_ever(desk):
    row = section(opened(desk))
    sends(desk, row, 1, "ابدأ")
    came = Version.objects.get().at
    assert len(lines(desk, at=came + WAITS - timedelta(minutes=1))) == 1
    assert lines(desk, at=came + WAITS) == []


def test_my_day_leads_to_the_plan_and_its_pages_to_every_version_that_crossed(desk):
    desk.now = timezone.now().replace(microsecond=0) - timedelta(minutes=5)
    row = section(opened(desk))
    for words in ("First", "Second"):
        save(desk, row, text=words)
        released(desk, row)
    sends(desk, row, 1, "ثالثاً")
    client = client_of(desk, "asma")
    there = reverse("plans:plan", args=[row.plan_id])
    assert there in client.get(reverse("ui:home")).content.decode()
    sent = [reverse("exchange:envelope", args=[one]) for one in OutEnvelope.objects.values_list("id", flat=True)]
    came = reverse("exchange:envelope", args=[Version.objects.get(party="BH").envelope])
    plan, page = (client.get(url).content.decode() for url in (there, reverse("plans:section", args=[row.id])))
    assert [one in plan for one in (*sent, came)].count(True) == 2  # of each side the newest
    assert len(sent) == 2
    assert all(one in page for one in (*sent, came))
    assert all(client.get(one).status_code == 200 for one in (*sent, came))
