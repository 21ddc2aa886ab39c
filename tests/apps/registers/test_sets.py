# SPDX-License-Identifier: Apache-2.0
"""Many records under one release: taken whole or not, sent while each may be, shown to who sees all (spec §80.26)."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from taawun.apps.audit.models import Line
from taawun.apps.exchange import access as exchange_access
from taawun.apps.exchange import kinds, queries
from taawun.apps.exchange import services as exchange
from taawun.apps.exchange.kinds import Going, Incoming
from taawun.apps.exchange.models import OutEnvelope, Release, ReleasedObject
from taawun.apps.exchange.released import access as released
from taawun.apps.exchange.releases import statement_of
from taawun.apps.people.access import actor_of
from taawun.apps.registers import access, releasing, services
from taawun.apps.registers.models import Record, RecordVersion
from taawun.apps.registers.taking import SET, take_reports, take_sets
from taawun.kernel import errors
from taawun.kernel.marking import RecordSet
from taawun.kernel.marking.record_set import SET_RECORDS
from taawun.kernel.wire.canonical import encode
from tests.apps.exchange.conftest import NOW, SECRET, courier, founded, keys, officers, partner, peer
from tests.apps.exchange.partner import THEM
from tests.apps.making import T0
from tests.apps.registers.making import BASIS, PURPOSE, SEIZURE, header, marking, payload, personal

__all__ = ["SECRET", "courier", "founded", "keys", "officers", "partner", "peer"]

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def together(*payloads, **changes) -> Incoming:
    body = {"records": [one.to_wire() for one in payloads]}
    return Incoming(header(kind="record.set", **changes), body, encode(body))


def report(one) -> Incoming:
    return Incoming(header(), one.to_wire(), encode(one.to_wire()))


def held() -> list[tuple[str, int]]:
    return sorted(RecordVersion.objects.values_list("record_id", "number"))


# Taking.


def test_the_kind_is_declared():
    assert kinds.kind_named("record.set") == SET


def test_each_record_of_a_set_is_kept_as_a_report_is():
    some = [payload(record=number) for number in (1, 2, 3)]
    assert take_sets([together(*some)], T0) == [None]
    rows = RecordVersion.objects.order_by("record_id")
    assert [(row.record_id, row.digest, row.envelope) for row in rows] == [
        (one.record, one.digest(), header().id) for one in some
    ]
    lines = Line.objects.filter(act="record.received", outcome="allowed", actor_kind="inbox")
    assert sorted(lines.values_list("object_id", flat=True)) == [one.record for one in some]


def test_a_set_taken_twice_or_after_its_reports_changes_nothing():
    some = [payload(record=number) for number in (1, 2)]
    take_reports([report(some[0])], T0)
    assert take_sets([together(*some), together(*some[::-1])], T0) == [None, None]
    assert take_sets([together(*some)], T0) == [None]
    assert held() == [(one.record, 1) for one in some]
    assert Line.objects.filter(act="record.received").count() == 2


def test_two_versions_of_a_record_may_come_in_one_set_in_any_order():
    first = payload()
    second = payload(2, first.digest(), reason="درستی")
    assert take_sets([together(second, first)], T0) == [None]
    assert Record.objects.get().version == 2


FIRST = payload()
BAD = {
    "data that does not fit": (payload(record=3, data={"name": "not a list"}), {}, errors.BadRecord),
    "a type not known here": (payload(record=3, type="grudge"), {}, errors.UnknownRecordType),
    "somebody else's record": (payload(record=3, originator="PK", marking=personal("PK")), {}, errors.NotTheOriginator),
    "a version twice": (payload(record=2), {}, errors.BadVersion),
    "a header that denies personal data": (payload(record=3), {"personal": False}, errors.BadRecord),
    "a purpose that one marking does not cover": (
        payload(record=3, marking=personal("BH", purposes={"sanctions"})), {}, errors.BadRecord,
    ),
    "a version that does not follow": (payload(2, "ab" * 32, record=9), {}, errors.BrokenVersions),
}  # fmt: skip


@pytest.mark.parametrize(("bad", "change", "error"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("place", [0, 2])
def test_one_bad_record_refuses_the_whole_set_and_no_other(bad, change, error, place):
    take_reports([report(payload(record=9))], T0)
    good = [payload(record=number) for number in (1, 2)]
    listed = [*good[:place], bad, *good[place:]]
    refusal, other = take_sets([together(*listed, **change), together(payload(record=5))], T0)
    assert isinstance(refusal, error)
    assert other is None
    assert [record for record, _ in held()] == [payload(record=number).record for number in (5, 9)]


def test_a_set_that_is_refused_leaves_no_trace_for_the_next_in_the_same_batch():
    """Its records were not taken, so another version under the same number may still come."""
    bad, other = payload(2, "ab" * 32, record=9), payload(record=1, salt=b"x" * 16)
    take_reports([report(payload(record=9))], T0)
    refusal, fine = take_sets([together(FIRST, bad), together(other)], T0)
    assert isinstance(refusal, errors.BrokenVersions)
    assert fine is None
    assert RecordVersion.objects.get(record_id=FIRST.record).digest == other.digest()


@pytest.mark.parametrize("body", [{}, {"records": []}, {"records": {}}, {"records": [7]}, {"record": "x"}])
def test_what_is_no_set_is_refused(body):
    (refusal,) = take_sets([Incoming(header(kind="record.set"), body, encode(body))], T0)
    assert isinstance(refusal, errors.BadShape)


def test_a_hundred_records_in_a_set_cost_a_few_statements(django_assert_max_num_queries):
    some = together(*[payload(record=number) for number in range(1, 101)])
    with django_assert_max_num_queries(14):
        take_sets([some], T0)
    assert Record.objects.count() == 100


# Releasing.


@pytest.fixture
def actor(peer, officers):
    return actor_of(officers["asma"])


def drafted(actor, *markings) -> list[str]:
    return [
        services.draft_record(actor, "seizure", SEIZURE, one, PURPOSE, at=NOW).id for one in markings
    ]  # one act each: they may be marked differently


def released_set(officers, keys, records) -> Release:
    wish = releasing.wish_for_set(records, [THEM], PURPOSE, BASIS, at=NOW)
    row = exchange.draft_release(actor_of(officers["asma"]), wish, NOW)
    exchange.approve(actor_of(officers["bilal"]), [row.id], keys["bilal"], NOW)
    return row


def test_many_records_go_under_one_release_in_one_envelope(officers, keys, actor):
    records = drafted(actor, marking(), marking(handling={"H1"}), marking(tlp="amber"))
    row = released_set(officers, keys, records)
    (envelope,) = exchange.send(actor, [row.id], NOW)
    body = json.loads(bytes(envelope.data))["body"]
    assert [one.record for one in RecordSet.from_wire(body).records] == records
    assert encode(body) == bytes(row.body)
    stored = dict(RecordVersion.objects.values_list("record_id", "digest"))
    assert {one.record: one.digest() for one in RecordSet.from_wire(body).records} == stored
    said = statement_of(row)
    assert (said.kind, said.handling, said.personal, said.sensitivity) == (
        "record.set", frozenset({"H0", "H1"}), False, "medium",
    )  # fmt: skip


def test_every_record_knows_the_release_it_is_in(officers, keys, actor):
    one, other, third = drafted(actor, marking(), marking(), marking())
    row = released_set(officers, keys, [one, other])
    assert queries.releases_of_record(one) == queries.releases_of_record(other) == [row.id]
    assert queries.releases_of_record(third) == []
    assert queries.objects_of(row.id) == [one, other]
    assert queries.any_released("record", Record.objects.filter(id=other).values("id"))
    assert not queries.any_released("record", Record.objects.filter(id=third).values("id"))
    alone = exchange.draft_release(actor, releasing.wish_for(one, [THEM], PURPOSE, BASIS, at=NOW), NOW + SECOND)
    found = released.of_object(officers["asma"], "record", one, PURPOSE)
    assert [each.release.id for each in found] == [alone.id, row.id]
    assert released.of_object(officers["asma"], "record", third, PURPOSE) == ()


def test_nothing_and_too_much_are_refused(actor):
    for records in ([], [f"{number}" for number in range(SET_RECORDS + 1)]):
        with pytest.raises(errors.BadRecordSet):
            releasing.wish_for_set(records, [THEM], PURPOSE, BASIS, at=NOW)
    (record,) = drafted(actor, marking())
    with pytest.raises(errors.NoRecipients):
        releasing.wish_for_set([record], [], PURPOSE, BASIS, at=NOW)
    with pytest.raises(errors.NoSuchRecord):
        releasing.wish_for_set([record, payload().record], [THEM], PURPOSE, BASIS, at=NOW)
    assert len(releasing.wish_for_set([record, record], [THEM], PURPOSE, BASIS, at=NOW).parts) == 1


def test_one_marking_that_forbids_it_keeps_the_whole_set_back_and_is_named(actor):
    good, bad = drafted(actor, marking(), marking(tlp="red", named={"PK:anf"}))
    with pytest.raises(errors.MarkingForbids, match=r"marking\.not-named"):
        releasing.wish_for_set([good, bad], [THEM], PURPOSE, BASIS, at=NOW)
    against = releasing.obstacles([good, bad], [THEM], PURPOSE, BASIS, at=NOW)
    assert {record: [reason.code for reason in reasons] for record, reasons in against.items()} == {
        bad: ["marking.not-named"]
    }


STRICTER = {
    "red, for one authority": {"tlp": "red", "named": {"PK:anf"}},
    "for another purpose": {"purposes": {"sanctions"}},
    "with a day of review that is past": {"review": NOW.date() - timedelta(days=1)},
}


@pytest.mark.parametrize("changes", STRICTER.values(), ids=STRICTER)
def test_nothing_leaves_if_one_record_is_marked_more_strictly_by_now(officers, keys, actor, changes):
    records = drafted(actor, marking(), marking())
    row = released_set(officers, keys, records)
    services.new_version(actor, records[1], SEIZURE, marking(**changes), PURPOSE, "حساس نکلا", at=NOW + SECOND)
    with pytest.raises(errors.MarkingForbids):
        exchange.send(actor, [row.id], NOW + 2 * SECOND)
    assert not OutEnvelope.objects.exists()
    assert Release.objects.get().state == "approved"


def test_an_earlier_version_in_a_set_keeps_its_own_marking(officers, keys, actor):
    records = drafted(actor, marking(), marking(review=NOW.date() + timedelta(days=5)))
    row = released_set(officers, keys, records)
    services.new_version(actor, records[1], SEIZURE, marking(), PURPOSE, "لمدة أطول", at=NOW + SECOND)
    with pytest.raises(errors.MarkingForbids, match=r"marking\.review"):
        exchange.send(actor, [row.id], NOW + timedelta(days=6))
    assert len(exchange.send(actor, [row.id], NOW + timedelta(days=4))) == 1


def test_nothing_leaves_if_one_record_was_erased(officers, keys, actor):
    records = drafted(actor, marking(), marking())
    row = released_set(officers, keys, records)
    services.erase(actor, records[:1], PURPOSE, at=NOW + SECOND)
    with pytest.raises(errors.NoSuchRecord):
        exchange.send(actor, [row.id], NOW + 2 * SECOND)


def test_a_set_is_asked_in_one_query_and_drafted_in_as_many_as_one(officers, actor, django_assert_max_num_queries):
    records = drafted(actor, *[marking()] * 30)
    with django_assert_max_num_queries(2):
        wish = releasing.wish_for_set(records, [THEM], PURPOSE, BASIS, at=NOW)
    row = exchange.draft_release(actor, wish, NOW)
    assert ReleasedObject.objects.count() == 30
    with django_assert_max_num_queries(1):
        releasing.allow_sets([Going("", statement_of(row), bytes(row.body), wish.parts)], NOW)


# Showing.


def test_a_set_is_shown_only_to_who_may_be_shown_each_record(officers, actor):
    reader, today = officers["asma"], timezone.now().date()
    good, other = (payload(record=number, marking=personal("BH")) for number in (1, 2))
    red = payload(record=3, marking=personal("BH", tlp="red", named={"PK:nobody"}))
    past = payload(record=4, marking=personal("BH", review=today - timedelta(days=1)))
    bodies = [{"records": [one.to_wire() for one in some]} for some in ([good, other], [good, red], [past, good])]
    assert access.readable_sets(reader, [*bodies, {"records": []}, {}, {"records": 7}], PURPOSE) == [
        True, False, False, False, False, False,
    ]  # fmt: skip
    assert kinds.may_read("record.set", reader, bodies[0], PURPOSE)
    assert not kinds.may_read("record.set", reader, bodies[1], PURPOSE)


def test_many_sets_are_asked_in_as_many_queries_as_one(officers, django_assert_num_queries):
    body = {"records": [payload(record=number).to_wire() for number in range(1, 40)]}
    reader = officers["asma"]
    access.readable_sets(reader, [body], PURPOSE)
    for count in (1, 5):
        with django_assert_num_queries(2):
            access.readable_sets(reader, [body] * count, PURPOSE)


def test_a_release_of_a_set_is_opened_like_another(officers, keys, actor):
    records = drafted(actor, marking(), marking())
    row = released_set(officers, keys, records)
    found, body = exchange_access.release(officers["bilal"], row.id, PURPOSE)
    assert (found.id, len(body["records"])) == (row.id, 2)
    assert exchange_access.openable(officers["bilal"], [row]) == {row.id}
