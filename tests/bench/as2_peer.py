# SPDX-License-Identifier: Apache-2.0
"""The peer of the exchange: django-pyas2, an AS2 server on Django, with the command that ships with it.

A 4 kB message is signed (SHA-256), encrypted (AES-256) and stored at the sender, posted over HTTP, verified and
stored at the receiver, and answered with a signed MDN that the sender verifies and stores. It needs packages that
do not go with ours, so it lives in an environment of its own, `.bench/peers`, made here from requirements/bench.txt.
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / ".bench" / "peers"
LOCK = ROOT / "requirements" / "bench.txt"
NAME = "django-pyas2 1.2.3"
SECONDS = os.environ.get("TAAWUN_BENCH_SECONDS", "12")


def measure() -> dict[str, Any]:
    """Return the peer's name and rate with a note, or a note that says why there is none."""
    try:
        install()
        return run()
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or error.stdout or "").strip().splitlines()
        return {"note": f"{NAME} did not run: {lines[-1] if lines else error}"}


def install() -> None:
    """Make the environment, or bring it to what is locked; without the lock's `oscrypto`, see bench.in."""
    stamp = PEERS / "installed.txt"
    if stamp.exists() and stamp.read_text() == LOCK.read_text():
        return
    uv = str(ROOT / ".venv" / "bin" / "uv")
    _run([uv, "venv", "--quiet", "--clear", str(PEERS)])
    python = str(PEERS / "bin" / "python")
    _run([uv, "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--python", python, "-r", str(LOCK)])
    stamp.write_text(LOCK.read_text())


def run() -> dict[str, Any]:
    """Run the two AS2 nodes, and return what they came to."""
    with tempfile.TemporaryDirectory(prefix="taawun-as2-") as folder:
        script = str(Path(__file__).with_name("as2_nodes.py"))
        out = _run([str(PEERS / "bin" / "python"), script, folder, SECONDS])
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return {"name": NAME, **found}


def _run(command: list[str]) -> str:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("TAAWUN", "DJANGO", "PYTHON"))}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environ, timeout=300)
    return done.stdout
