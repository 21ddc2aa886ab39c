# SPDX-License-Identifier: Apache-2.0
"""A passenger list on a node: its flight without a name, its people screened and in time forgotten."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from taawun.apps.audit.models import Line
from taawun.apps.cases import access as cases
from taawun.apps.cases import hits
from taawun.apps.identity import indexing, list_words
from taawun.apps.identity.models import ScreenedRow, Screening
from taawun.apps.identity.screening import reading
from taawun.apps.jobs import runner
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.apps.registers import taking
from taawun.apps.registers.models import Record, RecordVersion
from taawun.apps.ui import languages
from taawun.formats.people import Reason
from taawun.kernel.errors import BadEdifact, NoRole
from taawun.kernel.wire.envelope import Basis
from taawun.sectors.immigration import beside, jobs, lists, words
from tests.apps.making import T0, officer
from tests.apps.registers.making import header, marking, payload, personal
from tests.formats.edifact_shapes import PLAIN, QUIRKS, as_bytes
from tests.house import FakeClock

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
PURPOSE = "immigration"


def taken(desk, data=PLAIN):
    return lists.take(desk.actor("asma"), io.BytesIO(as_bytes(data)), "list.edi", PURPOSE, at=AT)


def test_the_flight_is_stated_without_anybodys_name(desk):
    made = taken(desk)
    (version,) = RecordVersion.objects.filter(record__type="passenger-list")
    assert version.data["flight"] == "ZQ0417"
    assert (version.data["passengers"], version.data["crew"], version.data["stated"]) == ("3", "0", "3")
    assert version.data["screening"] == made.id
    assert "GONDALWALA" not in str(version.data)


def test_a_list_that_breaks_off_is_taken_and_says_so(desk):
    taken(desk, QUIRKS["no UNT, UNE and UNZ"])
    assert RecordVersion.objects.get(record__type="passenger-list").data["whole"] == "breaks_off"


@pytest.mark.parametrize("data", ["name\nAli\n", "", "UNB+UNOA:4'UNH+1+CUSRES:D:02B'"])
def test_what_is_no_passenger_list_stores_nothing(desk, data):
    with pytest.raises(BadEdifact):
        taken(desk, data)
    assert not Screening.objects.exists()
    assert not Record.objects.filter(type="passenger-list").exists()


WHEN = {
    "a day after it arrives": (PLAIN, datetime(2026, 11, 23, 7, 55, tzinfo=UTC)),
    "a day after it came, where no arrival is stated": (
        PLAIN.replace("DTM+232:2611220755:201'", ""),
        AT + lists.AFTER_ARRIVAL,
    ),
    "a week at most": (PLAIN.replace("DTM+232:2611220755", "DTM+232:3611220755"), AT + lists.AT_MOST),
    "never at once": (PLAIN.replace("DTM+232:2611220755", "DTM+232:2011220755"), AT + lists.AFTER_ARRIVAL),
}


@pytest.mark.parametrize(("data", "expected"), WHEN.values(), ids=WHEN)
def test_when_who_has_no_hit_is_forgotten(data, expected):
    assert lists.forget_after(lists.read(io.BytesIO(as_bytes(data))), AT) == expected


def test_who_has_no_hit_is_forgotten_and_the_line_stays(desk):
    made = taken(desk)
    rows = [ScreenedRow(of=made, number=n, asked={}, problems=[], best=best) for n, best in enumerate((0, 0.9, 0), 1)]
    ScreenedRow.objects.bulk_create(rows)
    Screening.objects.filter(id=made.id).update(finished=AT)
    jobs.forget(AT + timedelta(hours=29))
    assert made.rows.count() == 3
    for _ in range(2):
        jobs.forget(AT + timedelta(hours=31))
    assert [row.number for row in made.rows.all()] == [2]
    assert Screening.objects.get(id=made.id).settings["forgotten"] == 2
    assert Line.objects.filter(act="screening.minimised", object_id=made.id).count() == 1


@pytest.fixture
def browser(desk):
    client = Client()
    client.force_login(desk.officers["asma"])
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return client


def reads(desk, language: str) -> None:
    desk.officers["asma"].language = language
    desk.officers["asma"].save(update_fields=["language"])


def test_a_list_is_taken_on_its_page_and_shown(browser):
    file = SimpleUploadedFile("قائمة.edi", PLAIN.encode())
    answer = browser.post(reverse("immigration:passengers"), {"file": file})
    page = browser.get(answer["Location"])
    assert page.status_code == 200
    assert "ZQ0417" in page.content.decode()
    assert "ZQ0417" in browser.get(reverse("immigration:passengers")).content.decode()


def test_a_broken_list_is_refused_on_its_page(browser):
    answer = browser.post(reverse("immigration:passengers"), {"file": SimpleUploadedFile("a.edi", b"Dear all")})
    assert answer.status_code == 400
    assert b"cannot be read as a passenger list" in answer.content


def screened(browser, data) -> str:
    """Hand a list in on its page, let the worker screen it, and return the address of its page."""
    answer = browser.post(reverse("immigration:passengers"), {"file": SimpleUploadedFile("list.edi", as_bytes(data))})
    assert answer.status_code == 302, answer.content.decode()
    indexing.rebuild(AT)
    runner.run_due(FakeClock(timezone.now()), "test")
    return answer["Location"]


def shown(browser, data) -> str:
    return browser.get(screened(browser, data)).content.decode()


def in_each_language(browser, desk, address: str) -> Iterator[str]:
    """Yield a page in each language, while that language is read here too."""
    for one in languages.ALL:
        reads(desk, one.code)
        page = unescape(browser.get(address).content.decode())
        with override(one.code):
            yield page


LINES = PLAIN.split("NAD+FL")
BAD_ROWS = {
    "somebody who stands on it twice": ("NAD+FL".join([LINES[0], LINES[1], LINES[1], LINES[2]]), Reason.TWICE),
    "somebody born after the flight": (PLAIN.replace("DTM+329:710302'", "DTM+329:20270302:102'"), Reason.BORN_LATER),
    "a document that has expired": (PLAIN.replace("DTM+36:310430'", "DTM+36:20200430:102'"), Reason.EXPIRED),
}
EVERY_LANGUAGE = [one.code for one in languages.ALL]


@pytest.mark.parametrize(("data", "reason"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_an_entry_that_cannot_be_right_is_told_on_the_page_of_its_list(browser, desk, data, reason):
    for page in in_each_language(browser, desk, screened(browser, data)):
        assert page.count(gettext(str(reason))) == 1


BAD_LISTS = {
    "another count": (PLAIN.replace("CNT+42:3'", "CNT+42:9'"), {"other_count"}, 9),
    "no UNT": (QUIRKS["no UNT"], {"no_end"}, 3),
    "no flight": (PLAIN.replace("TDT+20+ZQ0417+++ZQ'", "TDT+20'"), {"no_flight"}, 3),
    "all is there": (PLAIN, set(), 3),
}


@pytest.mark.parametrize(("data", "codes", "stated"), BAD_LISTS.values(), ids=BAD_LISTS)
def test_what_is_wrong_with_a_whole_list_stands_on_its_page(browser, desk, data, codes, stated):
    for page in in_each_language(browser, desk, screened(browser, data)):
        told = page.partition('id="lists"')[2].partition("</ul>")[0]
        assert {code for code, said in words.WRONG.items() if str(said) in told} == codes
        assert str(stated) in told


def test_the_page_of_a_list_and_the_record_of_its_flight_lead_to_each_other(browser):
    page = shown(browser, PLAIN)
    record = Record.objects.get(type="passenger-list")
    assert reverse("registers:record", args=[record.id]) in page
    beside = browser.get(reverse("registers:record", args=[record.id])).content.decode()
    assert reverse("immigration:passenger-list", args=[Screening.objects.get().id]) in beside


def test_the_record_of_a_flight_leads_nobody_else_to_its_people(browser, desk):
    shown(browser, PLAIN)
    Screening.objects.update(officer_id=desk.officers["bilal"].id)
    page = browser.get(reverse("registers:record", args=[Record.objects.get(type="passenger-list").id]))
    assert reverse("immigration:passenger-list", args=[Screening.objects.get().id]) not in page.content.decode()


def test_older_lists_are_on_the_pages_behind(browser, desk, monkeypatch):
    monkeypatch.setattr("taawun.sectors.immigration.pages.LISTS", 1)
    for _ in range(2):
        taken(desk)
    page = browser.get(reverse("immigration:passengers")).content.decode()
    assert "page=2" in page
    assert "ZQ0417" in browser.get(reverse("immigration:passengers"), {"page": 2}).content.decode()


TABLES = {
    "Latin": "first name,last name,birth,sex,country,passport\nAhmad Khalid,Gondalwala,1971-03-02,m,PK,AB1234567\n",
    "Arabic": "الاسم,تاريخ الميلاد,الجنسية,رقم الجواز\nمريم المنصوري,2004-02-29,BH,K0099881\n",
    "Urdu": "نام,تاریخ پیدائش,قومیت,پاسپورٹ نمبر\nاحمد خالد گوندل والا,1971-03-02,پاکستانی,AB1234567\n",
}
NAMES = {"Latin": "Ahmad Khalid Gondalwala", "Arabic": "مريم المنصوري", "Urdu": "احمد خالد گوندل والا"}
FLIGHT = {
    "kind": "FL", "number": "ZQ0417", "leaves": "KHI", "departs": "2026-11-22T06:40", "lands": "BAH",
    "arrives": "2026-11-22T07:55", "sender": "PKAPIS", "recipient": "BHAPIS",
}  # fmt: skip
OUT = "immigration:passenger-list-out"


def written(browser, table: str, **changes: str):
    return browser.post(reverse(OUT), FLIGHT | changes | {"file": SimpleUploadedFile("t.csv", table.encode())})


@pytest.mark.parametrize(("script", "language"), [*zip(TABLES, EVERY_LANGUAGE, strict=True)], ids=TABLES)
def test_a_table_is_written_as_a_list_and_read_back(browser, desk, script, language):
    reads(desk, language)
    assert browser.get(reverse(OUT)).status_code == 200
    answer = written(browser, TABLES[script])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/edifact"), answer.content.decode()
    page = shown(browser, answer.content)
    assert NAMES[script] in page
    (row,) = ScreenedRow.objects.all()
    assert row.problems == []
    assert (row.asked["documents"], len(row.asked["births"])) == ([TABLES[script].strip()[-9:].lstrip(",")], 1)
    flight = RecordVersion.objects.get(record__type="passenger-list").data
    assert (flight["flight"], flight["departure"], flight["arrives_at"]) == ("ZQ0417", "KHI", "07:55")


def test_the_crew_is_written_as_crew(browser):
    (figures,) = lists.read(io.BytesIO(written(browser, TABLES["Latin"], kind="FM").content))
    assert (figures.crew, figures.others, figures.stated, figures.wrong) == (1, 0, 1, {})


def test_writing_a_list_leaves_a_line_and_no_file(browser):
    assert written(browser, TABLES["Arabic"]).status_code == 200
    line = Line.objects.get(act="list.written")
    assert (line.object_id, line.purpose, line.outcome) == ("ZQ0417/2026-11-22", PURPOSE, "allowed")
    assert list(reading.folder().iterdir()) == []
    assert not Screening.objects.exists()


UNFIT = {
    "a year alone": ("name,birth\nعلی,1971\n", Reason.NOT_ONE_DAY),
    "day and month in doubt": ("name,birth\nعلي,03/04/1985\n", Reason.NOT_ONE_DAY),
    "two countries": ("name,country\nAli,PK;BH\n", Reason.MANY),
    "no country": ("name,country\nAli,Atlantis\n", Reason.NOT_A_COUNTRY),
    "a document without a name": ("name,passport\n,AB1234567\n", Reason.NO_NAME),
    "somebody who is not born yet": ("name,birth\nعلی,2091-01-01\n", Reason.NOT_YET),
    "a ship": ("name,kind\nDhow,vessel\n", Reason.NOT_A_PERSON),
}


@pytest.mark.parametrize(("table", "reason"), UNFIT.values(), ids=UNFIT)
def test_of_a_row_nothing_is_lost_in_silence(browser, table, reason):
    answer = written(browser, table)
    assert answer.status_code == 400
    assert str(reason) in answer.content.decode()
    assert [line.outcome for line in Line.objects.filter(act="list.written")] == ["refused"]


@pytest.mark.parametrize("table", ["name,birth\n", "%PDF-1.4", ""], ids=["nobody", "no table", "nothing"])
def test_a_list_of_nobody_is_not_written(browser, table):
    assert written(browser, table).status_code == 400


@pytest.mark.parametrize("wrong", [{"number": "zq-17"}, {"leaves": "KARACHI"}, {"departs": "soon"}, {"kind": "XX"},
                                   {"arrives": "2026-11-21T06:39"}])  # fmt: skip
def test_a_flight_that_is_none_is_not_written(browser, wrong):
    assert written(browser, TABLES["Latin"], **wrong).status_code == 400
    assert not Line.objects.filter(act="list.written").exists()


def test_what_a_hurried_hand_types_of_a_flight_is_read(browser):
    (figures,) = lists.read(io.BytesIO(written(browser, TABLES["Latin"], number="zq 0417", leaves=" khi ").content))
    assert (figures.message.flight.number, figures.message.flight.departure.place) == ("ZQ0417", "KHI")


def test_across_the_date_line_one_lands_before_one_leaves(browser):
    assert written(browser, TABLES["Latin"], arrives="2026-11-21T22:10").status_code == 200


def test_why_a_list_is_not_written_is_said_in_words_that_catalogues_hold(browser):
    assert "Nobody is in it." in list_words.SENTENCES
    assert "Nobody is in it" in written(browser, "name,birth\n").content.decode()


def test_who_does_not_screen_writes_no_list(db):
    journey = lists.Journey("ZQ0417", "KHI", "2026-11-22T06:40", "BAH", "2026-11-22T07:55", "PKAPIS", "BHAPIS")
    with pytest.raises(NoRole):
        lists.give(actor_of(officer("sara", "auditor")), io.BytesIO(TABLES["Latin"].encode()), journey, PURPOSE, at=AT)


LOST = {"number": "AB1234567", "document_type": "passport", "country": "PK", "status": "lost", "reported": "2026-11-02"}
FREE = {
    "number": "AB1234567", "country": "PK", "passport_kind": "diplomatic", "holder_name": ["سمیرہ جتوئی گچکی"],
    "expires": "2029-04-30", "days_free": "90", "status": "stolen",
}  # fmt: skip


NO_NOTICES = "You may see no notice of any document of this country, so finding none says nothing."


def from_partner(data: dict) -> str:
    """Take in what Bahrain stated for this purpose, and return the record's identifier."""
    marked = marking("BH", purposes={PURPOSE}, persons={"other"})
    said = payload(record=7, type="document-notice", data=data, marking=marked)
    taking.take_received(header(purpose=PURPOSE, basis=Basis("pk-bh-jsc-2025", "4(2)")), said.to_wire(), T0)
    return said.record


def stated(desk, kind: str, data: dict, purpose: str = PURPOSE) -> Record:
    marked = personal(purposes={purpose})
    return registers.draft_record(desk.actor("asma"), kind, data, marked, purpose, at=AT)


def answers(page: str) -> list[str]:
    """Return what is said of the document of each entry."""
    found = re.findall(gettext("Document") + r' <span class="badge \w+">([^<]+)</span>', page)
    return [unescape(one) for one in found]


@pytest.mark.parametrize(
    ("kind", "data"), [("document-notice", LOST), ("visa-free-passport", FREE)], ids=["a notice", "a register"]
)
def test_a_lost_document_on_a_list_is_a_hit(browser, desk, kind, data):
    made = stated(desk, kind, data)
    for page in in_each_language(browser, desk, screened(browser, PLAIN)):
        assert answers(page)[0] == gettext("Hit")
        assert reverse("registers:record", args=[made.id]) in page
        assert gettext("A document is the same.") in page


def test_a_notice_that_is_closed_to_this_purpose_is_no_answer_and_that_is_said(browser, desk):
    closed = stated(desk, "document-notice", LOST, "border-security")
    for page in in_each_language(browser, desk, screened(browser, PLAIN)):
        assert set(answers(page)) == {gettext("Cannot be checked")}
        assert page.count(gettext(NO_NOTICES)) == 3
        assert closed.id not in page


def test_a_document_of_a_country_with_notices_has_no_hit(browser, desk):
    stated(desk, "document-notice", LOST | {"number": "ZZ0000001"})
    said = answers(shown(browser, PLAIN))
    assert sorted(said) == ["Cannot be checked", "Cannot be checked", "No hit"]


def test_each_document_of_a_list_that_is_checked_leaves_a_line(browser):
    shown(browser, PLAIN)
    lines = Line.objects.filter(act="document.checked", purpose=PURPOSE)
    assert lines.count() == 3
    assert not [one for one in lines if "AB1234567" in one.object_id]


def test_the_issuer_of_a_hit_on_a_list_is_asked_from_its_page(browser, desk):
    theirs = from_partner(LOST)
    page = shown(browser, PLAIN)
    url = reverse("immigration:follow-up", args=[Screening.objects.get().id])
    (entry,) = re.findall(rf'action="{url}">.*?name="entry" value="(\d+)".*?value="{theirs}"', page, re.S)
    assert browser.post(url, {"entry": "77", "record": theirs}).status_code == 404
    answer = browser.post(url, {"entry": entry, "record": theirs})
    told = cases.case(desk.officers["asma"], answer.url.split("/")[2], hits.PURPOSE)
    assert (told.case.kind, told.case.requested) == (hits.KIND, "BH")
    assert [element.slug for element in told.missing] == ["held"]
    assert told.filled["person"].value["documents"] == ["AB1234567"]


EXEMPT = {
    "it holds": ({"status": "valid", "expires": "2999-04-30"}, "exempt"),
    "it has expired": ({"status": "valid", "expires": "2020-04-30"}, "not-exempt"),
    "it was withdrawn": ({"status": "withdrawn", "expires": "2999-04-30"}, "not-exempt"),
    "its end is not known": ({"status": "valid", "expires": "2999"}, "cannot-say"),
}


@pytest.mark.parametrize(("data", "expected"), EXEMPT.values(), ids=EXEMPT)
def test_the_register_of_visa_free_passports_answers_for_today(browser, desk, data, expected):
    made = stated(desk, "visa-free-passport", FREE | data)
    for page in in_each_language(browser, desk, reverse("registers:record", args=[made.id])):
        told = page.partition(str(beside.TODAY))[2].partition("</details>")[0]
        (badge,) = re.findall(r'<span class="badge \w+">([^<]+)</span>', told)
        assert badge == str(beside.EXEMPT[expected].label)


def test_the_job_of_a_list_is_named_in_each_language_and_leads_to_the_list(browser, desk):
    address = screened(browser, PLAIN)
    work = reverse("jobs:job", args=[Screening.objects.get().job])
    titles = set()
    for page in in_each_language(browser, desk, work):
        titles.add(page.partition("<h1>")[2].partition("</h1>")[0])
        assert f'href="{address}"' in page
        assert gettext("With a hit") in page
    assert titles == {"Screening of a passenger list", "فحص قائمة ركاب", "مسافروں کی فہرست کی چھان بین"}


def test_a_list_that_is_stopped_says_so_and_goes_on(browser, desk):
    answer = browser.post(reverse("immigration:passengers"), {"file": SimpleUploadedFile("list.edi", PLAIN.encode())})
    work = Screening.objects.get().job
    assert browser.post(reverse("jobs:cancel", args=[work])).status_code == 302
    for page in in_each_language(browser, desk, answer["Location"]):
        assert f'href="{reverse("jobs:job", args=[work])}"' in page
    assert browser.post(reverse("jobs:retry", args=[work])).status_code == 302
    indexing.rebuild(AT)
    runner.run_due(FakeClock(timezone.now()), "test")
    assert ScreenedRow.objects.count() == 3
