# SPDX-License-Identifier: Apache-2.0
"""Late actions are remembered on both sides, once for each shared working day, and never when done (§80.114)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.cases import library
from taawun.apps.cases.models import Task
from taawun.kernel.wire.ids import uuid7
from taawun.sectors.committee import jobs
from tests.sectors.committee.test_pages import PACK, PURPOSE, action, client_of, told, values

pytestmark = pytest.mark.django_db
FRIDAY = "2026-11-27"
"""A working day in Pakistan and not in Bahrain, like the Friday of the first meeting."""
THURSDAY = "2026-11-26"


def night(month: int, day: int) -> datetime:
    """The moment at which a day of 2026 is over in both capitals."""
    return datetime(2026, month, day, 21, 30, tzinfo=UTC)


def owned_by_them(desk):
    return action(desk, "assign", due=THURSDAY)


def owned_by_us(desk):
    return action(desk, "undertake", due=THURSDAY)


def came_from_them(desk):
    found = {"document": "Annex", "page": "1", "officer": desk.partner.party.members["lawyer"].id}
    said = values("what", "authority", "result", "track") | {"due": THURSDAY}
    content = {slug: {"value": value, "found": found} for slug, value in sorted(said.items())}
    desk.salt += 1
    identifier = uuid7(desk.tick(), desk.salt.to_bytes(10, "big"))
    made = desk.drafts(identifier, library.pack_named(PACK).kinds["committee_action"], "assign", content=content)
    desk.known.append(made)
    (receipt,) = desk.receive(desk.envelope(made.to_wire(), made.case, purpose=PURPOSE))
    assert receipt["kind"] == "accepted", receipt
    return desk.act("omar", "assign", made.case, "central", PURPOSE)


SIDES = {
    "we follow what the other side owns": (owned_by_them, "overdue_follow"),
    "we own what we entered": (owned_by_us, "overdue_own"),
    "we own what the other side assigned": (came_from_them, "overdue"),
}


def waiting() -> list[tuple[str, str]]:
    return list(Task.objects.filter(done=None, source__startswith="overdue:").values_list("slug", "source"))


@pytest.mark.parametrize(("made", "slug"), SIDES.values(), ids=SIDES)
def test_each_side_reminds_its_own_people_once_a_shared_working_day(desk, made, slug):
    case = made(desk)
    for day in (26, 27, 28, 29):  # due; Friday in Pakistan only; the weekend of both; Sunday in Bahrain only
        jobs.remind(night(11, day))
    assert waiting() == []
    for _ in range(2):
        jobs.remind(night(11, 30))
    assert waiting() == [(slug, "overdue:1")]
    jobs.remind(night(12, 1))
    assert waiting() == [(slug, "overdue:2")]
    assert Task.objects.filter(case=case, slug=slug).count() == 2
    assert Line.objects.filter(act="case.reminded", object_id=case.id).count() == 2


ENDS = {
    "evidence was given": ("show", "shown"),
    "progress was reported": ("report", "assigned"),
    "it is asked to be dropped": ("ask_drop", "drop_asked"),
}


@pytest.mark.parametrize(("move", "becomes"), ENDS.values(), ids=ENDS)
def test_a_reminder_ends_with_what_the_owner_does(desk, move, becomes):
    case = owned_by_them(desk)
    desk.now = desk.partner.now = night(11, 30)
    jobs.remind(desk.now)
    told(desk, case, move)
    case.refresh_from_db()
    assert (case.state, waiting()) == (becomes, [])


def test_nobody_is_reminded_of_what_was_done_even_if_the_move_came_late(desk):
    case = owned_by_them(desk)
    said = desk.now + timedelta(days=1)
    desk.now = desk.partner.now = night(12, 2)
    jobs.remind(desk.now)
    assert len(waiting()) == 1
    told(desk, case, "show", at=said)
    jobs.remind(desk.tick(days=1))
    assert waiting() == []
    jobs.remind(desk.tick(days=30))
    assert waiting() == []


SAID = {"en": "An action of ours is late", "ar": "إجراء على عاتقنا متأخر", "ur": "ہماری ایک کارروائی میں تاخیر"}


@pytest.mark.parametrize(("language", "words"), SAID.items(), ids=SAID)
def test_the_reminder_stands_on_my_day(desk, language, words):
    case = owned_by_us(desk)
    jobs.remind(night(11, 30))
    client = client_of(desk, "asma")
    client.post(reverse("ui:language"), {"language": language})
    page = client.get(reverse("ui:home")).content.decode()
    assert words in page
    assert reverse("cases:case", args=[case.id]) in page
