# SPDX-License-Identifier: Apache-2.0
"""Who was taken off the United Nations list is compared no more; record, versions and alerts stay (spec §80.22)."""

import io
from datetime import timedelta

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.identity import engine
from taawun.apps.identity.models import Alert
from taawun.apps.identity.watching import raising
from taawun.apps.jobs.models import Job
from taawun.apps.people.access import actor_of
from taawun.apps.registers.importing import delisting
from taawun.apps.registers.importing import services as importing
from taawun.apps.registers.models import ImportProblem, Record, RecordKey, RecordVersion
from tests.apps.identity.making import person, watch_list, work
from tests.apps.making import T0, officer
from tests.apps.registers.making import PURPOSE, marking

pytestmark = pytest.mark.django_db
LATER, LATEST = T0 + timedelta(days=1), T0 + timedelta(days=2)
# Invented entries: nobody bears these names and numbers.
ENTRIES = {
    "XXi.001": ("AHMAD KHALID MANSOOR", "أحمد خالد منصور"),
    "XXi.002": ("SALEEM TARIQ", "سلیم طارق"),
    "YYi.001": ("OMAR SALEH", "عمر صالح"),
}


MANY = [f"xxi{k:03}" for k in range(100)]


def un_list(*references):
    people = "".join(
        f"<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>{ENTRIES[one][0]}</FIRST_NAME>"
        f"<REFERENCE_NUMBER>{one}</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>"
        f"<NAME_ORIGINAL_SCRIPT>{ENTRIES[one][1]}</NAME_ORIGINAL_SCRIPT></INDIVIDUAL>"
        for one in references
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return io.BytesIO(f"{head}<CONSOLIDATED_LIST><INDIVIDUALS>{people}</INDIVIDUALS></CONSOLIDATED_LIST>".encode())


@pytest.fixture(autouse=True)
def _files(tmp_path, monkeypatch):
    from taawun.apps.registers.importing import files

    monkeypatch.setattr(files, "folder", lambda: tmp_path)


@pytest.fixture
def take(db):
    """Import a list of these entries."""
    clerk = actor_of(officer("hina", "desk_officer"))

    def taken(*references, at=T0):
        importing.import_un_list(clerk, un_list(*references), PURPOSE, marking=marking(), at=at)
        work(at)
        return Job.objects.filter(kind=importing.KIND).latest("created").result

    return taken


def record_of(reference):
    return Record.objects.get(
        id=RecordKey.objects.get(field=delisting.REFERENCE, key=delisting.key(reference)).record_id
    )


@pytest.fixture
def raised(actor, take):
    """An alert on a record that is like an entry of the list."""
    take(*ENTRIES)
    watch_list(actor, source="un")
    person(actor, {"name": ["احمد خالد منصور"]})
    work()
    return Alert.objects.get()


def test_an_entry_that_the_list_no_longer_has_leaves_the_index_and_nothing_else(take):
    take(*ENTRIES)
    assert len(engine.index()) == 3
    assert take("XXi.002", "YYi.001", at=LATER)["delisted"] == 1
    gone = record_of("XXi.001")
    assert sorted(one.id for one in engine.index().records()) == sorted(
        one.id for one in Record.objects.exclude(id=gone.id)
    )
    versions = RecordVersion.objects.filter(record=gone).order_by("number")
    assert [one.data.get("delisted_on") for one in versions] == [None, LATER.date().isoformat()]


def test_delisting_closes_the_alerts_of_the_entry_with_a_reason(take, raised):
    take("XXi.002", "YYi.001", at=LATER)
    raised.refresh_from_db()
    assert (raised.state, raised.reason, raised.closed_by) == ("closed", raising.DELISTED, "")
    assert Line.objects.filter(act="alert.closed", object_id=raised.id).count() == 1


def test_an_entry_that_comes_back_is_compared_and_alerts_again(take, raised):
    take("XXi.002", "YYi.001", at=LATER)
    take(*ENTRIES, at=LATEST)
    raised.refresh_from_db()
    assert raised.state == "raised"
    assert len(engine.index()) == 4
    assert "delisted_on" not in RecordVersion.objects.get(record=record_of("XXi.001"), number=3).data


def test_another_officers_closing_is_not_undone_by_the_list(actor, take, raised):
    Alert.objects.update(state="closed", closed_by=actor.officer_id, reason="Another father.")
    take("XXi.002", "YYi.001", at=LATER)
    take(*ENTRIES, at=LATEST)
    raised.refresh_from_db()
    assert (raised.state, raised.reason) == ("closed", "Another father.")


def test_what_stays_as_it_was_is_not_written_or_screened_again(take):
    take(*ENTRIES)
    before = RecordVersion.objects.count()
    assert "delisted" not in take(*ENTRIES, at=LATER)
    take("XXi.002", "YYi.001", at=LATER)
    assert "delisted" not in take("XXi.002", "YYi.001", at=LATEST)
    assert RecordVersion.objects.count() == before + 1


@pytest.mark.parametrize(
    ("held", "listed", "gone", "doubted"),
    [
        (["xxi001", "xxi002"], ["xxi002"], {"xxi001"}, set()),
        (["xxi001", "yyi001"], ["yyi001"], set(), set()),
        (["xxi001", "xxe001"], ["xxe001"], {"xxi001"}, set()),
        ([f"xxi{k:03}" for k in range(9)], ["xxi000"], set(), {"xx"}),
        (MANY, MANY[:90], set(MANY[90:]), set()),
        (["xxi001"], [], set(), set()),
    ],
    ids=["gone", "a list of another committee", "bodies and people are of one committee", "a wrong file", "a tenth",
         "an empty list"],
)  # fmt: skip
def test_a_list_is_believed_for_its_committees_and_not_when_too_much_is_missing(held, listed, gone, doubted):
    assert delisting.missing(held, listed) == (gone, doubted)


def test_a_list_that_lacks_too_much_says_so_and_delists_nobody(take, monkeypatch):
    monkeypatch.setattr(delisting, "FEW", 0)
    take(*ENTRIES)
    assert "delisted" not in take("XXi.002", "YYi.001", at=LATER)
    assert ImportProblem.objects.get().what == delisting.TOO_MANY
    assert len(engine.index()) == 3
