# SPDX-License-Identifier: Apache-2.0
"""A partner's records are taken once, kept as sent, in whatever order their versions come."""

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.exchange import kinds
from taawun.apps.exchange.kinds import Incoming
from taawun.apps.registers.models import Record, RecordVersion
from taawun.apps.registers.taking import REPORT, take_received, take_reports
from taawun.kernel import errors
from taawun.kernel.wire.canonical import encode
from tests.apps.making import T0
from tests.apps.registers.making import PERSON, header, marking, payload, personal

pytestmark = pytest.mark.django_db

FIRST = payload()
SECOND = payload(2, FIRST.digest(), reason="تصحيح الاسم")
THIRD = payload(3, SECOND.digest(), reason="درستی")


def take(one):
    return take_received(header(), one.to_wire(), T0)


def incoming(one):
    return Incoming(header(), one.to_wire(), encode(one.to_wire()))


def held():
    return sorted(RecordVersion.objects.values_list("number", flat=True))


def test_the_kind_is_declared():
    assert kinds.kind_named("record.report") == REPORT


def test_a_report_is_kept_as_its_originator_sent_it():
    record = take(FIRST)
    version = record.versions.get()
    assert (record.originator, record.authority, record.holder, record.version) == ("BH", "anti-drug", "", 1)
    assert (version.digest, version.data, version.envelope) == (FIRST.digest(), PERSON, header().id)
    assert Line.objects.filter(act="record.received", object_id=record.id, actor_kind="inbox").count() == 1


def test_a_report_taken_twice_is_kept_once():
    take(FIRST)
    take(FIRST)
    assert held() == [1]
    assert Line.objects.filter(act="record.received").count() == 1


ORDERS = {
    "in order": [FIRST, SECOND, THIRD],
    "backwards": [THIRD, SECOND, FIRST],
    "the middle last": [FIRST, THIRD, SECOND],
    "the first never": [SECOND, THIRD],
    "each twice": [SECOND, SECOND, FIRST, THIRD, THIRD],
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
@pytest.mark.parametrize("at_once", [True, False], ids=["in one batch", "one by one"])
def test_versions_may_come_in_any_order(order, at_once):
    if at_once:
        take_reports([incoming(one) for one in order], T0)
    else:
        for one in order:
            take(one)
    assert held() == sorted({one.number for one in order})
    assert Record.objects.get().version == 3


STRANGER = payload(2, "ab" * 32)
REFUSED = {
    "another version under the same number": ([FIRST], payload(salt=b"x" * 16), errors.BrokenVersions),
    "a version that does not follow": ([FIRST], STRANGER, errors.BrokenVersions),
    "a version that the later one does not follow": ([STRANGER], FIRST, errors.BrokenVersions),
    "a record of another type": (
        [FIRST],
        payload(3, "ab" * 32, type="organisation", data={"name": ["ساحل اللؤلؤ"]}, marking=marking("BH")),
        errors.BrokenVersions,
    ),
    "somebody else's record": ([], payload(originator="PK", marking=personal("PK")), errors.NotTheOriginator),
    "a type not known here": ([], payload(type="grudge"), errors.UnknownRecordType),
    "data that does not fit": ([], payload(data={"name": "not a list"}), errors.BadRecord),
    "data that only a person could clean": (
        [], payload(data=PERSON | {"birth_date": ["۱۹۷۱"]}), errors.BadRecord,
    ),
    "a person without a category": ([], payload(marking=marking("BH")), errors.BadRecord),
}  # fmt: skip


@pytest.mark.parametrize(("before", "bad", "error"), REFUSED.values(), ids=REFUSED)
def test_a_bad_report_is_refused_and_changes_nothing(before, bad, error):
    for one in before:
        take(one)
    count = RecordVersion.objects.count()
    with pytest.raises(error):
        take(bad)
    assert RecordVersion.objects.count() == count


HEADERS = {
    "from somebody else": ({"sender": "OM"}, errors.NotTheOriginator),
    "that denies personal data": ({"personal": False}, errors.BadRecord),
    "for a purpose the marking does not cover": ({"purpose": "immigration"}, errors.BadRecord),
}


@pytest.mark.parametrize(("change", "error"), HEADERS.values(), ids=HEADERS)
def test_a_header_that_does_not_fit_the_record_is_refused(change, error):
    with pytest.raises(error):
        take_received(header(**change), FIRST.to_wire(), T0)
    assert not Record.objects.exists()


def test_two_of_one_batch_that_contradict_each_other_leave_the_first():
    both = [incoming(one) for one in (FIRST, payload(salt=b"x" * 16))]
    first, second = take_reports(both, T0)
    assert first is None
    assert isinstance(second, errors.BrokenVersions)
    assert RecordVersion.objects.get().digest == FIRST.digest()
    assert Line.objects.filter(act="record.received", outcome="refused", section="80.17").count() == 1


def test_a_hundred_reports_cost_a_few_statements(django_assert_max_num_queries):
    reports = [incoming(payload(record=n)) for n in range(1, 101)]
    with django_assert_max_num_queries(14):
        take_reports(reports, T0)
    assert Record.objects.count() == 100
