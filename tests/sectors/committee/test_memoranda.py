# SPDX-License-Identifier: Apache-2.0
"""Memoranda: only lawful steps, drafts that follow from moves, and what a pack permits today (spec §80.116)."""

from datetime import date

import pytest
from django.urls import reverse

from taawun.apps.cases import access as cases
from taawun.apps.cases import library
from taawun.kernel.instruments.pack import Status
from taawun.sectors.committee import memoranda
from tests.apps.cases.making import state
from tests.sectors.committee.test_pages import client_of

PACK, PURPOSE = "pk-bh-committee", "coordination"
TEXTS = {
    "text_en": "Article 1\nAnswers come in ten days.", "text_ar": "المادة 1\nيُجاب خلال عشرة أيام.",
    "text_ur": "دفعہ 1\nجواب دس دن میں ہو گا۔",
}  # fmt: skip
NAME = {"heading": "حوالگی کی یادداشت", "subject": "extradition"}
LINES = {
    "with a day": ("Signature | 2027-03-01", ("Signature", date(2027, 3, 1))),
    "without a day": ("توقیع", ("توقیع", None)),
    "with a day that is none": ("Signature | soon", ("Signature | soon", None)),
}


@pytest.mark.parametrize(("line", "told"), LINES.values(), ids=LINES)
def test_milestones_are_read_from_lines(line, told):
    (one,) = memoranda.milestones(line)
    assert (one.text, one.due) == told


def test_a_model_permits_nothing_and_a_pack_that_is_not_here_is_said_to_be_missing():
    found = memoranda.permitted("pk-bh-extradition", date(2030, 1, 1), date(2029, 1, 1))
    assert (found.pack.status, found.today) == (Status.MODEL, False)
    assert memoranda.permitted("no-such-pack", date(2030, 1, 1), date(2029, 1, 1)) is None


FORCE = {
    "in force since yesterday": (date(2029, 12, 31), True),
    "in force since today": (date(2030, 1, 1), True),
    "in force from tomorrow": (date(2030, 1, 2), False),
    "not in force": (None, False),
}


@pytest.mark.parametrize(("force", "permits"), FORCE.values(), ids=FORCE)
def test_a_pack_in_force_permits_only_from_the_day_of_its_memorandum(force, permits):
    """Spec §80.116d: from the day on which both are in force."""
    found = memoranda.permitted("untoc", date(2030, 1, 1), force)
    assert (found.pack.status, found.today) == (Status.IN_FORCE, permits)


def proposed(desk):
    case = desk.open(pack=PACK, kind="committee_memorandum", purpose=PURPOSE)
    desk.fill(case, **NAME, **TEXTS, milestones="Signature | 2027-03-01")
    return desk.cross("asma", case, "propose")


@pytest.mark.django_db
def test_drafts_of_both_sides_stand_beside_each_other(desk):
    case = proposed(desk)
    assert desk.answers(case, "counter")["kind"] == "accepted"
    changed = TEXTS["text_en"].replace("ten", "five")
    desk.fill(case, **TEXTS | {"text_en": changed})
    desk.cross("asma", case, "counter_again")
    found = memoranda.memorandum(desk.officers["asma"], case.id, desk.now.date(), at=desk.tick())
    assert [(one.number, one.party) for one in found.drafts] == [(1, "PK"), (2, "BH"), (3, "PK")]
    assert found.drafts[2].texts["en"] == changed
    url = reverse("committee:memorandum", args=[case.id])
    page = client_of(desk, "asma").get(url + "?old=1&new=3&language=en").content.decode()
    assert "<del>ten</del>" in page
    assert "<ins>five</ins>" in page
    assert client_of(desk, "asma").get(reverse("committee:memoranda")).content.decode().count("حوالگی کی یادداشت") == 1


@pytest.mark.django_db
def test_the_road_to_force_has_no_short_cut(desk):
    case = proposed(desk)
    early = desk.drafts(case.id, library.kind_of(case), "sign_guest")
    assert desk.receives(early, purpose=PURPOSE)["code"] == "case.unlawful-move"
    assert desk.answers(case, "initial_guest")["kind"] == "accepted"
    desk.cross("sana", case, "confirm_host")
    desk.fill(case, signed_on="2027-03-01")
    desk.cross("bilal", case, "sign_host", by=("huda", "sana"))
    desk.answers(case, "sign_guest")
    desk.cross("sana", case, "ratify_host")
    assert memoranda.stage_of(state(case)) == "signed"
    desk.answers(case, "ratify_guest")
    desk.cross("asma", case, "both_ratified")
    desk.fill(case, force_on="2027-04-01", becomes="untoc")
    desk.cross("sana", case, "enter_into_force")
    for day, permits in ((date(2027, 3, 31), False), (date(2027, 4, 1), True)):
        found = memoranda.memorandum(desk.officers["asma"], case.id, day, at=desk.tick())
        assert (found.stage, found.permitted.today) == ("in_force", permits)
    page = client_of(desk, "asma").get(reverse("committee:memorandum", args=[case.id])).content.decode()
    assert "Nothing yet" in page
    desk.answers(case, "end_guest")
    assert state(case) == "ended"
    found = memoranda.memorandum(desk.officers["asma"], case.id, date(2027, 4, 2), at=desk.tick())
    assert not found.permitted.today


@pytest.mark.django_db
def test_a_memorandum_whose_pack_is_a_model_says_why_it_permits_nothing_and_names_the_pack(desk):
    case = desk.open(pack=PACK, kind="committee_memorandum", purpose=PURPOSE)
    desk.fill(case, becomes="pk-bh-extradition")
    page = client_of(desk, "asma").get(reverse("committee:memorandum", args=[case.id])).content.decode()
    told = page.partition("Nothing yet")[2].partition("</dd>")[0]
    assert "Model: in force between nobody" in told
    assert cases.pack_named("pk-bh-extradition").title["en"] in told
    assert '<code class="id">pk-bh-extradition' not in told


@pytest.mark.django_db
def test_a_memorandum_of_which_nothing_crossed_says_what_to_do(desk):
    case = desk.open(pack=PACK, kind="committee_memorandum", purpose=PURPOSE)
    page = client_of(desk, "asma").get(reverse("committee:memorandum", args=[case.id]))
    assert page.status_code == 200
    assert reverse("cases:contents", args=[case.id]) in page.content.decode()
