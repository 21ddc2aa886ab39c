# SPDX-License-Identifier: Apache-2.0
"""Entries within a node: what each lead is told, what ends, what is refused, and what the watch desk owns (§87)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from taawun.apps.audit.models import Line
from taawun.engines.deconfliction import Place, Span
from taawun.kernel.errors import (
    BadContact,
    BadSpan,
    BadTarget,
    ConflictClosed,
    EntryClosed,
    NoRole,
    NoSuchConflict,
    NoSuchEntry,
    TooManyEntries,
)
from taawun.sectors.deconfliction import access, owning, services
from taawun.sectors.deconfliction.models import Conflict, Entry, Target
from tests.sectors.deconfliction.operations import CONTACTS, PHONE, live, wish

pytestmark = pytest.mark.django_db


def told(desk, name):
    return access.pointers(desk.officers[name], at=desk.tick())[0]


def test_two_boardings_three_miles_and_forty_minutes_apart_tell_each_lead_the_contact_of_the_other(watch):
    first, nothing = live(watch, "asma")
    second, found = live(watch, "zara", 3, 100)
    assert not nothing
    assert len(found) == 1
    for name, other, entry in (("asma", "zara", first), ("zara", "asma", second)):
        (one,) = told(watch, name)
        assert (one.contact, one.phone) == CONTACTS[other]
        assert (one.entry, one.near, one.apart, one.same_target) == (entry.id, "within-5-nm", "within-hour", False)


def test_sixty_miles_apart_nobody_is_told(watch):
    live(watch, "asma")
    _second, found = live(watch, "zara", 60)
    assert not found
    assert not told(watch, "asma")
    assert not told(watch, "zara")
    assert not Conflict.objects.exists()


@pytest.mark.parametrize(
    ("typed", "again"),
    [(PHONE, ("phone", "٠٣٠٠ ٥٥٥ ٤٤٧٧")), (("plate", "ABC-123"), ("plate", "abc 123")),
     (("name", "Muhammad Nawaz"), ("name", "محمد نواز"))],
    ids=["a telephone", "a plate", "a name in another script"],
)  # fmt: skip
def test_one_target_is_a_conflict_however_far_apart_and_is_kept_nowhere(watch, typed, again):
    """No table and no line on the record holds what was typed (spec §87.4)."""
    live(watch, "asma", targets=(typed,), kind="surveillance")
    _entry, (found,) = live(watch, "zara", 900, targets=(again,), kind="raid")
    (one,) = told(watch, "asma")
    assert (one.same_target, one.near, found.same_target) == (True, "farther", True)
    kept = [*Target.objects.values_list("digest", flat=True), *map(str, Entry.objects.values()),
            *map(str, Line.objects.values())]  # fmt: skip
    assert all(len(digest) == 64 for digest in Target.objects.values_list("digest", flat=True))
    assert not [one for one in kept if typed[1] in one or "5554477" in one]


def test_another_target_or_the_same_text_of_another_kind_is_no_conflict(watch):
    live(watch, "asma", targets=(("plate", "ABC 123"),))
    assert not live(watch, "zara", 900, targets=(("document", "ABC123"),))[1]


def test_drafts_and_entries_that_are_withdrawn_or_over_are_not_compared(watch):
    services.draft(watch.actor("asma"), wish(watch, "asma"), at=watch.tick())
    gone, _ = live(watch, "asma")
    services.withdraw(watch.actor("asma"), gone.id, at=watch.tick())
    assert not live(watch, "zara")[1]
    watch.tick(days=3)
    assert services.sweep(watch.now + timedelta(days=4)) == 1
    assert not live(watch, "omar")[1]


def test_a_lead_is_no_conflict_of_their_own_and_a_second_click_finds_the_same(watch):
    live(watch, "asma")
    again, found = live(watch, "asma")
    assert not found
    _entry, (one, two) = live(watch, "zara")
    assert services.make_live(watch.actor("zara"), _entry.id, at=watch.tick()) == [one, two]
    assert again.state == "live"


WRONG = {
    "ends before it begins": (BadSpan, {"span": (10, 9)}),
    "lasts too long": (BadSpan, {"span": (0, 40 * 86_400)}),
    "is over": (BadSpan, {"span": (0, 60)}),
    "no telephone": (BadContact, {"phone": "none"}),
    "words behind the telephone": (BadContact, {"phone": "+92 21 555 0101 raid at noon"}),
    "nobody to call": (BadContact, {"contact": "  "}),
    "a telephone of four digits": (BadTarget, {"targets": (("phone", "1234"),)}),
    "a target of no kind": (BadTarget, {"targets": (("face", "a long one"),)}),
    "more targets than are kept": (BadTarget, {"targets": tuple(("plate", f"ABC {n:03}") for n in range(21))}),
}


@pytest.mark.parametrize(("error", "more"), WRONG.values(), ids=WRONG)
def test_an_entry_that_cannot_be_is_refused_and_says_why(watch, error, more):
    with pytest.raises(error):
        services.draft(watch.actor("asma"), _changed(watch, more), at=watch.tick())
    assert not Entry.objects.exists()


def _changed(watch, more):
    return wish(watch, "asma", **({"span": Span.of(*more["span"])} if "span" in more else more))


def test_nobody_reaches_what_is_not_theirs(watch):
    first, _ = live(watch, "asma")
    second, (found,) = live(watch, "zara")
    for act in (services.withdraw, services.discard, services.make_live):
        with pytest.raises(NoSuchEntry):
            act(watch.actor("zara"), first.id, at=watch.tick())
    with pytest.raises(NoSuchEntry):
        access.entry(watch.officers["zara"], first.id, at=watch.tick())
    with pytest.raises(NoSuchConflict):
        access.pointer(watch.officers["omar"], found.id, at=watch.tick())
    for name in ("asma", "imran"):
        with pytest.raises(NoRole):
            access.board(watch.officers[name], at=watch.tick())
    with pytest.raises(NoRole):
        access.entries(watch.officers["rabia"], at=watch.tick())
    assert second.state == "live"


def test_the_watch_desk_owns_a_conflict_until_all_leads_are_told_and_it_is_closed_with_a_reason(watch):
    first, _ = live(watch, "asma")
    _second, (found,) = live(watch, "zara")
    rabia = watch.actor("rabia")
    services.withdraw(watch.actor("asma"), first.id, at=watch.tick())
    with pytest.raises(ConflictClosed):
        owning.close(rabia, found.id, "agreed", "Both go on.", at=watch.tick())
    board = access.board(watch.officers["rabia"], at=found.due + timedelta(seconds=1))
    assert [(one.late, len(one.entries), len(one.untold)) for one in board.conflicts] == [(True, 2, 1)]
    owning.acknowledge(watch.actor("asma"), found.id, at=watch.tick())
    for reason, note in (("", "Both go on."), ("agreed", " ")):
        with pytest.raises(ConflictClosed):
            owning.close(rabia, found.id, reason, note, at=watch.tick())
    owning.close(rabia, found.id, "agreed", "دونوں متفق ہیں۔", at=watch.tick())
    assert [one.state for one in told(watch, "zara")] == ["closed"]
    with pytest.raises(ConflictClosed):
        owning.tell(rabia, found.id, at=watch.tick())
    with pytest.raises(DatabaseError), transaction.atomic():
        Conflict.objects.update(note="changed")


def test_a_live_entry_stays_as_it_was(watch):
    made, _ = live(watch, "asma")
    for change in ({"phone": "1"}, {"begins": 1}, {"places": "1,1"}, {"lead_id": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Entry.objects.filter(id=made.id).update(**change)
    with pytest.raises(EntryClosed):
        services.discard(watch.actor("asma"), made.id, at=watch.tick())


def test_who_asks_often_is_refused_and_shown_to_the_watch_desk(watch):
    for number in range(services.HOUR_MOST):
        made, _ = live(watch, "asma", number * 20)
        if number < access.PROBED:
            services.withdraw(watch.actor("asma"), made.id, at=watch.tick())
    with pytest.raises(TooManyEntries):
        live(watch, "asma", 400)
    (one,) = access.board(watch.officers["rabia"], at=watch.tick()).probes
    assert (one.officer_id, one.withdrawn) == (watch.officers["asma"].id, access.PROBED)
    assert one.refused == 1
    live(watch, "zara", 700)


def test_each_reading_and_each_act_is_on_the_record(watch):
    live(watch, "asma")
    _entry, (found,) = live(watch, "zara")
    told(watch, "zara")
    access.board(watch.officers["rabia"], at=watch.tick())
    acts = set(Line.objects.values_list("act", flat=True))
    assert acts >= {"deconfliction.drafted", "deconfliction.live", "conflict.read"}
    assert Line.objects.filter(act="conflict.read", object_id=found.id).count() == 2


def test_places_of_every_form_are_kept_as_they_were_entered(watch):
    area = Place.of("area", [(179.9, -1), (-179.9, -1), (-179.9, 1), (179.9, 1)], 500)
    live(watch, "asma", place=area)
    assert live(watch, "zara", place=Place.of("line", [(-179.95, 0), (-179.8, 0)]))[1]
