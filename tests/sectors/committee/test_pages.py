# SPDX-License-Identifier: Apache-2.0
"""The committee at a node: communiqués, actions that only the other side closes, signed minutes, calendars."""

import json
import re
from datetime import UTC, date, datetime

import icalendar
import pytest
import yaml
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from taawun import sectors
from taawun.apps.audit.models import Line
from taawun.apps.cases import tabling
from taawun.apps.cases.models import Case, ElementValue, Paper, Proposal
from taawun.apps.people.models import Officer
from taawun.apps.registers.models import Record
from taawun.formats.papers import checking, pades, reading
from taawun.formats.papers.letter import COUNTERFIELD
from taawun.formats.papers.signer import self_signed
from taawun.kernel.errors import (
    BadContents,
    BadMeetingLines,
    MinutesNotApproved,
    MoveClosed,
    NoSuchCase,
    NoSuchFeed,
    OtherMinutes,
    OtherOwner,
)
from taawun.sectors.committee import access, following, minutes, services, showing
from taawun.sectors.committee.proposing import Kind, proposals
from taawun.sectors.committee.services import Communique, Confirmed
from tests.apps.cases.making import state
from tests.formats.test_documents import pdf
from tests.sectors.committee.two_sides import MEETS, VALUES
from tools import catalogues

pytestmark = pytest.mark.django_db
PACK, PURPOSE = "pk-bh-committee", "coordination"
TEXTS = yaml.safe_load((sectors.FOLDER / "committee" / "communiques.yaml").read_text("utf-8"))["september"]
SEPTEMBER = Communique("First meeting", date(2025, 9, 26), "en", "Public report", TEXTS["text"]["en"])
OPENS = {"committee_meeting": "convene", "committee_action": "assign"}


def client_of(desk, name: str) -> Client:
    client = Client()
    client.force_login(desk.officers[name])
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return client


def values(*slugs: str):
    return {slug: VALUES[slug] for slug in slugs}


def action(desk, move: str = "assign", **more) -> Case:
    case = desk.open(pack=PACK, kind="committee_action", purpose=PURPOSE)
    desk.fill(case, **values("what", "authority", "result", "track"), due=more.get("due", "2026-01-15"))
    return desk.cross("asma", case, move)


def told(desk, case, move: str, **changes):
    """Let Bahrain make a move that our node takes."""
    receipt = desk.answers(case, move, **changes)
    assert receipt["kind"] == "accepted", receipt
    return case


# --- communiqués --------------------------------------------------------------------------------------------


def test_nothing_of_a_communique_is_stored_before_a_person_confirms(desk):
    client = client_of(desk, "asma")
    said = {"title": "First", "day": "2025-09-26", "language": "ur", "text": TEXTS["text"]["ur"]}
    page = client.post(reverse("committee:intake"), said)
    assert page.status_code == 200
    assert page.content.decode().count('class="card proposal"') == 10
    assert not Record.objects.filter(type__startswith="committee").exists()
    assert not Case.objects.filter(pack_slug=PACK).exists()
    nobody = client.post(reverse("committee:intake"), said | {"confirm": "yes"})
    assert nobody.status_code == 400
    assert not Record.objects.filter(type="communique").exists()


def test_an_urdu_pdf_is_taken_in_as_pasted_text(desk):
    client = client_of(desk, "asma")
    text = "فریقین نے ملزمان کی حوالگی کی مفاہمتی یادداشت پر دستخط کرنے پر اتفاق کیا۔"
    said = {"title": "اعلامیہ", "day": "2025-09-26", "language": "ur"}
    file = SimpleUploadedFile("urdu.pdf", pdf(text, "ur"), "application/pdf")
    refused = client.post(reverse("committee:intake"), said | {"file": file})
    assert refused.status_code == 400
    assert "Paste its text" in refused.content.decode()
    pasted = client.post(reverse("committee:intake"), said | {"text": text})
    assert (pasted.status_code, pasted.content.decode().count('class="card proposal"')) == (200, 1)


def test_what_a_person_confirms_is_stored_with_its_sentence_and_an_action_with_owner_and_day(desk):
    client = client_of(desk, "asma")
    said = {"title": "First", "day": "2025-09-26", "language": "en", "text": TEXTS["text"]["en"], "confirm": "yes"}
    said |= {f"{key}-confirmed": "on" for key in ("memorandum-extradition", "posting-drug_liaison")}
    said |= {"memorandum-extradition-what": "مذكرة التسليم", "posting-drug_liaison-what": "منشیات رابطہ افسر"}
    said |= {"posting-drug_liaison-authority": "ANF", "posting-drug_liaison-due": "2025-10-31"}
    refused = client.post(reverse("committee:intake"), said)
    assert (refused.status_code, Case.objects.count()) == (400, 0)
    assert "Say which side owns the action." in refused.content.decode()
    said |= {"posting-drug_liaison-owner": "PK"}
    assert client.post(reverse("committee:intake"), said).status_code == 302
    assert sorted(Record.objects.filter(type__startswith="comm").values_list("type", flat=True)) == [
        "committee-memorandum", "committee-posting", "communique",
    ]  # fmt: skip
    (found,) = access.actions(desk.officers["asma"])[0]
    assert (found.what, found.authority, found.due, found.owner) == (
        "منشیات رابطہ افسر", "PK: ANF", date(2025, 10, 31), "PK",
    )  # fmt: skip
    (proposal,) = Proposal.objects.filter(case=found.case)
    assert proposal.move == "undertake"
    desk.approve(proposal)
    desk.send(proposal)
    (found,) = access.actions(desk.officers["asma"])[0]
    assert (found.owner, found.stage) == ("PK", following.Stage.OPEN)


NAMING = {
    "one side": ("Bahrain will send the list of contacts.", "BH"),
    "one side, in Urdu": ("پاکستان فہرست بھیجے گا اور جائزہ لیا جائے گا۔", "PK"),
    "both sides": ("Pakistan and Bahrain will meet again.", ""),
    "neither side": ("سوف تُرسل القائمة.", ""),
}


@pytest.mark.parametrize(("text", "owner"), NAMING.values(), ids=NAMING)
def test_the_one_side_that_a_sentence_names_is_proposed_as_the_owner_and_no_more(desk, text, owner):
    said = {"title": "First", "day": "2025-09-26", "language": "en", "text": text}
    page = client_of(desk, "asma").post(reverse("committee:intake"), said).content.decode()
    choices = page.partition('name="action-1-owner"')[2].partition("</select>")[0]
    assert f'<option value="{owner}" selected>' in choices
    assert choices.count("selected") == 1


def test_an_action_that_names_its_owner_is_given_to_no_other_side(desk):
    """Spec §80.114a."""
    for authority, wrong in (("PK: ANF", "assign"), ("BH: وزارة الداخلية", "undertake")):
        case = desk.open(pack=PACK, kind="committee_action", purpose=PURPOSE)
        desk.fill(case, **values("what", "result", "track"), authority=authority, due="2026-01-15")
        with pytest.raises(OtherOwner):
            desk.propose("asma", case, wrong)
    (found,) = [one for one in access.actions(desk.officers["asma"])[0] if one.case == case.id]
    assert (found.owner, found.stage) == ("BH", following.Stage.DRAFT)


def test_the_list_names_an_authority_without_the_code_of_its_side(desk):
    action(desk)
    desk.fill(draft := desk.open(pack=PACK, kind="committee_action", purpose=PURPOSE), **values("what", "result"))
    desk.fill(draft, authority="BH: خفر السواحل")
    found, _more = access.actions(desk.officers["asma"])
    assert sorted(showing.row(one).authority for one in found) == ["ANF", "خفر السواحل"]
    page = client_of(desk, "asma").get(reverse("committee:follow")).content.decode()
    assert "خفر السواحل" in page
    assert "BH: " not in page
    assert "BH: " not in " ".join(cell for one in found for cell in showing.cells(one))


def test_what_a_proposal_lacks_is_said_above_the_form_with_the_way_to_it(desk):
    said = {"title": "First", "day": "2025-09-26", "language": "ar", "text": TEXTS["text"]["ar"], "confirm": "yes"}
    wrong = said | {"memorandum-extradition-confirmed": "on", "memorandum-extradition-what": "x"}
    answer = client_of(desk, "asma").post(
        reverse("committee:intake"), wrong | {"memorandum-extradition-authority": "وزارة العدل"}
    )
    above = answer.content.decode().partition('role="alert"')[2].partition("</div>")[0]
    assert answer.status_code == 400
    assert 'href="#id_memorandum-extradition-authority"' in above
    assert "Memorandum" in above


def test_what_is_not_yet_assigned_is_counted_and_drawn_beside_what_was_promised(desk):
    case = desk.open(pack=PACK, kind="committee_action", purpose=PURPOSE)
    desk.fill(case, **values("what", "result", "track"), authority="BH: ANF", due="2026-01-15")
    found = access.counted(desk.officers["asma"], at=desk.tick())
    assert [count for label, count in showing.figures(found)] == [0, 0, 0, 0, 1]
    (tally,) = following.tallies(found, "track", ["immigration", "counter_narcotics"])
    assert (tally.name, tally.promised, tally.waiting) == ("counter_narcotics", 0, 1)
    page = client_of(desk, "asma").get(reverse("committee:follow")).content.decode()
    assert "<dt>Not yet assigned</dt><dd>1</dd>" in page


def test_an_action_without_a_day_is_not_confirmed(desk):
    found = proposals("Both sides will meet again.")
    with pytest.raises(BadContents):
        services.confirm(desk.actor("asma"), "BH", SEPTEMBER, [Confirmed(found[0], "Meet")], at=desk.tick())
    assert not Record.objects.filter(type="communique").exists()


def test_all_ten_confirmed_give_ten_drafted_actions_with_authority_and_day(desk):
    made = [Confirmed(one, one.key, "Ministry", date(2025, 12, 1), owner="BH") for one in proposals(SEPTEMBER.text)]
    stored = services.confirm(desk.actor("asma"), "BH", SEPTEMBER, made, at=desk.tick())
    assert (len(stored.records), len(stored.actions)) == (11, 10)
    assert all(one.due and one.authority == "BH: Ministry" for one in access.actions(desk.officers["asma"])[0])
    assert set(Proposal.objects.values_list("move", flat=True)) == {"assign"}


def test_what_was_confirmed_stands_on_the_pages_of_the_committee_and_is_taken_up_once(desk):
    """Spec §80.111d: three memoranda, six sub-groups as decisions, one posting."""
    made = [Confirmed(one, one.key) for one in proposals(SEPTEMBER.text) if one.kind is not Kind.ACTION]
    services.confirm(desk.actor("asma"), "BH", SEPTEMBER, made, at=desk.tick())
    client = client_of(desk, "asma")
    memoranda, decisions = (reverse(f"committee:{one}") for one in ("memoranda", "decisions"))
    page = client.get(memoranda).content.decode()
    assert [page.count(f">memorandum-{one}<") for one in ("extradition", "legal_assistance", "battalion_training")] == [
        1, 1, 1,
    ]  # fmt: skip
    assert "Three memoranda are being prepared" in page
    record = Record.objects.get(type="committee-memorandum", caption="memorandum-extradition")
    for _ in range(2):
        answer = client.post(memoranda, {"record": record.id})
        case = Case.objects.get(kind="committee_memorandum")
        assert answer["Location"] == reverse("cases:contents", args=[case.id])
    shown = access.cases.case(desk.officers["asma"], case.id, PURPOSE, at=desk.tick())
    assert (shown.filled["heading"].value, shown.filled["subject"].value) == ("memorandum-extradition", "extradition")
    assert reverse("cases:case", args=[case.id]) in client.get(memoranda).content.decode()
    page = client.get(decisions).content.decode()
    posting = Record.objects.get(type="committee-posting")
    assert f"d-decided={posting.id}" in page
    assert page.count('name="record"') == 6
    client.post(decisions, {"record": posting.id})
    assert Case.objects.count() == 1


def test_who_is_not_at_the_desk_drafts_actions_and_proposes_none(desk):
    made = [Confirmed(one, one.key, "Ministry", date(2025, 12, 1), owner="PK") for one in proposals(SEPTEMBER.text)]
    services.confirm(desk.actor("omar"), "BH", SEPTEMBER, made[:1], at=desk.tick())
    (found,) = access.actions(desk.officers["omar"])[0]
    assert (found.owner, found.stage, Proposal.objects.count()) == ("PK", following.Stage.DRAFT, 0)


# --- actions ---------------------------------------------------------------------------------------------------


def by_service(desk, case, move):
    with pytest.raises(MoveClosed):
        desk.propose("asma", case, move, reasons="Because.")


def by_page(desk, case, move):
    client_of(desk, "asma").post(reverse("cases:move", args=[case.id, move]), {"reasons": "Because.", "token": ""})


def by_api(desk, case, move):
    client = Client()
    client.force_login(desk.officers["asma"])
    url = reverse("cases:api-move", args=[case.id, move]) + f"?purpose={PURPOSE}"
    answer = client.post(url, json.dumps({"reasons": "Because."}), content_type="application/json")
    assert answer.status_code in (403, 409), answer.content


WAYS = {"service": by_service, "page": by_page, "api": by_api}


@pytest.mark.parametrize("way", WAYS)
def test_our_own_action_is_not_closed_by_us_in_any_way(desk, way):
    case = action(desk, "undertake")
    desk.fill(case, **values("evidence"))
    desk.cross("asma", case, "show_own")
    for move in ("verify", "verify_own", "agree_drop", "agree_drop_own"):
        WAYS[way](desk, case, move)
    assert not Proposal.objects.filter(case=case, state="open").exists()
    assert state(case) == "shown_own"
    told(desk, case, "verify_own")
    assert state(case) == "verified"


@pytest.mark.parametrize("move", ["verify", "verify_own", "agree_drop"])
def test_a_message_of_its_owner_closes_no_action(desk, move):
    case = told(desk, action(desk), "show")
    made = desk.drafts(case.id, access.cases.packs()[PACK].kinds["committee_action"], move)
    receipt = desk.receives(made, purpose=PURPOSE)
    assert (receipt["kind"], receipt["code"]) == ("rejected", "case.unlawful-move")
    assert state(case) == "shown"


def test_a_late_action_stands_first_and_counts_shared_working_days_only(desk):
    action(desk, due="2030-01-01")
    late = action(desk, due=(desk.now.date().replace(day=1)).isoformat())
    found, more = access.actions(desk.officers["asma"], at=desk.tick(days=60))
    assert (found[0].case, found[0].owner, more) == (late.id, "BH", False)
    passed = (desk.now.date() - found[0].due).days
    assert 0 < found[0].late <= passed * 4 / 7 + 4
    assert found[1].late == 0


def test_26_september_2025_is_a_working_day_in_pakistan_and_not_in_bahrain(desk):
    case = desk.open(pack=PACK, kind="committee_action", purpose=PURPOSE)
    days = access.calendars_of(case, datetime(2025, 9, 1, tzinfo=UTC))
    friday = date(2025, 9, 26)
    assert [one.works(friday) for one in days] == [True, False]
    assert following.late_days(date(2025, 9, 25), date(2025, 9, 29), days) == 0
    assert following.late_days(date(2025, 9, 25), date(2025, 9, 30), days) == 1


# --- minutes ----------------------------------------------------------------------------------------------------


def convened(desk) -> Case:
    case = desk.open(pack=PACK, kind="committee_meeting", purpose=PURPOSE)
    desk.fill(case, **values("body", "meets", "agenda", "delegation_host"))
    desk.cross("asma", case, "convene")
    told(desk, case, "agree_agenda")
    desk.fill(case, **values("attendance"))
    desk.cross("asma", case, "hold")
    desk.fill(case, **values("minutes_en", "minutes_ar", "minutes_ur", "decisions", "actions"))
    return desk.cross("asma", case, "lay_minutes")


UNREADABLE = {
    "an hour that no clock has": ("meets", MEETS | {"begins": "25:99"}),
    "a meeting of no time": ("meets", MEETS | {"minutes": 0}),
    "a paper with a marking that is none": ("papers", ["Report | secret"]),
    "an agenda without a title": ("agenda", "*"),
}


@pytest.mark.parametrize(("element", "value"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_meeting_is_not_convened_with_what_its_pages_and_calendars_cannot_read(desk, element, value):
    case = desk.open(pack=PACK, kind="committee_meeting", purpose=PURPOSE)
    desk.fill(case, **(values("body", "meets", "agenda", "delegation_host") | {element: value}))
    with pytest.raises(BadMeetingLines) as refused:
        desk.cross("asma", case, "convene")
    assert set(refused.value.told) <= {one.text for one in catalogues.collect("committee")}
    desk.fill(case, **values(element))
    assert state(desk.cross("asma", case, "convene")) == "convened"


def key(desk) -> None:
    if not services.cases.has_key("central"):
        services.cases.make_key(desk.actor("asma"), "central", "Interior", at=desk.tick())


@pytest.fixture
def signing(desk, tmp_path, monkeypatch):
    """Our authority can sign papers."""
    key(desk)
    return desk


def test_minutes_are_printed_for_signature_only_when_both_sides_approved(signing):
    desk = signing
    case = convened(desk)
    desk.cross("bilal", case, "approve_host", by=("huda", "sana"))
    with pytest.raises(MinutesNotApproved):
        minutes.print_minutes(desk.actor("bilal"), case.id, at=desk.tick())
    told(desk, case, "approve_guest")
    papers = minutes.print_minutes(desk.actor("bilal"), case.id, at=desk.tick())
    assert [one.name for one in papers] == [f"minutes-{one}.pdf" for one in ("en", "ar", "ur")]
    other = self_signed("Interior of Bahrain", "BH", at=desk.now)
    for paper in papers:
        data = access.cases.read_paper(desk.officers["bilal"], paper.id, PURPOSE)[1]
        both = pades.sign(data, other, when=desk.tick(), field=COUNTERFIELD)
        found = checking.check_signature(both, [other.certificate], at=desk.now)
        assert [one.intact and one.whole for one in found] == [True, True]
        assert json.loads(reading.read(both).data)["content"]["minutes_ar"]["value"] == VALUES["minutes_ar"]


def test_what_is_filled_after_the_approval_is_not_printed(signing):
    desk = signing
    case = convened(desk)
    desk.cross("bilal", case, "approve_host", by=("huda", "sana"))
    told(desk, case, "approve_guest")
    desk.fill(case, minutes_en="Something that nobody approved.")
    (paper, *_rest) = minutes.print_minutes(desk.actor("bilal"), case.id, at=desk.tick())
    data = access.cases.read_paper(desk.officers["bilal"], paper.id, PURPOSE)[1]
    assert json.loads(reading.read(data).data)["content"]["minutes_en"]["value"] == VALUES["minutes_en"]


def test_a_paper_with_other_minutes_is_not_countersigned(signing):
    desk = signing
    case = convened(desk)
    desk.cross("bilal", case, "approve_host", by=("huda", "sana"))
    told(desk, case, "approve_guest")
    draft = minutes.print_minutes(desk.actor("bilal"), case.id, final=False, at=desk.tick())[0]
    letter = services.cases.write_letter(
        desk.actor("bilal"), case.id, "notice", "en", PURPOSE, final=True, at=desk.tick()
    )
    for paper in (draft, letter):
        with pytest.raises((OtherMinutes, Exception)) as refused:
            minutes.countersign(desk.actor("bilal"), [paper.id], at=desk.tick())
        assert refused.value.code in ("committee.other-minutes", "paper.unsigned", "papers.unsigned")
    assert not Paper.objects.filter(case=case, name__contains="both").exists()


# --- calendars -----------------------------------------------------------------------------------------------------


def test_a_calendar_says_hours_and_place_and_nothing_else_and_can_be_taken_back(desk):
    convened(desk)
    officer = desk.officers["omar"]
    feed, secret = services.open_feed(officer, at=desk.tick())
    assert secret not in str(feed.__dict__)
    answer = Client().get(reverse("committee:feed", args=[secret]))
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["summary"]) == VALUES["body"]
    assert event.decoded("dtstart").isoformat() == f"{MEETS['day']}T{MEETS['begins']}:00+03:00"
    text = answer.content.decode()
    assert not [one for one in ("minutes_en", "agenda", "delegation_host") if VALUES[one].split("\n")[0] in text]
    assert Line.objects.filter(act="calendar.read", object_id=feed.id).count() == 1
    services.close_feed(officer, feed.id, at=desk.tick())
    assert Client().get(reverse("committee:feed", args=[secret])).status_code == 404


def test_a_calendar_ends_with_its_officers_work_and_is_nobody_elses(desk):
    feed, secret = services.open_feed(desk.officers["omar"], at=desk.tick())
    with pytest.raises(NoSuchFeed):
        services.close_feed(desk.officers["asma"], feed.id, at=desk.tick())
    Officer.objects.filter(id=desk.officers["omar"].id).update(active=False)
    with pytest.raises(NoSuchFeed):
        services.read_feed(secret)
    with pytest.raises(NoSuchFeed):
        services.read_feed("")


def test_a_meeting_that_was_not_agreed_is_tentative_in_a_calendar(desk):
    case = desk.open(pack=PACK, kind="committee_meeting", purpose=PURPOSE)
    desk.fill(case, **values("body", "meets", "agenda", "delegation_host"))
    desk.cross("asma", case, "convene")
    assert access.invitation(desk.officers["asma"], case.id).status == "TENTATIVE"
    told(desk, case, "agree_agenda")
    (found,) = access.invitations(desk.officers["asma"])
    assert (found.status, access.invitation(desk.officers["asma"], case.id)) == ("CONFIRMED", found)


def test_a_late_action_never_falls_out_for_being_old_and_what_is_left_out_is_said(desk, monkeypatch):
    late = action(desk, due="2026-01-15")
    monkeypatch.setattr(tabling, "MOST", 1)
    for _ in range(2):
        desk.make("asma", desk.open(pack=PACK, kind="committee_action", purpose=PURPOSE), "abandon")
    found, more = access.actions(desk.officers["asma"], most=1, at=desk.tick())
    assert ([one.case for one in found], more) == ([late.id], True)
    for _ in range(2):
        desk.open(pack=PACK, kind="committee_meeting", purpose=PURPOSE)
        desk.open(pack=PACK, kind="committee_memorandum", purpose=PURPOSE)
    client = client_of(desk, "asma")
    for page in ("meetings", "memoranda"):
        assert "There is more than a page shows." in client.get(reverse(f"committee:{page}")).content.decode(), page


def figures_of(page: str) -> list[str]:
    return re.findall(r"<dd>(\d+)</dd>", page.partition('<dl class="figures">')[2].partition("</dl>")[0])


def test_the_figures_are_of_all_actions_however_many_a_page_lists(desk, monkeypatch):
    monkeypatch.setattr(tabling, "MOST", 1)
    if hasattr(access, "PAGE"):
        monkeypatch.setattr(access, "PAGE", 2)
    cases = [action(desk, due="2026-01-15"), action(desk, due="2030-01-01"), told(desk, action(desk), "show")]
    dropped = [desk.open(pack=PACK, kind="committee_action", purpose=PURPOSE) for _ in range(3)]
    for one in dropped[:2]:
        desk.make("asma", one, "abandon")
    client = client_of(desk, "asma")
    url = reverse("committee:follow")
    first = client.get(url).content.decode()
    assert figures_of(first) == ["3", "1", "0", "1", "1"]
    assert [one.id in first for one in cases] == [True, True, False]
    assert 'rel="next" href="?page=2"' in first
    second = client.get(f"{url}?page=2").content.decode()
    assert figures_of(second) == figures_of(first)
    assert [one.id in second for one in cases] == [False, False, True]
    assert dropped[2].id in second
    assert 'rel="next"' not in second
    assert figures_of(client.get(f"{url}?stage=open").content.decode()) == ["2", "0", "0", "1", "0"]
    assert figures_of(client.get(f"{url}?track=immigration").content.decode()) == ["0"] * 5
    taken = client.get(reverse("committee:follow-export", args=["csv"])).content.decode()
    assert all(one.id in taken for one in cases)


def test_what_the_other_side_said_and_was_refused_is_not_counted(desk):
    """The elements of a case are those that count, as its own page shows them."""
    case = action(desk, due="2026-01-15")
    ElementValue.objects.create(
        case=case, slug="track", number=99, value="immigration", move="0" * 64, officer_id="x", authority="x",
        at=desk.tick(),
    )  # fmt: skip
    (found,) = access.counted(desk.officers["asma"], at=desk.tick())
    assert (found.track, found.late, found.many) == ("counter_narcotics", True, 1)


def test_the_actions_of_a_meeting_are_entered_once_however_many_there_are(desk, monkeypatch):
    monkeypatch.setattr(tabling, "MOST", 1)
    desk.open(pack=PACK, kind="committee_action", purpose=PURPOSE)
    case = desk.open(pack=PACK, kind="committee_action", purpose=PURPOSE)
    desk.fill(case, origin="Meeting (0190a1b2-0000-7000-8000-000000000001): 1")
    for _ in range(2):
        desk.open(pack=PACK, kind="committee_action", purpose=PURPOSE)
        desk.make("asma", desk.open(pack=PACK, kind="committee_action", purpose=PURPOSE), "abandon")
    entered = [access.entered_from(desk.officers["asma"], f"0190a1b2-0000-7000-8000-00000000000{one}") for one in "12"]
    assert entered == [True, False]


def test_a_meeting_of_another_authority_is_in_no_calendar_of_ours(desk):
    convened(desk)
    assert access.invitations(desk.officers["zara"]) == []
    assert len(access.invitations(desk.officers["asma"])) == 1
    with pytest.raises(NoSuchCase):
        access.invitation(desk.officers["zara"], Case.objects.get().id)
    assert settings.TAAWUN_PARTY == "PK"
