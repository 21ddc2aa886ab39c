# SPDX-License-Identifier: Apache-2.0
"""What is graded X4 never raises an alert, whichever way it comes in and whoever brings it (spec §80.16).

Each way in is tried twice: with X4, where nothing may be raised, and with C4, where an alert must be, so that a way
that raises nothing for another reason does not pass for a rule that holds.
"""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest

from taawun.apps import identity
from taawun.apps.identity.models import Alert
from taawun.apps.identity.screening import services as screening
from taawun.apps.identity.screening.services import Entry
from taawun.apps.identity.watching import access as watching
from taawun.apps.identity.watching import services as lists
from taawun.apps.identity.working import RESCREEN
from taawun.apps.jobs import services as jobs
from taawun.apps.registers import services as registers
from taawun.apps.registers.importing import services as importing
from taawun.apps.registers.models import Import
from taawun.apps.registers.taking import take_received
from tests.apps.identity.making import ARABIC, LATIN, person, watch_list, work
from tests.apps.making import INIT, T0
from tests.apps.registers.making import PURPOSE, header, payload, personal

pytestmark = pytest.mark.django_db
CSV = "Name,Date of birth\nAhmad Khalid Mansoor,1971-03-02\n"


def graded(worst: bool) -> dict:
    return {"source": "X" if worst else "C", "information": 4}


def by_a_draft(actor, worst):
    watch_list(actor, person(actor, ARABIC))
    work()
    person(actor, LATIN, **graded(worst))


def by_a_part_of_the_node(actor, worst):
    watch_list(actor, person(actor, ARABIC))
    work()
    registers.draft_record(INIT, "person", LATIN, personal(**graded(worst)), PURPOSE, at=T0)


def by_a_partners_report(actor, worst):
    watch_list(actor, person(actor, LATIN))
    work()
    take_received(header(), payload(marking=personal("BH", **graded(worst))).to_wire(), T0)


def by_an_import(actor, worst):
    watch_list(actor, person(actor, LATIN))
    work()
    importing.import_table(actor, io.BytesIO(CSV.encode()), "person", personal(**graded(worst)), PURPOSE, at=T0)


def by_a_new_version(actor, worst):
    watch_list(actor, person(actor, ARABIC))
    other = person(actor, LATIN | {"name": ["Somebody Else"]})
    work()
    registers.new_version(actor, other.id, LATIN, personal(**graded(worst)), PURPOSE, "His name.", at=T0)


def by_being_put_on_a_list(actor, worst):
    person(actor, LATIN)
    listed = person(actor, ARABIC, **graded(worst))
    work()
    watch_list(actor, listed)


def by_a_list_made_of_an_import(actor, worst):
    person(actor, ARABIC)
    made = importing.import_table(actor, io.BytesIO(CSV.encode()), "person", personal(**graded(worst)), PURPOSE, at=T0)
    work()
    assert Import.objects.get(id=made.id).finished
    watch_list(actor, source="import", imported=made.id)


def by_the_first_index(actor, worst):
    watch_list(actor, person(actor, ARABIC))
    person(actor, LATIN, **graded(worst))


def by_the_nightly_screening(actor, worst):
    listed = person(actor, ARABIC, **graded(worst))
    person(actor, LATIN)
    work()
    watch_list(actor, listed)
    work()
    Alert.objects.all().delete()
    jobs.submit(RESCREEN, {}, INIT, at=T0)


def by_screening_an_entry(actor, worst):
    watch_list(actor, person(actor, ARABIC, **graded(worst)))
    work()
    screening.screen_entry(actor, Entry("Ahmad Khalid Mansoor", birth="1971"), PURPOSE, at=T0)


def by_screening_a_file(actor, worst):
    watch_list(actor, person(actor, ARABIC, **graded(worst)))
    work()
    screening.screen_file(actor, io.BytesIO(CSV.encode()), "travellers.csv", PURPOSE, at=T0)


WAYS_IN = [
    by_a_draft, by_a_part_of_the_node, by_a_partners_report, by_an_import, by_a_new_version, by_being_put_on_a_list,
    by_a_list_made_of_an_import, by_the_first_index, by_the_nightly_screening, by_screening_an_entry,
    by_screening_a_file,
]  # fmt: skip


@pytest.mark.parametrize("worst", [True, False], ids=["X4", "C4"])
@pytest.mark.parametrize("way", WAYS_IN, ids=lambda way: way.__name__)
def test_x4_never_alerts_whichever_way_it_comes_in(actor, way, worst):
    way(actor, worst)
    work()
    assert Alert.objects.exists() is not worst


@pytest.mark.parametrize("threshold", [0.0, 0.5])
def test_no_list_can_ask_for_x4(actor, threshold):
    watch_list(actor, person(actor, ARABIC, **graded(True)), threshold=threshold)
    person(actor, LATIN)
    work()
    assert not Alert.objects.exists()


def test_what_becomes_x4_takes_its_open_alerts_back(actor, analyst):
    watch_list(actor, person(actor, ARABIC))
    other = person(actor, LATIN)
    work()
    assert len(watching.alerts(analyst, PURPOSE, at=T0).rows) == 1
    later = T0 + timedelta(hours=1)
    registers.new_version(actor, other.id, LATIN, personal(**graded(True)), PURPOSE, "Source unknown.", at=later)
    assert not watching.alerts(analyst, PURPOSE, at=later).rows  # at once, before any job has run
    work(later)
    found = Alert.objects.get()
    assert (found.state, found.closed_by, found.reason) == ("closed", "", "Graded X4 since.")
    registers.new_version(actor, other.id, LATIN, personal(**graded(True)), PURPOSE, "Again.", at=later)
    work(later)
    assert Alert.objects.get().state == "closed"


def test_x4_stays_a_hit_for_who_looks_and_a_pair_for_who_judges(actor, analyst):
    from taawun.apps.identity import access

    person(actor, ARABIC, **graded(True))
    person(actor, LATIN)
    work()
    assert len(access.search(analyst, Entry("Ahmad Khalid Mansoor").record(), PURPOSE, at=T0)) == 2
    assert len(access.queue(analyst, PURPOSE, at=T0).rows) == 1


def test_alerts_are_made_in_one_place_alone():
    """The rule is asked in `raising`; no other module of identity makes rows of alerts, and no other app may."""
    folder = Path(identity.__file__).parent
    makers = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if re.search(r"(?<!class )\bAlert\(|Alert\.objects\.\w*create", path.read_text(encoding="utf-8"))
    }
    assert makers == {"watching/raising.py"}


def test_a_closed_list_raises_nothing(actor):
    watch = watch_list(actor, person(actor, ARABIC))
    work()
    lists.close_list(actor, watch.id, PURPOSE, at=T0)
    person(actor, LATIN)
    work()
    assert not Alert.objects.exists()
