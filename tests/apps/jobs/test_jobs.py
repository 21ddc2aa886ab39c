# SPDX-License-Identifier: Apache-2.0
"""Jobs: queued, run, cancelled, failed, tried again, and taken over from a worker that died."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from taawun.apps.audit.actors import Actor
from taawun.apps.audit.models import Line
from taawun.apps.jobs import access, registry, runner, services
from taawun.apps.jobs.models import Job
from taawun.apps.jobs.registry import job
from taawun.apps.jobs.states import FINAL, INITIAL, MOVES, State, check_graph, step
from taawun.apps.jobs.ticker import Ticker
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Authority
from taawun.kernel.errors import KeyFileMissing, NoRecipients, NoSuchJob, NotFromThisState, UnknownJobKind
from tests.apps.making import INIT, T0, officer
from tests.house import FakeClock

pytestmark = pytest.mark.django_db

CHUNKS = 5
work: dict[str, Callable[[Any], Any]] = {}


class PowerCut(BaseException):
    """A worker that dies: nothing in it catches this."""


@job("test.work", title_en="Test", ar="اختبار", ur="آزمائش", attempts=3, back_off=timedelta(seconds=10))
def do_work(context):
    return work["now"](context)


def submitted(function, params=None, actor=INIT):
    work["now"] = function
    return services.submit("test.work", params or {}, actor, at=T0)


def in_chunks(context, die=lambda place: None):
    """Write one authority for each chunk; `die` may end the worker at a named place."""
    for chunk in range(context.cursor or 0, CHUNKS):
        with transaction.atomic():
            die(f"{chunk} before")
            Authority.objects.create(party="PK", code=f"{context.job_id}-{chunk}", title_en="x")
            die(f"{chunk} between")
            context.advance(chunk + 1, CHUNKS, chunk + 1, message="test.reading")
            die(f"{chunk} after")
        die(f"{chunk} committed")
    return {"chunks": CHUNKS}


def written(row):
    codes = Authority.objects.filter(code__startswith=row.id).values_list("code", flat=True)
    return sorted(int(code.rpartition("-")[2]) for code in codes)


def test_a_job_runs_and_says_how_far_it_came(clock):
    row = submitted(in_chunks)
    assert (row.state, row.done, row.total) == ("queued", 0, None)
    assert runner.run_due(clock, "w1") == 1
    row.refresh_from_db()
    assert (row.state, row.done, row.total, row.cursor) == ("done", CHUNKS, CHUNKS, CHUNKS)
    assert (row.result, row.message, row.lease_owner) == ({"chunks": CHUNKS}, "test.reading", "")
    assert written(row) == list(range(CHUNKS))
    assert runner.run_due(clock, "w1") == 0
    acts = list(Line.objects.filter(object_id=row.id).order_by("id").values_list("act", flat=True))
    assert acts == ["job.submitted", "job.done"]


PLACES = [f"{chunk} {where}" for chunk in range(CHUNKS) for where in ("before", "between", "after", "committed")]


@given(deaths=st.lists(st.sampled_from(PLACES), max_size=6, unique=True))
def test_whenever_workers_die_every_chunk_happens_exactly_once(deaths):
    clock, left = FakeClock(T0), set(deaths)

    def die(place):
        if place in left:
            left.remove(place)
            raise PowerCut

    with transaction.atomic():
        row = submitted(lambda context: in_chunks(context, die))
        for _ in range(len(deaths) + 2):  # a run for each death, one that ends, one with nothing left
            try:
                ran = runner.run_due(clock, "worker")
            except PowerCut:
                assert runner.claim(clock.now(), "impatient") is None
            clock.advance(runner.LEASE.total_seconds() + 1)
        assert ran == 0
        row.refresh_from_db()
        many_deaths_in_one_chunk = row.error == "jobs.too-many-attempts"
        expected = written(row) if many_deaths_in_one_chunk else list(range(CHUNKS))
        assert written(row) == expected == list(range(row.done))
        assert row.state == ("failed" if many_deaths_in_one_chunk else "done")
        transaction.set_rollback(True)


def test_a_job_that_kills_each_worker_at_the_same_place_is_given_up(clock):
    def deadly(_context):
        raise PowerCut

    row = submitted(deadly)
    for _ in range(3):
        with pytest.raises(PowerCut):
            runner.run_due(clock, "w")
        clock.advance(61)
    runner.run_due(clock, "w")
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", "jobs.too-many-attempts")


def test_saying_how_far_it_is_without_moving_on_does_not_buy_more_attempts(clock):
    def stuck(context):
        with transaction.atomic():
            context.advance(0, 5, message="test.reading")
        raise ValueError

    row = submitted(stuck)
    for _ in range(5):
        runner.run_due(clock, "w")
        clock.advance(3600)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("failed", 3)


def test_a_slow_worker_whose_lease_ran_out_commits_nothing_more(clock):
    def slow(context):
        clock.advance(61)
        assert runner.claim(clock.now(), "other") is not None
        with transaction.atomic():
            Authority.objects.create(party="PK", code=f"{context.job_id}-0", title_en="x")
            context.advance(1, 5, 1)

    row = submitted(slow)
    runner.run_due(clock, "slow", most=1)
    row.refresh_from_db()
    assert written(row) == []
    assert (row.state, row.done) == ("running", 0)
    assert row.lease_owner.startswith("other/")


def test_a_lease_is_held_as_long_as_the_job_moves_on(clock):
    def steady(context):
        for chunk in range(4):
            clock.advance(50)
            assert runner.claim(clock.now(), "other") is None
            with transaction.atomic():
                context.advance(chunk, 4, chunk)

    row = submitted(steady)
    runner.run_due(clock, "w")
    row.refresh_from_db()
    assert row.state == "done"


@pytest.mark.django_db(transaction=True)
def test_progress_outside_a_transaction_is_refused(clock):
    row = submitted(in_chunks)
    claimed = runner.claim(T0, "w")
    context = runner.Context(row.id, {}, None, 0, None, "", clock, claimed.lease_owner, runner.LEASE)
    with pytest.raises(RuntimeError, match="inside the transaction"):
        context.advance(1)


def test_a_waiting_job_is_cancelled_at_once(clock):
    row = submitted(in_chunks)
    services.cancel(row.id, INIT, at=T0)
    assert runner.run_due(clock, "w") == 0
    row.refresh_from_db()
    assert (row.state, row.finished) == ("cancelled", T0)


def test_a_running_job_is_cancelled_at_its_next_step_and_goes_on_from_there_when_retried(clock):
    def interrupted(context):
        def cancel_once(place):
            if place == "2 before" and not context.cancelled:
                services.cancel(context.job_id, INIT, at=T0)
                assert context.cancelled

        return in_chunks(context, cancel_once)

    row = submitted(interrupted)
    runner.run_due(clock, "w")
    row.refresh_from_db()
    assert (row.state, row.done, written(row)) == ("cancelled", 2, [0, 1])
    services.retry(row.id, INIT, at=T0)
    work["now"] = in_chunks
    runner.run_due(clock, "w")
    row.refresh_from_db()
    assert (row.state, written(row)) == ("done", list(range(CHUNKS)))


def test_a_refusal_fails_the_job_at_once_with_its_code_and_section(clock):
    def refused(_context):
        raise NoRecipients("about علي")

    row = submitted(refused)
    runner.run_due(clock, "w")
    row.refresh_from_db()
    assert (row.state, row.error, row.section) == ("failed", "release.no-recipients", "50.2")


FAULTS = {"our own": (KeyFileMissing(), "people.key-file-missing"), "a stranger": (ValueError("علي"), "jobs.crashed")}


@pytest.mark.parametrize(("error", "code"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_node_is_tried_again_with_growing_pauses_and_then_fails(clock, error, code, caplog):
    def faulty(_context):
        raise error

    row = submitted(faulty)
    runs = []
    with caplog.at_level(logging.DEBUG):
        for second in range(100):
            clock.set(T0 + timedelta(seconds=second))
            runs += [second] * runner.run_due(clock, "w")
    row.refresh_from_db()
    assert runs == [0, 10, 30]
    assert (row.state, row.error) == ("failed", code)
    assert "علي" not in caplog.text + str(Job.objects.values())


def test_a_job_of_an_unknown_kind_is_refused_or_fails(clock):
    with pytest.raises(UnknownJobKind):
        services.submit("test.nothing", {}, INIT)
    row = submitted(in_chunks)
    Job.objects.update(kind="sector.that.was.removed")
    runner.run_due(clock, "w")
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", "jobs.unknown-kind")


def test_a_job_that_is_done_can_neither_be_cancelled_nor_retried(clock):
    row = submitted(in_chunks)
    runner.run_due(clock, "w")
    for act in (services.cancel, services.retry):
        with pytest.raises(NotFromThisState):
            act(row.id, INIT)
        with pytest.raises(NoSuchJob):
            act("nothing", INIT)


def test_an_officer_sees_their_own_jobs_and_an_operator_sees_all(clock):
    mine, other, operator = officer("mine"), officer("other"), officer("op", "operator")
    seen = []
    row = submitted(lambda context: seen.append(context.actor("anf")), actor=actor_of(mine))
    submitted(lambda context: seen.append(context.actor()))
    assert access.get(mine, row.id) == access.get(operator, row.id) == row
    assert access.visible(operator).count() == 2
    with pytest.raises(NoSuchJob):
        access.get(other, row.id)
    work["now"] = lambda context: seen.append(context.actor("anf"))
    runner.run_due(clock, "w")
    assert {actor.kind for actor in seen} == {"officer", "worker"}  # of one millisecond, so in either order


@pytest.mark.django_db(transaction=True)
def test_many_workers_never_run_one_job_twice():
    lock, runs = threading.Lock(), []

    def count(context):
        with lock:
            runs.append(context.job_id)

    rows = {submitted(count).id for _ in range(20)}

    def worker(name):
        try:
            while runner.run_due(FakeClock(T0), name, most=3):
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=worker, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(runs) == sorted(rows)
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


# --- declarations ----------------------------------------------------------------------------------


def test_the_state_graph_says_where_a_move_starts():
    assert step("queued", "claim") == State.RUNNING
    for state in FINAL:
        with pytest.raises(NotFromThisState):
            step(state, "claim")


WRONG_GRAPHS = {
    "no moves": {},
    "a state that nothing reaches": {k: v for k, v in MOVES.items() if k != "finish"},
    "a state that traps": MOVES | {k: (v[0] - {State.RUNNING}, v[1]) for k, v in MOVES.items()},
}


@pytest.mark.parametrize("moves", WRONG_GRAPHS.values(), ids=WRONG_GRAPHS)
def test_a_wrong_state_graph_does_not_load(moves):
    with pytest.raises(ValueError, match=r"unreachable|needs moves"):
        check_graph(moves, INITIAL, FINAL)


def test_a_state_that_cannot_end_does_not_load():
    moves = {"go": (frozenset({State.QUEUED}), State.RUNNING)}
    moves |= {f"to {s}": (frozenset({State.QUEUED}), s) for s in FINAL}
    with pytest.raises(ValueError, match=r"trapped: running"):
        check_graph(moves, INITIAL, FINAL)


DECLARATIONS = {
    "a slug with blanks": {"slug": "a b", "title_en": "x", "ar": "x", "ur": "x"},
    "a missing title": {"slug": "a", "title_en": "x", "ar": "", "ur": "x"},
    "no attempts": {"slug": "a", "title_en": "x", "ar": "x", "ur": "x", "attempts": 0},
}


@pytest.mark.parametrize("declaration", DECLARATIONS.values(), ids=DECLARATIONS)
def test_a_wrong_declaration_does_not_load(declaration):
    with pytest.raises(ValueError, match="job kind"):
        job(**declaration)


def test_a_kind_is_declared_once_and_has_titles():
    with pytest.raises(ValueError, match="twice"):
        job("test.work", title_en="x", ar="x", ur="x")(lambda context: None)
    assert registry.kind_of("test.work").title("ur") == "آزمائش"
    assert registry.kind_of("test.work") in registry.kinds()


def test_a_recurring_task_comes_again_after_its_period_and_a_broken_one_stops_no_other(clock):
    seen = []

    def broken(_now):
        raise ValueError

    def refused(_now):
        raise NoRecipients

    tasks = [registry.Every(f.__name__, 1, f) for f in (broken, refused)] + [registry.Every("good", 2, seen.append)]
    ticker = Ticker.of(tasks)
    for _ in range(5):
        ticker.tick(clock.now())
        clock.advance(0.5)
    assert [(moment - T0).total_seconds() for moment in seen] == [0, 2]
    assert ticker.wait(clock.now()) == 0.5
    assert Ticker.of([]).wait(clock.now()) == 1.0


def test_a_recurring_task_is_declared_once_with_a_period():
    def task(now):
        return now

    with pytest.raises(ValueError, match="period"):
        registry.every(0)
    assert registry.every(1, "test.task")(task) is task
    with pytest.raises(ValueError, match="twice"):
        registry.every(1, "test.task")(lambda now: now)
    assert "test.task" in [one.name for one in registry.recurring()]
    del registry._RECURRING["test.task"]


def test_the_worker_is_named_as_the_node_not_as_a_person():
    assert Actor.system("worker") == Actor("", "", "worker")


@pytest.mark.parametrize("kind", [one for one in registry.kinds() if one.page], ids=lambda kind: kind.slug)
def test_what_came_of_a_job_has_a_page(kind):
    given = ["01890a5d-ac96-774b-bcce-b302099a8057"] if kind.given else []
    assert reverse(kind.page, args=given)
    assert kind.words, "a result without words is shown by its codes"
