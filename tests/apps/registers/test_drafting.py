# SPDX-License-Identifier: Apache-2.0
"""Officers draft records and new versions; each act leaves one audit line and one ledger entry per version."""

import pytest
from django.db import DatabaseError, connection, transaction

from taawun.apps.audit.models import Line
from taawun.apps.ledger.models import Entry
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services, versions
from taawun.apps.registers.models import Record, RecordKey, RecordVersion
from taawun.apps.registers.services import Draft
from taawun.kernel import errors
from taawun.kernel.marking import RecordPayload
from tests.apps.making import T0, officer
from tests.apps.registers.making import PERSON, PURPOSE, SEIZURE, marking, personal

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return actor_of(officer("bilal", "desk_officer"))


def drafted(desk, data=SEIZURE, **more):
    return services.draft_record(desk, "seizure", data, more.pop("marking", marking()), PURPOSE, at=T0, **more)


def test_a_record_is_drafted_with_its_version_audit_line_and_ledger_entry(desk):
    entries = Entry.objects.count()
    record = drafted(desk)
    version = services.current_version(record)
    assert (record.type, record.originator, record.authority, record.holder) == ("seizure", "PK", "anf", "anf")
    assert (version.number, version.previous) == (1, "")
    assert SEIZURE.items() <= version.data.items()
    assert version.digest == versions.payload_of(version).digest()
    assert Line.objects.filter(act="record.drafted", object_id=record.id, outcome="allowed").count() == 1
    assert Entry.objects.count() == entries + 1


def test_the_wire_body_is_what_the_kernel_reads(desk):
    version = services.current_version(drafted(desk))
    body = services.payload_of(version)
    assert RecordPayload.from_wire(body).digest() == version.digest


WRITTEN = {
    "eastern digits": ("amount", "٣٦٫٤٣٢", "36.432"),
    "urdu digits": ("amount", "۳۶.۴۳۲", "36.432"),
    "thousands": ("amount", "1,036.5", "1036.5"),
    "leading zeros": ("amount", "007", "7"),
    "zero, which is not unknown": ("amount", "0", "0"),
    "unknown": ("amount", "", None),
    "a country by its Arabic name": ("country", "البحرين", "BH"),
    "a country by its Urdu name": ("country", "پاکستان", "PK"),
    "a country by a long name": ("country", "Iran (Islamic Republic of)", "IR"),
    "a list of one": ("seal", "SL-۱۲۳", ["SL-123"]),
    "a text with an override mark": ("place", "مینا\u202e سلمان", "مینا سلمان"),
}


@pytest.mark.parametrize(("field", "written", "kept"), WRITTEN.values(), ids=WRITTEN)
def test_what_is_written_is_kept_in_one_spelling(desk, field, written, kept):
    version = services.current_version(drafted(desk, SEIZURE | {field: written}))
    assert version.data.get(field) == kept


WRONG = {
    "a field nobody declared": ({"colour": "blue"}, "colour is not a field"),
    "a missing field": ({"date": ""}, "date is missing"),
    "a number in words": ({"amount": "ایک من"}, "amount is not a decimal number"),
    "a number below its range": ({"amount": "-1"}, "amount is less than 0"),
    "a number above its range": ({"purity": "101"}, "purity is not between 0 and 100"),
    "a number that is no text": ({"amount": 36.4}, "amount is not text"),
    "no such day": ({"date": "2026-02-30"}, "date is not a date"),
    "a range that runs backwards": ({"date": "1973/1968"}, "date ends before it begins"),
    "na, which is not Namibia": ({"country": "na"}, "country is not an ISO"),
    "no such choice": ({"transport": "camel"}, "transport is not one of the choices"),
    "a list where one is due": ({"place": ["کراچی"]}, "place is not text"),
    "a reference to nothing": ({"vessel": "NOOR"}, "vessel is not the identifier"),
    "a text without end": ({"name": "ا" * 301}, "name is longer than 300"),
}


@pytest.mark.parametrize(("change", "said"), WRONG.values(), ids=WRONG)
def test_a_record_that_does_not_fit_its_type_says_where(desk, change, said):
    with pytest.raises(errors.BadRecordData, match=said):
        drafted(desk, SEIZURE | change)
    assert not Record.objects.exists()
    assert Line.objects.filter(act="record.drafted", outcome="refused", section="80.18").count() == 1


def test_an_amount_that_is_not_known_is_left_out_and_zero_is_kept(desk):
    """Not known is not zero (spec §80.20)."""
    unknown = services.current_version(drafted(desk, SEIZURE | {"amount": " "}))
    nothing = services.current_version(drafted(desk, SEIZURE | {"amount": "۰"}))
    assert "amount" not in unknown.data
    assert nothing.data["amount"] == "0"


def test_a_person_needs_a_category(desk):
    with pytest.raises(errors.BadRecordData, match="person category"):
        services.draft_record(desk, "person", PERSON, marking(), PURPOSE, at=T0)


def test_an_officer_without_a_drafting_role_drafts_nothing():
    with pytest.raises(errors.NoRole):
        drafted(actor_of(officer("sana", "auditor")))


def test_nothing_is_drafted_without_a_purpose(desk):
    with pytest.raises(errors.NoPurpose):
        services.draft_record(desk, "seizure", SEIZURE, marking(), "", at=T0)
    assert not Record.objects.exists()


def test_an_unknown_type_is_refused(desk):
    with pytest.raises(errors.UnknownRecordType):
        services.draft_record(desk, "grudge", SEIZURE, marking(), PURPOSE, at=T0)


def test_a_new_version_continues_the_chain_and_replaces_the_keys(desk):
    record = services.draft_record(desk, "person", PERSON, personal(), PURPOSE, at=T0)
    first = services.current_version(record)
    data = PERSON | {"name": ["محمود گجر"]}
    second = services.new_version(desk, record.id, data, personal(), PURPOSE, "Name corrected.", at=T0, follows=1)
    record.refresh_from_db()
    assert (second.number, second.previous, record.version, record.caption) == (2, first.digest, 2, "محمود گجر")
    assert set(RecordKey.objects.filter(field="name").values_list("key", flat=True)) == {"محمود گجر"}
    assert record.versions.get(number=1).data["name"] == PERSON["name"]


def test_a_version_that_overlooks_a_newer_one_is_refused(desk):
    record = drafted(desk)
    services.new_version(desk, record.id, SEIZURE, marking(), PURPOSE, "Weighed again.", at=T0, follows=1)
    with pytest.raises(errors.Superseded):
        services.new_version(desk, record.id, SEIZURE, marking(), PURPOSE, "Weighed again.", at=T0, follows=1)


def test_a_version_without_a_reason_is_refused(desk):
    record = drafted(desk)
    with pytest.raises(errors.NoVersionReason):
        services.new_version(desk, record.id, SEIZURE, marking(), PURPOSE, " ", at=T0)


def test_a_version_is_never_changed_or_deleted(desk):
    version = services.current_version(drafted(desk))
    for act in (version.save, version.delete, RecordVersion.objects.all().delete):
        with pytest.raises(errors.Immutable):
            act()
    with pytest.raises(errors.Immutable):
        RecordVersion.objects.update(reason="another")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE registers_recordversion SET reason = 'another'")


def test_many_records_cost_a_few_statements(desk, django_assert_max_num_queries):
    drafts = [Draft(SEIZURE | {"seal": [f"SL-{n}"]}, marking()) for n in range(100)]
    with django_assert_max_num_queries(16):
        records = services.draft_many(desk, "seizure", drafts, PURPOSE, at=T0)
    assert Record.objects.count() == RecordVersion.objects.count() == len({record.id for record in records}) == 100
    assert Line.objects.filter(act="record.drafted").count() == 100


def test_one_wrong_draft_refuses_all(desk):
    with pytest.raises(errors.BadRecordData):
        services.draft_many(desk, "seizure", [Draft(SEIZURE, marking()), Draft({}, marking())], PURPOSE, at=T0)
    assert not Record.objects.exists()


def test_an_erased_record_is_gone_and_the_ledger_stays(desk):
    record = drafted(desk)
    entries = Entry.objects.count()
    assert services.erase(desk, [record.id], "review", at=T0) == 1
    assert not Record.objects.exists()
    assert not RecordVersion.objects.exists()
    assert Entry.objects.count() >= entries
    assert Line.objects.filter(act="record.erased", object_id=record.id).count() == 1
