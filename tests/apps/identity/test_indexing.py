# SPDX-License-Identifier: Apache-2.0
"""The index follows the registers: at once by what changed, anew each night, and never by half."""

from datetime import timedelta

import pytest

from taawun.apps.identity import engine, indexing, statements, working
from taawun.apps.jobs.models import Job
from taawun.apps.registers import queries
from taawun.apps.registers import services as registers
from tests.apps.identity.making import ARABIC, LATIN, OTHER, person, work
from tests.apps.making import T0
from tests.apps.registers.making import PURPOSE, SEIZURE, marking, personal

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)


def kinds():
    return list(Job.objects.order_by("created", "id").values_list("kind", flat=True))


def test_the_first_index_holds_all_records_that_name_somebody(actor):
    records = [person(actor, data) for data in (LATIN, ARABIC, OTHER)]
    registers.draft_record(actor, "seizure", SEIZURE, marking(), PURPOSE, at=T0)
    work()
    index = engine.index()
    assert len(index) == indexing.state().records == 3
    assert index.get(records[0].id).names == ("Ahmad Khalid Mansoor",)
    assert sorted(kinds()) == [working.REBUILD, working.RESCREEN]


def test_what_changed_goes_in_and_what_did_not_is_not_read_again(actor):
    first = person(actor, LATIN)
    work()
    opened = engine.index()
    work()
    assert engine.index() is opened
    registers.new_version(actor, first.id, OTHER, personal(), PURPOSE, "Another.", at=LATER)
    person(actor, ARABIC)
    work(LATER)
    assert len(engine.index()) == 2
    assert engine.index().get(first.id).names == ("Sarah Lockwood",)
    assert kinds().count(working.KEEP_UP) == 1


def test_a_record_of_another_kind_moves_the_mark_and_nothing_else(actor):
    person(actor, LATIN)
    work()
    registers.draft_record(actor, "seizure", SEIZURE, marking(), PURPOSE, at=T0)
    work()
    assert working.KEEP_UP not in kinds()
    assert indexing.state().version == queries.newest_version()
    person(actor, OTHER)
    work()
    assert kinds().count(working.KEEP_UP) == 1
    assert len(engine.index()) == 2


def test_a_node_without_anybody_to_compare_builds_no_index(actor):
    registers.draft_record(actor, "seizure", SEIZURE, marking(), PURPOSE, at=T0)
    work()
    assert kinds() == []
    assert not engine.exists()
    person(actor, LATIN)
    work()
    assert len(engine.index()) == 1


def test_what_was_erased_is_gone_from_the_index_after_the_night(actor):
    first, second = person(actor, LATIN), person(actor, OTHER)
    work()
    registers.erase(actor, [first.id], PURPOSE, at=T0)
    night = (T0 + timedelta(days=1)).replace(hour=21, minute=30)
    working.nightly(night)
    work(night)
    assert [one.id for one in engine.index().records()] == [second.id]


def test_what_changed_during_a_night_is_still_screened(actor):
    person(actor, LATIN)
    work()
    person(actor, ARABIC)
    indexing.rebuild(T0)
    working.notice(T0)
    assert kinds().count(working.KEEP_UP) == 1


def test_a_node_without_records_has_no_work(db):
    working.notice(T0)
    working.nightly(T0.replace(hour=21))
    assert kinds() == []


def test_one_job_at_a_time_writes_the_index(actor):
    person(actor, LATIN)
    working.notice(T0)
    working.notice(T0)
    assert kinds() == [working.REBUILD]


def test_a_record_says_what_the_engines_compare():
    data = {
        "name": ["احمد خالد"], "alias": ["Abu Zayd"], "weak_alias": ["The Teacher"], "nationality": ["PK"],
        "birth_date": ["1968/1973", "1971~"], "passport_number": ["AB1234567"], "sex": "female",
        "father_name": ["خالد منصور"],
    }  # fmt: skip
    said = statements.statement("1", "person", data, marked=["alias"])
    assert said is not None
    assert (said.names, said.fathers) == (("احمد خالد",), ("خالد منصور",))
    assert (said.births[0].earliest, said.births[0].latest) == ((1968, 1, 1), (1973, 12, 31))
    assert said.births[1].approximate
    assert (said.kind, said.sex, said.countries, said.documents[0].kind) == ("person", "f", ("PK",), "passport")
    assert statements.statement("2", "seizure", SEIZURE) is None
    vessel = statements.statement("3", "vessel", {"name": ["النور"], "former_name": ["Al Noor"], "imo": "IMO9074729"})
    assert vessel is not None
    assert (vessel.kind, vessel.names, vessel.documents[0].kind) == ("vessel", ("النور", "Al Noor"), "imo")
