# SPDX-License-Identifier: Apache-2.0
"""Records of an exercise: flagged for ever at both nodes, apart in every list, and in no figure (§88.1 to §88.3)."""

import pytest
from django.db import DatabaseError, connection, transaction

from taawun.apps.people.access import actor_of
from taawun.apps.registers import access, queries, services
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.counting import Counted
from taawun.apps.registers.models import Record
from taawun.apps.registers.purposes import EXERCISE_BANNER
from taawun.apps.registers.queries import Filters, Narrow
from taawun.apps.registers.taking import take_received
from taawun.apps.registers.taking_away import banner
from taawun.kernel import errors
from tests.apps.making import T0, officer
from tests.apps.registers.making import PURPOSE, SEIZURE, header, marking, payload

pytestmark = pytest.mark.django_db
EXERCISE = "exercise"


@pytest.fixture
def desk():
    return officer("bilal", "desk_officer")


def drafted(desk, purpose, kind="seizure", **data):
    said = SEIZURE | data
    return services.draft_record(actor_of(desk), kind, said, marking(purposes={purpose}), purpose, at=T0)


def test_a_list_holds_live_records_or_those_of_exercises_and_counts_no_others(desk):
    live, practice = drafted(desk, PURPOSE), drafted(desk, EXERCISE)
    for filters in (Filters(type="seizure"), Filters(type="seizure", narrowed=(Narrow("transport", ""),)), Filters()):
        for purpose, wanted in ((PURPOSE, live), (EXERCISE, practice)):
            page = access.search(desk, filters, purpose, at=T0)
            assert ([row.record.id for row in page.rows], page.withheld) == ([wanted.id], 0)


def test_no_chart_or_count_has_it_whatever_the_purpose(desk):
    drafted(desk, EXERCISE, transport="sea")
    for chart in type_named("seizure").layout.charts:
        for purpose in (PURPOSE, EXERCISE, "review"):
            found = access.chart(desk, "seizure", chart, purpose, at=T0)
            assert (found.steps, found.unknown) == ((), 0)
    assert queries.counts_by_type() == {}
    assert access.counts(desk, ["seizure"], PURPOSE, at=T0) == {"seizure": Counted(0, more=False)}


def test_no_match_key_of_it_finds_anything(desk):
    passport = {"name": ["Ahmad"], "birth_date": ["1971"]}
    for purpose in (PURPOSE, EXERCISE):
        words = marking(purposes={purpose}, persons={"suspect"})
        services.draft_record(actor_of(desk), "person", passport, words, purpose, at=T0)
    (live, practice) = Record.objects.order_by("exercise").values_list("id", flat=True)
    keys = [key for _field, key in queries.keys_of_record(practice)]
    assert {found for found, *_ in queries.bearers_of(keys, 10)} == {live}


CHANGES = {"from an exercise to what is real": (EXERCISE, PURPOSE), "from what is real": (PURPOSE, EXERCISE)}


@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES)
def test_no_version_changes_what_it_is(desk, before, after):
    """Spec §88.2, in the services of its own node and in the table itself."""
    record = drafted(desk, before)
    asked = (actor_of(desk), record.id, SEIZURE, marking(purposes={after}), after, "Because.")
    with pytest.raises(errors.ExerciseChanged):
        services.new_version(*asked, at=T0)
    with pytest.raises(errors.ExerciseChanged), transaction.atomic():
        services.new_versions(actor_of(desk), {record.id: services.Draft(SEIZURE, asked[3], "No.")}, after, at=T0)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE registers_record SET exercise = NOT exercise WHERE id = %s", [record.id])
    record.refresh_from_db()
    assert (record.exercise, record.version) == (before == EXERCISE, 1)


@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "the later one first"])
def test_a_version_from_the_partner_that_changes_it_is_refused(before, after, backwards):
    """Spec §88.2: whichever came first."""
    first = payload(type="seizure", data=SEIZURE, marking=marking("BH", purposes={before}))
    second = payload(2, first.digest(), type="seizure", data=SEIZURE, marking=marking("BH", purposes={after}))
    kept, refused = (second, first) if backwards else (first, second)
    purposes = {1: before, 2: after}
    take_received(header(purpose=purposes[kept.number], personal=False), kept.to_wire(), T0)
    assert Record.objects.get().exercise is (purposes[kept.number] == EXERCISE)
    with pytest.raises(errors.ExerciseChanged):
        take_received(header(purpose=purposes[refused.number], personal=False), refused.to_wire(), T0)


def test_a_file_that_holds_it_says_so_in_three_languages():
    said = banner([marking(purposes={EXERCISE})])
    assert said.startswith(EXERCISE_BANNER)
    assert "EXERCISE" in said
    assert "تمرين" in said
    assert "مشق" in said
    assert "EXERCISE" not in banner([marking()])
