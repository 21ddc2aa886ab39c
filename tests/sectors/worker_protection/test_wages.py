# SPDX-License-Identifier: Apache-2.0
"""A wage file at a node: taken in by a job, compared, read by protection officers alone, erased (§80.80, §80.81)."""

from datetime import timedelta

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.jobs.context import Context
from taawun.apps.jobs.models import Job
from taawun.apps.people.access import actor_of
from taawun.apps.registers import access as registers
from taawun.kernel import errors
from taawun.sectors.worker_protection.wages import access, services, storing
from taawun.sectors.worker_protection.wages.access import Asked
from taawun.sectors.worker_protection.wages.models import ContractRow, WageFile, WageFinding, WageProblem, WageRow
from tests.apps.making import T0, officer
from tests.sectors.worker_protection.paid import CONTRACTS, FOUND, HEAD, PURPOSE, REGISTER, WAGES, month, taken, work

pytestmark = pytest.mark.django_db
FIRST = "EDR,00000000000101,640110101,4551902459,2009-06-01,2009-06-30,30,1221.92,0,0"
SECOND = "EDR,00000000000102,640110101,155481121,2009-06-01,2009-06-30,30,1000,0,0"
LAST = "SCR,0000000000103,302210101,2009-07-16,1107,062009,2,2221.92,AED,1141"


@pytest.fixture(autouse=True)
def _files(monkeypatch, tmp_path):
    """Keep import files of a test apart."""
    monkeypatch.setattr("taawun.apps.registers.importing.files.folder", lambda: tmp_path)


@pytest.fixture
def keeper():
    return officer("nadia", "protection_officer", name="نادیہ یوسف")


def test_a_month_shows_its_findings_by_line(keeper):
    file = month(keeper)
    assert (file.rows, file.month, file.currency, file.rejected) == (5, "2026-10", "BHD", False)
    assert file.findings == FOUND
    found = WageFinding.objects.get(kind="below")
    assert (found.line, found.worker, found.expected, found.found) == (3, "غلام-2", 120_000, 95_500)
    assert WageFinding.objects.get(kind="absent").worker == "Absent-4"


def test_the_known_file_is_taken_and_a_changed_digit_rejects_it_with_its_line(keeper):
    good = taken(keeper, "uae-sif", (FIRST, SECOND, LAST))
    assert (good.rows, good.sum, good.month, good.employer) == (2, 222_192, "2009-06", "0000000000103")
    bad = taken(keeper, "uae-sif", (FIRST.replace("1221.92", "1221.93"), SECOND, LAST))
    assert bad.rejected
    assert list(WageProblem.objects.filter(file=bad).values_list("line", "kind")) == [(3, "sum")]
    assert not WageRow.objects.filter(file=bad).exists()


def test_a_row_that_cannot_be_read_is_told_and_the_others_are_kept(keeper):
    file = taken(keeper, lines=(HEAD, WAGES[0], WAGES[1].replace("95.5", "-95.5"), WAGES[2]))
    assert not file.rejected
    assert (file.rows, file.problems) == (2, {"negative": 1, "personal-number": 2})
    assert WageProblem.objects.get(kind="negative").line == 3


def test_a_job_that_was_stopped_goes_on_where_it_was(keeper, monkeypatch):
    monkeypatch.setattr(storing, "CHUNK_LINES", 3)
    services.take_file(actor_of(keeper), _bytes(HEAD, *WAGES), "bahrain-model", PURPOSE, at=T0)
    real, calls = Context.advance, []

    def stops(self, *args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Context, "advance", stops)
    with pytest.raises(KeyboardInterrupt):
        work()
    monkeypatch.setattr(Context, "advance", real)
    Job.objects.update(lease_until=T0 - timedelta(seconds=1))
    work()
    file = WageFile.objects.get()
    assert (file.rows, WageRow.objects.count(), file.sum) == (5, 5, 415_500)


def _bytes(*lines):
    from tests.sectors.worker_protection.paid import file_of

    return file_of(*lines)


def test_erasing_leaves_nothing_but_the_record_of_it(keeper, tmp_path):
    file = month(keeper)
    kept = tmp_path / file.digest
    assert kept.exists()
    assert services.take_away(actor_of(keeper), file.id, PURPOSE, at=T0) == 5
    assert not WageFinding.objects.exists()
    assert not WageRow.objects.exists()
    assert ContractRow.objects.count() == len(CONTRACTS)
    assert Line.objects.filter(act="wages.removed", object_id=file.id).exists()
    with pytest.raises(errors.NoSuchImport):
        services.take_away(actor_of(keeper), file.id, PURPOSE, at=T0)


def test_what_was_kept_until_its_day_is_erased(keeper):
    file = month(keeper)
    assert services.forget(file.keep_until, at=T0) == 0
    assert services.forget(file.keep_until + timedelta(days=1), at=T0) == 2
    assert not WageFile.objects.exists()
    assert Line.objects.filter(act="wages.forgotten").count() == 2


def test_each_reading_is_on_the_record(keeper):
    file = month(keeper)
    seen = access.see(keeper, file.id, Asked(employer="شركة-2"), PURPOSE, at=T0)
    assert seen.kinds == {"account": 1, "late": 1, "shared-account": 1, "unregistered": 1, "zero-pay": 1}
    assert access.see(keeper, file.id, Asked(kind="below"), PURPOSE, at=T0).count == 1
    assert Line.objects.filter(act="wages.read", object_id=file.id, outcome="allowed").count() == 2


OTHERS = ("desk_officer", "analyst", "liaison_officer", "releasing_officer", "legal_reviewer", "auditor", "operator")


@pytest.mark.parametrize("role", OTHERS)
def test_no_other_role_takes_reads_or_erases(keeper, role):
    file, other = month(keeper), officer(f"other-{role}", role)
    for tried in (
        lambda: services.take_file(actor_of(other), _bytes(HEAD), "bahrain-model", PURPOSE, at=T0),
        lambda: services.take_away(actor_of(other), file.id, PURPOSE, at=T0),
        lambda: services.make_record(actor_of(other), WageFinding.objects.first().id, PURPOSE, at=T0),
        lambda: access.see(other, file.id, Asked(), PURPOSE, at=T0),
        lambda: access.files(other, PURPOSE, at=T0),
        lambda: access.export(other, file.id, Asked(), PURPOSE, 10, at=T0),
    ):
        with pytest.raises(errors.NoRole):
            tried()


def test_no_other_purpose_opens_it(keeper):
    file = month(keeper)
    with pytest.raises(errors.NoPurpose):
        access.see(keeper, file.id, Asked(), "immigration", at=T0)


def test_a_person_makes_a_record_of_a_finding_once(keeper):
    file = month(keeper)
    found = WageFinding.objects.get(file=file, kind="below")
    made = services.make_record(actor_of(keeper), found.id, PURPOSE, at=T0)
    assert services.make_record(actor_of(keeper), found.id, PURPOSE, at=T0) == made
    shown = registers.get(keeper, made, PURPOSE, at=T0)
    assert shown.data["expected"] == "120.000"
    assert (shown.data["paid"], shown.data["currency"], shown.data["finding"]) == ("95.500", "BHD", "below")
    assert shown.marking.purposes == {PURPOSE}


@pytest.mark.parametrize("kind", FOUND)
def test_a_record_can_be_made_of_every_kind(keeper, kind):
    month(keeper)
    found = WageFinding.objects.filter(kind=kind).first()
    assert services.make_record(actor_of(keeper), found.id, PURPOSE, at=T0)


def test_without_a_register_nothing_is_said_to_be_paid_in_full(keeper):
    assert taken(keeper).findings["unregistered"] == 5


def test_a_register_that_is_rejected_is_not_compared_with(keeper):
    month(keeper)
    assert taken(keeper, "contracts-model", ("other", *CONTRACTS)).rejected
    assert taken(keeper, "contracts-model", (REGISTER,)).rejected
    assert taken(keeper, lines=(HEAD, *WAGES, "")).findings == FOUND


def test_the_registers_of_two_employers_hold_beside_each_other_and_a_later_one_is_compared_with_when_asked(keeper):
    first = [one for one in CONTRACTS if one.startswith("4402-1")]
    before = tuple(one.replace("120,BHD", "1,BHD") for one in first)
    taken(keeper, "contracts-model", (REGISTER, *before), at=T0 - timedelta(seconds=1))
    taken(keeper, "contracts-model", (REGISTER, *first))
    made = taken(keeper)
    assert made.findings == FOUND | {"unregistered": 2}
    services.make_record(actor_of(keeper), WageFinding.objects.get(file=made, kind="below").id, PURPOSE, at=T0)
    taken(keeper, "contracts-model", (REGISTER, *(one for one in CONTRACTS if one not in first)))
    services.compare(actor_of(keeper), made.id, PURPOSE, at=T0)
    with pytest.raises(errors.ImportRunning):
        services.compare(actor_of(keeper), made.id, PURPOSE, at=T0)
    work()
    made.refresh_from_db()
    assert made.findings == FOUND
    assert WageFinding.objects.get(file=made, kind="below").record
