# SPDX-License-Identifier: Apache-2.0
"""Audit lines: written with their act, never changed, anchored in the ledger, read by auditors alone."""

import csv
import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from taawun.apps.audit import access, services
from taawun.apps.audit.actors import Actor
from taawun.apps.audit.anchoring import root_of
from taawun.apps.audit.models import Anchor, Line
from taawun.apps.audit.services import Entry
from taawun.apps.ledger.models import Entry as LedgerEntry
from taawun.kernel.errors import AuditIsAppendOnly, NoPurpose, NoRole
from tests.apps.making import T0, officer

pytestmark = pytest.mark.django_db

DESK = Actor("019ab000-0000-7000-8000-000000000001", "anf", "officer")
WORKER = Actor.system("worker")


def write(count, purpose="drug investigation"):
    services.record_many([Entry(DESK, "record.read", "record", f"r-{i}", purpose) for i in range(count)], at=T0)


def tampered(statement, *values):
    """Change rows as somebody would who owns the database and has dropped its triggers."""
    from taawun.apps.audit.guards import GUARD

    GUARD.unsafe_remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    GUARD.install(connection)


def test_a_line_says_who_what_why_and_whether_it_was_allowed():
    services.record(DESK, "record.read", "record", "r-1", "drug investigation", "refused", "80.4", at=T0)
    line = Line.objects.get()
    assert (line.officer_id, line.authority, line.actor_kind) == (DESK.officer_id, "anf", "officer")
    assert (line.act, line.object_type, line.object_id) == ("record.read", "record", "r-1")
    assert (line.purpose, line.outcome, line.section, line.at) == ("drug investigation", "refused", "80.4", T0)
    assert line.anchored_in is None


@pytest.mark.parametrize("purpose", ["تحقيق في المخدرات", "منشیات کی تفتیش", "drug investigation"])
def test_a_purpose_may_be_in_any_script(purpose):
    services.record(DESK, "record.read", "record", "r-1", purpose, at=T0)
    assert Line.objects.get().purpose == purpose
    assert services.verify().whole


@pytest.mark.parametrize("purpose", ["", "  ", "\n"])
def test_an_empty_purpose_is_refused_and_nothing_is_written(purpose):
    with pytest.raises(NoPurpose):
        services.record(DESK, "record.read", "record", "r-1", purpose)
    with pytest.raises(NoPurpose):
        write(3, purpose)
    assert not Line.objects.exists()


ACTORS = {"an officer without an identifier": ("", "officer"), "a part with one": ("id", "worker"), "nobody": ("", "")}


@pytest.mark.parametrize(("identifier", "kind"), ACTORS.values(), ids=ACTORS)
def test_an_actor_that_is_neither_a_person_nor_a_part_of_the_node_is_refused(identifier, kind):
    with pytest.raises(ValueError, match="an actor is"):
        Actor(identifier, "anf", kind)


def test_a_line_lives_and_dies_with_its_act():
    with pytest.raises(KeyError), services.acting(DESK, "record.made", "record", "r-1", "work", at=T0):
        raise KeyError
    assert not Line.objects.exists()
    with services.acting(DESK, "record.made", "record", "r-1", "work", ledger="record", at=T0):
        pass
    assert Line.objects.get().digest == bytes(LedgerEntry.objects.get(kind="record").digest).hex()


def test_a_refused_act_leaves_its_line_and_nothing_else():
    def refused():
        write(1)
        raise NoRole

    with pytest.raises(NoRole), services.acting(DESK, "record.made", "record", "r-1", "work", ledger="record"):
        refused()
    line = Line.objects.get()
    assert (line.act, line.outcome, line.section) == ("record.made", "refused", "10.9")
    assert not LedgerEntry.objects.exists()


CHANGES = {
    "an update of a line": "UPDATE audit_line SET purpose = 'other'",
    "a deleted line": "DELETE FROM audit_line",
    "an anchor taken back": "UPDATE audit_line SET anchored_in = NULL",
    "an anchor replaced": "UPDATE audit_line SET anchored_in = 9",
    "an update of an anchor": "UPDATE audit_anchor SET root = ''",
    "a deleted anchor": "DELETE FROM audit_anchor",
}


@pytest.mark.dialect
@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_the_database_refuses(statement):
    write(2)
    services.anchor(T0)
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        connection.cursor().execute(statement)
    assert services.verify().whole


def test_postgresql_refuses_to_empty_the_table_at_once():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        connection.cursor().execute("TRUNCATE audit_line")


def test_anchoring_changes_nothing_but_the_anchor():
    write(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("UPDATE audit_line SET anchored_in = 1, purpose = 'other'")


def test_the_code_refuses_too():
    write(1)
    line = Line.objects.get()
    line.purpose = "other"
    for change in (line.save, line.delete, Line.objects.all().delete, lambda: Line.objects.update(purpose="x")):
        with pytest.raises(AuditIsAppendOnly):
            change()


def test_new_lines_are_anchored_once_and_the_root_is_in_the_ledger():
    write(3)
    first = services.anchor(T0)
    assert services.anchor(T0) is None
    write(2)
    second = services.anchor(T0 + timedelta(minutes=1))
    assert (first.id, first.lines, second.id, second.lines) == (1, 3, 2, 2)
    assert second.first == first.last + 1
    entries = LedgerEntry.objects.filter(kind="audit.root").order_by("id")
    assert [bytes(entry.digest).hex() for entry in entries] == [first.root, second.root]
    assert first.root == root_of(list(Line.objects.filter(anchored_in=1).values_list("digest", flat=True)))
    assert str(entries[0].uuid) == first.entry


def test_a_long_backlog_takes_several_anchors(monkeypatch):
    monkeypatch.setattr("taawun.apps.audit.anchoring.LINES_PER_ANCHOR", 4)
    write(10)
    assert [services.anchor(T0).lines for _ in range(3)] == [4, 4, 2]
    assert services.verify() == services.verify().__class__(10, 3, 0, None)


def test_an_untouched_audit_is_whole():
    assert services.verify().whole
    write(5)
    services.anchor(T0)
    write(2)
    verdict = services.verify()
    assert (verdict.lines, verdict.anchors, verdict.waiting, verdict.whole) == (7, 1, 2, True)


COLUMNS = (
    "officer_id", "authority", "actor_kind", "act", "object_type", "object_id", "purpose", "section", "salt", "digest",
)  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("anchored", [True, False], ids=["anchored", "waiting"])
def test_a_changed_line_is_named(column, anchored):
    write(5)
    if anchored:
        services.anchor(T0)
    third = Line.objects.order_by("id")[2].id
    tampered(f"UPDATE audit_line SET {column} = 'x' WHERE id = %s", third)
    assert services.verify().broken.line == third


def test_the_first_of_several_changed_lines_is_named():
    write(5)
    services.anchor(T0)
    ids = list(Line.objects.order_by("id").values_list("id", flat=True))
    tampered("UPDATE audit_line SET outcome = 'refused' WHERE id IN (%s, %s)", ids[3], ids[1])
    assert services.verify().broken.line == ids[1]


def test_a_line_rewritten_with_its_digest_does_not_fit_the_root():
    write(3)
    services.anchor(T0)
    write(1, "another purpose")
    new, old = Line.objects.order_by("-id")[0], Line.objects.order_by("id")[1]
    tampered(
        "UPDATE audit_line SET purpose = %s, object_id = %s, salt = %s, digest = %s WHERE id = %s",
        new.purpose, new.object_id, new.salt, new.digest, old.id,
    )  # fmt: skip
    assert services.verify().broken.reason == "the lines do not fit the root"


def test_a_removed_line_a_removed_anchor_and_a_stray_line_show():
    write(3)
    services.anchor(T0)
    write(3)
    services.anchor(T0)
    tampered("DELETE FROM audit_line WHERE id = %s", Line.objects.order_by("id")[1].id)
    assert services.verify().broken.anchor == 1
    tampered("DELETE FROM audit_anchor WHERE id = 1")
    assert services.verify().broken.reason == "an anchor is missing"
    tampered("DELETE FROM audit_anchor")
    assert services.verify().broken.reason == "the line names an anchor that does not cover it"
    tampered("UPDATE audit_line SET anchored_in = NULL")
    assert services.verify().broken.reason == "the ledger holds another number of roots"


def test_lines_and_anchor_rewritten_together_do_not_fit_the_ledger():
    write(1)
    services.anchor(T0)
    write(1, "another purpose")
    services.anchor(T0)
    other = Anchor.objects.get(id=2)
    tampered("DELETE FROM audit_line WHERE anchored_in = 1")
    tampered("UPDATE audit_line SET anchored_in = 1")
    root, first, last = other.root, other.first, other.last
    tampered("UPDATE audit_anchor SET root = %s, first = %s, last = %s WHERE id = 1", root, first, last)
    assert services.verify().broken.reason == "the root is not the one in the ledger"


def test_only_an_auditor_reads_and_every_attempt_is_recorded():
    auditor, operator = officer("aud", "auditor"), officer("op", "operator", "releasing_officer")
    write(2)
    with pytest.raises(NoRole):
        access.lines(operator, "yearly audit")
    with pytest.raises(NoPurpose):
        access.lines(auditor, "")
    access.lines(auditor, "yearly audit")
    read = Line.objects.filter(act="audit.read").order_by("id")
    assert list(read.values_list("officer_id", "outcome", "section")) == [
        (operator.id, "refused", "10.9"),
        (auditor.id, "refused", "10.11"),
        (auditor.id, "allowed", ""),
    ]


def test_lines_come_in_pages_newest_first_and_can_be_filtered():
    auditor = officer("aud", "auditor")
    write(250)
    page, seen = None, []
    while page is None or page.before:
        page = access.lines(
            auditor, "audit", access.Filter(act="record.read"), before=page.before if page else None, at=T0
        )
        seen += [line.object_id for line in page.lines]
    assert seen == [f"r-{i}" for i in reversed(range(250))]
    one = access.lines(auditor, "audit", access.Filter(object_type="record", object_id="r-7"))
    assert [line.object_id for line in one.lines] == ["r-7"]
    none = access.lines(auditor, "audit", access.Filter(object_id="r-7", since=T0 + timedelta(days=1)))
    assert none.lines == ()
    assert len(access.lines(auditor, "audit", access.Filter(until=T0 + timedelta(days=1)), most=5).lines) == 5


def test_an_export_is_csv_that_no_spreadsheet_runs():
    auditor = officer("aud", "auditor")
    services.record(DESK, "record.read", "record", "=HYPERLINK()", "منشیات، تفتیش", at=T0)
    with pytest.raises(NoRole):
        access.export_csv(officer("desk", "desk_officer"), "audit")
    rows = list(csv.DictReader(access.export_csv(auditor, "audit", access.Filter(act="record.read"))))
    assert [row["object_id"] for row in rows] == ["'=HYPERLINK()"]
    assert rows[0]["purpose"] == "منشیات، تفتیش"
    assert rows[0]["at"] == "2026-11-22T01:55:54.123Z"


def test_an_auditor_can_have_everything_recomputed():
    auditor = officer("aud", "auditor")
    assert access.check(auditor, "audit").whole
    with pytest.raises(NoRole):
        access.check(officer("desk"), "audit")


def test_many_lines_cost_one_statement_and_little_time():
    entries = [Entry(DESK, "record.read", "record", f"r-{i}", "screening") for i in range(5_000)]
    started = time.process_time()
    assert services.record_many(entries) == 5_000
    each = (time.process_time() - started) / 5_000
    assert services.record_many([]) == 0
    assert each < 200e-6  # a slow shared machine; `make bench` has the real figure


def test_the_triggers_survive_all_migrations():
    if connection.vendor == "sqlite":
        question = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'"
    else:
        question = "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'audit_%%' AND NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(question)
        assert cursor.fetchone()[0] == (4 if connection.vendor == "sqlite" else 6)
    assert Anchor.objects.count() == 0
