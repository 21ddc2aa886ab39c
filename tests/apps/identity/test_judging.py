# SPDX-License-Identifier: Apache-2.0
"""Pairs and judgements: found, claimed, judged by one officer with a reason, taken back, and never lost."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from taawun.apps.audit.models import Line
from taawun.apps.identity import access, services
from taawun.apps.identity.models import Judgement, Pair, Subject
from taawun.apps.ledger.models import Entry
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.apps.registers.models import Record
from taawun.kernel import errors
from tests.apps.identity.making import ARABIC, LATIN, OTHER, URDU, person, the_pair, work
from tests.apps.making import T0, officer
from tests.apps.registers.making import PURPOSE, SEIZURE, marking, personal

pytestmark = pytest.mark.django_db
WHY = "Same father, same village: ایک ہی شخص."


@pytest.fixture
def three(actor):
    records = [person(actor, data) for data in (LATIN, ARABIC, URDU)]
    person(actor, OTHER)
    work()
    return records


def subjects_of(records):
    return [Record.objects.get(id=one.id).subject for one in records]


def judge(actor, left, right, verdict="same", reason=WHY):
    return services.judge(actor, the_pair(left, right).id, verdict, reason, PURPOSE, at=T0)


def test_records_that_are_alike_across_scripts_wait_as_pairs(analyst, three):
    queue = access.queue(analyst, PURPOSE, at=T0)
    assert {frozenset((row.pair.left, row.pair.right)) for row in queue.rows} == {
        frozenset((a.id, b.id)) for a in three for b in three if a.id != b.id
    }
    scores = [row.pair.score for row in queue.rows]
    assert scores == sorted(scores, reverse=True)


def test_a_judgement_joins_two_records_and_is_in_the_ledger(actor, three):
    before = Entry.objects.count()
    made = judge(actor, three[0], three[1])
    first, second, third = subjects_of(three)
    assert first == second != ""
    assert third == ""
    assert (made.number, made.verdict, made.officer_id) == (1, "same", actor.officer_id)
    assert made.digest == services.digest(made)
    assert Entry.objects.count() == before + 1
    assert Line.objects.filter(act="pair.judged-same", object_id=made.pair_id, outcome="allowed").count() == 1


def test_joined_records_are_one_subject_through_others(actor, three):
    judge(actor, three[0], three[1])
    judge(actor, three[1], three[2])
    assert len(set(subjects_of(three))) == 1
    assert Subject.objects.filter(ended=None).count() == 1


def test_two_subjects_become_the_older_one_and_fall_apart_again(actor, three):
    fourth = person(actor, LATIN | {"address": ["Karachi"]})
    work()
    judge(actor, three[0], three[1])
    judge(actor, three[2], fourth)
    older = min(subjects_of([*three, fourth]))
    bridge = the_pair(three[1], three[2])
    services.judge(actor, bridge.id, "same", WHY, PURPOSE, at=T0)
    assert set(subjects_of([*three, fourth])) == {older}
    assert Subject.objects.exclude(ended=None).get().into == older
    services.undo(actor, bridge.id, PURPOSE, at=T0)
    now = subjects_of([*three, fourth])
    assert now[0] == now[1] != now[2] == now[3]
    assert older in now


def test_a_judgement_is_undone_and_stays_in_the_history(actor, analyst, three):
    judge(actor, three[0], three[1])
    pair = the_pair(three[0], three[1])
    services.undo(actor, pair.id, PURPOSE, at=T0)
    assert subjects_of(three[:2]) == ["", ""]
    shown = access.pair(analyst, pair.id, PURPOSE, at=T0)
    assert [(one.number, one.verdict) for one in access.judgements(shown)] == [(2, "open"), (1, "same")]
    assert pair.id in {row.pair.id for row in access.queue(analyst, PURPOSE, at=T0).rows}
    with pytest.raises(errors.NothingToUndo):
        services.undo(actor, pair.id, PURPOSE, at=T0)


def test_a_later_judgement_supersedes_the_one_before(actor, three):
    judge(actor, three[0], three[1])
    judge(actor, three[0], three[1], "different", "مختلف باپ")
    assert subjects_of(three[:2]) == ["", ""]
    assert Judgement.objects.count() == 2


def renewed(actor, record, data):
    registers.new_version(actor, record.id, data, personal(), PURPOSE, "Corrected.", at=T0 + timedelta(hours=1))
    work(T0 + timedelta(hours=1))


def test_different_keeps_the_pair_from_coming_back(actor, analyst, three):
    judge(actor, three[0], three[1], "different")
    renewed(actor, three[0], LATIN | {"address": ["Lahore"]})
    pair = the_pair(three[0], three[1])
    assert not pair.waiting
    assert pair.id not in {row.pair.id for row in access.queue(analyst, PURPOSE, at=T0).rows}


def test_unsure_comes_back_when_a_record_is_stated_anew(actor, three):
    judge(actor, three[0], three[1], "unsure")
    assert not the_pair(three[0], three[1]).waiting
    renewed(actor, three[0], LATIN | {"address": ["Lahore"]})
    assert the_pair(three[0], three[1]).waiting


def test_a_judgement_against_others_is_refused_and_changes_nothing(actor, three):
    judge(actor, three[0], three[1])
    judge(actor, three[1], three[2])
    with pytest.raises(errors.Contradiction):
        judge(actor, three[0], three[2], "different")
    assert the_pair(three[0], three[2]).verdict == "open"
    assert len(set(subjects_of(three))) == 1


def test_same_cannot_go_around_a_different(actor, three):
    judge(actor, three[0], three[2], "different")
    judge(actor, three[0], three[1])
    with pytest.raises(errors.Contradiction):
        judge(actor, three[1], three[2])


def test_a_judgement_needs_a_reason(actor, three):
    with pytest.raises(errors.NoReasonGiven):
        judge(actor, three[0], three[1], reason="  ")


def test_a_claimed_pair_is_for_one_officer_until_the_claim_runs_out(actor, desk, three):
    pair = the_pair(three[0], three[1])
    services.claim(actor, pair.id, PURPOSE, at=T0)
    with pytest.raises(errors.PairClaimed):
        services.claim(actor_of(desk), pair.id, PURPOSE, at=T0)
    with pytest.raises(errors.PairClaimed):
        services.judge(actor_of(desk), pair.id, "same", WHY, PURPOSE, at=T0)
    services.claim(actor_of(desk), pair.id, PURPOSE, at=T0 + services.CLAIM)
    services.give_back(actor_of(desk), pair.id, PURPOSE, at=T0 + services.CLAIM)
    assert Pair.objects.get(id=pair.id).claimed_by == ""


@pytest.mark.parametrize("role", ["liaison_officer", "auditor", "operator", "protection_officer", "releasing_officer"])
def test_only_analysts_and_desk_officers_judge(three, role):
    with pytest.raises(errors.NoRole):
        judge(actor_of(officer("reader", role)), three[0], three[1])
    assert Line.objects.filter(act="pair.judged-same", outcome="refused").count() == 1


def test_a_judgement_is_neither_changed_nor_deleted(actor, three):
    made = judge(actor, three[0], three[1])
    for act in (made.save, made.delete, Judgement.objects.all().delete, lambda: Judgement.objects.update(reason="x")):
        with pytest.raises(errors.JudgementStands):
            act()
    for statement in ("UPDATE identity_judgement SET reason = 'x'", "DELETE FROM identity_judgement"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_officer_puts_two_records_side_by_side(actor, three):
    other = Record.objects.exclude(id__in=[one.id for one in three]).get()
    pair = services.open_pair(actor, three[0].id, other.id, PURPOSE, at=T0)
    assert services.open_pair(actor, other.id, three[0].id, PURPOSE, at=T0).id == pair.id
    assert pair.score < 0.5


def test_a_record_is_no_pair_with_itself_or_with_a_seizure(actor, three):
    seizure = registers.draft_record(actor, "seizure", SEIZURE, marking(), PURPOSE, at=T0)
    for other in (three[0], seizure):
        with pytest.raises(errors.NotAPair):
            services.open_pair(actor, three[0].id, other.id, PURPOSE, at=T0)


def test_victims_are_not_paired_by_the_node(actor):
    person(actor, LATIN)
    person(actor, ARABIC, persons={"victim"})
    work()
    assert not Pair.objects.exists()


def test_an_erased_record_leaves_its_judgements(actor, analyst, three):
    made = judge(actor, three[0], three[1])
    registers.erase(actor, [three[0].id], PURPOSE, at=T0)
    assert Judgement.objects.filter(id=made.id).exists()
    with pytest.raises(errors.NoSuchPair):
        access.pair(analyst, made.pair_id, PURPOSE, at=T0)
    assert len(access.subject(analyst, subjects_of([three[1]])[0], PURPOSE, at=T0).records) == 1
