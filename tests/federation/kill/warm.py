# SPDX-License-Identifier: Apache-2.0
"""A process that has loaded a node and holds nothing of it: each part of the node is forked from here.

Importing the node takes seconds, and a test that kills its parts fifty times cannot wait for that. What is forked
is a whole process with its own connections, keys and memory, in a group of its own: killing it loses all it had.

    python -m tests.federation.kill.warm     JSON lines in and out, with TAAWUN_HOME naming the node
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "taawun.site.settings"
django.setup()

from taawun.site import wsgi  # noqa: E402, F401 - loaded before anything forks
from taawun.site.cli import web  # noqa: E402, F401
from tests.federation.kill import parts  # noqa: E402

STARTED: set[int] = set()


def main() -> None:
    """Answer each line of input; when the input ends, so do all parts."""
    signal.signal(signal.SIGCHLD, reap)
    for line in sys.stdin:
        asked = json.loads(line)
        work = getattr(parts, asked["part"])
        answer = {"here": here, "stays": start, "once": call}[asked["how"]](work, asked["arguments"])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    for process in STARTED:
        os.killpg(process, signal.SIGKILL)


def here(work: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Do something in this process, for all that is forked later."""
    return {"value": work(**arguments)}


def start(work: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Fork a part that stays, and return its process number, which is its group's too."""
    process = os.fork()
    if process == 0:
        os.setpgid(0, 0)
        run(lambda: work(**arguments))
    with suppress(ProcessLookupError, PermissionError):  # whichever of the two is first, a kill finds the group
        os.setpgid(process, process)
    STARTED.add(process)
    return {"value": process}


def call(work: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """Fork a part that does one thing, and return what came of it."""
    out, into = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(out)
        with os.fdopen(into, "w") as stream:
            run(lambda: stream.write(json.dumps({"value": work(**arguments)})), stream)
    os.close(into)
    with os.fdopen(out) as stream:
        said = stream.read()
    os.waitpid(process, 0)
    return json.loads(said) if said else {"error": "the part ended without an answer"}


def run(work: Callable[[], Any], stream: Any = None) -> None:
    """Do the work of a child, and never return."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        work()
        if stream is not None:
            stream.flush()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - the edge of a process
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def reap(*_: object) -> None:
    """Take note of parts that ended, so that their numbers are free again."""
    for process in list(STARTED):
        if os.waitpid(process, os.WNOHANG)[0]:
            STARTED.discard(process)


if __name__ == "__main__":
    main()
