# SPDX-License-Identifier: Apache-2.0
"""Acts asked for at once share a transaction; one that is wrong spoils no other, and nobody waits for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from taawun.apps.together import MOST, Together
from taawun.kernel.errors import ReleaseClosed

pytestmark = pytest.mark.django_db(transaction=True)


class Work:
    """Doubles numbers; the first act waits until the others have asked. A number below zero is refused."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self, asked):
        self.groups.append(list(asked))
        self.begun.set()
        assert self.go_on.wait(10)
        if any(one < 0 for one in asked):
            raise ReleaseClosed
        return [one * 2 for one in asked]


def ask(work: Work, numbers: list[int]) -> tuple[list[object], Together[int, int]]:
    """Ask for the first number, and for the others while it is being done; return what each came to."""
    together = Together(work)

    def one(number: int) -> object:
        try:
            return together.do(number)
        except ReleaseClosed as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(numbers)) as pool:
        first = pool.submit(one, numbers[0])
        assert work.begun.wait(10)
        others = [pool.submit(one, number) for number in numbers[1:]]
        while len(together._queue) < len(others):
            threading.Event().wait(0.001)
        work.go_on.set()
        return [each.result(10) for each in (first, *others)], together


def test_who_asks_meanwhile_is_done_in_one_group():
    work = Work()
    done, _ = ask(work, [1, 2, 3, 4])
    assert done == [2, 4, 6, 8]
    assert [sorted(group) for group in work.groups] == [[1], [2, 3, 4]]


def test_one_that_is_refused_is_refused_alone():
    work = Work()
    done, _ = ask(work, [1, 2, -3, 4])
    assert done == [2, 4, ReleaseClosed.code, 8]
    assert len(work.groups) == 1 + 1 + 3


def test_no_group_is_larger_than_the_limit():
    work = Work()
    done, _ = ask(work, list(range(MOST + 3)))
    assert done == [2 * number for number in range(MOST + 3)]
    assert max(map(len, work.groups)) == MOST


def test_within_a_transaction_the_act_is_done_there():
    work = Work()
    work.go_on.set()
    with transaction.atomic():
        assert Together(work).do(21) == 42


def test_what_stops_a_thread_stops_nobody_else():
    stopped: list[int] = []

    def work(asked):
        if not stopped:
            stopped.append(asked[0])
            raise KeyboardInterrupt
        return [one * 2 for one in asked]

    together: Together[int, int] = Together(work)
    with pytest.raises(KeyboardInterrupt):
        together.do(1)
    assert together.do(2) == 4
    assert stopped == [1]


def test_who_is_stopped_while_waiting_leaves_the_turn_to_the_next(monkeypatch):
    """The wait is stopped when the turn has come; whoever asked after that thread must not wait for it."""
    work = Work()
    real = threading.Event.wait
    doomed: list[int] = []

    def wait(event, timeout=None):
        real(event, timeout)
        if threading.get_ident() in doomed:
            raise KeyboardInterrupt
        return True

    def one(number: int) -> object:
        if number == 2:
            doomed.append(threading.get_ident())
        try:
            return together.do(number)
        except KeyboardInterrupt:
            return "stopped"
        finally:
            connection.close()

    monkeypatch.setattr(threading.Event, "wait", wait)
    together = Together(work)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(one, 1)
        assert work.begun.wait(10)
        others = []
        for number in (2, 3):
            others.append(pool.submit(one, number))
            while len(together._queue) < len(others):
                real(threading.Event(), 0.001)
        work.go_on.set()
        assert [each.result(60) for each in (first, *others)] == [2, "stopped", 6]
