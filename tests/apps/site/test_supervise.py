# SPDX-License-Identifier: Apache-2.0
"""The parent of a node's processes: what dies is started again, what gives up ends the node, and no half lives on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# A node whose web server writes down that it lives, and then does what the test wants.
NODE = """
import os, sys, threading, time
from pathlib import Path
from types import SimpleNamespace
from taawun.site.cli import supervise

def web(config, processes):
    with (Path(sys.argv[1]) / "lives").open("a") as lives:
        lives.write(f"{os.getpid()}\\n")
    if sys.argv[2] == "fails":
        raise OSError("no room")
    time.sleep(600)

supervise._web = web
config = SimpleNamespace(listen="127.0.0.1:0", name="n", party="PK", url="")
sys.exit(supervise.run(config, 1, False, supervise.stop_by_signal()))
"""


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Start a parent with one child."""
    made = []

    def start(how: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", NODE, str(tmp_path), how]
        made.append(subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True))
        return made[-1]

    yield start
    for process in made:
        process.kill()
        process.communicate()


def lives(folder: Path, count: int) -> list[int]:
    """Wait until as many children have lived, and return their process numbers."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        found = (folder / "lives").read_text().splitlines() if (folder / "lives").exists() else []
        if len(found) >= count:
            return [int(line) for line in found]
        time.sleep(0.02)
    raise AssertionError(f"fewer than {count} children lived")


def gone(process: int) -> bool:
    """Wait until a process is no more."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            state = (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def test_a_child_that_is_killed_is_started_again_and_a_signal_ends_all(node, tmp_path: Path) -> None:
    parent = node("stays")
    (first,) = lives(tmp_path, 1)
    assert (Path("/proc") / str(first) / "comm").read_text().strip() == "taawun-web"
    os.kill(first, signal.SIGKILL)
    _, second = lives(tmp_path, 2)
    parent.send_signal(signal.SIGTERM)
    assert parent.wait(120) == 0
    assert gone(first)
    assert gone(second)


def test_a_child_that_says_why_it_cannot_run_ends_the_node(node, tmp_path: Path) -> None:
    parent = node("fails")
    _, said = parent.communicate(timeout=120)
    assert parent.returncode == 1
    assert said.count("OSError: no room") == 1
    assert "Traceback" not in said
    assert len(lives(tmp_path, 1)) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a child that its parent was killed")
def test_no_child_outlives_a_parent_that_is_killed(node, tmp_path: Path) -> None:
    parent = node("stays")
    (child,) = lives(tmp_path, 1)
    parent.kill()
    parent.wait(120)
    assert gone(child)
