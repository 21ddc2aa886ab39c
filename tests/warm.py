# SPDX-License-Identifier: Apache-2.0
"""The command line from a process that has loaded a node already: loading it anew takes four seconds each time.

Each command is run by a process of its own, forked from one that has imported everything, opened nothing and
forgotten whose settings it read. What a command does in a fresh interpreter is shown by the demonstration, by the
first run, and by the tests of help.

    python -m tests.warm     JSON lines in and out
"""

import atexit
import json
import os
import subprocess
import sys
import tempfile
import traceback
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = "taawun.site.settings"


def taawun(*arguments: str, home: Path | None = None, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of a node, or of somebody who has none, and return what came of it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TAAWUN", "DJANGO"))}
    kept |= ({"TAAWUN_HOME": str(home)} if home else {}) | environ
    with tempfile.TemporaryDirectory() as folder:
        said = [str(Path(folder) / name) for name in ("out", "err")]
        asked = {"arguments": arguments, "environ": kept, "folder": str(Path.cwd()), "said": said}
        process = _process()
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        code = int(process.stdout.readline())
        out, err = (Path(path).read_text(encoding="utf-8") for path in said)
    return subprocess.CompletedProcess(arguments, code, out, err)


@cache
def _process() -> "subprocess.Popen[str]":
    """Start the process from which commands are forked; it ends when its input does."""
    command = [sys.executable, "-m", "tests.warm"]
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": SETTINGS}
    made = subprocess.Popen(command, cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(_end, made)
    return made


def _end(process: "subprocess.Popen[str]") -> None:
    for stream in (process.stdin, process.stdout):
        assert stream
        stream.close()
    process.wait()


def main() -> None:
    """Load a node, and fork a process for each line of input."""
    import django

    django.setup()
    from taawun.site import founding, urls  # noqa: F401 - loaded before anything forks
    from taawun.site.cli import app  # noqa: F401

    for line in sys.stdin:
        asked = json.loads(line)
        process = os.fork()
        if process == 0:
            _run(asked)
        _, status = os.waitpid(process, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _run(asked: dict[str, Any]) -> None:
    """Be the command, and never return."""
    sys.stdin = Path(os.devnull).open()  # noqa: SIM115 - for as long as the process lives
    for number, path in enumerate((os.devnull, *asked["said"])):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), number)
    os.environ.clear()
    os.environ.update(asked["environ"])
    os.chdir(asked["folder"])
    _forget()
    code = 1
    try:
        from taawun.site.cli import main as command

        sys.argv = ["taawun", *asked["arguments"]]
        command()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - the edge of a process
        traceback.print_exc()
    else:
        code = 0
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _forget() -> None:
    """Forget whose node the settings are that were read, and what was made of them.

    Defaults that a package added to them as it was loaded are Django's own now: it is not loaded again.
    """
    from django.conf import empty, global_settings, settings
    from django.core.cache import caches
    from django.db import connections

    added = vars(settings._wrapped).keys() - set(dir(sys.modules.pop(SETTINGS))) - set(dir(global_settings))
    for name in filter(str.isupper, added - {"SETTINGS_MODULE"}):
        setattr(global_settings, name, getattr(settings, name))
    settings._wrapped = empty
    for handler in (connections, caches):
        handler.__dict__.pop("settings", None)
        handler.__init__()


if __name__ == "__main__":
    main()
