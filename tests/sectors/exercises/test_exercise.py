# SPDX-License-Identifier: Apache-2.0
"""An exercise at a node: its plan agreed, its injects fired once by the clock, late ones told, ratings, actions."""

import io
import re
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from taawun.apps.audit.models import Line
from taawun.apps.cases import access as cases
from taawun.apps.cases import tabling
from taawun.apps.cases.models import Case, Proposal
from taawun.apps.exchange import services as exchange
from taawun.apps.exchange.models import OutEnvelope, Release
from taawun.apps.people.models import Officer
from taawun.apps.registers.models import Record
from taawun.apps.registers.taking import take_received
from taawun.kernel.errors import BadPlan, NotController, NotEvaluable
from taawun.kernel.wire.ids import uuid7
from taawun.sectors.exercises import access, controlling, jobs, reporting, rules, services
from taawun.sectors.exercises.models import Armed, Fired
from taawun.sectors.exercises.running import Shape
from taawun.sectors.exercises.services import Item
from tests.apps.cases.making import state
from tests.apps.registers.making import header, marking, payload
from tests.sectors.exercises.plan import HEAD_CSV, PARTIES, PLAN, ROWS

pytestmark = pytest.mark.django_db
PACK, PURPOSE = "pk-bh-exercises", "exercise"
INTERDICTION, NOTIFICATION = "Maritime interdiction", "Notification"


def planned(desk) -> Case:
    case = desk.open(pack=PACK, kind="exercise", purpose=PURPOSE)
    for slug, value in PLAN.items():
        desk.act("asma", "fill", case.id, slug, PURPOSE, value=value, document="Annex", page="1")
    return case


def agreed(desk) -> Case:
    case = planned(desk)
    desk.cross("asma", case, "propose_plan")
    assert desk.answers(case, "agree_plan")["kind"] == "accepted"
    return case


def armed(desk, case) -> list[str]:
    """Arm the injects of our node, and return the releases of those for the other."""
    rows = services.arm(desk.officers["asma"], case.id, at=desk.tick())
    return [row.release for row in rows if row.release]


def approve(desk, releases) -> None:
    exchange.approve(desk.actor("bilal"), releases, desk.keys["bilal"], desk.tick())


def running_exercise(desk) -> Case:
    case = agreed(desk)
    approve(desk, armed(desk, case))
    return desk.cross("asma", case, "start")


def ended(desk) -> Case:
    case = running_exercise(desk)
    jobs.run_due(desk.tick(seconds=40))
    return desk.cross("asma", case, "end")


def events(desk, case):
    asma = desk.officers["asma"]
    found = access.exercise(asma, case.id, at=desk.now)
    return {one.inject.number: one for one in access.events(asma, found, at=desk.now)}


def came(desk, case, place, fired, arrived, record=7, **data):
    """Let an inject of Bahrain arrive."""
    said = {"name": PLAN["name"], "exercise": case.id, "number": str(place), "minute": "20", "addressee": "MCC",
            "channel": "desk", "late_after": "30", "text": "زورق يغير مساره"} | data  # fmt: skip
    one = payload(record=record, type="exercise-inject", data=said, marking=marking("BH", purposes={PURPOSE}))
    head = header(id=uuid7(fired, record.to_bytes(10, "big")), purpose=PURPOSE, personal=False)
    return take_received(head, one.to_wire(), arrived)


# --- the clock ------------------------------------------------------------------------------------------------


def test_the_clock_fires_each_inject_of_ours_once_in_its_minute_and_none_before(desk):
    """Spec §88.7: minutes 0, 10 and 30 are ours, sixty times as fast."""
    case = running_exercise(desk)
    start = desk.now
    assert [jobs.run_due(start + timedelta(seconds=one)) for one in (5, 5, 15, 15, 60, 600)] == [1, 0, 1, 0, 1, 0]
    assert list(Fired.objects.values_list("inject__number", flat=True)) == [1, 2, 4]
    assert OutEnvelope.objects.filter(kind="record.report").count() == 2
    assert Line.objects.filter(act="exercise.fired", object_id=case.id).count() == 3
    with pytest.raises(DatabaseError), transaction.atomic():
        Fired.objects.all().delete()


def test_nothing_is_fired_before_the_start_nor_while_it_stands_nor_after_the_end(desk):
    case = agreed(desk)
    approve(desk, armed(desk, case))
    assert jobs.run_due(desk.tick(hours=1)) == 0
    desk.cross("asma", case, "start")
    assert desk.answers(case, "pause_other")["kind"] == "accepted"
    assert jobs.run_due(desk.tick(hours=1)) == 0
    desk.cross("asma", case, "resume")
    assert jobs.run_due(desk.tick(seconds=11)) >= 2
    desk.cross("asma", case, "end")
    fired = Fired.objects.count()
    assert jobs.run_due(desk.tick(hours=1)) == 0
    assert Fired.objects.count() == fired < 4


def test_what_nobody_released_is_held_and_fired_when_it_is(desk):
    case = agreed(desk)
    releases = armed(desk, case)
    desk.cross("asma", case, "start")
    assert jobs.run_due(desk.tick(minutes=1)) == 1
    assert {n for n, one in events(desk, case).items() if one.shape is Shape.HELD} == {2, 4}
    approve(desk, releases)
    assert jobs.run_due(desk.tick()) == 2


def test_an_inject_that_was_sent_and_not_yet_noted_is_noted_and_not_sent_again(desk):
    """A worker that dies between both leaves a sent release."""
    case = running_exercise(desk)
    release = Armed.objects.get(number=2).release
    exchange.send(desk.actor("bilal"), [release], desk.tick(seconds=11))
    jobs.run_due(desk.tick())
    assert OutEnvelope.objects.filter(release_id=release).count() == 1
    assert events(desk, case)[2].shape is Shape.FIRED


def test_arming_twice_changes_nothing_and_before_the_plan_is_agreed_it_is_refused(desk):
    case = planned(desk)
    with pytest.raises(NotEvaluable):
        armed(desk, case)
    case = agreed(desk)
    assert armed(desk, case) == armed(desk, case)
    assert Release.objects.filter(kind="record.report").count() == 2


# --- the other side ---------------------------------------------------------------------------------------------


def test_an_inject_fired_while_the_link_was_down_arrives_once_and_is_marked_late(desk):
    """Spec §88.7c: fired and arrived are both shown; what comes again, or under another record, is shown once."""
    case = running_exercise(desk)
    fired, arrived = desk.now, desk.tick(seconds=45)
    came(desk, case, 3, fired, arrived)
    came(desk, case, 3, fired, desk.tick())
    came(desk, case, 3, desk.now, desk.tick(), record=8)
    (told,) = [one for one in access.inbox(desk.officers["asma"], at=desk.now) if one.number == 3]
    assert (told.late, told.arrived - told.fired >= timedelta(seconds=44)) == (True, True)
    event = events(desk, case)[3]
    assert (event.shape, event.arrived) == (Shape.LATE, arrived)


def test_an_inject_that_came_in_time_is_not_late_and_says_nothing_of_what_is_expected(desk):
    case = running_exercise(desk)
    came(desk, case, 3, desk.now, desk.tick())
    page = client_of(desk).get(reverse("exercises:inbox")).content.decode()
    assert "زورق يغير مساره" in page
    assert "Change the patrol" not in page
    assert "Arrived late" not in page
    assert all(word in page for word in ("EXERCISE", "تمرين", "مشق"))


NOT_WHOLE = {"a number": {"number": "3.5"}, "a minute": {"minute": "20.5"}, "a time allowed": {"late_after": "30.5"}}


@pytest.mark.parametrize("said", NOT_WHOLE.values(), ids=NOT_WHOLE)
def test_an_inject_of_a_partner_that_no_plan_could_hold_hides_no_other(desk, said):
    """Spec §88.5a: its numbers are whole ones; one page shows all that came."""
    case = running_exercise(desk)
    came(desk, case, 3, desk.now, desk.tick())
    came(desk, case, 4, desk.now, desk.tick(), record=8, **said)
    client = client_of(desk)
    for page, given in (("inbox", []), ("live", [case.id]), ("evaluation", [case.id])):
        assert client.get(reverse(f"exercises:{page}", args=given)).status_code == 200, page
    assert [one.number for one in access.inbox(desk.officers["asma"], at=desk.tick()) if one.text in ROWS[2]] == [3]


def test_an_exercise_without_a_name_is_refused_with_its_reason(desk):
    refused = client_of(desk).post(reverse("exercises:list"), {"name": " "})
    assert refused.status_code == 400
    assert 'href="#id_name"' in refused.content.decode()


def test_a_scenario_runs_in_the_direction_of_its_own_letters(desk):
    case = agreed(desk)
    page = client_of(desk).get(reverse("exercises:design", args=[case.id])).content.decode()
    assert '<div class="card" dir="auto"><p>' in page


def test_a_list_that_shows_the_newest_of_more_exercises_says_so_and_leads_to_all(desk, monkeypatch):
    monkeypatch.setattr(tabling, "MOST", 2)
    for number in range(3):
        desk.open(pack=PACK, kind="exercise", purpose=PURPOSE)
        told = client_of(desk).get(reverse("exercises:list")).content.decode()
        assert ("There is more than a page shows." in told) == (number == 2)
    assert reverse("cases:list") in told.partition("There is more than a page shows.")[2]


def test_the_way_to_the_list_of_exercises_names_no_place_twice(desk):
    told = client_of(desk).get(reverse("exercises:list")).content.decode()
    trail = re.sub(r"<[^>]+>", "\n", told.partition('<nav class="trail"')[2].partition("</nav>")[0]).split("\n")
    places = [one.strip() for one in trail if one.strip() and "=" not in one]
    assert places[1:] == ["Exercises", "All exercises"]


def test_an_inject_for_a_plan_that_is_not_agreed_here_is_in_no_inbox(desk):
    """Spec §88.7d: nor one for an exercise that this node does not know."""
    case = planned(desk)
    came(desk, case, 3, desk.now, desk.tick())
    came(desk, case, 3, desk.now, desk.tick(), record=8, exercise="01a2083a-1847-7246-ba28-10234aa27467")
    assert access.inbox(desk.officers["asma"], at=desk.tick()) == []
    desk.cross("asma", case, "propose_plan")
    assert access.inbox(desk.officers["asma"], at=desk.tick()) == []
    assert desk.answers(case, "agree_plan")["kind"] == "accepted"
    assert [one.number for one in access.inbox(desk.officers["asma"], at=desk.tick())] == [3]


def test_players_see_their_injects_when_fired_and_not_those_of_the_other_side(desk):
    running_exercise(desk)
    assert access.inbox(desk.officers["asma"], at=desk.now) == []
    jobs.run_due(desk.tick(minutes=10))
    assert [one.number for one in access.inbox(desk.officers["asma"], at=desk.now)] == [1]


def test_what_leaves_holds_no_expected_action_and_is_for_the_exercise_alone(desk):
    armed(desk, agreed(desk))
    for row in Release.objects.filter(kind="record.report"):
        body = bytes(row.body).decode()
        assert row.purpose == PURPOSE
        assert '"purposes":["exercise"]' in body
        assert "Call the contact" not in body


# --- controllers and players ------------------------------------------------------------------------------------

EXPECTED = [row.split(" | ")[6] for row in ROWS]
TEXTS = [row.split(" | ")[5] for row in ROWS]


def pages_of(desk, case, name: str) -> str:
    client = client_of(desk, name)
    urls = [reverse(f"exercises:{one}", args=[case.id]) for one in ("design", "live", "evaluation")]
    return "".join(client.get(url).content.decode() for url in [*urls, reverse("exercises:inbox")])


def test_who_is_no_controller_sees_what_was_fired_and_never_what_is_expected_or_to_come(desk):
    """Spec §88.10."""
    case = running_exercise(desk)
    jobs.run_due(desk.tick(seconds=12))
    said = pages_of(desk, case, "omar")
    assert [text in said for text in TEXTS] == [True, True, False, False]
    assert not [one for one in EXPECTED if one in said]
    said = pages_of(desk, case, "asma")
    assert all(one in said for one in (*TEXTS, *EXPECTED))
    desk.cross("asma", case, "end")
    assert not [one for one in EXPECTED if one in pages_of(desk, case, "omar")]


def test_a_controller_adds_another_and_nobody_makes_themselves_one(desk):
    case = running_exercise(desk)
    url = reverse("exercises:live", args=[case.id])
    omar = desk.officers["omar"].id
    mine, theirs = client_of(desk), client_of(desk, "omar")
    for said in ({"act": "take"}, {"act": "person", "part": "-", "officer": omar}, {"act": "arm"}):
        theirs.post(url, said)
        assert not access.exercise(desk.officers["omar"], case.id).controls, said
    mine.post(url, {"act": "person", "part": "-", "officer": desk.officers["zara"].id})
    assert not controlling.controls(desk.officers["zara"], case)
    mine.post(url, {"act": "person", "part": "-", "officer": omar})
    assert EXPECTED[3] in theirs.get(url).content.decode()
    mine.post(url, {"act": "drop", "code": "", "officer": omar})
    assert EXPECTED[3] not in theirs.get(url).content.decode()
    mine.post(url, {"act": "drop", "code": "", "officer": desk.officers["asma"].id})
    assert access.exercise(desk.officers["asma"], case.id).controls
    for do in (
        lambda: services.design(desk.officers["omar"], case.id, {"name": "x"}),
        lambda: services.arm(desk.officers["omar"], case.id),
    ):
        with pytest.raises(NotController):
            do()


def test_where_nobody_controls_it_the_first_who_takes_the_control_or_arms_has_it(desk):
    """As at the node that was invited, and where whoever opened it works here no more."""
    case = agreed(desk)
    Case.objects.filter(id=case.id).update(opened_by="")
    url = reverse("exercises:live", args=[case.id])
    mine, theirs = client_of(desk, "omar"), client_of(desk)
    assert 'value="take"' in mine.get(url).content.decode()
    mine.post(url, {"act": "take"})
    assert access.exercise(desk.officers["omar"], case.id).controls
    assert 'value="take"' not in theirs.get(url).content.decode()
    theirs.post(url, {"act": "take"})
    assert not access.exercise(desk.officers["asma"], case.id).controls
    Officer.objects.filter(id=desk.officers["omar"].id).update(active=False)
    services.arm(desk.officers["asma"], case.id, at=desk.tick())
    assert access.exercise(desk.officers["asma"], case.id).controls


def test_who_plays_somebody_sees_what_is_for_that_player_alone(desk):
    case = running_exercise(desk)
    jobs.run_due(desk.tick(seconds=2))
    came(desk, case, 3, desk.now, desk.tick(), addressee="کوسٹ گارڈ آپریشنز روم")
    came(desk, case, 9, desk.now, desk.tick(), record=8, addressee="Another room")

    def seen(name):
        return sorted(one.number for one in access.inbox(desk.officers[name], at=desk.now))

    assert (seen("omar"), seen("imran")) == ([1, 3, 9], [1, 3, 9])
    client, url = client_of(desk), reverse("exercises:live", args=[case.id])
    client.post(url, {"act": "person", "part": "MCC", "officer": desk.officers["omar"].id})
    assert (seen("omar"), seen("imran")) == ([1, 3], [9])
    client.post(url, {"act": "drop", "code": "MCC", "officer": desk.officers["omar"].id})
    assert (seen("omar"), seen("imran")) == ([1, 3, 9], [1, 3, 9])
    client.post(url, {"act": "person", "part": "OPS", "officer": desk.officers["omar"].id})
    assert seen("omar") == [1, 3, 9]


# --- evaluation -----------------------------------------------------------------------------------------------


def rated(desk, case) -> None:
    asma = desk.officers["asma"]
    services.observe(asma, case.id, INTERDICTION, "strength", "ہدایت چار منٹ میں پہنچی", "1", at=desk.tick())
    for capability, rating in ((INTERDICTION, "P"), (NOTIFICATION, "M"), (NOTIFICATION, "S")):
        services.rate(asma, case.id, capability, rating, f"السبب {rating}", at=desk.tick())


def test_the_figures_of_the_report_are_those_of_the_ratings(desk):
    """Spec §88.8: a capability rated anew counts once, as it was rated last."""
    case = ended(desk)
    rated(desk, case)
    asma = desk.officers["asma"]
    found = access.exercise(asma, case.id, at=desk.now)
    assert reporting.figures(access.ratings(asma, found, at=desk.now)) == {"P": 1, "S": 1, "M": 0, "U": 0, "": 0}
    for language in ("en", "ar", "ur"):
        assert reporting.report(asma, case.id, language, at=desk.tick()).startswith(b"%PDF")


def test_the_ratings_of_the_other_side_stand_beside_ours_and_in_the_report(desk):
    """Spec §88.8b: what was released to us, under its side; the figures are ours."""
    case = ended(desk)
    rated(desk, case)
    said = {"name": PLAN["name"], "exercise": case.id, "capability": NOTIFICATION, "rating": "U",
            "text": "الاتصال تأخر"}  # fmt: skip
    words = marking("BH", purposes={PURPOSE})
    one = payload(record=21, type="exercise-rating", data=said, marking=words)
    head = header(id=uuid7(desk.now, (21).to_bytes(10, "big")), purpose=PURPOSE, personal=False)
    take_received(head, one.to_wire(), desk.tick())
    asma = desk.officers["asma"]
    found = access.exercise(asma, case.id, at=desk.now)
    both = access.both_ratings(asma, found, at=desk.now)
    assert list(both) == ["PK", "BH"]
    assert [one.rating for one in both["PK"]] == ["P", "S"]
    assert [one.rating for one in both["BH"]] == ["", "U"]
    assert reporting.figures(access.ratings(asma, found, at=desk.now))["U"] == 0
    page = client_of(desk).get(reverse("exercises:evaluation", args=[case.id])).content.decode()
    assert "الاتصال تأخر" in page
    ours = Record.objects.filter(type__in=["exercise-rating", "exercise-observation"], originator="PK")
    assert ours.count() == 3
    assert all(reverse("registers:release", args=[one.id]) in page for one in ours)
    rows = reporting._rated(found, both)
    assert ["Bahrain: U" in one.value for one in rows] == [False, True]


def test_before_the_end_nothing_is_rated_or_reported(desk):
    case = running_exercise(desk)
    for do in (
        lambda: services.rate(desk.officers["asma"], case.id, NOTIFICATION, "P", "x", at=desk.tick()),
        lambda: reporting.report(desk.officers["asma"], case.id, "en", at=desk.tick()),
    ):
        with pytest.raises(NotEvaluable):
            do()


def test_an_item_of_the_improvement_plan_becomes_an_action_with_its_owner_and_its_day(desk):
    case, asma = ended(desk), desk.officers["asma"]
    item = Item(NOTIFICATION, "رابطہ فہرست درست کریں", "BH", "Coast guard", date(2027, 3, 1), "List of March")
    row = services.improve(asma, case.id, item, at=desk.tick())
    first = services.hand_on(asma, row.id, at=desk.tick())
    assert services.hand_on(asma, row.id, at=desk.tick()).action == first.action
    desk.approve(Proposal.objects.get(case=first.action))
    desk.send(Proposal.objects.get(case=first.action))
    action = Case.objects.get(id=first.action)
    shown = cases.case(asma, action.id, "coordination", at=desk.tick())
    assert (action.pack_slug, action.kind, state(action)) == ("pk-bh-committee", "committee_action", "assigned")
    assert (shown.filled["due"].value, shown.filled["authority"].value) == ("2027-03-01", "BH: Coast guard")


# --- the pages ----------------------------------------------------------------------------------------------------


def client_of(desk, name: str = "asma", purpose: str = PURPOSE) -> Client:
    client = Client()
    client.force_login(desk.officers[name])
    client.post(reverse("ui:purpose"), {"purpose": purpose})
    return client


def test_a_plan_is_designed_in_its_page_from_a_table_and_a_wrong_one_changes_nothing(desk):
    client = client_of(desk)
    client.post(reverse("exercises:list"), {"name": PLAN["name"]})
    case = Case.objects.get(kind="exercise")
    page = reverse("exercises:design", args=[case.id])
    client.post(page, {"act": "frame", "name": PLAN["name"], "scenario": "x", "speed": "60", "late_after": "30"})
    for code, party in (("MCC", "PK"), ("OPS", "BH")):
        client.post(page, {"act": "player", "code": code, "party": party, "name": "غرفة"})
    refused = client.post(page, {"act": "objective", "text": "Stop a dhow", "capability": ""}, follow=True)
    assert "exercises.bad-plan" in refused.content.decode() or "form" in refused.content.decode()
    for capability in (INTERDICTION, NOTIFICATION):
        client.post(page, {"act": "objective", "text": "Stop a dhow", "capability": capability})
    rows = [",".join(cell.strip() for cell in row.split("|")) for row in ROWS]
    wrong = client.post(page, {"act": "file", "file": table(rows[0].replace("MCC", "NAVY"), *rows[1:])})
    assert "no player has the code" in wrong.content.decode()
    asma = desk.officers["asma"]
    assert not access.exercise(asma, case.id).values.get("injects")
    client.post(page, {"act": "file", "file": table(*rows)})
    plan = access.exercise(asma, case.id).plan
    assert plan is not None
    assert len(plan.injects) == 4
    client.post(page, {"act": "remove", "part": "inject", "key": "4"})
    assert len(access.exercise(asma, case.id).plan.injects) == 3
    with pytest.raises(BadPlan, match="capability"):
        services.design(asma, case.id, {"objectives": "1 | Stop a dhow |"})


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_what_is_wrong_with_a_plan_is_said_in_the_readers_language(desk, language):
    case = desk.open(pack=PACK, kind="exercise", purpose=PURPOSE)
    for slug, value in (PLAN | {"injects": None, "players": "MCC | SA | روم"}).items():
        if value is not None:
            desk.act("asma", "fill", case.id, slug, PURPOSE, value=value, document="Annex", page="1")
    client, url = client_of(desk), reverse("exercises:design", args=[case.id])
    client.post(reverse("ui:language"), {"language": language})
    page = client.get(url).content.decode().partition('id="not-whole"')[2].partition("</div>")[0]
    with translation.override(language):
        where, why = (gettext(rules.SENTENCES[one]) for one in ("in players", "party"))
        row, parts = (gettext(rules.SENTENCES[one]) for one in ("addressee", "number"))
    assert f"{where.format(line=1)}: {why.format(parties='PK, BH')}" in page
    desk.act("asma", "fill", case.id, "players", PURPOSE, value=PLAN["players"], document="Annex", page="1")
    rows = [",".join(cell.strip() for cell in one.split("|")) for one in ROWS]
    wrong = client.post(url, {"act": "file", "file": table(rows[0].replace("MCC", "NAVY"), f"x{rows[1]}")})
    box = wrong.content.decode().partition('id="wrong-rows"')[2].partition("</div>")[0]
    assert row in box
    assert parts.format(least=1, most=rules.LAST_NUMBER) in box
    assert language == "en" or 'dir="ltr"' not in box


def table(*rows: str) -> io.BytesIO:
    file = io.BytesIO("\n".join([HEAD_CSV, *rows]).encode())
    file.name = "injects.csv"
    return file


def test_the_pages_of_a_whole_exercise_say_that_it_is_one_and_lead_to_its_report(desk):
    case = ended(desk)
    rated(desk, case)
    client = client_of(desk)
    for name in ("live", "evaluation", "design"):
        page = client.get(reverse(f"exercises:{name}", args=[case.id]))
        assert page.status_code == 200, name
        assert 'class="exercise-banner"' in page.content.decode()
    report = client.get(reverse("exercises:report", args=[case.id, "ur"]))
    assert report["Content-Type"] == "application/pdf"
    record = Record.objects.filter(type="exercise-rating").first()
    assert record is not None
    assert record.exercise
    assert 'class="exercise-banner"' in client.get(reverse("registers:record", args=[record.id])).content.decode()
    assert PARTIES == ("PK", "BH")
