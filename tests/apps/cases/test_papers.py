# SPDX-License-Identifier: Apache-2.0
"""Papers of a case: kept by digest, translated by somebody, held in custody, and written as letters."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pyhanko.pdf_utils.reader import PdfFileReader

from taawun.apps.audit.models import Line
from taawun.apps.cases import access, citing, words
from taawun.apps.cases.models import Custody, Evidence, EvidenceTaint, Paper
from taawun.apps.cases.moves.filing import hold
from taawun.apps.cases.papers import custody, fetching, folder, letter_words, lettering
from taawun.apps.cases.papers.keys import signer_of
from taawun.formats.asic.container import look_into
from taawun.formats.packs import shipped_library
from taawun.formats.papers import checking
from taawun.formats.papers.evidence import Act, check_custody
from taawun.formats.papers.letter import Language, Status
from taawun.formats.papers.words import kind_words
from taawun.kernel import errors
from taawun.kernel.cases.gating import TAINTED
from taawun.kernel.cases.moves import PaperRef
from taawun.kernel.cases.words import Outcome, Side, Source
from taawun.kernel.exchange.case_bundle import BUNDLE_NAME, read_case_bundle
from taawun.kernel.wire.digests import sha256_hex
from tests.apps.cases.asking import refused
from tests.apps.cases.making import OFFENCE, PERSON, PURPOSE, WORDS, state
from tests.apps.cases.test_exchange import signed
from tests.apps.cases.test_gates import examined

pytestmark = pytest.mark.django_db

SCAN = b"%PDF-1.7 \xd9\x88"


def added(desk, case, name="warrant.pdf", data=SCAN, language="ur"):
    return desk.act("asma", "add_paper", case.id, name, data, "application/pdf", language, PURPOSE)


def attached(pdf: bytes) -> dict:
    root = PdfFileReader(BytesIO(pdf)).root
    names = root["/Names"]["/EmbeddedFiles"]["/Names"]
    return json.loads(names[1]["/EF"]["/F"].data)


def test_a_paper_is_read_as_it_was_taken_in(desk):
    case = desk.open()
    paper = added(desk, case, data=SCAN + b"damaged")
    row, data = access.read_paper(desk.officers["imran"], paper.id, PURPOSE, at=desk.tick())
    assert (row.size, row.language, data) == (len(data), "ur", SCAN + b"damaged")
    assert Line.objects.filter(act="paper.read", object_id=case.id).count() == 1
    folder._path(paper.sha256).write_bytes(b"other")
    with pytest.raises(errors.PaperDamaged):
        access.read_paper(desk.officers["imran"], paper.id, PURPOSE, at=desk.tick())
    with pytest.raises(errors.NoSuchCase):
        access.read_paper(desk.officers["zara"], paper.id, PURPOSE, at=desk.tick())


WRONG = {
    "nothing": {"data": b""},
    "no name": {"name": "  "},
    "no language": {"language": "Arabic"},
}


@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG)
def test_a_paper_that_cannot_be_kept_is_refused(desk, changes):
    with pytest.raises(errors.WrongPaper):
        added(desk, desk.open(), **changes)
    assert not Paper.objects.exists()


def test_a_translation_names_its_translator(desk):
    case = desk.open()
    paper = added(desk, case)
    words = ("warrant-ar.pdf", b"%PDF-1.7 ar", "application/pdf")
    with pytest.raises(errors.WrongPaper):
        desk.act("asma", "add_translation", paper.id, *words, "ar", " ", PURPOSE)
    with pytest.raises(errors.WrongPaper):
        desk.act("asma", "add_translation", paper.id, *words, "ur", "ليلى حسن", PURPOSE)
    made = desk.act("asma", "add_translation", paper.id, *words, "ar", "ليلى حسن", PURPOSE)
    assert (made.translates, made.translator) == (paper, "ليلى حسن")


def test_the_bytes_of_a_named_paper_are_taken_only_if_they_are_those(desk):
    scan = b"%PDF-1.7 order of the court"
    desk.opens(papers=(PaperRef("أمر القبض.pdf", "application/pdf", sha256_hex(scan), len(scan), "ar"),))
    (paper,) = Paper.objects.all()
    assert (paper.kind, paper.party, paper.name) == ("reference", "BH", "أمر القبض.pdf")
    with pytest.raises(errors.NoSuchPaper):
        access.read_paper(desk.officers["imran"], paper.id, PURPOSE, at=desk.tick())
    with pytest.raises(errors.WrongPaper):
        desk.act("omar", "take_bytes", paper.id, scan + b".", PURPOSE)
    desk.act("omar", "take_bytes", paper.id, scan, PURPOSE)
    assert access.read_paper(desk.officers["imran"], paper.id, PURPOSE, at=desk.tick())[1] == scan


def evidence(desk, case, **changes):
    said = {"what": "Bank statement", "provenance": "Sent by the bank on order 14.", "held_by": "State Bank, گودام"}
    data = ("statement.pdf", b"%PDF-1.7 bank", "application/pdf", "en", PURPOSE)
    return desk.act("imran", "take_evidence", case.id, *data, **said | changes)


def test_evidence_keeps_a_chain_that_shows_a_change(desk):
    case = desk.open()
    row = evidence(desk, case)
    desk.act("imran", "hand_on", row.id, "handed_over", "Omar Farooq", "To be sent.", PURPOSE)
    desk.act("omar", "hand_on", row.id, "sent", "وزارة العدل", "By pouch 7.", PURPOSE)
    links = list(Custody.objects.filter(evidence=row))
    assert [(one.number, one.act) for one in links] == [(1, "taken_in"), (2, "handed_over"), (3, "sent")]
    assert [one.giver for one in links[1:]] == ["State Bank, گودام", "Omar Farooq"]
    check_custody(custody.chain(links), head=links[-1].digest)
    assert [one.digest for one in links] == [one.digest for one in custody.chain(links)]
    links[1].held_by = "Somebody else"
    with pytest.raises(errors.BrokenCustody, match="link 3"):
        check_custody(custody.chain(links))


def test_nothing_follows_destruction_and_no_time_goes_back(desk):
    row = evidence(desk, desk.open())
    with pytest.raises(errors.BrokenCustody):
        desk.act("imran", "hand_on", row.id, "opened", "Lab", "To look.", PURPOSE, at=desk.now - timedelta(days=1))
    desk.act("imran", "hand_on", row.id, "destroyed", "Lab", "On order 12.", PURPOSE)
    with pytest.raises(errors.BrokenCustody):
        desk.act("imran", "hand_on", row.id, "opened", "Lab", "To look.", PURPOSE)
    with pytest.raises(errors.NotReasoned):
        desk.act("imran", "hand_on", row.id, "sung_to", "Lab", "Why not.", PURPOSE)


def test_every_word_of_custody_has_its_title():
    assert set(words.CUSTODY) == set(Act)


def test_what_may_have_been_got_by_torture_goes_to_no_court(desk):
    case = signed(desk)
    row = evidence(desk, case, tainted=True)
    for act in (
        lambda: desk.propose("omar", case, "transmit", papers=[row.paper_id]),
        lambda: desk.act("asma", "write_letter", case.id, "request", "en", PURPOSE, papers=[row.paper_id]),
        lambda: access.read_paper(desk.officers["imran"], row.paper_id, "court-evidence", at=desk.tick()),
    ):
        with pytest.raises(errors.WrongPaper):
            act()
    assert Evidence.objects.get().tainted


# --- what came from the other side -----------------------------------------------------------------------------


COURT = "court-evidence"
ANSWERED = {
    "what": "بیان گواہ", "provenance": "Taken before a judge in Manama, counsel present.", "held_by": "وزارة العدل",
}  # fmt: skip
STATEMENT = b"%PDF-1.7 statement of a witness"


@pytest.fixture
def came(desk):
    """A case of Bahrain's with one paper, whose bytes are here."""
    named = PaperRef("إفادة.pdf", "application/pdf", sha256_hex(STATEMENT), len(STATEMENT), "ar")
    case = desk.opens(papers=(named,))
    paper = Paper.objects.get()
    desk.act("omar", "take_bytes", paper.id, STATEMENT, PURPOSE)
    return case, paper


def in_court(desk, paper):
    return access.read_paper(desk.officers["imran"], paper.id, COURT, at=desk.tick())[1]


def translated(desk, paper):
    words = ("statement-en.pdf", b"%PDF-1.7 en", "application/pdf", "en", "Sara Naveed", PURPOSE)
    return desk.act("asma", "add_translation", paper.id, *words)


def test_no_court_reads_what_came_before_somebody_said_where_it_comes_from(desk, came):
    case, paper = came
    translation = translated(desk, paper)
    for one in (paper, translation):
        with pytest.raises(errors.NoProvenance):
            in_court(desk, one)
    assert access.read_paper(desk.officers["imran"], paper.id, PURPOSE, at=desk.tick())[1] == STATEMENT
    for missing in ANSWERED:
        with pytest.raises(errors.NotReasoned):
            desk.act("imran", "adopt", paper.id, PURPOSE, **ANSWERED | {missing: "  "})
    row = desk.act("imran", "adopt", paper.id, PURPOSE, **ANSWERED)
    assert [in_court(desk, one) for one in (paper, translation)] == [STATEMENT, b"%PDF-1.7 en"]
    (link,) = custody.chain(Custody.objects.filter(evidence=row))
    assert (link.act, link.item, link.holder) == (Act.TAKEN_IN, paper.sha256, "وزارة العدل")
    desk.act("omar", "hand_on", row.id, "examined", "Lab", "On order 3.", PURPOSE)
    with pytest.raises(errors.WrongPaper):
        desk.act("imran", "adopt", paper.id, PURPOSE, **ANSWERED)
    with pytest.raises(errors.WrongPaper):
        desk.act("imran", "adopt", added(desk, case).id, PURPOSE, **ANSWERED)


def test_what_has_not_come_is_not_answered_for(desk):
    data = b"%PDF-1.7 that never came"
    desk.opens(papers=(PaperRef("a.pdf", "application/pdf", sha256_hex(data), len(data), "ar"),))
    with pytest.raises(errors.NoSuchPaper):
        desk.act("imran", "adopt", Paper.objects.get().id, PURPOSE, **ANSWERED)


def test_what_came_tainted_goes_to_no_court_nor_anywhere(desk, came):
    case, paper = came
    translation = translated(desk, paper)
    desk.act("imran", "adopt", paper.id, PURPOSE, **ANSWERED, tainted=True)
    again = desk.act("asma", "add_paper", case.id, "copy.pdf", STATEMENT, "application/pdf", "ar", PURPOSE)
    for one in (paper, translation, again):
        with pytest.raises(errors.WrongPaper):
            in_court(desk, one)
        with pytest.raises(errors.WrongPaper):
            desk.act("asma", "write_letter", case.id, "acknowledgement", "en", PURPOSE, papers=[one.id])


def test_evidence_turns_out_tainted_at_any_time_and_stays_so(desk):
    row = evidence(desk, desk.open())
    assert in_court(desk, row.paper)
    with pytest.raises(errors.NotReasoned):
        desk.act("imran", "taint", row.id, "  ", PURPOSE)
    said = desk.act("imran", "taint", row.id, "گواہ نے عدالت میں تشدد بتایا۔", PURPOSE)
    with pytest.raises(errors.WrongPaper):
        in_court(desk, row.paper)
    assert Evidence.objects.get().is_tainted
    assert Line.objects.filter(act="case.tainted", outcome="allowed").count() == 1
    for act in (said.delete, EvidenceTaint.objects.all().delete, lambda: EvidenceTaint.objects.update(reason="No.")):
        with pytest.raises(DatabaseError, match="never taken back"), transaction.atomic():
            act()
    assert "tainted" in {event.what for event in timeline(desk, row.paper.case)}


def timeline(desk, case):
    return access.timeline(desk.officers["imran"], case.id, PURPOSE, at=desk.tick())


def test_a_case_for_a_court_holds_no_paper_that_no_court_may_use(desk, came):
    case, paper = came
    desk.act("asma", "make_key", "central", "Central Authority")
    desk.cross("omar", case, "acknowledge")
    desk.deliver()
    desk.sealed()
    assert paper.sha256 in read_case_bundle(access.bundle(desk.officers["sana"], case.id, PURPOSE, at=desk.now)).papers
    assert not for_court(desk, case)
    desk.act("imran", "adopt", paper.id, PURPOSE, **ANSWERED)
    assert paper.sha256 in for_court(desk, case)
    desk.act("imran", "taint", Evidence.objects.get().id, "A cell.", PURPOSE)
    assert not for_court(desk, case)
    assert not read_case_bundle(access.bundle(desk.officers["imran"], case.id, COURT, at=desk.now)).papers


def for_court(desk, case):
    """Return the papers of a case as a court gets it."""
    data = access.court_bundle(desk.officers["sana"], case.id, PURPOSE, at=desk.tick())
    (held,) = [one.data for one in look_into(data, at=desk.now).files if one.name == BUNDLE_NAME]
    return read_case_bundle(held).papers


def test_tainted_evidence_keeps_its_gate_from_being_found_not_met_by_one(desk):
    case = desk.open(pack="untoc", kind="mutual_legal_assistance", purpose="prosecution", side=Side.REQUESTED)
    desk.act("imran", "assess", case.id, TAINTED, Outcome.NOT_MET, "Looked at.", "Report", case.purpose)
    assert outcome(desk, case) is Outcome.NOT_MET
    data = ("a.pdf", b"%PDF-1.7 a", "application/pdf", "en", case.purpose)
    row = desk.act("imran", "take_evidence", case.id, *data, **ANSWERED)
    assert outcome(desk, case) is Outcome.NOT_MET
    desk.act("imran", "taint", row.id, "A cell.", case.purpose)
    assert outcome(desk, case) is Outcome.NOT_ASSESSED
    with pytest.raises(errors.BadAssessment):
        desk.act("imran", "assess", case.id, TAINTED, Outcome.NOT_MET, "Again.", "Report", case.purpose)
    asked = desk.act("imran", "reassess", case.id, TAINTED, "Not relied on.", "Report 2", "interior", case.purpose)
    desk.act("yusuf", "confirm", asked.id, True, "It is left out.", case.purpose)
    assert outcome(desk, case) is Outcome.NOT_MET
    desk.act("imran", "taint", row.id, "Another cell.", case.purpose)
    assert outcome(desk, case) is Outcome.NOT_ASSESSED, "what two found before says nothing of what is known since"


def outcome(desk, case):
    """Return what became of the gate of tainted evidence."""
    (found,) = [one.outcome for one in desk.show("imran", case).gates if one.gate.slug == TAINTED]
    return found


LARGE = b"%PDF-1.7 annex on a disk"


@pytest.fixture
def named_only(desk, monkeypatch):
    """A case of Bahrain's with a paper that is too large to travel."""
    monkeypatch.setattr(fetching, "travels", lambda _paper: False)
    case = desk.opens(papers=(PaperRef("قرص.pdf", "application/pdf", sha256_hex(LARGE), len(LARGE), "ar"),))
    return case, Paper.objects.get()


def test_what_does_not_travel_is_taken_in_by_hand_beside_its_name(desk, named_only):
    case, paper = named_only
    client = Client()
    client.force_login(desk.officers["omar"])
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    url = reverse("cases:papers", args=[case.id])
    assert f'id="bytes-{paper.id}_file"' in client.get(url).content.decode()
    for data, status in ((LARGE + b".", 400), (b"", 400), (LARGE, 302)):
        file = SimpleUploadedFile("disk.pdf", data, "application/pdf")
        assert client.post(url, {"act": "bytes", "paper": paper.id, "file": file}).status_code == status
    assert access.read_paper(desk.officers["imran"], paper.id, PURPOSE, at=desk.tick())[1] == LARGE
    assert folder.HAND_BYTES > folder.PAPER_BYTES, "what is too large to travel is not too large to be brought"
    assert f"bytes-{paper.id}" not in client.get(url).content.decode()
    assert client.post(url, {"act": "bytes", "paper": paper.id}).status_code == 400


def test_a_program_takes_bytes_in_and_asks_for_them_again(desk, named_only, told, ask, monkeypatch):
    case, paper = named_only
    refused(ask("omar", "again", case.id, paper.id, post={}), 404, "case.no-such-paper")
    monkeypatch.undo()
    assert not told("omar", "again", case.id, paper.id, post={})["here"]
    wrong = {"file": SimpleUploadedFile("disk.pdf", b"%PDF other", "application/pdf")}
    refused(ask("omar", "bytes", case.id, paper.id, files=wrong), 409, "case.wrong-paper")
    files = {"file": SimpleUploadedFile("disk.pdf", LARGE, "application/pdf")}
    refused(ask("omar", "bytes", desk.open().id, paper.id, files=wrong), 404, "case.no-such-paper")
    assert told("omar", "bytes", case.id, paper.id, files=files)["here"]


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_the_page_of_papers_asks_where_a_paper_comes_from_and_takes_the_answer(desk, came, language):
    case, paper = came
    client = Client()
    client.force_login(desk.officers["imran"])
    client.post(reverse("ui:language"), {"language": language, "next": "/"})
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    url = reverse("cases:papers", args=[case.id])
    assert 'href="#adopt"' in client.get(url).content.decode()
    assert client.post(url, {"act": "adopt", "paper": paper.id, "what": "A"}).status_code == 400
    assert client.post(url, {"act": "adopt", "paper": paper.id, **ANSWERED}).status_code == 302
    page = client.get(url).content.decode()
    assert 'href="#adopt"' not in page
    assert "بیان گواہ" in page
    row = Evidence.objects.get()
    assert client.post(url, {"act": "taint", "evidence": row.id, "reason": ""}).status_code == 400
    assert client.post(url, {"act": "taint", "evidence": row.id, "reason": "زنزانة"}).status_code == 302
    page = client.get(url).content.decode()
    assert "زنزانة" in page
    with translation.override(language):
        assert translation.gettext("Tainted: no court may use it") in page


def test_a_program_says_where_a_paper_comes_from_and_that_it_is_tainted(desk, came, told, ask):
    case, paper = came
    said = told("imran", "provenance", case.id, paper.id, post=ANSWERED)
    assert (said["paper"], said["tainted"]) == (paper.id, False)
    assert told("imran", "taint", case.id, said["id"], post={"reason": "زنزانة"})["reason"] == "زنزانة"
    assert told("imran", "papers", case.id)["evidence"][0]["tainted"]
    other = desk.open()
    refused(ask("imran", "provenance", other.id, paper.id, post=ANSWERED), 404, "case.no-such-paper")
    refused(ask("imran", "taint", other.id, said["id"], post={"reason": "x"}), 404, "case.no-such-paper")


# --- letters ------------------------------------------------------------------------------------------------


HEADED = {
    "extradition": ("pk-bh-extradition", "extradition", "extradition", "Request for extradition"),
    "assistance": ("pk-bh-assistance", "mutual_legal_assistance", "prosecution", "Request for legal assistance"),
    "a transfer": ("model-transfer", "transfer_of_sentenced_person", "transfer", "Request for the transfer of a"),
    "information asked for": ("pk-bh-assistance", "information_request", "investigation", "Exchange of information"),
    "information given": ("pk-bh-assistance", "spontaneous_information", "investigation", "Exchange of information"),
    "a hit": ("pk-bh-assistance", "hit_follow_up", "investigation", "Exchange of information"),
}


@pytest.mark.parametrize(("pack", "kind", "purpose", "title"), HEADED.values(), ids=HEADED)
def test_a_letter_is_headed_as_what_its_case_is(desk, pack, kind, purpose, title):
    case = desk.open(pack=pack, kind=kind, purpose=purpose)
    desk.fill_all(case)
    held = hold(case, desk.now)
    said = lettering.letter_of(held, "request", Language.EN, Status.DRAFT, desk.officers["sana"], desk.now)
    assert kind_words(said.kind, Language.EN)["title"].startswith(title)
    assert said.legal_basis[0] == access.pack_named(pack).title["en"]


@pytest.mark.parametrize(
    ("language", "law", "day", "where"),
    [
        ("en", "UN Model Treaty on Extradition (GA resolutions 45/116", "2 November 2026", "Pakistan, Bahrain"),
        ("ar", "معاهدة الأمم المتحدة النموذجية لتسليم المجرمين", "2 نوفمبر 2026م", "باكستان، البحرين"),
        ("ur", "حوالگیٔ ملزمان پر اقوامِ متحدہ کا نمونہ معاہدہ", "2 نومبر 2026ء", "پاکستان، بحرین"),
    ],
)
def test_a_letter_names_treaties_days_and_countries_in_its_own_language(desk, language, law, day, where):
    case = desk.open()
    person = {**PERSON, "father": "Rahim Bakhsh", "born": "1984-11-02", "nationalities": ["PK"]}
    offence = {**OFFENCE, "committed": "2026-11-02", "places": ["PK", "BH"]}
    desk.fill_all(case, person=person, offences=[offence])
    held = hold(case, desk.now)
    said = lettering.letter_of(held, "request", Language(language), Status.DRAFT, desk.officers["sana"], desk.now)
    assert any(one.startswith(law) for one in said.legal_basis)
    rows = {row.label: row.value for part in said.sections for row in part.rows}
    assert rows[letter_words.word("committed", language)] == day
    assert rows[letter_words.word("places", language)] == where
    assert (said.person.father, said.person.born) == ("Rahim Bakhsh", day.replace("2026", "1984"))
    assert said.person.nationality == where.split(",")[0].split("،")[0]


UNNAMED = {"en": "Not known", "ar": "غير معروف", "ur": "نامعلوم"}


@pytest.mark.parametrize("language", UNNAMED)
def test_a_letter_describes_a_person_whose_name_is_not_known(desk, language):
    case = desk.open()
    desk.fill_all(case, person={"status": "accused", "born": "1984-11-02", "nationalities": ["PK"]})
    held = hold(case, desk.now)
    said = lettering.letter_of(held, "request", Language(language), Status.DRAFT, desk.officers["sana"], desk.now)
    assert said.person.name == UNNAMED[language]
    assert (bool(said.person.born), bool(said.person.nationality), bool(said.person.standing)) == (True, True, True)
    assert UNNAMED[language] not in said.subject


def test_a_letter_that_asks_for_nothing_is_not_urgent(desk):
    case = desk.open()
    desk.fill_all(case, urgency="He may leave by sea.", surrender_plan="Karachi airport")
    held = hold(case, desk.now)
    urgent = {}
    for form in ("request", "surrender", "notice"):
        said = lettering.letter_of(held, form, Language.EN, Status.DRAFT, desk.officers["sana"], desk.now)
        urgent[form] = said.urgent
    assert urgent == {"request": True, "surrender": False, "notice": True}


@pytest.mark.parametrize(("language", "between"), [("en", "; "), ("ar", "؛ "), ("ur", "؛ ")])
def test_a_letter_tells_what_the_acts_would_be_under_the_other_law(desk, language, between):
    case = desk.open()
    other = {"counterpart": "احتيال", "counterpart_maximum_months": 36, "death": True}
    desk.fill_all(case, offences=[{**OFFENCE, **other}])
    held = hold(case, desk.now)
    said = lettering.letter_of(held, "request", Language(language), Status.DRAFT, desk.officers["sana"], desk.now)
    rows = {row.label: row.value for part in said.sections for row in part.rows}
    assert rows[letter_words.word("counterpart", language)] == "احتيال"
    assert "36" in rows[letter_words.word("counterpart_penalty", language)]
    assert between in rows[letter_words.word("penalty", language)]


def test_a_source_of_a_packs_own_keeps_its_own_title():
    own = Source("untoc", "A convention of our own", "3")
    assert citing.cited_in(own, "ur") == "A convention of our own، 3"
    shipped = Source("untoc", "UN Convention against Transnational Organized Crime", "18(15)")
    assert citing.cited_in(shipped, "en") == str(shipped)
    assert citing.cited_in(shipped, "ar") == "اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية، 18(15)"


def test_a_citation_that_was_frozen_as_text_is_told_by_its_title():
    text = "Control of Narcotic Substances Act 1997 (Pakistan), 9"
    assert citing.cited_in(citing.source_of(text), "ur") == "انسدادِ منشیات ایکٹ 1997ء (پاکستان)، 9"
    assert citing.cited_in(citing.source_of(text), "en") == text
    assert citing.cited_in(citing.source_of("The custom of the port"), "ar") == "The custom of the port"


def test_every_shipped_source_has_its_title_in_arabic_and_urdu():
    library = shipped_library()
    assert library["law/titles.yaml"].keys() == library["law/sources.yaml"].keys()
    assert all(one.keys() == {"ar", "ur"} for one in library["law/titles.yaml"].values())


def test_only_letters_that_fit_a_case_are_offered_and_written(desk):
    def fits(pack, kind, side):
        return set(access.fitting_letters(access.pack_named(pack).kinds[kind], side))

    every = {"request", "refusal", "assurance", "surrender", "provisional_arrest", "acknowledgement", "notice"}
    asked, asks = (fits("pk-bh-extradition", "extradition", side) for side in (Side.REQUESTED, Side.REQUESTING))
    assert asked == {"refusal", "surrender", "acknowledgement", "notice"}
    assert asks == every - {"refusal", "acknowledgement"}
    assert fits("pk-bh-assistance", "hit_follow_up", Side.REQUESTED) == {"notice"}
    for pack in access.packs().values():
        for kind in pack.kinds.keys() - lettering.REQUESTS.keys():
            assert "request" not in fits(pack.slug, kind, Side.REQUESTING)
    case = desk.open(pack="pk-bh-assistance", kind="hit_follow_up", purpose="investigation")
    for form in every - {"request", "notice", "assurance"}:
        with pytest.raises(errors.WrongPaper):
            desk.act("asma", "write_letter", case.id, form, "en", case.purpose)


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_a_request_is_written_in_three_languages_with_its_data(desk, language):
    case = desk.open()
    paper = added(desk, case)
    desk.fill_all(case)
    letter = desk.act("asma", "write_letter", case.id, "request", language, PURPOSE, papers=[paper.id])
    pdf = folder.read(letter.sha256)
    data = attached(pdf)
    assert (letter.kind, letter.form, letter.language) == ("letter", "request", language)
    assert (data["case"], data["form"], data["language"]) == (case.id, "request", language)
    assert data["content"]["facts_summary"]["value"] == WORDS
    named = {"en": "warrant.pdf (Urdu)", "ar": "warrant.pdf (الأردية)", "ur": "warrant.pdf (اردو)"}[language]
    assert data["annexes"] == [{"name": named, "sha256": paper.sha256}]


def test_a_final_letter_is_signed_by_its_authority(desk):
    case = signed(desk)
    with pytest.raises(errors.KeyFileMissing):
        desk.act("sana", "write_letter", case.id, "request", "en", PURPOSE, final=True)
    desk.act("asma", "make_key", "central", "Central Authority")
    with pytest.raises(errors.NoRole):
        desk.act("imran", "write_letter", case.id, "request", "en", PURPOSE, final=True)
    letter = desk.act("sana", "write_letter", case.id, "request", "en", PURPOSE, final=True)
    roots = [signer_of("central").certificate]
    (found,) = checking.check_signature(folder.read(letter.sha256), roots, at=desk.now + timedelta(minutes=1))
    assert found.good, found


def test_a_refusal_says_reasons_and_grounds_and_nothing_of_who_assessed(desk):
    case = examined(desk)
    desk.assess(case, "political_offence", outcome=Outcome.MET)
    desk.act("imran", "block", case.id, "A claim for asylum.", PURPOSE)
    with pytest.raises(errors.NotReasoned):
        desk.act("sana", "write_letter", case.id, "refusal", "en", PURPOSE)
    desk.make("imran", case, "verify")
    desk.cross("sana", case, "consult", reasons="We would refuse.")
    desk.answers(case, "answer_consultation")
    desk.propose("sana", case, "refuse", reasons="The acts were political.\nسياسية الطابع")
    letter = desk.act("sana", "write_letter", case.id, "refusal", "en", PURPOSE)
    said = lettering.letter_of(
        hold(case, desk.now), "refusal", Language.EN, Status.DRAFT, desk.officers["sana"], desk.now
    )
    assert said.sections[0].paragraphs == ("The acts were political.", "سياسية الطابع")
    assert [row.label for row in said.sections[1].rows] == ["Political offence"]
    assert "asylum" not in repr(said).casefold()
    assert "Looked at" not in repr(said)
    assert letter.form == "refusal"
    assert state(case) == "consultation_answered"
