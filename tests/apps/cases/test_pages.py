# SPDX-License-Identifier: Apache-2.0
"""What lawyers do on the pages of cases: open, fill, move, assess, and what a forged form cannot do."""

import html
import re
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import override

from taawun.apps.audit.models import Line
from taawun.apps.cases import access, library, queries, services
from taawun.apps.cases.models import (
    Assessment,
    Assurance,
    Case,
    Charge,
    Clock,
    ClockEvent,
    ElementValue,
    Paper,
    PrivateMove,
    Proposal,
    Reassessment,
    Task,
)
from taawun.apps.cases.showing import speaking, telling, values
from taawun.apps.people.models import Role
from taawun.apps.people.services import grant_role
from taawun.kernel.cases.reasons import reason
from taawun.kernel.cases.words import Outcome
from tests.apps.cases.asking import refused
from tests.apps.cases.beginning import begun
from tests.apps.cases.making import EXTRADITION, OFFENCE, PACK, PURPOSE, state
from tests.apps.cases.test_gates import examined
from tests.apps.making import INIT

pytestmark = pytest.mark.django_db
NAMES = ("Ahmad Khalid", "أحمد خالد منصور", "احمد خالد گوندل")


@pytest.fixture
def browser(desk):
    """Return browsers in which officers are signed in, at work for extradition."""

    def sit_down(name: str) -> Client:
        client = Client()
        client.force_login(desk.officers[name])
        client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
        return client

    return sit_down


def url(page: str, case: Case, *more: object) -> str:
    return reverse(f"cases:{page}", args=[case.id, *more])


def token_of(client: Client, case: Case) -> str:
    page = client.get(url("case", case)).content.decode()
    return re.search(r'name="token" value="([0-9a-f]+)"', page)[1]


@begun
def complete(desk) -> Case:
    case = desk.open()
    desk.fill_all(case)
    return case


# --- opening and filling -----------------------------------------------------------------------------


def test_a_case_is_opened_under_an_instrument(desk, browser) -> None:
    client = browser("asma")
    assert b"pk-bh-extradition" in client.get(reverse("cases:new")).content
    answer = client.post(
        reverse("cases:new-kind", args=[PACK, EXTRADITION]), {"other": "BH", "side": "requesting", "title": "فراڈ"}
    )
    case = Case.objects.get()
    assert answer["Location"] == url("contents", case)
    assert (case.pack_slug, case.kind, case.requested, case.title) == (PACK, EXTRADITION, "BH", "فراڈ")


def test_nobody_is_asked_for_a_side_that_only_one_can_have(desk, browser) -> None:
    client, opening = browser("asma"), reverse("cases:new-kind", args=[PACK, EXTRADITION])
    assert 'name="side"' not in client.get(opening).content.decode()
    client.post(opening, {"other": "BH", "side": "requested"})  # which could make no move of it
    case = Case.objects.get()
    assert (case.side, case.requesting, case.requested) == ("requesting", "PK", "BH")


def test_what_was_typed_stays_when_something_is_wrong(desk, browser) -> None:
    case = desk.open()
    for name in NAMES:
        typed = {"value-name": name, "value-status": "accused", "value-born": "not a day", "found": "on"}
        answer = browser("asma").post(url("element", case, "person"), typed)
        assert answer.status_code == 400
        assert name in answer.content.decode()
    assert not ElementValue.objects.filter(case=case).exists()


def test_an_element_is_there_only_when_a_person_ticked_where_it_was_found(desk, browser) -> None:
    case, client = desk.open(), browser("asma")
    page = url("element", case, "facts_summary")
    assert client.post(page, {"value": "وقائع"})["Location"] == url("contents", case)
    assert "facts_summary" in {one.slug for one in desk.show("asma", case).missing}
    client.post(page, {"value": "وقائع", "found": "on", "document": "Annex 1", "page": "3"})
    assert "facts_summary" not in {one.slug for one in desk.show("asma", case).missing}
    assert [row.number for row in ElementValue.objects.filter(case=case)] == [1, 2]


REFUSED = {
    "an excuse where the law allows none": ("facts_summary", {"excuse": "لا ينطبق"}),
    "a value and an excuse at once": ("urgency", {"value": "Now", "excuse": "It is not"}),
    "neither a value nor an excuse": ("urgency", {"value": "", "excuse": " "}),
    "a tick without a document": ("urgency", {"value": "Now", "found": "on", "document": " "}),
    "a person without a status that we know": ("person", {"value-name": "علی", "value-status": "guilty"}),
    "two offences with one number": (
        "offences",
        {"offence-TOTAL_FORMS": "2", "offence-INITIAL_FORMS": "0"}
        | {
            f"offence-{row}-{part}": value
            for row in (0, 1)
            for part, value in {
                "id": "7", "title": "Fraud", "category": "fraud", "law": "PK", "article": "420",
                "law_date": "2024-05-01", "conduct": "Took money",
            }.items()
        },
    ),
    "an offence without the acts": (
        "offences",
        {
            "offence-TOTAL_FORMS": "1", "offence-INITIAL_FORMS": "0", "offence-0-id": "9", "offence-0-title": "Fraud",
            "offence-0-law": "PK", "offence-0-category": "fraud",
        },
    ),
}  # fmt: skip


def test_a_form_of_help_that_nobody_asks_for_is_not_said_to_be_there(desk, browser) -> None:
    case = desk.open(pack="untoc", kind="mutual_legal_assistance", purpose="prosecution")
    client = browser("asma")
    client.post(reverse("ui:purpose"), {"purpose": "prosecution"})
    there = '<span class="badge good">There</span>'
    assert there not in client.get(url("element", case, "freezing")).content.decode()
    desk.fill(case, "facts_summary")
    assert there in client.get(url("element", case, "facts_summary")).content.decode()


@pytest.mark.parametrize(("slug", "typed"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_element_is_not_stored(desk, browser, slug, typed) -> None:
    case = desk.open()
    assert browser("asma").post(url("element", case, slug), typed).status_code == 400
    assert not ElementValue.objects.filter(case=case).exists()


COUNTRIES = {
    "codes": "PK, bh",
    "codes with the comma of Arabic": "PK، BH",
    "codes with a blank": "PK BH",
    "names": "Pakistan; البحرين",
    "names in Urdu": "پاکستان، بحرین",
}


@pytest.mark.parametrize("typed", COUNTRIES.values(), ids=COUNTRIES)
def test_countries_are_written_by_code_or_by_name(desk, browser, typed) -> None:
    case = desk.open()
    said = {"value-name": NAMES[0], "value-status": "accused", "value-nationalities": typed}
    assert browser("asma").post(url("element", case, "person"), said).status_code == 302
    assert ElementValue.objects.get(case=case).value["nationalities"] == ["PK", "BH"]


def typed_offence(**changed: str) -> dict[str, str]:
    said = {
        "id": "1", "title": "Fraud", "category": "fraud", "law": "Pakistan", "article": "420", "law_date": "2024-05-01",
        "conduct": "Took money.", "committed": "2024-05-01", "places": "Karachi",
    }  # fmt: skip
    table = {"offence-TOTAL_FORMS": "1", "offence-INITIAL_FORMS": "0"}
    return table | {f"offence-0-{part}": value for part, value in {**said, **changed}.items()}


UNFIT = {
    "a place that is no country": ("offences", typed_offence(), "No country has the code or name “Karachi”."),
    "the law of two countries": ("offences", typed_offence(law="PK, BH", places=""), "Write one country alone."),
    "an act of a day that has not come": (
        "offences", typed_offence(places="PK", committed="2226-01-01"), "This day has not come yet.",
    ),
    "more left to serve than was passed": (
        "offences", typed_offence(places="PK", sentence_months="12", remaining_months="24"),
        "No more can be left to serve than the sentence that was passed.",
    ),
    "a birth that has not come": (
        "person", {"value-name": "علی", "value-status": "accused", "value-born": "2226-01-01"},
        "This day has not come yet.",
    ),
    "a nation that nobody knows": (
        "person", {"value-name": "علی", "value-status": "accused", "value-nationalities": "Atlantis"},
        "No country has the code or name “Atlantis”.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("slug", "typed", "told"), UNFIT.values(), ids=UNFIT)
def test_what_cannot_be_is_said_at_its_field_and_stays_as_typed(desk, browser, slug, typed, told) -> None:
    case = desk.open()
    answer = browser("asma").post(url("element", case, slug), typed)
    assert answer.status_code == 400
    page = html.unescape(answer.content.decode())
    assert told in page
    assert "§" not in page[page.index("<main") :]
    assert all(value in page for name, value in typed.items() if not name.endswith("FORMS"))
    assert not ElementValue.objects.filter(case=case).exists()


def test_no_text_of_a_case_holds_what_turns_the_order_of_others(desk, browser) -> None:
    client = browser("asma")
    said = {"other": "BH", "side": "requesting", "title": "فراڈ \u202egnp.exe\u2066"}
    client.post(reverse("cases:new-kind", args=[PACK, EXTRADITION]), said)
    case = Case.objects.get()
    client.post(url("element", case, "facts_summary"), {"value": "a\u202eb\u2069\u0007c\nd"})
    assert case.title == "فراڈ gnp.exe"
    assert ElementValue.objects.get(case=case).value.replace("\r", "") == "abc\nd"


def test_offences_are_written_one_table_each(desk, browser) -> None:
    case, client = desk.open(), browser("asma")
    rows = {"offence-TOTAL_FORMS": "2", "offence-INITIAL_FORMS": "0", "again": "1", "found": "on", "document": "A"}
    for row, title in enumerate(("Fraud", "احتيال")):
        rows |= {
            f"offence-{row}-{part}": value
            for part, value in {
                "id": str(row + 1), "title": title, "category": "fraud", "law": "pk", "article": "420",
                "law_date": "2024-05-01", "conduct": "Took money", "maximum_months": "84",
            }.items()
        }  # fmt: skip
    assert client.post(url("element", case, "offences"), rows)["Location"] == url("element", case, "offences")
    (stored,) = ElementValue.objects.filter(case=case, slug="offences")
    assert [(one["id"], one["title"], one["law"]) for one in stored.value] == [
        ("1", "Fraud", "PK"),
        ("2", "احتيال", "PK"),
    ]
    assert len(desk.show("asma", case).missing) > 0
    again = client.get(url("element", case, "offences")).content.decode()
    assert 'value="احتيال"' in again


class Typed(HTMLParser):
    """What a browser sends of a page whose fields nobody touched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self._area = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs) -> None:
        found = dict(attrs)
        name = found.get("name", "")
        if tag == "textarea":
            self._area = name
            self.said[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in self.said or "selected" in found):
            self.said[self._select] = found["value"]
        elif tag == "input" and name and (found.get("type") != "checkbox" or "checked" in found):
            self.said[name] = found.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.said[self._area] += data


def test_a_table_of_offences_that_nobody_touched_is_kept_as_a_browser_sends_it(desk, browser) -> None:
    case, client = desk.opens(), browser("asma")
    for _ in range(2):  # what was asked for, and then what was kept of it
        page = client.get(url("element", case, "granted_offences")).content.decode()
        said = {name: value for name, value in Typed(page).said.items() if name.startswith("offence-")}
        answer = client.post(url("element", case, "granted_offences"), said | {"found": "on", "document": "A"})
        assert answer.status_code == 302
    row = ElementValue.objects.filter(case=case, slug="granted_offences").latest("number")
    assert [one["title"] for one in row.value] == ["Fraud"]


def test_the_table_of_what_is_granted_starts_from_what_was_asked_for(desk, browser) -> None:
    case, client = desk.opens(), browser("asma")
    page = client.get(url("element", case, "granted_offences")).content.decode()
    assert 'value="Fraud"' in page
    assert "Took money of forty workers" in page
    assert not re.search(r'name="offence-0-DELETE"[^>]*checked', page)
    desk.fill(case, granted_offences=[OFFENCE | {"id": "7", "title": "تزوير", "conduct": "Forged visas."}])
    page = client.get(url("element", case, "granted_offences")).content.decode()
    assert page.index('value="تزوير"') < page.index('value="Fraud"')
    assert not re.search(r'name="offence-0-DELETE"[^>]*checked', page)
    assert re.search(r'name="offence-1-DELETE"[^>]*checked', page), "left out unless the officer says otherwise"


# --- moves -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "yes"), [("en", "Yes"), ("ar", "نعم"), ("ur", "جی ہاں")])
def test_the_answer_on_which_a_move_stands_is_said_in_the_words_of_its_choice(language, yes) -> None:
    kind = library.pack_named("pk-bh-assistance").kinds["information_request"]
    closed = reason("other_answer", "give_answer", element="coercive_needed", answer="coercive_needed.needed")
    with override(language):
        assert all(yes in said and "coercive" not in said for said in speaking.why(kind, closed)[1:])


def test_of_two_browsers_that_press_the_same_move_one_makes_it(desk, browser) -> None:
    case = complete(desk)
    grant_role(INIT, desk.officers["sana"], "desk_officer")
    one, two = browser("asma"), browser("sana")
    tokens = [token_of(client, case) for client in (one, two)]
    assert tokens[0] == tokens[1]
    answers = [
        client.post(url("move", case, "check_completeness"), {"token": token})
        for client, token in zip((one, two), tokens, strict=True)
    ]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert "has moved on since you opened it" in answers[1].content.decode()
    assert PrivateMove.objects.filter(case=case).count() == 1


def test_who_presses_twice_makes_one_move(desk, browser) -> None:
    case, client = complete(desk), browser("asma")
    pressed = {"token": token_of(client, case)}
    for _ in range(2):
        assert client.post(url("move", case, "check_completeness"), pressed).status_code == 302
    assert PrivateMove.objects.filter(case=case).count() == 1


def test_a_closed_move_says_why_and_what_opens_it(desk, browser) -> None:
    case = desk.open()
    page = browser("asma").get(url("move", case, "check_completeness")).content.decode()
    assert "“Offences” is not filled" in page
    assert "Fill it and tick where you found it." in page
    assert "<button" not in page[page.index("<h1") : page.index("</main>")]


def test_a_move_with_which_nothing_would_cross_yet_says_so(desk, browser) -> None:
    case = desk.open()
    crosses = "<dt>What would cross</dt><dd>"
    page = browser("omar").get(url("move", case, "transmit")).content.decode()
    assert f'{crosses}<span class="soft">None yet.</span></dd>' in page
    desk.fill(case, "facts_summary")
    page = browser("omar").get(url("move", case, "transmit")).content.decode()
    assert f'{crosses}<span class="line">' in page


TOO_YOUNG = {
    "en": "The person was 13 years old; the age of responsibility is 14.",
    "ar": "كان عمر الشخص 13 سنة",
    "ur": "13",
}


@pytest.mark.parametrize(("language", "said"), TOO_YOUNG.items(), ids=TOO_YOUNG)
def test_a_move_that_facts_keep_closed_says_which_in_words(desk, language, said) -> None:
    case = desk.open()
    given = {"gate": "below_age", "fact": "under_age", "age": "13", "least": "14"}
    with override(language):
        told = " ".join(speaking.why(library.kind_of(case), reason("gate_met_by_facts", "other_facts", **given)))
    assert said in told
    assert "under_age" not in told
    assert not re.search(r"[.۔]{2}", told)


def test_a_state_in_what_a_rule_found_is_told_by_its_name() -> None:
    for language, name in (("en", "Bahrain"), ("ar", "البحرين"), ("ur", "بحرین")):
        with override(language):
            assert name in speaking.explained("own_national", {"party": "BH"})


def test_no_forged_form_makes_a_closed_move(desk, browser) -> None:
    """Every move of the workflow, by every officer of the authority, with any reasons: none passes a gate."""
    case = desk.opens()
    before = state(case)
    kind = desk.show("imran", case).kind
    closed = {
        name: {one.move.slug for one in desk.show(name, case).moves if not one.open}
        for name in ("asma", "bilal", "imran", "omar")
    }
    assert all("grant" in moves for moves in closed.values())
    for name, moves in closed.items():
        client = browser(name)
        theirs = {one.slug for one in kind.workflow.moves.values() if one.by != "requested"}
        for slug in sorted(moves | theirs | {"no_such_move"}):
            answer = client.post(url("move", case, slug), {"reasons": "Because I say so", "gates": "passed"})
            assert answer.status_code in (400, 404, 409), (name, slug)
    assert state(case) == before
    assert not Proposal.objects.exists()
    assert not PrivateMove.objects.exists()


def test_a_proposal_waits_for_others_and_can_be_withdrawn(desk, browser) -> None:
    case, client = desk.opens(), browser("omar")
    answer = client.post(url("move", case, "acknowledge"), {"token": desk.show("omar", case).token})
    assert answer["Location"] == url("case", case)
    page = client.get(url("case", case)).content.decode()
    proposal = Proposal.objects.get()
    assert reverse("exchange:release", args=[proposal.release]) in page
    assert client.post(url("withdraw", case), follow=True).status_code == 200
    proposal.refresh_from_db()
    assert (proposal.state, state(case)) == ("withdrawn", "transmitted")


def test_long_runs_of_one_officers_entries_are_told_as_one(desk, browser) -> None:
    case = desk.open()
    desk.fill_all(case)
    page = browser("asma").get(url("case", case)).content.decode()
    timeline = page[page.index('id="timeline"') : page.index("</ol>", page.index('id="timeline"'))]
    titles = [one.title["en"] for one in desk.show("asma", case).kind.elements.values()]
    count = len(desk.show("asma", case).filled)
    assert count > 3
    assert timeline.count("<li") == 3  # the head, that the case was opened, and all contents as one
    assert f"Contents filled: {count}" in timeline
    assert sum(escape(title) in timeline for title in titles) >= count
    assert "1 May 2024" in page  # the day whose law applies, not as a machine writes it


def test_the_timeline_tells_the_reasons_of_the_other_side(desk, browser) -> None:
    case = desk.open()
    desk.fill_all(case)
    desk.make("asma", case, "check_completeness")
    desk.make("imran", case, "review_legally")
    desk.make("sana", case, "sign")
    desk.cross("omar", case, "transmit")
    desk.answers(case, "acknowledge")
    desk.answers(case, "ask_information")
    page = browser("asma").get(url("case", case)).content.decode()
    assert "Reasons: أسباب — وجوہ." in page
    assert page.count('href="/ledger/entries/') >= 3


# --- gates -------------------------------------------------------------------------------------------


def seen(desk, case, gate) -> str:
    """Return the mark of what stands, as the page of a gate has it."""
    return {one.gate.slug: one for one in desk.show("imran", case).gates}[gate].mark


def test_a_met_mandatory_ground_is_not_assessed_away(desk, browser) -> None:
    case, gate = desk.opens(), "political_offence"
    desk.assess(case, gate, outcome=Outcome.MET)
    said = {
        "act": "assess",
        "outcome": "not_met",
        "reason": "On second thoughts",
        "source": "Myself",
        "seen": seen(desk, case, gate),
    }
    for name in ("imran", "rabia", "bilal", "asma"):
        assert browser(name).post(url("gate", case, gate), said).status_code in (400, 403)
    assert Assessment.objects.filter(case=case).count() == 1
    shown = {one.gate.slug: one for one in desk.show("imran", case).gates}
    assert shown[gate].outcome is Outcome.MET


def test_a_met_ground_is_found_otherwise_by_two_from_two_authorities_alone(desk, browser) -> None:
    case, gate = desk.opens(), "political_offence"
    desk.assess(case, gate, outcome=Outcome.MET)
    asked = {
        "act": "reassess",
        "second_authority": "interior",
        "reason": "دلیل جدید",
        "source": "حكم",
        "seen": seen(desk, case, gate),
    }
    assert browser("imran").post(url("gate", case, gate), asked).status_code == 302
    waits = Reassessment.objects.get()
    said = {"act": "confirm", "reassessment": waits.id, "agrees": "yes", "reason": "أوافق"}
    for name in ("imran", "rabia", "bilal"):
        assert browser(name).post(url("gate", case, gate), said).status_code in (400, 403)
    assert {one.gate.slug: one for one in desk.show("imran", case).gates}[gate].outcome is Outcome.MET
    assert url("gate", case, gate) in browser("yusuf").get("/").content.decode()
    assert browser("yusuf").post(url("gate", case, gate), said).status_code == 302
    found = {one.gate.slug: one for one in desk.show("imran", case).gates}[gate]
    assert (found.outcome, found.exceptional) == (Outcome.NOT_MET, True)


def test_my_day_says_until_when_a_task_is_to_be_done(desk, browser) -> None:
    case = desk.opens("give", "spontaneous_information", "untoc")
    page = browser("asma").get("/").content.decode()
    assert url("case", case) in page
    assert "Due: <time" in page


def test_a_ground_is_laid_before_authorities_that_have_somebody_to_judge_it(desk, browser) -> None:
    case, gate = desk.opens(), "political_offence"
    desk.assess(case, gate, outcome=Outcome.MET)
    page = browser("imran").get(url("gate", case, gate)).content.decode()
    assert 'value="interior"' in page
    assert 'value="ombudsman"' not in page
    Role.objects.filter(role="legal_reviewer", authority__code="interior").update(revoked_at=desk.tick())
    assert "No other authority has a legal reviewer" in browser("imran").get(url("gate", case, gate)).content.decode()


def test_an_assurance_of_the_other_side_is_given_by_who_speaks_for_it_in_the_readers_language(desk, browser) -> None:
    case, client = desk.opens(), browser("imran")
    given = {"case": case, "gate": "death_penalty", "text": "لن تنفذ", "given_at": desk.tick(), "officer_id": "x",
             "authority": "justice", "at": desk.tick()}  # fmt: skip
    Assurance.objects.create(**given, given_by="Ministry of Somewhere", move="0" * 64)
    speaks = library.pack_named(PACK).parties["BH"].authority
    client.post(reverse("ui:language"), {"language": "ur"})
    page = client.get(url("gate", case, "death_penalty")).content.decode()
    assert speaks["ur"] in page
    assert "Ministry of Somewhere" not in page


def test_a_case_that_has_ended_asks_for_no_finding(desk, browser) -> None:
    case = desk.open()
    page = browser("imran").get(url("gate", case, "political_offence")).content.decode()
    assert 'name="outcome"' in page
    desk.make("sana", case, "abandon", reasons="It is asked for elsewhere.")
    page = browser("imran").get(url("gate", case, "political_offence")).content.decode()
    assert 'name="outcome"' not in page
    assert "The case has ended." in page


def test_only_a_reviewer_assesses(desk, browser) -> None:
    case, gate = desk.opens(), "military_offence"
    said = {
        "act": "assess",
        "outcome": "not_met",
        "reason": "کوئی تعلق نہیں",
        "source": "Report",
        "seen": seen(desk, case, gate),
    }
    assert browser("asma").post(url("gate", case, gate), said).status_code in (400, 403)
    assert not Assessment.objects.exists()
    assert browser("imran").post(url("gate", case, gate), said).status_code == 302
    assert Assessment.objects.get().reason == "کوئی تعلق نہیں"


def test_a_reason_must_be_given_and_what_was_typed_stays(desk, browser) -> None:
    case = desk.opens()
    said = {"act": "assess", "outcome": "not_met", "reason": "", "source": "تقرير اللجنة"}
    answer = browser("imran").post(url("gate", case, "military_offence"), said)
    assert answer.status_code == 400
    assert "تقرير اللجنة" in answer.content.decode()


def test_an_assurance_without_every_answer_is_not_sufficient(desk, browser) -> None:
    case, gate = desk.opens(), "torture_or_unfair_trial"
    desk.assess(case, gate, outcome=Outcome.MET)
    row = desk.act("asma", "record_assurance", case.id, gate, "نتعهد", "وزارة العدل", PURPOSE)
    said = {"act": "finding", "assurance": row.id, "sufficient": "yes", "point-authority": "The ministry"}
    answer = browser("rabia").post(url("gate", case, gate), said)
    assert answer.status_code == 400
    assert not row.findings.exists()


def test_what_is_secret_is_shown_to_reviewers_alone(desk, browser) -> None:
    case = desk.opens()
    desk.act("imran", "block", case.id, "طلب لجوء رقم 5", PURPOSE)
    seen = browser("imran").get(url("case", case)).content.decode()
    assert "طلب لجوء رقم 5" in seen
    for name in ("asma", "bilal", "omar"):
        client = browser(name)
        page = client.get(url("case", case)).content.decode()
        assert "asylum" not in page.lower()
        assert "طلب لجوء" not in page
        assert client.get(url("gate", case, "asylum_pending")).status_code == 404
        assert client.post(url("stop", case), {"reason": "x", "lift": "1"}).status_code == 403


def test_what_is_taken_along_of_a_case_is_not_called_removed(desk, browser) -> None:
    case, client = desk.open(), browser("asma")
    desk.officers["asma"].language = "ur"
    desk.officers["asma"].save(update_fields=["language"])
    page = client.get(url("case", case)).content.decode()
    assert "<h2>" in page
    assert "<h2>ہٹائیں</h2>" not in page


def test_a_case_of_another_authority_is_not_there(desk, browser) -> None:
    case = desk.open()
    for page, more in (("case", ()), ("contents", ()), ("papers", ()), ("gate", ("own_national",))):
        assert browser("zara").get(url(page, case, *more)).status_code == 404


def test_what_waits_stands_on_my_day(desk, browser) -> None:
    case = desk.opens()
    desk.cross("omar", case, "acknowledge")
    services.run_due(desk.now + timedelta(days=200))
    page = browser("imran").get("/").content.decode()
    assert page.count(url("case", case)) == 3
    assert "A service target was missed; answer or say why" in page
    assert "Confirm form and identity" in page
    assert "Time runs out" in page
    assert url("case", case) not in browser("zara").get("/").content.decode()


def test_a_case_that_waits_at_home_stands_on_the_day_of_whoever_takes_the_next_step(desk, browser) -> None:
    case = desk.open()
    desk.fill_all(case)

    def shown() -> dict[str, bool]:
        return {
            name: url("case", case) in browser(name).get("/").content.decode() for name in ("asma", "imran", "sana")
        }

    assert not any(shown().values())  # a draft is whose it is
    desk.make("asma", case, "check_completeness")
    assert shown() == {"asma": False, "imran": True, "sana": False}
    assert "Confirm after legal review" in browser("imran").get("/").content.decode()
    desk.make("imran", case, "review_legally")
    assert shown() == {"asma": False, "imran": False, "sana": True}


def test_a_case_that_nobody_has_stands_on_the_day_of_whoever_may_give_it_away(desk, browser) -> None:
    case = desk.opens(to="")

    def shown() -> set[str]:
        pages = {name: browser(name).get("/").content.decode() for name in ("asma", "imran", "omar", "sana")}
        return {name for name, page in pages.items() if url("case", case) in page}

    assert shown() == {"imran", "omar", "sana"}
    assert "Give it to an authority" in browser("omar").get("/").content.decode()
    desk.act("omar", "assign", case.id, "central", case.purpose)
    assert shown() == {"omar"}  # who acknowledges it


def test_whoever_gives_a_case_away_is_offered_their_own_authority_first(desk, browser) -> None:
    case = desk.opens(to="")
    page = browser("yusuf").get(url("case", case)).content.decode()
    assert re.findall(r'<option value="(\w+)" selected', page) == ["interior"]


def test_nobody_is_taken_for_a_suspect_before_it_is_said(desk, browser) -> None:
    case, client = desk.open(), browser("asma")
    page = client.get(url("element", case, "person")).content.decode()
    (choices,) = re.findall(r'<select name="value-status".*?</select>', page, re.DOTALL)
    assert re.findall(r'<option value="(\w*)"', choices)[0] == ""
    assert client.post(url("element", case, "person"), {"value-name": NAMES[0], "value-status": ""}).status_code == 400
    assert not ElementValue.objects.filter(case=case).exists()


def test_a_case_whose_turn_is_ours_stands_on_the_day_of_whoever_leads_it_on(desk, browser) -> None:
    case = desk.opens()

    def shown() -> dict[str, str]:
        """Return the titles of the steps that wait, by officer."""
        found = {}
        for name in ("asma", "imran", "omar", "sana"):
            page = browser(name).get("/").content.decode()
            found |= dict.fromkeys([name], re.search(f'<a href="{url("case", case)}">(.*?)</a>', page))
        return {name: one[1] for name, one in found.items() if one}

    assert shown() == {"omar": "Acknowledge receipt"}
    desk.cross("omar", case, "acknowledge")
    assert shown() == {"imran": "Confirm form and identity"}  # consulting before a refusal is nobody's task
    desk.fill(case, "identity_check", name="imran")
    desk.make("imran", case, "verify")
    assert "imran" in shown()
    desk.fill(case, "information_sought", name="imran")
    desk.cross("imran", case, "ask_information", reasons="ذمہ دار؟")
    assert not shown()  # it is the other side's turn


def test_a_release_stands_on_the_day_of_nobody_who_may_not_open_it(desk, browser) -> None:
    case = desk.open()
    desk.fill_all(case)
    for name, move in (("asma", "check_completeness"), ("imran", "review_legally"), ("sana", "sign")):
        desk.make(name, case, move)
    proposal = desk.propose("omar", case, "transmit")
    release = reverse("exchange:release", args=[proposal.release])

    def shown() -> set[str]:
        found = {name for name in desk.officers if release in browser(name).get("/").content.decode()}
        assert all(browser(name).get(release).status_code == 200 for name in found)
        return found

    assert shown() == {"bilal", "huda", "sana"}
    listed = {name: browser(name).get(reverse("exchange:releases")).content.decode() for name in ("bilal", "zara")}
    assert release in listed["bilal"]
    assert release not in listed["zara"]  # the row is there, with its reason and without a way that leads nowhere
    assert "Its content is not for your roles and purposes." in listed["zara"]
    desk.approve(proposal, "bilal", "huda")
    assert {"asma", "omar"} <= shown()
    assert "zara" not in shown()  # a desk officer of another authority, who cannot open it


def test_a_person_is_kept_in_the_form_that_letters_read(desk, browser) -> None:
    case = desk.open()
    typed = {
        "value-name": NAMES[0], "value-status": "accused", "value-other_names": "\n".join(NAMES[1:]),
        "value-nationalities": "pk, BH", "value-consents": "no", "value-born": "1984-02-11",
        "value-documents": "CNIC 35202",
    }  # fmt: skip
    browser("asma").post(url("element", case, "person"), typed)
    stored = ElementValue.objects.get(case=case).value
    assert (stored["other_names"], stored["documents"]) == (list(NAMES[1:]), ["CNIC 35202"])
    assert (stored["nationalities"], stored["consents"]) == (["PK", "BH"], False)
    again = browser("asma").get(url("element", case, "person")).content.decode()
    assert all(name in again for name in NAMES)
    assert "['" not in again


TOLD = {
    "en": ("Suspect", "Date of birth: 2 Mar 1971", "Pakistan, Bahrain", "Documents and records", "; "),
    "ar": ("مشتبه به", "تاريخ الميلاد: 2 مارس 1971", "باكستان، البحرين", "وثائق وسجلات", "؛ "),
    "ur": ("مشتبہ", "تاریخ پیدائش: 2 مارچ 1971", "پاکستان، بحرین", "دستاویزات اور ریکارڈ", "؛ "),
}


@pytest.mark.parametrize(("language", "name"), [("ar", "AHMAD KHALID"), ("ur", "AHMAD KHALID"), ("en", "احمد خالد")])
def test_a_name_in_another_direction_does_not_turn_the_words_beside_it(language, name) -> None:
    elements = library.pack_named("pk-bh-assistance").kinds["mutual_legal_assistance"].elements
    with override(language):
        said = values.told(elements["person"], {"name": name, "status": "suspect", "born": "1971-03-02"})
        assert said.startswith(f"\u2068{name}\u2069")
        plain = values.told(elements["person"], {"name": TOLD[language][0], "status": "suspect"})
        assert "\u2068" not in plain


def test_a_line_that_begins_with_a_latin_name_runs_as_its_page_does(desk, browser) -> None:
    case, client = desk.open(), browser("asma")
    desk.fill(case, "person")
    desk.fill(case, requesting_authority="FIA")
    client.post(reverse("ui:language"), {"language": "ur"})
    page = client.get(url("contents", case)).content.decode()
    assert re.search(r'<bdi dir="rtl">\u2068?Ahmad Khalid Mansoor', page)
    assert '<bdi dir="auto">FIA</bdi>' in page


@pytest.mark.parametrize("language", TOLD)
def test_what_an_element_holds_is_told_in_the_readers_words(language) -> None:
    elements = library.pack_named("pk-bh-assistance").kinds["mutual_legal_assistance"].elements
    status, born, where, help_, _between = TOLD[language]
    person = {"status": "suspect", "born": "1971-03-02", "nationalities": ["PK", "BH"], "consents": False}
    form = elements["documents"]
    with override(language):
        told = values.told(elements["person"], person)
        assert told.startswith(status)
        assert (born in told, where in told, "1971-03" in told) == (True, True, False)
        assert values.told(elements["kind_of_help"], ["documents"]) == help_
        parts = values.told(form, {one.slug: "Annex" for one in form.fields})
        assert all(f"{speaking.said(one.title)}: Annex" in parts for one in form.fields)
        assert values.told(elements["person"], person | {"name": NAMES[1]}).lstrip("\u2068").startswith(NAMES[1])
        day = next(one for one in library.pack_named(PACK).kinds[EXTRADITION].elements.values() if one.kind == "date")
        assert "2026-11" not in values.told(day, "2026-11-20")


def test_the_pages_of_contents_tell_what_was_filled_and_no_day_as_a_machine_writes_it(desk, browser) -> None:
    case, client = complete(desk), browser("asma")
    shown = client.get(url("contents", case)).content.decode()
    versions = client.get(url("element", case, "person")).content.decode().partition(">Versions<")[2]
    assert "<legend>Where you found it</legend>" in client.get(url("element", case, "person")).content.decode()
    for page in (shown, versions):
        assert "Accused person" in page
        assert "1984-02-11" not in page
        assert "11 Feb 1984" in page


@pytest.mark.parametrize("language", TOLD)
def test_what_was_filled_in_one_run_is_told_with_the_mark_of_the_readers_script(desk, language) -> None:
    case = complete(desk)
    kind, events = desk.show("asma", case).kind, queries.timeline(case, frozenset())
    with override(language):
        run = max(telling.all_told(kind, events, {}, {}, {}), key=lambda one: len(one.note))
    assert TOLD[language][4] in run.note
    assert (";" in run.note) is (language == "en")


# --- clocks, papers, figures ------------------------------------------------------------------------


def test_law_is_not_paused_and_a_service_target_only_with_a_reason(desk, browser) -> None:
    case = desk.opens()
    desk.cross("omar", case, "acknowledge")
    (clock,) = desk.show("omar", case).clocks
    client, page = browser("omar"), url("clock", case, clock.row.pk)
    assert client.post(page, {"act": "pause", "reason": " "}).status_code == 400
    assert client.post(page, {"act": "pause", "reason": "بانتظار الترجمة"}).status_code == 302
    assert ClockEvent.objects.get(kind="paused").reason == "بانتظار الترجمة"
    assert "Paused" in client.get(page).content.decode()
    assert client.post(page, {"act": "stop", "reason": "x"}).status_code == 200  # no such act


def test_a_paper_is_handed_out_as_a_file_and_never_as_a_page(desk, browser) -> None:
    case, client = desk.open(), browser("asma")
    file = SimpleUploadedFile("حکم.txt", b"<script>1</script>", "text/plain")
    answer = client.post(url("papers", case), {"act": "paper", "file": file, "language": "ur"})
    assert answer.status_code == 302
    row = Paper.objects.get()
    got = client.get(url("paper", case, row.id))
    assert (row.name, got.content) == ("حکم.txt", b"<script>1</script>")
    assert got["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('حکم.txt')}"
    assert got["X-Content-Type-Options"] == "nosniff"
    assert browser("zara").get(url("paper", case, row.id)).status_code == 404


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_the_case_is_printed_as_a_letter(desk, browser, language) -> None:
    case, client = complete(desk), browser("asma")
    said = {"letter": "request", "language": language}
    looked = client.post(url("letter", case), said | {"look": "1"})
    assert (looked["Content-Type"], looked.content[:5]) == ("application/pdf", b"%PDF-")
    assert not Paper.objects.exists()
    assert client.post(url("letter", case), said)["Location"] == url("papers", case)
    row = Paper.objects.get()
    assert (row.kind, row.form, row.language) == ("letter", "request", language)
    assert client.post(url("letter", case), said | {"final": "on"}).status_code == 400  # no releasing officer
    assert client.post(url("letter", case), said | {"language": "fr"}).status_code == 400


FIGURES = {
    "mutual_legal_assistance": (34, 13, "38 %"),
    "information_request": (14, 3, "21 %"),
    "extradition": (3, 0, "0 %"),
}


def test_the_dashboard_shows_the_figures_that_an_agency_reported(desk, browser) -> None:
    """34 requests sent and 13 answered, 14 informal and 3 answered, 3 extraditions and none surrendered."""
    like = desk.open()
    for kind, (asked, answered, _share) in FIGURES.items():
        for number in range(asked):
            done = desk.now + timedelta(days=30) if number < answered else None
            Case(
                id=f"{kind[:3]}-{number}", kind=kind, pack=like.pack, pack_slug=like.pack_slug, pack_version=1,
                requesting="PK", requested="BH", side="requesting", state="transmitted", authority="central",
                channel="central_authority", purpose=PURPOSE, opened=desk.now, changed=desk.now, asked=desk.now,
                answered=done, review=desk.now.date(),
            ).save()  # fmt: skip
    page = browser("asma").get(reverse("cases:dashboard")).content.decode()
    sheet = browser("nadia").get(reverse("cases:dashboard-export")).content.decode()
    for kind, (asked, answered, share) in FIGURES.items():
        assert f"{answered} of {asked} answered" in page
        assert f">{share}<" in page
        assert f"{kind},central,central_authority,requesting,{asked},{answered}," in sheet


# --- what is said in the reader's language ----------------------------------------------------------------


def test_a_clock_that_was_stopped_says_when_and_not_that_it_is_due(desk, browser) -> None:
    case = desk.opens()
    desk.cross("omar", case, "acknowledge")
    clock = Clock.objects.filter(case=case, stopped=None).exclude(due=None).first()
    page = browser("imran").get(url("clock", case, clock.pk)).content.decode()
    assert "· due " in page
    Clock.objects.filter(pk=clock.pk).update(stopped=desk.now)
    page = browser("imran").get(url("clock", case, clock.pk)).content.decode()
    assert "· due " not in page
    assert "· stopped <time" in page


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_a_warning_of_a_day_is_said_in_the_readers_language(desk, browser, language) -> None:
    case = desk.opens()
    desk.cross("omar", case, "acknowledge")
    clock = Clock.objects.get(case=case, stopped=None)
    for what in ("day:18", "75 %"):
        ClockEvent.objects.create(clock=clock, case=case, kind="warned", what=what, at=desk.tick())
    client = browser("imran")
    client.post(reverse("ui:language"), {"language": language, "next": "/"})
    with translation.override(language):
        said = translation.gettext("Day {number}").format(number="18")
    for page in (url("clock", case, clock.pk), url("case", case)):
        text = client.get(page).content.decode()
        assert said in text
        assert "75 %" in text
        assert "day:18" not in text
    assert telling.warned("day 18") == telling.warned("day:18"), "as older rows have it"


def test_a_move_to_the_other_side_names_papers_in_words_or_says_where_to_write_one(desk, browser) -> None:
    case, client = complete(desk), browser("asma")
    for name, move in (("asma", "check_completeness"), ("imran", "review_legally"), ("sana", "sign")):
        desk.make(name, case, move)
    page = browser("omar").get(url("move", case, "transmit")).content.decode()
    assert "No paper goes with it" in page
    assert f'href="{url("papers", case)}"' in page
    client.post(url("letter", case), {"letter": "request", "language": "ur"})
    page = browser("omar").get(url("move", case, "transmit")).content.decode()
    assert "No paper goes with it" not in page
    assert "(Urdu)" in page
    assert "(ur)" not in page
    assert "Letter of request" in client.get(url("case", case)).content.decode()


def test_papers_in_no_language_of_the_other_side_are_noticed_before_they_go(desk, browser) -> None:
    case = complete(desk)
    for name, move in (("asma", "check_completeness"), ("imran", "review_legally"), ("sana", "sign")):
        desk.make(name, case, move)
    client, notice = browser("omar"), "No paper of this case is in a language"
    page = url("move", case, "transmit")
    assert notice not in client.get(page).content.decode(), "there is no paper"
    paper = ("warrant.pdf", b"%PDF-1.7 ur", "application/pdf", "ur", PURPOSE)
    row = desk.act("asma", "add_paper", case.id, *paper)
    assert notice in client.get(page).content.decode()
    assert notice not in client.get(url("move", case, "withdraw")).content.decode()
    words = ("warrant-ar.pdf", b"%PDF-1.7 ar", "application/pdf", "ar", "ليلى حسن", PURPOSE)
    desk.act("asma", "add_translation", row.id, *words)
    assert notice not in client.get(page).content.decode()


# --- a case that goes on from another ---------------------------------------------------------------------


FROM, PROSECUTION = "pk-bh-assistance", "prosecution"


@pytest.fixture
def routed(desk) -> Case:
    """Our inquiry, which Bahrain wants as legal assistance."""
    case = desk.open(pack=FROM, kind="information_request", purpose=PROSECUTION, title="استفسار")
    desk.fill_all(case)
    desk.make("imran", case, "review")
    desk.cross("asma", case, "send")
    desk.answers(case, "acknowledge")
    found = {"document": "Annex 1", "page": "2", "officer": desk.partner.party.members["lawyer"].id}
    content = {"coercive_needed": {"value": "needed", "found": found}}
    assert desk.answers(case, "route_to_assistance", content=content)["kind"] == "accepted"
    return case


def at_work_for(client: Client, purpose: str) -> Client:
    client.post(reverse("ui:purpose"), {"purpose": purpose})
    return client


def test_what_needs_assistance_is_opened_from_its_inquiry(desk, browser, routed) -> None:
    client = at_work_for(browser("asma"), PROSECUTION)
    choose = f"{reverse('cases:new')}?from={routed.id}"
    assert choose in client.get(url("case", routed)).content.decode()
    opening = reverse("cases:new-kind", args=[FROM, "mutual_legal_assistance"])
    assert f"{opening}?from={routed.id}" in client.get(choose).content.decode()
    page = client.get(f"{opening}?from={routed.id}").content.decode()
    assert "استفسار" in page
    assert re.search(r'<option value="BH" selected>', page)
    answer = client.post(f"{opening}?from={routed.id}", {"other": "BH", "side": "requesting"})
    case = Case.objects.exclude(pk=routed.pk).get()
    assert answer["Location"] == url("contents", case)
    filled = desk.show("asma", case).filled
    first = desk.show("asma", routed).filled
    for slug in ("facts_summary", "person"):
        assert (filled[slug].value, filled[slug].found) == (first[slug].value, None)
    assert routed.id in filled["prior_requests"].value
    assert {"facts_summary", "person"} <= {one.slug for one in desk.show("asma", case).missing}
    task = Task.objects.get(case=routed, slug="open_assistance")
    assert (task.done_by, task.why) == (desk.officers["asma"].id, case.id)


def test_a_case_goes_on_from_none_that_the_officer_does_not_see(desk, browser, routed, ask) -> None:
    client = at_work_for(browser("zara"), PROSECUTION)
    opening = reverse("cases:new-kind", args=[FROM, "mutual_legal_assistance"])
    for named in (routed.id, "nothing", "0192f5a0-0000-7000-8000-0000000000aa"):
        assert client.get(f"{opening}?from={named}").status_code == 404
        said = {"other": "BH", "side": "requesting"}
        assert client.post(f"{opening}?from={named}", said).status_code == 404
    opened = {"pack": FROM, "kind": "mutual_legal_assistance", "other": "BH", "from": routed.id}
    refused(ask("zara", "open", post=opened, purpose=PROSECUTION), 404, "case.not-here")
    assert Case.objects.count() == 1
    assert ask("asma", "open", post=opened, purpose=PROSECUTION).status_code == 200
    assert Case.objects.count() == 2


# --- tasks that no move ends -----------------------------------------------------------------------------


def stopped_for_asylum(desk) -> Case:
    case = examined(desk, leave=())
    desk.act("imran", "block", case.id, "Claim lodged today. طلب لجوء", PURPOSE)
    return case


def task_form(client: Client, case: Case) -> list[str]:
    return re.findall(rf'action="{url("case", case)}tasks/(\d+)/"', client.get(url("case", case)).content.decode())


def test_a_task_that_no_move_ends_is_ended_with_a_reason_by_who_has_its_role(desk, browser) -> None:
    case = stopped_for_asylum(desk)
    (number,) = task_form(browser("imran"), case)
    for name in ("sana", "asma"):
        assert task_form(browser(name), case) == []
        assert browser(name).post(url("task", case, number), {"reason": "x"}).status_code == 409
    client = browser("imran")
    assert client.post(url("task", case, number), {"reason": "  "}).status_code == 400
    assert client.post(url("task", case, number), {"reason": "أُبلغ المحامي — وکیل کو بتایا"})["Location"] == url(
        "case", case
    )
    row = Task.objects.get(pk=number)
    assert (row.slug, row.done_by, row.why) == (
        "tell_counsel",
        desk.officers["imran"].id,
        "أُبلغ المحامي — وکیل کو بتایا",
    )
    assert access.waiting(desk.officers["imran"], PURPOSE).tasks == ()
    assert not Line.objects.filter(act="case.task-done").exists(), "that there was a claim is not read off the record"
    assert client.post(url("task", case, number), {"reason": "Again."}).status_code == 409


def test_the_alarm_of_speciality_is_ended_on_the_record_and_by_a_program(desk, browser, told, ask) -> None:
    case = desk.open()
    charged = {"charge": "FIR 45/2024 ایف آئی آر", "title": "تزوير", "source": "Court list"}
    desk.fill(case, "granted_offences")
    assert browser("imran").post(url("charge", case), charged).status_code == 302
    assert Charge.objects.get().charge == "FIR 45/2024 ایف آئی آر"
    (task,) = told("imran", "case", case.id)["tasks"]
    assert (task["task"], task["by_hand"]) == ("speciality_alarm", True)
    assert [one["by_hand"] for one in told("asma", "case", case.id)["tasks"]] == [False]
    refused(ask("asma", "task", case.id, task["number"], post={"reason": "x"}), 403, "people.no-role")
    told("imran", "task", case.id, task["number"], post={"reason": "The court was told."})
    assert Line.objects.filter(act="case.task-done", object_id=case.id, outcome="allowed").count() == 1
    assert "The court was told." in browser("imran").get(url("case", case)).content.decode()


def test_a_task_that_a_move_ends_is_ended_by_no_hand(desk, browser) -> None:
    case = desk.opens()
    row = Task.objects.create(
        case=case, slug="answer_late", source="clock:1", role="legal_reviewer", raised=desk.tick()
    )
    assert task_form(browser("imran"), case) == []
    assert browser("imran").post(url("task", case, row.pk), {"reason": "x"}).status_code == 409
    desk.answers(case, "withdraw")
    assert state(case) == "withdrawn"
    row.refresh_from_db()
    assert row.done_by == "void", "nobody waits for the answer of a case that was withdrawn"


ADDRESSES = {
    "a filter that is no kind": "?kind=nothing&pack=x",
    "a state with a null character": "?state=%00",
    "a page of forty digits": "?page=" + "9" * 40,
    "a title with the wildcards of SQL": "?title=%25_%27",
}


@pytest.mark.parametrize("query", ADDRESSES.values(), ids=ADDRESSES)
def test_a_filter_that_makes_no_sense_is_a_page(desk, browser, query) -> None:
    desk.open()
    assert browser("asma").get(reverse("cases:list") + query).status_code == 200


def test_the_board_counts_all_and_shows_the_first(desk, browser) -> None:
    for _ in range(3):
        desk.open(title="مسودہ")
    page = browser("asma").get(reverse("cases:board")).content.decode()
    assert page.count("<article") == 3
    assert "Not sent yet" in page
    assert browser("zara").get(reverse("cases:board")).content.decode().count("<article") == 0
