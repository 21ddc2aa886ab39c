# SPDX-License-Identifier: Apache-2.0
"""Attacks on cases by a partner with good keys, by officers with accounts, and by whoever runs the node's commands."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.cases import access, library
from taawun.apps.cases.models import Assessment, Case, Clock, FrozenPack, Paper, SharedMove
from taawun.apps.cases.moves import taking
from taawun.apps.cases.moves.filing import hold
from taawun.apps.ledger.models import Entry
from taawun.apps.people.services import grant_role
from taawun.kernel import errors
from taawun.kernel.cases.deciding import gate_view
from taawun.kernel.cases.lawful import attestable
from taawun.kernel.cases.moves import MoveMade, PackRef, PaperRef
from taawun.kernel.cases.words import Outcome
from taawun.kernel.wire.canonical import encode
from tests.apps.cases.making import OFFENCE, PACK, PERSON, PURPOSE, state
from tests.apps.cases.test_exchange import signed

pytestmark = pytest.mark.django_db

NEW = "0192f5a0-0000-7000-8000-0000000000aa"
NOBODY = "ab" * 32
Change = Callable[[MoveMade], MoveMade]
Act = Callable[[Any, Case], object]


def kind():
    return library.pack_named(PACK).kinds["extradition"]


def element(slug: str, value: Any) -> Change:
    """Return the change of a move that puts another value into an element it carries."""
    return lambda made: replace(made, content=dict(made.content) | {slug: dict(made.content[slug]) | {"value": value}})


def at(when: datetime) -> Change:
    return lambda made: replace(made, at=when)


# --- a first move from a partner ----------------------------------------------------------------------------

OPENING = {
    "dated before there were treaties": (at(datetime(1000, 1, 1, tzinfo=UTC)), "case.unlawful-move"),
    "dated at the end of time": (at(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)), "case.unlawful-move"),
    "dated tomorrow, so that a clock starts later": (
        lambda m: replace(m, at=m.at + timedelta(days=1)), "case.unlawful-move",
    ),
    "dated three years ago, so that clocks have run out": (
        lambda m: replace(m, at=m.at - timedelta(days=1100)), "case.unlawful-move",
    ),
    "an answer to a case that nobody opened, in our name": (
        lambda m: replace(m, requesting="PK", requested="BH", move="acknowledge", content={}, after=(NOBODY,)),
        "case.other-case",
    ),
    "a request that stands behind moves which never come": (lambda m: replace(m, after=(NOBODY,)), "case.other-case"),
    "an opening in our name": (lambda m: replace(m, requesting="PK", requested="BH"), "case.unlawful-move"),
    "a pack of our digest under another number": (
        lambda m: replace(m, pack=PackRef(PACK, m.pack.version + 1, m.pack.digest)), "case.other-pack",
    ),
    "a pack of our digest under another name": (
        lambda m: replace(m, pack=PackRef("un-model-extradition", 1, m.pack.digest)), "case.unknown-pack",
    ),
    "gates attested that it does not ask for": (lambda m: replace(m, gates={"x": "passed"}), "case.not-attested"),
    "born at the end of time": (element("person", PERSON | {"born": "9999-12-31"}), None),
    "born in the first year": (element("person", PERSON | {"born": "0001-01-01"}), None),
    "an act at the end of time": (
        element("offences", [OFFENCE | {"committed": "9999-12-31", "law_date": "9999-12-31"}]), None,
    ),
    "a law of the first year": (element("offences", [OFFENCE | {"law_date": "0001-01-01"}]), None),
    "a penalty beyond counting": (
        element("offences", [OFFENCE | {"maximum_months": 2**53 - 1}]), "case.incomplete-move",
    ),
    "a person who is a list": (element("person", []), "case.incomplete-move"),
    "a sentence that goes round": (element("facts_summary", {"value": {"value": {}}}), "case.incomplete-move"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "code"), OPENING.values(), ids=OPENING)
def test_a_hostile_opening_is_refused_or_harmless(desk, change, code):
    made = change(desk.drafts(NEW, kind(), "transmit"))
    receipt = desk.receives(made)
    assert (receipt["kind"], receipt["code"]) == (("rejected", code) if code else ("accepted", ""))
    assert Case.objects.count() == SharedMove.objects.count() == (0 if code else 1)


@pytest.mark.parametrize("purpose", ["sanctions", "worker-protection", "exercise"])
def test_a_case_keeps_the_purpose_that_opened_it(desk, purpose):
    """A later move brings no case before another desk, and no line on the record says that it did."""
    case = signed(desk)
    desk.cross("omar", case, "transmit")
    made = desk.drafts(case.id, library.kind_of(case), "acknowledge")
    receipt = desk.receives(made, purpose=purpose)
    assert (receipt["kind"], receipt["code"]) == ("rejected", "case.other-case")
    assert not Line.objects.filter(act="case.move", purpose=purpose, outcome="allowed").exists()
    assert desk.receives(made, purpose=case.purpose)["kind"] == "accepted"
    assert Line.objects.filter(act="case.move", object_id=case.id, purpose=case.purpose, outcome="allowed").exists()


# --- a flood ------------------------------------------------------------------------------------------------

FLOODS = {
    "moves without end": ("MOST_MOVES", 2, "case.too-many-moves"),
    "large moves": ("MOST_BYTES", 1_000, "case.too-many-moves"),
    "papers without end": ("MOST_PAPERS", 1, "case.too-many-moves"),
}


@pytest.mark.parametrize(("limit", "most", "code"), FLOODS.values(), ids=FLOODS)
def test_a_case_holds_only_so_much(desk, monkeypatch, limit, most, code):
    """A move that leaves the case where it is may be made for ever, and each act tells all of them anew."""
    case = signed(desk)
    desk.cross("omar", case, "transmit")
    desk.answers(case, "acknowledge")
    monkeypatch.setattr(taking, limit, most)
    papers = tuple(PaperRef(f"{n}.pdf", "application/pdf", f"{n:064x}", 1, "ar") for n in range(2))
    receipt = desk.answers(case, "record_consent", papers=papers)
    assert (receipt["kind"], receipt["code"]) == ("rejected", code)
    assert SharedMove.objects.count() == 2


def test_moves_that_wait_are_at_most_a_hundred(desk, monkeypatch):
    monkeypatch.setattr(taking, "MOST_WAITING", 2)
    case = signed(desk)
    desk.cross("omar", case, "transmit")
    made = [desk.drafts(case.id, kind(), "acknowledge", after=(f"{n:064x}",)) for n in range(3)]
    assert [desk.receives(one)["code"] for one in made] == ["", "", "case.too-many-waiting"]
    assert state(case) == "transmitted"


# --- moves in a case of ours --------------------------------------------------------------------------------

LATER = {
    "made twice in one breath, with another salt": (lambda m: replace(m, salt=b"0" * 16), "case.forked-move"),
    "dated after its envelope": (lambda m: replace(m, at=m.at + timedelta(hours=1)), "case.unlawful-move"),
    "in the case of somebody else": (lambda m: replace(m, requesting="SA"), "case.other-case"),
    "with the sides changed": (lambda m: replace(m, requesting="BH", requested="PK"), "case.other-case"),
    "of another kind of case": (lambda m: replace(m, kind="information_request"), "case.other-case"),
    "ours, in our name": (lambda m: replace(m, party="PK", move="withdraw", reasons="x"), "case.not-the-mover"),
    "ours, in theirs": (lambda m: replace(m, move="withdraw", reasons="x"), "case.unlawful-move"),
    "a grant out of nothing": (
        lambda m: replace(m, move="grant", gates=dict.fromkeys(attestable(kind(), moves()["grant"]), "passed")),
        "case.unlawful-move",
    ),
    "a grant that waives a mandatory ground": (
        lambda m: replace(m, move="grant", gates=dict.fromkeys(attestable(kind(), moves()["grant"]), "waived")),
        "case.not-attested",
    ),
    "a private move of ours": (lambda m: replace(m, move="sign"), "case.unlawful-move"),
    "contents it may not carry": (
        lambda m: replace(m, content={"person": {"value": PERSON | {"nationalities": ["BH"]}}}), "case.incomplete-move",
    ),
}  # fmt: skip


def moves():
    return kind().workflow.moves


@pytest.mark.parametrize(("change", "code"), LATER.values(), ids=LATER)
def test_a_hostile_move_in_a_case_of_ours_changes_nothing(desk, change, code):
    case = signed(desk)
    desk.cross("omar", case, "transmit")
    if code == "case.forked-move":
        made = desk.drafts(case.id, kind(), "acknowledge")
        assert desk.receives(made)["kind"] == "accepted"
    else:
        made = desk.drafts(case.id, kind(), "acknowledge")
    before, heads = state(case), SharedMove.objects.count()
    receipt = desk.receives(change(made))
    assert (receipt["kind"], receipt["code"]) == ("rejected", code)
    assert (state(case), SharedMove.objects.count()) == (before, heads)
    assert Case.objects.count() == 1


# --- officers with an account -------------------------------------------------------------------------------


def fills(slug: str, value: Any) -> Act:
    return lambda desk, case: desk.act("asma", "fill", case.id, slug, PURPOSE, value=value, document="Annex 1")


def adds(name: str = "warrant.pdf", media: str = "application/pdf") -> Act:
    return lambda desk, case: desk.act("asma", "add_paper", case.id, name, b"%PDF-1.7", media, "en", PURPOSE)


def deep(levels: int) -> Any:
    return {"name": deep(levels - 1)} if levels else "x"


OFFICERS: dict[str, tuple[Act, type[errors.TaawunError]]] = {
    "a text that ends early for a database": (fills("facts_summary", "a\x00b"), errors.BadContents),
    "a person who is deeper than any move": (fills("person", PERSON | {"more": deep(12)}), errors.BadContents),
    "a person of ten thousand parts": (
        fills("person", PERSON | {"more": list(range(10_000))}), errors.BadContents,
    ),
    "a person under a name that no field has": (fills("person", PERSON | {"__proto__": 1}), errors.BadContents),
    "a page that runs as a paper": (adds(media="text/html"), errors.WrongPaper),
    "a picture that runs as a paper": (adds("seal.svg", "image/svg+xml"), errors.WrongPaper),
    "a header in a media type": (adds(media="text/plain\r\nSet-Cookie: a=b"), errors.WrongPaper),
    "a name with a hole": (adds("a\x00.pdf"), errors.WrongPaper),
    "a name of two lines": (adds("a\nb.pdf"), errors.WrongPaper),
    "a name that is read backwards": (adds("warrant\u202efdp.exe"), errors.WrongPaper),
    "a pause of what law set, for longer than none": (
        lambda desk, case: desk.act("omar", "extend", Clock.objects.all()[0].pk, -5, "x", PURPOSE),
        errors.NotExtendable,
    ),
    "a case of nobody": (
        lambda desk, _case: desk.act("asma", "fill", NEW, "facts_summary", PURPOSE, value="x"), errors.NoSuchCase,
    ),
    "a case of another authority": (
        lambda desk, case: desk.act("zara", "fill", case.id, "facts_summary", PURPOSE, value="x"), errors.NoSuchCase,
    ),
    "another purpose": (
        lambda desk, case: desk.act("asma", "fill", case.id, "facts_summary", "counter-narcotics", value="x"),
        errors.CallerError,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("act", "error"), OFFICERS.values(), ids=OFFICERS)
def test_a_hostile_officer_is_refused_and_recorded(desk, act, error):
    case = signed(desk)
    if error is errors.NotExtendable:
        desk.cross("omar", case, "transmit")
        desk.answers(case, "acknowledge")
    before = state(case)
    with pytest.raises(error):
        act(desk, case)
    assert state(case) == before
    assert Line.objects.filter(outcome="refused").count() == 1


def test_lines_as_a_browser_sends_them_cross(desk):
    case = signed(desk, facts_summary="پہلی سطر\r\nالسطر الثاني", person=PERSON | {"address": "1\r\n2"})
    desk.cross("omar", case, "transmit")
    assert desk.known[-1].content["facts_summary"]["value"] == "پہلی سطر\nالسطر الثاني"


def test_a_move_is_not_made_by_a_release_that_has_expired(desk):
    """It would count here, and nowhere else: the other side must refuse it."""
    case = signed(desk)
    proposal = desk.propose("omar", case, "transmit")
    desk.approve(proposal)
    desk.tick(days=31)
    with pytest.raises(errors.ReleaseClosed):
        desk.send(proposal)
    assert (state(case), SharedMove.objects.count()) == ("signed", 0)


PATHS = ("../../../etc/passwd", "C:\\keys\\node.pem", "وارنٹ گرفتاری.pdf", "%2e%2e%2fkeys")


@pytest.mark.parametrize("name", PATHS)
def test_the_name_of_a_paper_is_never_a_path(desk, settings, name):
    case = desk.open()
    row = desk.act("asma", "add_paper", case.id, name, b"%PDF-1.7", "application/pdf", "en", PURPOSE)
    papers = Path(settings.NODE.files) / "papers"
    assert [one.name for one in papers.rglob("*") if one.is_file() and one.name == row.sha256] == [row.sha256]
    assert row.name == name


def test_what_a_partner_names_is_handed_out_as_no_page(desk):
    """A move names its paper as a page with a script; the bytes come, and are still only a file."""
    data = b"<script>alert(1)</script>"
    paper = PaperRef("kaghaz.html", "text/html", hashlib.sha256(data).hexdigest(), len(data), "ur")
    case = desk.opens(papers=(paper,))
    row = Paper.objects.get()
    desk.act("omar", "take_bytes", row.id, data, case.purpose)
    row.refresh_from_db()
    assert (row.media_type, access.media_of(row)) == ("text/html", "application/octet-stream")


# --- gates, by who may assess them ---------------------------------------------------------------------------


def says(name: str, gate: str, outcome: Outcome, **more: Any) -> Act:
    return lambda desk, case: desk.act(name, "assess", case.id, gate, outcome, "Seen.", "File 3", PURPOSE, **more)


def asks(name: str, second: str) -> Act:
    return lambda desk, case: desk.act(name, "reassess", case.id, MET, "New file.", "Judgment", second, PURPOSE)


def confirms_alone(desk, case):
    """One person with the role in both authorities is still one person."""
    row = asks("imran", "interior")(desk, case)
    grant_role(desk.actor("asma"), desk.officers["imran"], "legal_reviewer", desk.officers["yusuf"].authority)
    desk.act("imran", "confirm", row.id, True, "I agree with myself.", PURPOSE)


def moves_the_case(desk, case):
    """The case is given to the other authority, whose assessor then finds alone what two must find."""
    desk.act("omar", "assign", case.id, "interior", PURPOSE)
    desk.act("yusuf", "assess", case.id, MET, Outcome.NOT_MET, "Seen.", "File 3", PURPOSE)


def confirms_for_nothing(desk, case):
    row = asks("imran", "interior")(desk, case)
    desk.act("yusuf", "confirm", row.id, True, "Agreed.", "counter-narcotics")


def confirms_twice(desk, case):
    row = asks("imran", "interior")(desk, case)
    desk.act("yusuf", "confirm", row.id, False, "No.", PURPOSE)
    desk.act("yusuf", "confirm", row.id, True, "Yes after all.", PURPOSE)


MET = "political_offence"
GATES: dict[str, tuple[Act, type[errors.TaawunError]]] = {
    "a mandatory ground is waived": (says("imran", MET, Outcome.MET, waived=True), errors.BadAssessment),
    "what is not met is waived": (says("imran", "own_national", Outcome.NOT_MET, waived=True), errors.BadAssessment),
    "met is taken back by the same assessor": (says("imran", MET, Outcome.NOT_MET), errors.BadAssessment),
    "met becomes not assessed": (says("imran", MET, Outcome.NOT_ASSESSED), errors.BadAssessment),
    "by a desk officer": (says("asma", MET, Outcome.NOT_MET), errors.NoRole),
    "by an auditor": (says("nadia", MET, Outcome.NOT_MET), errors.CallerError),
    "by the assessor of another authority": (says("yusuf", MET, Outcome.NOT_MET), errors.CallerError),
    "the second authority is the first": (asks("imran", "central"), errors.NotTheSecond),
    "the second authority is nobody's": (asks("imran", "moon"), errors.NotTheSecond),
    "one person in two authorities": (confirms_alone, errors.NotTheSecond),
    "the case goes to the other authority": (moves_the_case, errors.BadAssessment),
    "the second assessor has no such purpose": (confirms_for_nothing, errors.CallerError),
    "the second assessor thinks again": (confirms_twice, errors.NotTheSecond),
}


@pytest.mark.parametrize(("act", "error"), GATES.values(), ids=GATES)
def test_a_met_gate_is_passed_by_no_trick(desk, act, error):
    case = desk.opens()
    desk.assess(case, MET, outcome=Outcome.MET)
    with pytest.raises(error):
        act(desk, case)
    case.refresh_from_db()
    (stands,) = [one for one in gate_view(kind(), hold(case, desk.tick()).file) if one.gate.slug == MET]
    assert (stands.outcome, stands.passed) == (Outcome.MET, False)
    assert Assessment.objects.filter(gate=MET).count() == 1


def test_a_claim_for_asylum_leaves_the_record_of_any_gate(desk):
    """Nothing that is kept of it for others differs from an assessment: acts, paragraphs, entries, tokens."""
    case = desk.opens()
    token = desk.show("omar", case).token

    def after(act: Callable[[], object]) -> list[Any]:
        lines, entries = Line.objects.count(), Entry.objects.count()
        with suppress(errors.CallerError):
            act()
        new = Line.objects.order_by("id")[lines:]
        return [
            [(one.act, one.object_type, one.object_id, one.purpose, one.outcome, one.section) for one in new],
            [one.kind for one in Entry.objects.order_by("at", "id")[entries:]],
        ]

    block = after(lambda: desk.act("imran", "block", case.id, "Claim of today.", PURPOSE))
    assert block == after(lambda: says("imran", MET, Outcome.MET)(desk, case))
    again = after(lambda: desk.act("imran", "block", case.id, "Claim of today.", PURPOSE))
    assert again == after(lambda: says("imran", MET, Outcome.NOT_MET)(desk, case))
    assert desk.show("omar", case).token == token


def test_a_softer_pack_laid_under_an_old_case_is_not_believed(desk):
    """Whoever can write to the database, triggers and all, still cannot open a gate of a case that exists."""
    pack = library.pack_named(PACK)
    wire = pack.to_wire()
    for one in wire["kinds"]:
        one["gates"] = []
    digest = "cd" * 32
    FrozenPack.objects.create(digest=digest, slug=PACK, version=9, document=encode(wire), at=desk.now)
    with pytest.raises(errors.BadPack):
        library.frozen_pack(digest)
