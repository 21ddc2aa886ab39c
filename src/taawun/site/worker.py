# SPDX-License-Identifier: Apache-2.0
"""The worker: runs recurring tasks and queued jobs until it is told to stop.

`taawun serve` runs the two in processes of their own: a long job that computes would otherwise slow delivery,
and delivery would hold the memory that the job once needed.
"""

import gc
import os
import socket
import threading
from collections.abc import Collection
from datetime import datetime

from django.db import close_old_connections
from django.utils import timezone

from taawun.apps.jobs.registry import Every, recurring
from taawun.apps.jobs.runner import run_due
from taawun.apps.jobs.ticker import Ticker
from taawun.site.parts import Part

SHORTEST_PAUSE = 0.005
"""Seconds between two runs of a task that is always due."""

JOB_PAUSE = 0.5
"""Seconds between two looks at the queue of jobs."""


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        return timezone.now()


def run_worker(stop: threading.Event, parts: Collection[Part] = tuple(Part)) -> None:
    """Run recurring tasks, queued jobs, or both until `stop` is set.

    Each task has a thread of its own, so that a partner who answers slowly delays nobody's sealing.
    """
    settle_memory()
    threads = []
    if Part.TASKS in parts:
        threads += [threading.Thread(target=_repeat, args=(task, stop), name=task.name) for task in recurring()]
    if Part.JOBS in parts:
        threads.append(threading.Thread(target=_run_jobs, args=(stop,), name="jobs"))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def settle_memory() -> None:
    """Leave what was loaded at start out of garbage collection: walking it again and again costs time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _repeat(task: Every, stop: threading.Event) -> None:
    ticker = Ticker.of([task])
    while not stop.is_set():
        ticker.tick(timezone.now())
        close_old_connections()
        stop.wait(max(SHORTEST_PAUSE, ticker.wait(timezone.now())))


def _run_jobs(stop: threading.Event) -> None:
    owner, clock = f"{socket.gethostname()}:{os.getpid()}", SystemClock()
    while not stop.is_set():
        run_due(clock, owner)
        close_old_connections()
        stop.wait(JOB_PAUSE)
