# SPDX-License-Identifier: Apache-2.0
"""Papers of a case: kept by digest, translated by somebody, held in custody, and written as letters."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from taawun.apps.audit.models import Line
from taawun.apps.cases import access, words
from taawun.apps.cases.models import Custody, Evidence, Paper
from taawun.apps.cases.papers import custody, folder
from taawun.apps.cases.papers.keys import signer_of
from taawun.formats.papers import checking
from taawun.formats.papers.evidence import Act, check_custody
from taawun.kernel import errors
from taawun.kernel.cases.words import Outcome
from tests.apps.cases.making import PURPOSE, WORDS, state
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
    from taawun.kernel.cases.moves import PaperRef
    from taawun.kernel.wire.digests import sha256_hex

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


# --- letters ------------------------------------------------------------------------------------------------


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
    assert data["annexes"] == [{"name": "warrant.pdf (ur)", "sha256": paper.sha256}]


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
    from taawun.apps.cases.moves.filing import hold
    from taawun.apps.cases.papers import lettering
    from taawun.formats.papers.letter import Language, Status

    said = lettering.letter_of(
        hold(case, desk.now), "refusal", Language.EN, Status.DRAFT, desk.officers["sana"], desk.now
    )
    assert said.sections[0].paragraphs == ("The acts were political.", "سياسية الطابع")
    assert [row.label for row in said.sections[1].rows] == ["Political offence"]
    assert "asylum" not in repr(said).casefold()
    assert "Looked at" not in repr(said)
    assert letter.form == "refusal"
    assert state(case) == "consultation_answered"
