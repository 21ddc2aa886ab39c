# SPDX-License-Identifier: Apache-2.0
"""Records are read by an officer, for a purpose, under the marking, and every reading leaves a line."""

from datetime import date

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.people.access import actor_of
from taawun.apps.registers import access, services
from taawun.apps.registers.queries import Filters
from taawun.apps.registers.releasing import wish_for
from taawun.apps.registers.taking import take_received
from taawun.kernel import errors
from taawun.kernel.marking import Care, FieldMarking, Tlp
from tests.apps.making import T0, officer
from tests.apps.registers.making import BASIS, PERSON, PURPOSE, SEIZURE, header, marking, payload, personal

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


@pytest.fixture
def desk():
    return officer("bilal", "desk_officer")


def drafted(desk, **changes):
    return services.draft_record(actor_of(desk), "seizure", SEIZURE, marking(**changes), PURPOSE, at=T0)


def test_a_record_is_shown_and_the_reading_recorded(desk):
    record = drafted(desk)
    shown = access.get(desk, record.id, PURPOSE, at=T0)
    computed = {"kilograms": "36.432", "factor": "kg", "drug": "heroin", "schedule": "1961 I, IV"}
    assert dict(shown.data) == SEIZURE | computed
    assert not shown.withheld
    line = Line.objects.get(act="record.read")
    assert (line.object_id, line.officer_id, line.purpose, line.outcome) == (record.id, desk.id, PURPOSE, "allowed")


UNREAD = {
    "for a purpose the marking does not cover": ({}, "immigration", "marking.purpose-not-covered"),
    "past its review date": ({"review": date(2026, 1, 1)}, PURPOSE, "marking.review-due"),
    "red, for others": ({"tlp": "red", "named": {"BH:anti-drug"}}, PURPOSE, "marking.not-named"),
}


@pytest.mark.parametrize(("changes", "purpose", "code"), UNREAD.values(), ids=UNREAD)
def test_a_record_is_refused_with_the_reason_and_the_refusal_recorded(desk, changes, purpose, code):
    record = drafted(desk, **changes)
    with pytest.raises(errors.MarkingForbids, match=code):
        access.get(desk, record.id, purpose, at=T0)
    assert Line.objects.filter(act="record.read", outcome="refused", section="80.13").count() == 1


def test_an_auditor_and_an_operator_never_see_content(desk):
    record = drafted(desk)
    for number, role in enumerate(("auditor", "operator")):
        with pytest.raises(errors.MarkingForbids, match="not-the-readers-purpose"):
            access.get(officer(f"reader{number}", role), record.id, PURPOSE, at=T0)


def test_a_strict_record_stays_in_its_authority(desk):
    record = drafted(desk, tlp="amber+strict")
    other = officer("zain", "desk_officer", code="coast-guard")
    with pytest.raises(errors.MarkingForbids, match="other-authority"):
        access.get(other, record.id, PURPOSE, at=T0)
    assert access.search(other, Filters(), PURPOSE, at=T0).withheld == 1


def test_one_field_is_named_but_not_shown(desk):
    fields = {"concealment": FieldMarking(tlp=Tlp.RED)}
    data = SEIZURE | {"concealment": "تحت مخزن الأسماك"}
    made = marking(fields=fields, named={"PK:coast-guard"})
    record = services.draft_record(actor_of(desk), "seizure", data, made, PURPOSE, at=T0)
    shown = access.get(desk, record.id, PURPOSE, at=T0)
    assert "concealment" not in shown.data
    assert [reason.code for reason in shown.withheld["concealment"].reasons] == ["marking.not-named"]


def test_a_record_that_is_not_there_is_refused(desk):
    with pytest.raises(errors.NoSuchRecord):
        access.get(desk, "nothing", PURPOSE, at=T0)


def test_an_earlier_version_can_be_read(desk):
    record = drafted(desk)
    later = SEIZURE | {"amount": "37"}
    services.new_version(actor_of(desk), record.id, later, marking(), PURPOSE, "Weighed again.", at=T0)
    assert access.get(desk, record.id, PURPOSE, number=1, at=T0).data["amount"] == "36.432"
    assert [version.number for version in access.history(desk, record.id, PURPOSE, at=T0)] == [2, 1]


FOUND = {
    "in Latin, without case": ("MANSOOR ahmad", True),
    "in Arabic, with marks": ("أَحمد", True),
    "in Urdu, from an Arabic keyboard": ("احمد خالد", True),
    "an equal look that is another name": ("احمذ", False),
    "nobody": ("گوندل", False),
}


@pytest.mark.parametrize(("text", "found"), FOUND.values(), ids=FOUND)
def test_a_person_is_found_by_name_in_three_scripts(desk, text, found):
    services.draft_record(actor_of(desk), "person", PERSON, personal(), PURPOSE, at=T0)
    page = access.search(desk, Filters(text=text), PURPOSE, at=T0)
    assert bool(page.rows) is found


def test_a_marked_field_cannot_be_found_by_searching(desk):
    fields = {"alias": FieldMarking(care=frozenset({Care.SOURCE_IDENTITY}))}
    data = PERSON | {"alias": ["ابو زید"]}
    services.draft_record(actor_of(desk), "person", data, personal(fields=fields), PURPOSE, at=T0)
    assert not access.search(desk, Filters(text="زید"), PURPOSE, at=T0).rows


def test_a_list_is_filtered_paged_and_recorded(desk):
    drafts = [services.Draft(SEIZURE, marking()) for _ in range(51)]
    services.draft_many(actor_of(desk), "seizure", drafts, PURPOSE, at=T0)
    take_received(header(), payload().to_wire(), T0)
    first = access.search(desk, Filters(originator="PK"), PURPOSE, at=T0)
    second = access.search(desk, Filters(originator="PK"), PURPOSE, after=first.older, at=T0)
    assert (len(first.rows), first.newer, len(second.rows), second.older) == (50, "", 1, "")
    assert Line.objects.filter(act="record.listed").count() == 51
    assert [row.record.originator for row in access.search(desk, Filters(type="person"), PURPOSE, at=T0).rows] == ["BH"]


def test_a_list_without_a_purpose_is_refused(desk):
    with pytest.raises(errors.NoPurpose):
        access.search(desk, Filters(), " ", at=T0)


def test_a_release_starts_from_what_the_marking_says(desk):
    record = services.draft_record(
        actor_of(desk), "person", PERSON, personal(handling={"H1"}, tlp="amber"), PURPOSE, at=T0
    )
    wish = wish_for(record.id, ["BH"], PURPOSE, BASIS, at=T0)
    assert (wish.kind, wish.handling, wish.personal, wish.sensitivity) == (
        "record.report", frozenset({"H0", "H1"}), True, "medium",
    )  # fmt: skip


UNSENT = {
    "for another purpose": ({}, ["BH"], "immigration", errors.MarkingForbids),
    "to nobody": ({}, [], PURPOSE, errors.NoRecipients),
    "to oneself": ({}, ["PK"], PURPOSE, errors.MarkingForbids),
    "that names a source": ({"care": {"source-identity"}}, ["BH"], PURPOSE, errors.MarkingForbids),
}


@pytest.mark.parametrize(("changes", "recipients", "purpose", "error"), UNSENT.values(), ids=UNSENT)
def test_a_release_that_the_marking_forbids_does_not_start(desk, changes, recipients, purpose, error):
    record = drafted(desk, **changes)
    with pytest.raises(error):
        wish_for(record.id, recipients, purpose, BASIS, at=T0)


def test_onward_sharing_of_a_partners_record_needs_consent(desk):
    made = payload(marking=personal("BH", handling={"H2"}))
    record = take_received(header(), made.to_wire(), T0)
    with pytest.raises(errors.MarkingForbids, match=r"marking\.h2"):
        wish_for(record.id, ["OM"], PURPOSE, BASIS, at=T0)
