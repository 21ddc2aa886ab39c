# SPDX-License-Identifier: Apache-2.0
"""While a determination is open or positive nobody punishes or removes that person, by whatever way (spec §80.74)."""

import io
from dataclasses import replace

import pytest
import typer
from django.conf import settings
from django.utils import timezone

from taawun.apps.audit.models import Line
from taawun.apps.cases import library
from taawun.apps.jobs import runner
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.apps.registers.checks import NOT_FROM_FILE
from taawun.apps.registers.importing import from_table
from taawun.apps.registers.importing import services as importing
from taawun.kernel.errors import BadAssessment, BadRecordData, MoveClosed, SafeguardOpen
from taawun.kernel.wire.ids import uuid7
from taawun.site.cli.cases import add_to
from taawun.site.cli.cases import cases as commands
from tests.apps.cases.making import PERSON as SUSPECT
from tests.apps.cases.making import state
from tests.apps.registers.making import personal
from tests.house import FakeClock
from tests.sectors.immigration.test_sent_back import GATES
from tests.sectors.immigration.ways import PACK as IMMIGRATION_PACK
from tests.sectors.immigration.ways import PURPOSE as IMMIGRATION
from tests.sectors.immigration.ways import WAYS, refuse_everybody, screening, told
from tests.sectors.immigration.ways import screened as saw_none
from tests.sectors.worker_protection.making import DOCUMENT, NAMES, PROTECTOR, PURPOSE, protected, screened

pytestmark = pytest.mark.django_db
ARABIC = SUSPECT | {"name": NAMES[1], "other_names": []}
AS_STATED = {
    "Latin": SUSPECT | {"name": NAMES[0], "other_names": []},
    "Arabic": ARABIC,
    "Urdu": SUSPECT | {"name": NAMES[2], "other_names": [], "born": None},
    "another spelling": SUSPECT | {"name": "Zulnur Khaskheli Mirbahar", "other_names": []},
    "a document alone": SUSPECT | {"name": "Unknown", "other_names": [], "documents": [DOCUMENT.lower()]},
}


def removal(desk, person):
    """A removal with every gate assessed: but for the determination it could be ordered."""
    case = desk.open(pack="model-immigration", kind="removal", purpose=IMMIGRATION)
    desk.fill_all(case, person=person)
    desk.fill(case, screening=screening("none_seen"))
    desk.make("imran", case, "review")
    for gate in GATES:
        try:
            desk.assess(case, gate, name="rabia")
        except BadAssessment:
            assert gate == "trafficking_indicators"
    return case


@pytest.mark.parametrize("person", AS_STATED.values(), ids=AS_STATED)
def test_removal_of_a_person_with_an_open_determination_is_impossible(protection, person):
    screened(protection.officers[PROTECTOR])
    case = removal(protection, person)
    with pytest.raises(MoveClosed):
        protection.make("bilal", case, "order", reasons="أسباب — وجوہ")


def test_nobody_in_any_way_orders_the_removal(protection):
    screened(protection.officers[PROTECTOR], "positive")
    case = removal(protection, ARABIC)
    for way in WAYS:
        refuse_everybody(protection, case, "order", way)


def test_there_is_no_way_beside_pages_services_and_messages():
    """No command moves a case, and no administration edits rows behind the gates."""
    add_to(typer.Typer())
    assert {one.name for one in commands.registered_commands} == {"list", "show"}
    assert not [one for one in settings.INSTALLED_APPS if one.startswith("django.contrib.admin")]


def test_nobody_in_any_way_punishes_the_overstay(protection):
    screened(protection.officers[PROTECTOR])
    case = told(protection)
    protection.fill(case, person=ARABIC)
    saw_none(protection, case=case)
    with pytest.raises(BadAssessment):
        protection.assess(case, "trafficking_indicators")
    for move, way in (("decide_penalty", "service"), ("decide_penalty", "api"), ("propose_removal", "page")):
        refuse_everybody(protection, case, move, way)


def test_a_removal_that_was_ordered_stops_when_a_determination_begins(protection):
    case = removal(protection, ARABIC)
    protection.make("bilal", case, "order", reasons="أسباب — وجوہ")
    screened(protection.officers[PROTECTOR])
    with pytest.raises(MoveClosed):
        protection.propose("omar", case, "announce")
    assert state(case) == "ordered"


def test_a_proposed_announcement_does_not_leave_once_a_determination_begins(protection):
    case = removal(protection, ARABIC)
    protection.make("bilal", case, "order", reasons="أسباب — وجوہ")
    proposal = protection.propose("omar", case, "announce")
    protection.approve(proposal)
    screened(protection.officers[PROTECTOR])
    with pytest.raises(MoveClosed):
        protection.send(proposal)


def sent_in(desk, case, move) -> str:
    """Let Bahrain send a move; return the code of the refusal, or nothing once it is taken."""
    made = desk.drafts(case.id, library.kind_of(case), move)
    receipt = desk.receives(made, purpose=IMMIGRATION)
    if receipt["kind"] == "accepted":
        desk.known.append(made)
    return receipt.get("code") or ""


UNLAWFUL = {"case.unlawful-move"}
FORGED = ("order", "announce", "hand_over", "confirm_arrival")
"""Moves of a removal that the other side could send, whosever they are."""


def test_no_message_of_the_other_side_carries_a_removal_on(protection):
    case = removal(protection, ARABIC)
    protection.make("bilal", case, "order", reasons="أسباب — وجوہ")
    protection.cross("omar", case, "announce", by=("bilal", "huda"))
    screened(protection.officers[PROTECTOR])
    for move in FORGED:
        assert sent_in(protection, case, move) in UNLAWFUL, move
    assert state(case) == "announced"
    protection.fill(case, "handover_record")
    with pytest.raises(MoveClosed):
        protection.propose("omar", case, "hand_over")


def test_what_the_other_side_accepts_hands_nobody_over(protection):
    case = protection.open(pack=IMMIGRATION_PACK, kind="readmission", purpose=IMMIGRATION)
    protection.fill_all(case, person=ARABIC)
    protection.fill(case, screening=screening("none_seen"))
    protection.make("imran", case, "review")
    protection.assess(case, *GATES, name="rabia")
    protection.cross("bilal", case, "transmit")
    screened(protection.officers[PROTECTOR], "positive")
    assert [sent_in(protection, case, move) for move in ("acknowledge", "accept")] == ["", ""]
    assert state(case) == "accepted"
    protection.fill(case, "handover_plan", "escort")
    with pytest.raises(MoveClosed):
        protection.propose("omar", case, "plan_handover")


def test_nobody_is_taken_back_on_a_message_of_the_other_side(protection):
    kind = library.pack_named(IMMIGRATION_PACK).kinds["readmission"]
    made = protection.drafts(uuid7(protection.tick(), bytes(10)), kind, "transmit")
    made = replace(made, content=dict(made.content) | {"person": made.content["person"] | {"value": ARABIC}})
    protection.known.append(made)
    assert protection.receives(made, purpose=IMMIGRATION)["kind"] == "accepted"
    case = protection.act("omar", "assign", made.case, "central", IMMIGRATION)
    protection.cross("omar", case, "acknowledge", by=("bilal", "huda"))
    protection.fill(case, "evidence_check", "travel_document")
    protection.make("asma", case, "verify")
    proposal = protection.propose("bilal", case, "accept")
    screened(protection.officers[PROTECTOR])
    protection.approve(proposal, "huda", "sana")
    with pytest.raises(SafeguardOpen):
        protection.send(proposal)
    assert state(case) == "verified"


FREE = {
    "another person": (SUSPECT, "open"),
    "another year of birth": (ARABIC | {"born": "1999-01-01"}, "open"),
    "a determination that ended": (ARABIC, "ended"),
}


@pytest.mark.parametrize(("person", "determination"), FREE.values(), ids=FREE)
def test_a_determination_holds_nobody_else(protection, person, determination):
    screened(protection.officers[PROTECTOR], determination)
    case = removal(protection, person)
    protection.make("bilal", case, "order", reasons="أسباب — وجوہ")
    assert state(case) == "ordered"


def test_the_officer_is_told_that_a_safeguard_is_open_and_no_more(protection):
    record = screened(protection.officers[PROTECTOR])
    shown = protection.show("imran", removal(protection, AS_STATED["a document alone"]))
    (order,) = [one for one in shown.moves if one.move.slug == "order"]
    said = {one.given.get("fact") for one in order.reasons if one.code == "gate_facts_missing"}
    assert said == {"safeguard_open"}
    for secret in (*NAMES, record.id, "worker"):
        assert secret not in str(shown.gates)


STAGES = {"penalty": "penalty", "removal": "removal"}


@pytest.mark.parametrize("stage", STAGES)
def test_no_register_entry_says_that_such_a_person_is_punished(protection, stage):
    screened(protection.officers[PROTECTOR])
    data = {
        "reference": "OV-1", "name": [NAMES[2]], "permitted_until": "2026-05-03", "noticed": "2026-11-20",
        "screened": "none_seen", "screened_by": "Desk", "screened_on": "2026-11-20", "stage": stage,
    }  # fmt: skip
    desk, own = actor_of(protection.officers["asma"]), personal(purposes={IMMIGRATION})
    with pytest.raises(BadRecordData, match="safeguard is open"):
        registers.draft_record(desk, "overstay", data, own, IMMIGRATION)
    assert Line.objects.filter(act="record.drafted", outcome="refused", purpose=IMMIGRATION).count() == 1
    text = ",".join(data) + "\n" + ",".join(one if isinstance(one, str) else one[0] for one in data.values())
    shown = from_table.preview(io.BytesIO(text.encode()), "overstay", own)
    other = from_table.preview(io.BytesIO(text.replace(NAMES[2], "Nobody of that name").encode()), "overstay", own)
    assert shown.items[0].problems == other.items[0].problems == (), "a preview asks nothing"
    assert Line.objects.filter(act="record.drafted", outcome="refused", purpose=IMMIGRATION).count() == 1


def test_a_row_of_a_file_about_such_a_person_is_left_out_with_its_line(protection, monkeypatch, tmp_path):
    """What the page of the import says of it, it says of nobody's safeguard; the others become records."""
    monkeypatch.setattr("taawun.apps.registers.importing.files.folder", lambda: tmp_path)
    screened(protection.officers[PROTECTOR])
    head = "reference,name,permitted_until,noticed,screened,screened_by,screened_on,stage"
    row = "OV-{},{},2026-05-03,2026-11-20,none_seen,Desk,2026-11-20,removal"
    text = "\n".join([head, row.format(1, NAMES[2]), row.format(2, "سارہ اقبال"), row.format(3, NAMES[1])])
    desk, own = actor_of(protection.officers["asma"]), personal(purposes={IMMIGRATION})
    made = importing.import_table(desk, io.BytesIO(text.encode()), "overstay", own, IMMIGRATION)
    runner.run_due(FakeClock(timezone.now()), "test")
    assert made.records.count() == 1
    assert {problem.what for problem in made.problems.all()} == {NOT_FROM_FILE}
    assert [problem.row for problem in made.problems.all()] == [2, 4]
    lines = Line.objects.filter(act="record.drafted", outcome="refused", section="80.74", object_id=made.id)
    assert lines.count() == 2


CLOSED = {
    "another purpose beside it": {PURPOSE, "immigration"},
    "only another purpose": {"immigration"},
    "evidence in court": {PURPOSE, "court-evidence"},
}


@pytest.mark.parametrize("purposes", CLOSED.values(), ids=CLOSED)
def test_a_workers_record_is_kept_for_protection_alone(protection, purposes):
    data = {"reference": "RP-1", "begins": "2026-11-02", "ends": "2027-01-31"}
    with pytest.raises(BadRecordData, match="alone"):
        registers.draft_record(
            actor_of(protection.officers[PROTECTOR]), "worker-recovery", data, protected(purposes=purposes), PURPOSE
        )
