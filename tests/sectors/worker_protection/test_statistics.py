# SPDX-License-Identifier: Apache-2.0
"""Statistics that leave: two officers, small cells withheld, a budget that runs out and is never overspent (§80.84)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection

from taawun.apps.audit.models import Line
from taawun.apps.people.access import actor_of
from taawun.kernel import errors
from taawun.sectors.worker_protection.detecting import Kind
from taawun.sectors.worker_protection.statistics import access, services
from taawun.sectors.worker_protection.statistics.models import PrivacyBudget, StatisticsTable
from taawun.sectors.worker_protection.statistics.noise import noisy
from taawun.sectors.worker_protection.statistics.services import NOISE, WITHHELD
from taawun.sectors.worker_protection.wages.models import WageFile, WageFinding
from tests.apps.making import T0, officer
from tests.sectors.worker_protection.paid import PURPOSE

YEAR = T0.year


@pytest.fixture
def two(db):
    return actor_of(officer("nadia", "protection_officer")), actor_of(officer("amina", "protection_officer"))


def found(month: str, kind: Kind, workers: int, first: int = 0) -> None:
    file = WageFile.objects.create(
        holds="wages", layout="bahrain-model", version=1, places=3, digest="0" * 64, authority="x", purpose=PURPOSE,
        created=T0, keep_until=T0.date(), finished=T0, month=month,
    )  # fmt: skip
    WageFinding.objects.bulk_create(
        WageFinding(file=file, kind=kind, line=n, worker=f"عامل-{first + n}", expected=0, found=0, days=0)
        for n in range(workers)
    )


def released(two, method=WITHHELD, first="2026-09", last="2026-10", loss=0):
    asked = services.ask(two[0], method, first, last, PURPOSE, loss=loss, at=T0)
    return services.approve(two[1], asked.id, PURPOSE, at=T0)


def test_a_table_counts_each_worker_once_a_month_under_the_gravest_kind(two):
    found("2026-10", Kind.LATE, 20)
    found("2026-10", Kind.BELOW, 8)
    content = released(two, first="2026-10").content
    assert dict(zip(content["rows"], content["cells"], strict=True)) == {"below": [8], "late": [12]}
    assert (content["total"], content["row_totals"]) == (20, [8, 12])


def test_small_cells_do_not_leave(two):
    found("2026-09", Kind.LATE, 30)
    found("2026-10", Kind.LATE, 30)
    found("2026-10", Kind.GHOST, 3, first=100)
    content = released(two).content
    assert content["rows"] == ["late"]
    assert "ghost" in content["left_out"]
    assert content["total"] == 60


def test_one_officer_alone_lets_nothing_leave(two):
    asked = services.ask(two[0], WITHHELD, "2026-10", "2026-10", PURPOSE, at=T0)
    with pytest.raises(errors.OwnStatistics):
        services.approve(two[0], asked.id, PURPOSE, at=T0)
    asked.refresh_from_db()
    assert (asked.state, asked.content) == ("asked", {})
    services.decline(two[0], asked.id, PURPOSE, at=T0)
    with pytest.raises(errors.NoSuchStatistics):
        services.approve(two[1], asked.id, PURPOSE, at=T0)


FIGURES = {"western": ("2026-09", "2026-09"), "urdu": ("۲۰۲۶-۰۹", "۲۰۲۶-۰۹"), "arabic": ("٢٠٢٦-٠٨", "٢٠٢٦-٠٩")}


@pytest.mark.parametrize(("first", "last"), FIGURES.values(), ids=FIGURES)
def test_a_month_leaves_once_in_whichever_figures_it_is_asked_for(two, first, last):
    made = released(two, first=first, last=last)
    assert (made.first[:6], made.last) == ("2026-0", "2026-09")
    with pytest.raises(errors.MonthsReleased):
        services.ask(two[0], WITHHELD, "2026-09", "2026-10", PURPOSE, at=T0)


def test_months_leave_once_without_noise(two):
    released(two, first="2026-08", last="2026-09")
    with pytest.raises(errors.MonthsReleased):
        services.ask(two[0], WITHHELD, "2026-09", "2026-10", PURPOSE, at=T0)
    services.ask(two[0], WITHHELD, "2026-10", "2026-10", PURPOSE, at=T0)
    services.ask(two[0], NOISE, "2026-09", "2026-10", PURPOSE, loss=500, at=T0)


def test_noise_spends_from_the_budget_until_it_is_empty(two):
    found("2026-10", Kind.LATE, 500)
    for left in (2_000, 0):
        made = released(two, NOISE, loss=2_000)
        assert services.budget(YEAR).left == left
        assert all(cell is None or cell >= services.LEAST for line in made.content["cells"] for cell in line)
    with pytest.raises(errors.BudgetSpent):
        services.ask(two[0], NOISE, "2026-10", "2026-10", PURPOSE, loss=10, at=T0)
    assert services.budget(YEAR).left == 0


def test_a_table_that_waits_is_refused_when_others_spent_the_budget(two):
    waiting = [services.ask(two[0], NOISE, "2026-10", "2026-10", PURPOSE, loss=2_000, at=T0) for _ in range(3)]
    for one in waiting[:2]:
        services.approve(two[1], one.id, PURPOSE, at=T0)
    with pytest.raises(errors.BudgetSpent):
        services.approve(two[1], waiting[2].id, PURPOSE, at=T0)
    assert StatisticsTable.objects.get(id=waiting[2].id).content == {}
    assert Line.objects.filter(act="statistics.approved", outcome="refused", object_id=waiting[2].id).exists()


def test_the_database_itself_refuses_to_overspend(two):
    services.budget(YEAR)
    with pytest.raises(DatabaseError):
        PrivacyBudget.objects.filter(year=YEAR).update(spent=services.BUDGET + 1)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_overspend():
    services.budget(YEAR)

    def spends(_n):
        try:
            services.spend(YEAR, 900)
        except errors.BudgetSpent:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(4) as pool:
        won = sum(pool.map(spends, range(8)))
    assert won == 4
    assert services.budget(YEAR).spent == 3_600


WRONG = {
    "a method that is none": ("bare", "2026-10", "2026-10", 0),
    "noise without loss": (NOISE, "2026-10", "2026-10", 0),
    "noise beyond the most": (NOISE, "2026-10", "2026-10", 4_000),
    "months that run backwards": (WITHHELD, "2026-10", "2026-09", 0),
    "more than a year": (WITHHELD, "2025-01", "2026-10", 0),
    "a month that is none": (WITHHELD, "2026-13", "2026-13", 0),
}


@pytest.mark.parametrize(("method", "first", "last", "loss"), WRONG.values(), ids=WRONG)
def test_what_the_form_would_not_allow_is_refused(two, method, first, last, loss):
    with pytest.raises(ValueError, match=r"m"):
        services.ask(two[0], method, first, last, PURPOSE, loss=loss, at=T0)


@pytest.mark.parametrize("role", ["desk_officer", "analyst", "auditor", "releasing_officer"])
def test_no_other_role_asks_approves_or_reads(two, role):
    other = officer(f"other-{role}", role)
    asked = services.ask(two[0], WITHHELD, "2026-10", "2026-10", PURPOSE, at=T0)
    for tried in (
        lambda: services.ask(actor_of(other), WITHHELD, "2026-01", "2026-01", PURPOSE, at=T0),
        lambda: services.approve(actor_of(other), asked.id, PURPOSE, at=T0),
        lambda: access.tables(other, PURPOSE, at=T0),
        lambda: access.export(other, asked.id, PURPOSE, at=T0),
    ):
        with pytest.raises(errors.NoRole):
            tried()


def test_noise_is_small_for_a_great_loss_and_differs_each_time():
    drawn = [noisy([[1000, 1000, 1000]], 1, 2_000, 5) for _ in range(6)]
    assert len(set(drawn)) > 1
    assert all(cell is not None and 900 < cell < 1100 for line in drawn for row in line for cell in row)


def test_what_noise_makes_small_is_withheld():
    assert all(cell is None or cell >= 5 for cell in noisy([[0] * 40], 1, 100, 5)[0])
