# SPDX-License-Identifier: Apache-2.0
"""`taawun serve`: one parent; a web server, recurring tasks and jobs as children; one that dies is started again.

The parent holds no database and no key. If it is killed, its children end too, so that no half of a node lives on.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from taawun.kernel.errors import AddressTaken
from taawun.site.cli.output import console, note, say
from taawun.site.config import NodeConfig
from taawun.site.parts import Part

PARENT = "TAAWUN_PARENT"
STOP_SECONDS = 15.0
"""How long a child may take to stop before it is killed."""
READY_SECONDS = 60.0
PAUSE_SECONDS = 1.0
"""Pause before a child is started again."""
MOST_FAILURES = 5
"""A child that dies so often within a minute is not started again: something is wrong with the node."""
_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux


@dataclass(slots=True)
class Child:
    """One process of a node."""

    name: str
    arguments: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None
    started: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in the parent's process group, so that one signal reaches all."""
        self.started = [when for when in self.started if when > time.monotonic() - 60] + [time.monotonic()]
        environ = os.environ | {PARENT: str(os.getpid())}
        self.process = subprocess.Popen([sys.executable, "-m", *self.arguments], env=environ, stdin=subprocess.DEVNULL)

    @property
    def gave_up(self) -> bool:
        """Tell whether it ended by its own decision, having said why; starting it again would not help."""
        return self.process is not None and self.process.poll() == 1

    @property
    def ended(self) -> bool:
        """Tell whether it has ended."""
        return self.process is not None and self.process.poll() is not None


def stop_by_signal() -> threading.Event:
    """Return what a signal to stop will set, from now to the end of this process."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def run(config: NodeConfig, processes: int, worker: bool, stop: threading.Event) -> int:
    """Run the node until a signal or until a child fails for good; return the exit code."""
    end_with_parent()
    _check_free(config.listen)
    children = [Child("web", ("taawun.site.cli.web", str(processes)))]
    children += [Child(part, ("taawun.site.cli", "worker", "--only", part)) for part in Part] if worker else []
    for child in children:
        child.start()
    threading.Thread(target=_tell_ready, args=(config, stop), daemon=True).start()
    failed = _watch(children, stop)
    _stop(children)
    return 1 if failed else 0


def run_first(listen: str, stop: threading.Event) -> None:
    """Ask for a node that is not there yet, until it is founded or a signal comes."""
    _check_free(listen)
    child = Child("first run", ("taawun.site.first_run.web", listen))
    child.start()
    while not child.ended and not stop.wait(0.2):
        pass
    _stop([child])


def end_with_parent() -> None:
    """Ask the system to end this process with its parent, where that is `taawun serve` or the demo."""
    parent = os.environ.get(PARENT)
    if parent is None or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, int(signal.SIGTERM))
    if os.getppid() != int(parent):
        sys.exit(0)


def _watch(children: list[Child], stop: threading.Event) -> bool:
    """Start again what ends; return True when one child ends too often."""
    while not stop.wait(0.2):
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
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


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


def _tell_ready(config: NodeConfig, stop: threading.Event) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not stop.is_set() and time.monotonic() < deadline:
        try:
            socket.create_connection(_place(config.listen), timeout=1).close()
        except OSError:
            stop.wait(0.05)
            continue
        console.print(say("{name} ({party}) answers at {url}").format(
            name=config.name, party=config.party, url=config.url
        ))  # fmt: skip
        return
