# SPDX-License-Identifier: Apache-2.0
"""Between two nodes through the real exchange: what crosses, what is compared, and what is learnt by it (§87.8)."""

import stat
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from taawun.apps.cases import library
from taawun.apps.cases.models import Case, Proposal, SharedMove
from taawun.apps.exchange import access as envelopes
from taawun.apps.exchange import services as exchange
from taawun.apps.exchange.models import InEnvelope, OutEnvelope, Release
from taawun.apps.exchange.services import own_roster
from taawun.apps.people import keyfiles
from taawun.apps.people.models import NodeKey
from taawun.apps.people.services import revoke_key, rotate_node_key
from taawun.apps.people.signers import sealing_keys
from taawun.kernel.errors import EntryClosed, EntryWithdrawn, NoRole, NoSuchConflict, NoSuchEntry, ReleaseClosed
from taawun.kernel.wire.ids import uuid7
from taawun.kernel.wire.times import to_wire
from taawun.sectors.deconfliction import access, crossing, services, targets
from taawun.sectors.deconfliction.guards import GUARD
from taawun.sectors.deconfliction.models import Conflict, Entry, Target
from taawun.sectors.deconfliction.sector import PACK, WATCH_PURPOSE
from taawun.site.founding import FOUNDER, publish
from tests.apps.exchange.partner import THEM
from tests.apps.making import INIT, officer
from tests.sectors.deconfliction.operations import CONTACTS, MILE, live

pytestmark = pytest.mark.django_db
THEIRS = ("القائد في المنامة", "+973 3655 0404")
DOCUMENT = {"document": "Log", "page": "1"}


def kind():
    return library.pack_named(PACK).kinds[crossing.KIND]


def told(watch, miles=0, minutes=0, **more):
    """What Bahrain says of a boarding some miles north of ours, some minutes later."""
    noon = int((watch.now + timedelta(days=1)).timestamp()) // 86_400 * 86_400 + 43_200 + minutes * 60
    begins = datetime.fromtimestamp(noon, UTC)
    said = {
        "kind": "boarding", "form": "point", "places": f"50.6,{26.2 + miles * MILE:.6f}", "radius": 0,
        "begins": to_wire(begins), "ends": to_wire(begins + timedelta(hours=1)), "contact": THEIRS[0],
        "phone": THEIRS[1],
    }  # fmt: skip
    return said | more


def comes(watch, value, purpose=WATCH_PURPOSE):
    """Let Bahrain release an entry to our watch desk; return our receipt and its case."""
    watch.salt += 1
    case = uuid7(watch.tick(), watch.salt.to_bytes(10, "big"))
    found = DOCUMENT | {"officer": watch.partner.party.members["lawyer"].id}
    made = watch.drafts(case, kind(), "notify", content={"entry": {"value": value, "found": found}})
    watch.known.append(made)
    return watch.receives(made, purpose=purpose), case


def pointers(watch, name="asma"):
    return access.pointers(watch.officers[name], at=watch.tick())[0]


def test_an_entry_that_comes_is_compared_and_our_lead_is_told_the_contact_that_came(watch):
    live(watch, "asma", label="Operation of ours")
    receipt, case = comes(watch, told(watch, 3, 100))
    assert receipt["kind"] == "accepted", receipt
    (one,) = pointers(watch)
    assert (one.contact, one.phone, one.near, one.apart) == (*THEIRS, "within-5-nm", "within-hour")
    (owned,) = access.board(watch.officers["rabia"], at=watch.tick()).conflicts
    assert owned.crossed
    answer = crossing.point(watch.actor("rabia"), owned.row.id, at=watch.tick())
    exchange.approve(watch.actor("bilal"), [answer.release], watch.keys["bilal"], watch.tick())
    exchange.approve(watch.actor("huda"), [answer.release], watch.keys["huda"], watch.tick())
    watch.send(answer, "rabia")
    wire = bytes(SharedMove.objects.get(case=case, move="point").wire).decode()
    assert CONTACTS["asma"][1] in wire
    assert not [one for one in ("Operation of ours", "50.6", "26.2", '"boarding"', owned.row.id) if one in wire]


def test_the_table_of_a_conflict_of_which_one_entry_is_seen_does_not_speak_of_two(watch):
    live(watch, "asma")
    comes(watch, told(watch, 3, 40))
    (owned,) = access.board(watch.officers["rabia"], at=watch.tick()).conflicts
    client = Client()
    client.force_login(watch.officers["rabia"])
    client.post(reverse("ui:purpose"), {"purpose": WATCH_PURPOSE})
    page = client.get(reverse("deconfliction:owned", args=[owned.row.id])).content.decode()
    assert "Entries of this conflict" in page
    assert "Both entries" not in page


def test_a_watch_officer_is_led_to_no_release_that_is_closed_to_them(watch):
    """The case says that others approve and send; only who may open the release is led to it."""
    live(watch, "asma")
    comes(watch, told(watch, 3, 40))
    (owned,) = access.board(watch.officers["rabia"], at=watch.tick()).conflicts
    release = crossing.point(watch.actor("rabia"), owned.row.id, at=watch.tick()).release
    case, there = Proposal.objects.get(release=release).case_id, reverse("exchange:release", args=[release])
    alone = officer("wardah", "watch_officer", code=watch.officers["rabia"].authority.code)
    for reader, leads in ((watch.officers["bilal"], True), (alone, False)):
        client = Client()
        client.force_login(reader)
        client.post(reverse("ui:purpose"), {"purpose": WATCH_PURPOSE})
        page = client.get(reverse("cases:case", args=[case])).content.decode()
        assert (there in page, client.get(there).status_code == 200) == (leads, leads)
        assert ("A releasing officer finds it among the releases." in page) != leads


def test_sixty_miles_apart_nobody_learns_anything(watch):
    live(watch, "asma")
    receipt, _case = comes(watch, told(watch, 60))
    assert receipt["kind"] == "accepted"
    assert not pointers(watch)
    assert not Conflict.objects.exists()
    assert InEnvelope.objects.count() == 1
    assert not envelopes.inbox(watch.officers["asma"], "exchange")


def test_one_target_is_found_across_nodes_by_the_key_of_the_pair(watch):
    live(watch, "asma", targets=(("phone", "+92 300 555 4477"),))
    (key,), (own,) = targets.keys_of(THEM, watch.now), targets.keys_of(targets.OWN, watch.now)
    assert key != own
    digest = targets.digest(key, "phone", targets.folded("phone", "0300-5554477"))
    comes(watch, told(watch, 900, targets=digest))
    (one,) = pointers(watch)
    assert (one.same_target, one.near) == (True, "farther")


def test_what_is_released_is_approved_and_says_no_more_than_its_pack_lets_it(watch):
    made, _ = live(watch, "asma", label="مقدمہ 14", targets=(("plate", "ABC 123"),))
    with pytest.raises(NoSuchEntry):
        crossing.release(watch.actor("rabia"), made.id, at=watch.tick())
    services.ask_release(watch.actor("asma"), made.id, THEM, at=watch.tick())
    with pytest.raises(NoRole):
        crossing.release(watch.actor("asma"), made.id, at=watch.tick())
    proposal = crossing.release(watch.actor("rabia"), made.id, at=watch.tick())
    with pytest.raises(EntryClosed):
        crossing.release(watch.actor("rabia"), made.id, at=watch.tick())
    assert not watch.known
    watch.approve(proposal)
    watch.send(proposal, "rabia")
    (crossed,) = watch.known
    value = crossed.content["entry"]["value"]
    assert value.keys() == {"kind", "form", "places", "radius", "begins", "ends", "contact", "phone", "targets"}
    wire = bytes(SharedMove.objects.get().wire).decode()
    assert not [one for one in ("مقدمہ 14", made.id, watch.officers["asma"].id, "ABC", "abc123") if one in wire]
    own, pair = (targets.digest(*targets.keys_of(one, watch.now), "plate", "abc123") for one in (targets.OWN, THEM))
    assert value["targets"] == pair != own


def released(watch, **more):
    """Release an entry of asma to Bahrain's watch desk; return it and its case."""
    made, _ = live(watch, "asma", **more)
    services.ask_release(watch.actor("asma"), made.id, THEM, at=watch.tick())
    proposal = crossing.release(watch.actor("rabia"), made.id, at=watch.tick())
    watch.approve(proposal)
    watch.send(proposal, "rabia")
    made.refresh_from_db()
    return made, Case.objects.get(id=proposal.case_id)


def points(watch, case, phone=THEIRS[1]):
    """Let Bahrain point out a conflict with what we released."""
    value = {"same_target": "no", "near": "within_1_nm", "apart": "same_time", "contact": THEIRS[0], "phone": phone}
    found = DOCUMENT | {"officer": watch.partner.party.members["lawyer"].id}
    made = watch.drafts(case.id, kind(), "point", content={"pointer": {"value": value, "found": found}})
    receipt = watch.receives(made, purpose=WATCH_PURPOSE)
    assert receipt["kind"] == "accepted", receipt
    watch.known.append(made)
    return made


def test_a_pointer_that_comes_back_tells_our_lead_and_the_watch_desk(watch):
    _made, case = released(watch)
    assert not pointers(watch)
    points(watch, case)
    (one,) = pointers(watch)
    assert (one.contact, one.phone, one.near, one.apart) == (*THEIRS, "within-1-nm", "same-time")
    (owned,) = access.board(watch.officers["rabia"], at=watch.tick()).conflicts
    with pytest.raises(NoSuchConflict):
        crossing.point(watch.actor("rabia"), owned.row.id, at=watch.tick())


MORE_THAN_CONTACT = {
    "a field more": ({"case": "x"}, "rejected"),
    "a place": ({"places": "50.6,26.2"}, "rejected"),
    "a band of our own making": ({"near": "within_200_m"}, "rejected"),
    "words behind the number": ({"phone": "+973 3655 0404 raid on house 14 tonight"}, "accepted"),
    "words before the number": ({"phone": "house 14 tonight: +973 3655 0404"}, "accepted"),
}


@pytest.mark.parametrize(("change", "receipt"), MORE_THAN_CONTACT.values(), ids=MORE_THAN_CONTACT)
def test_a_pointer_with_more_than_a_contact_tells_our_lead_no_more_than_that(watch, change, receipt):
    """Spec §87.7a: what is no contact is refused, or stays in its case, where the watch desk reads it."""
    _made, case = released(watch)
    value = {"same_target": "no", "near": "within_1_nm", "apart": "same_time", "contact": THEIRS[0], "phone": THEIRS[1]}
    found = DOCUMENT | {"officer": watch.partner.party.members["lawyer"].id}
    made = watch.drafts(case.id, kind(), "point", content={"pointer": {"value": value | change, "found": found}})
    assert watch.receives(made, purpose=WATCH_PURPOSE)["kind"] == receipt
    assert [one.phone for one in pointers(watch)] == [THEIRS[1]] * (receipt == "accepted")


@pytest.mark.parametrize(
    "phone", ["+973 3655 0404 ext. 12", "٠٠٩٧٣-٣٦٥٥-٠٤٠٤", "(021) 555/0101 x7", "+92 21 5550101; +92 300 5550101"]
)
def test_a_number_that_people_write_is_a_number(phone):
    assert services.contact_of("نگران افسر", phone)["phone"] == phone


def test_a_second_pointer_tells_our_lead_of_a_second_contact_and_the_same_one_tells_nothing_new(watch):
    made, case = released(watch)
    first = points(watch, case)
    assert Case.objects.get(id=case.id).state == "pointed"
    points(watch, case, phone="+973 3777 0505")
    assert sorted(one.phone for one in pointers(watch)) == [THEIRS[1], "+973 3777 0505"]
    assert watch.receives(first, purpose=WATCH_PURPOSE)["kind"] == "accepted"
    assert made.found.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Conflict.objects.create(**{
            one: getattr(made.found.first(), one)
            for one in ("new", "same_target", "near", "apart", "opened", "due", "move")
        })  # fmt: skip


def test_each_conflict_with_one_entry_that_came_is_pointed_out_by_itself(watch):
    live(watch, "asma")
    live(watch, "zara", 60)
    _receipt, case = comes(watch, told(watch, 30, radius=60_000))
    owned = access.board(watch.officers["rabia"], at=watch.tick()).conflicts
    said = []
    for one in sorted(owned, key=lambda one: one.row.old.phone):
        made = crossing.point(watch.actor("rabia"), one.row.id, at=watch.tick())
        watch.approve(made)
        watch.send(made, "rabia")
        said.append(bytes(SharedMove.objects.filter(case=case, move="point").order_by("id").last().wire).decode())
    assert [[CONTACTS[name][1] in one for name in ("asma", "zara")] for one in said] == [[True, False], [False, True]]


def test_what_was_told_before_pointers_kept_their_move_is_not_told_again(watch):
    made, case = released(watch)
    points(watch, case)
    GUARD.unsafe_remove(connection)
    made.found.update(move="")
    GUARD.install(connection)
    points(watch, case, phone="+973 3777 0505")
    assert sorted(one.phone for one in pointers(watch)) == [THEIRS[1], "+973 3777 0505"]


def rotated(watch) -> None:
    """Make a new sealing key, and publish the roster that says so."""
    rotate_node_key(INIT, "seal", at=watch.tick())
    publish(FOUNDER, watch.tick())


PHONE = ("phone", "+92 300 555 4477")


def test_one_target_is_found_after_the_sealing_key_was_rotated(watch):
    first, _ = live(watch, "asma", targets=(PHONE,))
    rotated(watch)
    second, (found,) = live(watch, "zara", 900, targets=(PHONE,))
    assert (found.same_target, found.old_id) == (True, first.id)
    newest, oldest = (targets.digest(key, "phone", targets.folded(*PHONE)) for key in targets.keys_of(THEM, watch.now))
    for digest, ours in ((oldest, {first.id, second.id}), (newest, {second.id})):  # Bahrain pinned our roster, or not
        _receipt, case = comes(watch, told(watch, 1_800, targets=digest))
        came = Conflict.objects.filter(new__case_id=case)
        assert {one.old_id for one in came} == ours
        assert all(one.same_target for one in came)


def test_all_keys_of_a_target_cross_and_what_is_keyed_under_a_revoked_key_does_not(watch):
    rotated(watch)
    made, _case = released(watch, targets=(PHONE,))
    (crossed,) = watch.known
    assert len(crossed.content["entry"]["value"]["targets"].split()) == made.targets.filter(ring=THEM).count() == 2
    old = NodeKey.objects.filter(purpose="seal").exclude(retired_at=None).get()
    revoke_key(INIT, old, watch.now, at=watch.tick())
    publish(FOUNDER, watch.tick())
    assert len(targets.keys_of(THEM, watch.now)) == 1


def test_entries_of_before_the_own_ring_had_a_key_of_its_own_are_found_until_they_are_erased(watch):
    first, _ = live(watch, "asma", targets=(PHONE,))
    (seal,) = sealing_keys()
    former = targets.agreed(seal.secret, seal.public, "PK", "PK")
    said = targets.digest(former, "phone", targets.folded(*PHONE))
    first.targets.all().delete()
    Target.objects.create(entry=first, ring="", digest=said)
    rotated(watch)
    second, (found,) = live(watch, "zara", 900, targets=(PHONE,))
    assert (found.same_target, found.old_id) == (True, first.id)
    assert "" not in second.targets.values_list("ring", flat=True)
    first.targets.all().delete()
    assert len(targets.keys_of(targets.OWN, watch.now)) == 1


def test_the_key_of_the_own_ring_is_a_file_for_its_owner_alone_and_no_key_of_the_roster(watch, settings):
    live(watch, "asma", targets=(PHONE,))
    path = settings.NODE.keys / "targets.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    ours = keyfiles.read_sealing("targets")
    assert ours.key_id not in own_roster().by_key
    assert ours.key_id not in {one.key_id for one in sealing_keys()}


def test_an_entry_that_is_withdrawn_over_there_is_compared_no_more(watch):
    _receipt, case = comes(watch, told(watch))
    assert Entry.objects.get(case_id=case).state == "live"
    assert (
        watch.receives(watch.drafts(case, kind(), "withdraw", content={}), purpose=WATCH_PURPOSE)["kind"] == "accepted"
    )
    assert Entry.objects.get(case_id=case).state == "withdrawn"
    assert not live(watch, "asma")[1]


def waiting(watch):
    """Return an entry of asma that the watch desk proposed to release, and the proposal that waits."""
    made, _ = live(watch, "asma")
    services.ask_release(watch.actor("asma"), made.id, THEM, at=watch.tick())
    return made, crossing.release(watch.actor("rabia"), made.id, at=watch.tick())


@pytest.mark.parametrize("approved", [False, True], ids=["waits for approval", "approved"])
def test_a_release_whose_lead_withdraws_the_entry_is_taken_back_before_it_is_sent(watch, approved):
    """Spec §87.8c."""
    made, proposal = waiting(watch)
    if approved:
        watch.approve(proposal)
    services.withdraw(watch.actor("asma"), made.id, at=watch.tick())
    assert Release.objects.get(id=proposal.release).state == "withdrawn"
    with pytest.raises(ReleaseClosed):
        watch.approve(proposal)
    with pytest.raises(ReleaseClosed):
        watch.send(proposal, "rabia")
    assert not OutEnvelope.objects.filter(release_id=proposal.release).exists()
    (out,) = access.board(watch.officers["rabia"], at=watch.tick()).out
    assert (out.row.id, out.move) == (made.id, "keep")
    watch.make("rabia", Case.objects.get(id=proposal.case_id), "keep")
    assert not access.board(watch.officers["rabia"], at=watch.tick()).out


def test_an_entry_that_is_withdrawn_is_not_released_by_hand_either_and_the_desk_is_told_why(watch):
    """As a proposal that was made, or is sent, in the moment of the withdrawal."""
    made, proposal = waiting(watch)
    watch.approve(proposal)
    Entry.objects.filter(id=made.id).update(state="withdrawn", slot=None, ended_at=watch.tick())
    with pytest.raises(EntryWithdrawn):
        watch.send(proposal, "rabia")
    assert not SharedMove.objects.filter(case=proposal.case_id).exists()
    case = Case.objects.get(id=proposal.case_id)
    watch.act("rabia", "withdraw_proposal", case.id, WATCH_PURPOSE)
    page = Client()
    page.force_login(watch.officers["rabia"])
    page.post(reverse("ui:purpose"), {"purpose": WATCH_PURPOSE})
    url = reverse("cases:move", args=[case.id, "notify"])
    said = page.post(url, {"token": watch.show("rabia", case).token, "reasons": ""}).content.decode()
    assert EntryWithdrawn.sentence in said


def test_what_was_sent_already_is_withdrawn_all_the_same_and_waits_for_the_watch_desk(watch):
    made, case = released(watch)
    services.withdraw(watch.actor("asma"), made.id, at=watch.tick())
    (out,) = access.board(watch.officers["rabia"], at=watch.tick()).out
    assert (out.row.case_id, out.move) == (case.id, "withdraw")
    watch.cross("rabia", case, "withdraw", by=("bilal", "huda"))


BAD = {
    "north of the pole": {"places": "50.6,91"},
    "no numbers": {"places": "here"},
    "a radius over the limit": {"radius": 1e9},
    "a radius without end": {"radius": 1e308},
    "times turned round": {"begins": "2030-01-02T00:00:00.000Z", "ends": "2030-01-01T00:00:00.000Z"},
    "a time that is none": {"begins": "tomorrow"},
    "longer than a month": {"ends": "2030-01-01T00:00:00.000Z"},
    "over already": {"begins": "2020-01-01T00:00:00.000Z", "ends": "2020-01-01T01:00:00.000Z"},
    "nobody to call": {"phone": "none"},
    "a place without end": {"places": "50.6,26.2 " * 1_500},
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_what_no_node_would_enter_is_not_compared_and_breaks_nothing(watch, change):
    live(watch, "asma")
    comes(watch, told(watch) | change)
    assert not Entry.objects.exclude(party="").exists()
    assert not pointers(watch)


def test_a_partner_cannot_bring_an_entry_to_other_eyes_under_another_purpose(watch):
    live(watch, "asma")
    receipt, _case = comes(watch, told(watch), purpose="coordination")
    assert receipt["kind"] == "rejected"
    assert not pointers(watch)


def test_only_who_is_of_the_watch_desk_approves_a_release_for_it(watch):
    made, _ = live(watch, "asma")
    services.ask_release(watch.actor("asma"), made.id, THEM, at=watch.tick())
    proposal = crossing.release(watch.actor("rabia"), made.id, at=watch.tick())
    with pytest.raises(NoRole):
        exchange.approve(watch.actor("sana"), [proposal.release], watch.keys["sana"], watch.tick())
