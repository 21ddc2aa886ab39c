# SPDX-License-Identifier: Apache-2.0
"""`taawun serve`: one parent; a web server, recurring tasks and jobs as children; one that dies is started again.

The parent loads the program once and forks its children, which share its memory until they change it. It keeps no
connection and no key, and no thread. If it is killed, its children end too, so that no half of a node lives on.
"""

import ctypes
import gc
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.context import ForkProcess

from taawun.kernel.errors import AddressTaken
from taawun.site.cli.output import console, note, say
from taawun.site.cli.saying import saying_errors
from taawun.site.config import NodeConfig
from taawun.site.parts import Part

PARENT = "TAAWUN_PARENT"
STOP_SECONDS = 15.0
"""How long a child may take to stop before it is killed."""
WATCH_SECONDS = 0.2
"""Pause between two looks at the children."""
PAUSE_SECONDS = 1.0
"""Pause before a child is started again."""
MOST_FAILURES = 5
"""A child that dies so often within a minute is not started again: something is wrong with the node."""
STOPS = (signal.SIGTERM, signal.SIGINT)
_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux
_SET_NAME = 15  # PR_SET_NAME, what `ps -o comm` and `top` show
_FORK = multiprocessing.get_context("fork")


@dataclass(slots=True)
class Child:
    """One process of a node."""

    name: str
    work: Callable[[], None]
    process: ForkProcess | None = None
    started: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Fork it into the parent's process group, so that one signal reaches all."""
        self.started = [when for when in self.started if when > time.monotonic() - 60] + [time.monotonic()]
        self.process = _FORK.Process(target=_live, args=(self.name, self.work, os.getpid()), name=self.name)
        with _signals_later():
            self.process.start()

    @property
    def gave_up(self) -> bool:
        """Tell whether it ended by its own decision, having said why; starting it again would not help."""
        return self.process is not None and self.process.exitcode == 1

    @property
    def ended(self) -> bool:
        """Tell whether it has ended."""
        return self.process is not None and self.process.exitcode is not None


def stop_by_signal() -> threading.Event:
    """Return what a signal to stop will set, from now to the end of this process."""
    stop = threading.Event()
    for number in STOPS:
        signal.signal(number, lambda *_: stop.set())
    return stop


def run(config: NodeConfig, processes: int, worker: bool, stop: threading.Event) -> int:
    """Run the opened node until a signal or until a child fails for good; return the exit code."""
    end_with_parent()
    _check_free(config.listen)
    children = [Child("web", partial(_web, config, processes))]
    children += [Child(part, partial(work, (part,))) for part in Part] if worker else []
    gc.collect()
    gc.freeze()  # what was loaded stays shared: a collection would write into every object of it
    try:
        for child in children:
            child.start()
        return 1 if _watch(config, children, stop) else 0
    finally:
        _stop(children)


def work(parts: tuple[Part, ...]) -> None:
    """Run parts of the worker in this process until a signal."""
    stop = stop_by_signal()
    from taawun.site.worker import run_worker

    run_worker(stop, parts)


def run_first(listen: str, stop: threading.Event) -> None:
    """Ask for a node that is not there yet, until it is founded or a signal comes."""
    _check_free(listen)
    environ = os.environ | {PARENT: str(os.getpid())}
    command = [sys.executable, "-m", "taawun.site.first_run.web", listen]
    process = subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL)
    while process.poll() is None and not stop.wait(WATCH_SECONDS):
        pass
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _web(config: NodeConfig, processes: int) -> None:
    from taawun.site.cli.web import Web

    Web(config, processes).run()


def _live(name: str, work: Callable[[], None], parent: int) -> None:
    """Be a child from the fork to its end."""
    for number in STOPS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    os.environ[PARENT] = str(parent)
    end_with_parent()
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_SET_NAME, f"taawun-{name}".encode())
    saying_errors(work)


@contextmanager
def _signals_later() -> Iterator[None]:
    """Hold signals back: one that came right after a fork would find the parent's handler in the child."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)


def end_with_parent() -> None:
    """Ask the system to end this process with its parent, where that is `taawun serve` or the demo."""
    parent = os.environ.get(PARENT)
    if parent is None or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, int(signal.SIGTERM))
    if os.getppid() != int(parent):
        sys.exit(0)


def _watch(config: NodeConfig, children: list[Child], stop: threading.Event) -> bool:
    """Start again what ends; return True when one child ends too often."""
    ready = False
    while not stop.wait(WATCH_SECONDS):
        ready = ready or _told_ready(config)
        for child in filter(lambda one: one.ended, children):
            if child.gave_up:
                return True
            if len(child.started) >= MOST_FAILURES:
                note(
                    say("The {name} ended {count} times within a minute.").format(name=child.name, count=MOST_FAILURES)
                )
                return True
            note(say("The {name} ended and is started again.").format(name=child.name))
            stop.wait(PAUSE_SECONDS)
            if not stop.is_set():
                child.start()
    return False


def _stop(children: list[Child]) -> None:
    running = [child.process for child in children if child.process and not child.ended]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        process.join(max(0.1, deadline - time.monotonic()))
        if process.exitcode is None:
            process.kill()
            process.join()


def _place(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    return host.strip("[]"), int(port)


def _check_free(listen: str) -> None:
    """Refuse to start where another program listens."""
    host, port = _place(listen)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise AddressTaken(f"{listen}.") from None


def _told_ready(config: NodeConfig) -> bool:
    """Say that the node answers, once it does."""
    try:
        socket.create_connection(_place(config.listen), timeout=1).close()
    except OSError:
        return False
    console.print(say("{name} ({party}) answers at {url}").format(
        name=config.name, party=config.party, url=config.url
    ))  # fmt: skip
    return True
