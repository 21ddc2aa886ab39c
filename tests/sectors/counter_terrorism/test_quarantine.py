# SPDX-License-Identifier: Apache-2.0
"""What comes in waits until it is graded; then it is a record, and what is X4 never alerts (spec §85.4)."""

from datetime import date, timedelta

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.registers import access as registers
from taawun.apps.registers.models import Record
from taawun.apps.taxii import access
from taawun.apps.taxii.models import Object
from taawun.formats.stix import tlp
from taawun.formats.stix.markings import Given
from taawun.kernel.errors import AlreadySettled, BadRecordData, NoReasonGiven, NoRole, NotGradable
from taawun.kernel.marking import InformationGrade, SourceGrade, Tlp, may_alert
from taawun.sectors.counter_terrorism import grading
from tests.apps.making import officer
from tests.apps.taxii.asking import client, indicator

pytestmark = pytest.mark.django_db
PURPOSE = "counter-terrorism"


def given(source: str = "B", information: int = 2) -> Given:
    review = date.today() + timedelta(days=90)  # noqa: DTZ011 - a legal day
    return Given("PK", "anf", SourceGrade(source), InformationGrade(information), frozenset({PURPOSE}), review)


def waiting() -> list[int]:
    return list(Object.objects.filter(state="waiting").order_by("id").values_list("id", flat=True))


def test_what_comes_in_is_no_record_before_it_is_graded(misp, analyst):
    misp.post(indicator(1, name="جعلی صفحہ", object_marking_refs=[tlp.IDS[Tlp.GREEN]]), indicator(2))
    assert not Record.objects.exists()
    (later, earlier) = access.quarantine(analyst, PURPOSE).rows
    assert (earlier.piece.value["name"], later.sender) == ("جعلی صفحہ", "misp")
    grading.grade(analyst, waiting(), given(), PURPOSE)
    assert not waiting()
    found = registers.get(analyst, Object.objects.order_by("id").first().record, PURPOSE)
    assert (found.record.type, found.data["name"], found.marking.tlp) == ("threat-indicator", "جعلی صفحہ", Tlp.GREEN)
    acts = set(Line.objects.filter(officer_id=analyst.id).values_list("act", flat=True))
    assert {"taxii.shown", "taxii.graded", "record.drafted"} <= acts


def test_x4_becomes_a_record_that_never_alerts(misp, analyst):
    misp.post(indicator(1))
    grading.grade(analyst, waiting(), given("X", 4), PURPOSE)
    found = registers.get(analyst, Object.objects.get().record, PURPOSE)
    assert not may_alert(found.marking).allowed


def test_a_later_version_becomes_a_later_version_of_its_record(misp, analyst):
    misp.post(indicator(1), indicator(1, modified="2026-11-03T00:00:00Z", name="Second"))
    grading.grade(analyst, waiting(), given(), PURPOSE)
    misp.post(indicator(1, modified="2026-11-04T00:00:00Z", name="Third", revoked=True))
    grading.grade(analyst, waiting(), given(), PURPOSE)
    record = Record.objects.get()
    found = registers.get(analyst, record.id, PURPOSE)
    assert (record.version, found.data["name"], found.data["revoked"]) == (3, "Third", "yes")


def test_another_sender_does_not_touch_what_was_graded(misp, analyst, runner):
    misp.post(indicator(1, name="جعلی صفحہ", object_marking_refs=[tlp.IDS[Tlp.RED]]))
    grading.grade(analyst, waiting(), given(), PURPOSE)
    other = client(runner, misp.collection, "opencti")
    looser = {"modified": "2026-11-09T00:00:00Z", "object_marking_refs": [tlp.IDS[Tlp.CLEAR]]}
    other.post(indicator(1, name="صفحة مزورة", **looser))
    grading.grade(analyst, waiting(), given(), PURPOSE)
    first, second = Object.objects.order_by("id").values_list("record", flat=True)
    held = registers.get(analyst, first, PURPOSE)
    assert (held.record.version, held.data["name"], held.marking.tlp) == (1, "جعلی صفحہ", Tlp.RED)
    assert registers.get(analyst, second, PURPOSE).marking.tlp is Tlp.CLEAR


def test_a_version_that_comes_late_changes_nothing(misp, analyst):
    misp.post(indicator(1, modified="2026-11-05T00:00:00Z", name="نیا"))
    grading.grade(analyst, waiting(), given(), PURPOSE)
    misp.post(indicator(1, name="پرانا", object_marking_refs=[tlp.IDS[Tlp.CLEAR]]))
    (seen,) = grading.previews(analyst, waiting(), given(), PURPOSE)
    assert seen.late
    grading.grade(analyst, waiting(), given(), PURPOSE)
    record = Record.objects.get()
    found = registers.get(analyst, record.id, PURPOSE)
    assert (record.version, found.data["name"], found.marking.tlp) == (1, "نیا", Tlp.AMBER)
    assert not waiting(), "it is settled all the same"


def test_versions_graded_together_follow_each_other_and_not_their_coming(misp, analyst):
    misp.post(indicator(1, modified="2026-11-05T00:00:00Z", name="نیا"), indicator(1, name="پرانا"))
    grading.grade(analyst, waiting(), given(), PURPOSE)
    record = Record.objects.get()
    assert (record.version, registers.get(analyst, record.id, PURPOSE).data["name"]) == (2, "نیا")


def test_a_later_version_that_is_only_marked_anew_is_marked_anew(misp, analyst):
    misp.post(indicator(1, object_marking_refs=[tlp.IDS[Tlp.CLEAR]]))
    grading.grade(analyst, waiting(), given(), PURPOSE)
    misp.post(indicator(1, modified="2026-11-05T00:00:00Z", object_marking_refs=[tlp.IDS[Tlp.RED]]))
    grading.grade(analyst, waiting(), given(), PURPOSE)
    record = Record.objects.get()
    assert (record.version, registers.get(analyst, record.id, PURPOSE).marking.tlp) == (2, Tlp.RED)


def test_sightings_are_counted_and_lead_to_what_was_seen(misp, analyst):
    sighting = {
        "type": "sighting", "spec_version": "2.1", "id": "sighting--00000000-0000-4000-8000-000000000001",
        "created": "2026-11-02T00:00:00Z", "modified": "2026-11-02T00:00:00Z", "count": 7,
        "sighting_of_ref": indicator(1)["id"],
    }  # fmt: skip
    misp.post(indicator(1), sighting)
    grading.grade(analyst, waiting(), given(), PURPOSE)
    seen = registers.get(analyst, Object.objects.get(type="sighting").record, PURPOSE)
    assert (seen.data["count"], seen.data["sighted_stix"]) == ("7", indicator(1)["id"])


def test_one_that_cannot_be_graded_grades_none(misp, analyst):
    misp.post(indicator(1), {"type": "x-thing", "id": "x-thing--00000000-0000-4000-8000-000000000001"})
    with pytest.raises(NotGradable):
        grading.grade(analyst, waiting(), given(), PURPOSE)
    misp.post(indicator(3, pattern=""))
    with pytest.raises(BadRecordData):
        grading.grade(analyst, waiting()[-1:], given(), PURPOSE)
    assert len(waiting()) == 3
    assert not Record.objects.exists()


def test_a_refusal_has_a_reason_and_keeps_the_bytes(misp, analyst):
    misp.post(indicator(1))
    numbers = waiting()
    with pytest.raises(NoReasonGiven):
        grading.refuse(analyst, numbers, " ", PURPOSE)
    grading.refuse(analyst, numbers, "مكرر", PURPOSE)
    row = Object.objects.get()
    assert (row.state, row.reason, bool(row.content)) == ("refused", "مكرر", True)
    with pytest.raises(AlreadySettled):
        grading.grade(analyst, numbers, given(), PURPOSE)


def test_only_graders_of_the_purpose_see_it(misp, runner):
    misp.post(indicator(1))
    with pytest.raises(NoRole):
        access.quarantine(officer("sana", "releasing_officer", name="ثنا"), PURPOSE)
    other = officer("noor", "analyst", name="نور")
    assert access.quarantine(other, "sanctions").rows == ()
    with pytest.raises(AlreadySettled):
        access.chosen(other, waiting(), "sanctions")
