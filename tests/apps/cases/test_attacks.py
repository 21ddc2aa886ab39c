# SPDX-License-Identifier: Apache-2.0
"""Attacks on cases by a partner with good keys, by officers with accounts, and by whoever runs the node's commands."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.cases import access, library, taking
from taawun.apps.cases.models import Case, Clock, Paper, SharedMove
from taawun.kernel import errors
from taawun.kernel.cases.lawful import attestable
from taawun.kernel.cases.moves import MoveMade, PackRef, PaperRef
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


# --- a flood ------------------------------------------------------------------------------------------------

FLOODS = {
    "moves without end": ("MOST_MOVES", 2, "case.too-many-moves"),
    "large moves": ("MOST_BYTES", 1_000, "case.too-many-moves"),
}


@pytest.mark.parametrize(("limit", "most", "code"), FLOODS.values(), ids=FLOODS)
def test_a_case_holds_only_so_much(desk, monkeypatch, limit, most, code):
    """A move that leaves the case where it is may be made for ever, and each act tells all of them anew."""
    case = signed(desk)
    desk.cross("omar", case, "transmit")
    desk.answers(case, "acknowledge")
    monkeypatch.setattr(taking, limit, most)
    receipt = desk.answers(case, "record_consent")
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
    case = signed(desk)
    desk.fill(case, facts_summary="پہلی سطر\r\nالسطر الثاني", person=PERSON | {"address": "1\r\n2"})
    desk.cross("omar", case, "transmit")
    assert desk.known[-1].content["facts_summary"]["value"] == "پہلی سطر\nالسطر الثاني"


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
