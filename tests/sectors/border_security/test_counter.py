# SPDX-License-Identifier: Apache-2.0
"""One traveller at the counter: what is answered, what is kept, what is alerted, and the question to the issuer."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.cases import access as cases
from taawun.apps.cases import hits
from taawun.apps.identity import indexing
from taawun.apps.identity.models import Alert, ScreenedRow, Screening
from taawun.apps.identity.watching import services as watching
from taawun.apps.identity.watching.services import Terms
from taawun.apps.ui import languages
from taawun.kernel.errors import NoSuchRecord
from taawun.sectors.border_security import following
from taawun.sectors.border_security.checking import Answer
from taawun.sectors.border_security.counter import Step, look
from tests.apps.making import T0
from tests.sectors.border_security.travellers import PURPOSE, from_partner, marking, notice, person, zone

LATER = T0 + timedelta(minutes=1)


@pytest.fixture
def client(desk):
    made = Client()
    made.force_login(desk)
    made.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return made


def asked(client: Client, text: str):
    return client.post(reverse("border_security:counter"), {"zone": text})


def listed(actor, record, **changes):
    terms = Terms(title="قائمة", threshold=0.6, review=T0.date() + timedelta(days=90), **changes)
    watch = watching.create_list(actor, terms, PURPOSE, at=T0)
    watching.put_on(actor, watch.id, [record.id], "Wanted.", PURPOSE, at=T0)
    return watch


def test_a_lost_passport_is_a_hit_and_the_issuer_is_to_be_asked(desk):
    from_partner()
    seen = look(desk, zone(), PURPOSE, at=T0)
    assert seen.register.answer is Answer.HIT
    assert seen.steps[0] is Step.ASK_ISSUER
    assert Step.NOTHING_FOUND not in seen.steps


def test_a_number_that_was_not_surely_read_is_no_hit_and_no_absence_of_one(desk, actor):
    notice(actor)
    first, second = zone().split("\n")
    misread = f"{first}\n{second.replace('AB1234567', 'A81234567')}"
    seen = look(desk, misread, PURPOSE, at=T0)
    assert seen.register.answer is Answer.CANNOT
    assert Step.LOOK in seen.steps
    assert zone().replace("\n", "") in {one.body for one in seen.proposals}


def test_without_an_index_the_name_is_said_not_to_be_compared(desk, actor):
    notice(actor)
    seen = look(desk, zone(number="CD7654321"), PURPOSE, at=T0)
    assert (seen.register.answer, seen.screened) == (Answer.NO_HIT, False)
    assert seen.steps == (Step.NO_NAMES,)


def test_a_name_is_found_in_another_script_and_explained(desk, actor):
    made = person(actor)
    notice(actor)
    indexing.rebuild(T0)
    seen = look(desk, zone(number="CD7654321"), PURPOSE, at=LATER)
    (hit,) = seen.hits
    assert hit.hit.shown.record.id == made.id
    assert {code for code, _params in hit.hit.reasons} >= {"name-same", "birth-same"}
    assert hit.picture is not None
    assert Step.COMPARE_PERSON in seen.steps


def test_nothing_is_kept_of_a_traveller_who_raises_no_alert(desk, actor):
    person(actor)
    indexing.rebuild(T0)
    look(desk, zone(), PURPOSE, at=LATER)
    look(desk, zone(surname="LOCKWOOD", given="SARAH", number="X7654321"), PURPOSE, at=LATER)
    assert not Screening.objects.exists()
    assert not ScreenedRow.objects.exists()
    lines = Line.objects.filter(act__in=("document.checked", "screening.passed"))
    assert lines.count() == 4
    assert not [line for line in lines if "7654321" in line.object_id or "LOCKWOOD" in line.object_id]


def test_a_watch_list_alerts_and_x4_never_does(desk, actor):
    made = person(actor)
    listed(actor, made)
    weak = person(actor, marking=marking(source="X", information=4), name=["Ahmad Khalid Gondal"])
    listed(actor, weak)
    indexing.rebuild(T0)
    look(desk, zone(), PURPOSE, at=LATER)
    (alert,) = Alert.objects.all()
    assert alert.entry == made.id
    assert alert.row.asked["names"] == ["AHMAD KHALID GONDAL"]
    look(desk, zone(surname="LOCKWOOD", given="SARAH"), PURPOSE, at=LATER)
    assert Screening.objects.count() == 1


def test_the_page_answers_in_one_answer_and_is_ready_for_the_next(client, actor):
    notice(actor)
    answer = asked(client, zone() + "\r\n")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="answer"' in page
    assert page.count("<mark") == 5
    assert re.search(r"<textarea[^>]*autofocus[^>]*>\s*</textarea>", page)
    assert "Hit" in page


BAD = [
    ("nothing", ""),
    ("cut off", zone()[:50]),
    ("ten thousand letters", "A" * 10_000),
    ("emoji", "😀" * 88),
    ("thirty thousand letters", "A" * 30_000),
]


@pytest.mark.parametrize("text", [row[1] for row in BAD], ids=[row[0] for row in BAD])
@pytest.mark.parametrize("language", [one.code for one in languages.ALL])
def test_what_is_no_zone_is_answered_with_what_is_wrong(client, desk, text, language):
    desk.language = language
    desk.save(update_fields=["language"])
    answer = asked(client, text)
    assert answer.status_code == 400
    assert "<textarea" in answer.content.decode()
    assert not Line.objects.filter(act="document.checked").exists()


@pytest.mark.parametrize(("text", "kept"), [(zone()[:50], zone()[:50]), ("A" * 30_000, "A" * 20_000), (zone(), "")])
def test_what_could_not_be_read_stands_in_the_field_to_be_mended_and_what_was_read_does_not(client, actor, text, kept):
    notice(actor)
    (field,) = re.findall(r"<textarea[^>]*>\s*([^<]*)</textarea>", asked(client, text).content.decode())
    assert unescape(field) == kept


def test_nul_bytes_of_a_broken_reader_are_left_out(client, actor):
    notice(actor)
    assert asked(client, "\x00" + zone() + "\x00").status_code == 200


def test_the_counter_is_for_its_own_purpose(client):
    client.post(reverse("ui:purpose"), {"purpose": "immigration"})
    answer = client.get(reverse("border_security:counter"))
    assert answer.status_code == 302
    assert "for=border-security" in answer.url


def test_one_button_opens_the_case_filled_with_the_hit_and_lacking_what_only_the_officer_knows(client, desk):
    theirs = from_partner()
    answer = client.post(reverse("border_security:follow-up"), {"zone": zone(), "record": theirs})
    case_id = answer.url.split("/")[2]
    shown = cases.case(desk, case_id, hits.PURPOSE)
    assert (shown.case.kind, shown.case.requested) == (hits.KIND, "BH")
    assert [element.slug for element in shown.missing] == ["held"]
    person_said = shown.filled["person"].value
    assert (person_said["name"], person_said["status"], person_said["born"]) == (
        "AHMAD KHALID GONDAL", "other", "1971-03-02",
    )  # fmt: skip
    assert theirs in shown.filled["hit"].value
    assert re.search(r"\d T|T\d\d:|Z$", shown.filled["where_found"].value) is None  # read by people, not by programs
    assert re.search(r"\d{4}, \d\d:\d\d UTC", shown.filled["where_found"].value)
    assert client.get(answer.url).status_code == 200


def test_the_counter_says_in_which_case_the_issuer_of_a_hit_was_asked_before(client):
    theirs = from_partner()
    assert "Asked already:" not in asked(client, zone()).content.decode()
    case_id = client.post(reverse("border_security:follow-up"), {"zone": zone(), "record": theirs}).url.split("/")[2]
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    page = asked(client, zone()).content.decode()
    assert page.index("Asked already:") < page.index(reverse("cases:case", args=[case_id]))


def test_a_hit_on_our_own_statement_opens_no_case_with_anybody_else(actor):
    ours = notice(actor)
    with pytest.raises(NoSuchRecord):
        hits.follow_up(actor, following.compared(zone(), T0), ours.id, PURPOSE, at=T0)


def test_what_is_no_zone_was_hit_by_nothing():
    with pytest.raises(NoSuchRecord):
        following.compared("no zone", T0)
