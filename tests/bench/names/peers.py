# SPDX-License-Identifier: Apache-2.0
"""The peers' environment, `.bench/names`, made from requirements/bench-names.txt, and the jobs that run in it.

nomenklatura needs PyICU, which is built here from its source (Debian: `apt-get install libicu-dev pkg-config g++`).
Where it cannot be built the other peers are installed without it, and nomenklatura's figures are left out.
"""

import hashlib
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[3]
HOME: Final = ROOT / ".bench" / "names"
LOCK: Final = ROOT / "requirements" / "bench-names.txt"
PYTHON: Final = HOME / "bin" / "python"
KEPT: Final = ROOT / ".bench" / "answers"
TIME_LIMIT: Final = 1_800  # seconds
ICU: Final = "PyICU could not be built (Debian: apt-get install libicu-dev pkg-config g++)"


@cache
def install() -> str:
    """Make the environment, or bring it to what is locked; returns what is missing from it, in words."""
    stamp = HOME / "installed.txt"
    if stamp.exists() and stamp.read_text().startswith(LOCK.read_text()):
        return stamp.read_text()[len(LOCK.read_text()) :]
    uv = str(ROOT / ".venv" / "bin" / "uv")
    _run([uv, "venv", "--quiet", "--clear", str(HOME)])
    command = [uv, "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--python", str(PYTHON), "-r"]
    missing = ""
    try:
        _run([*command, str(LOCK)])
    except subprocess.CalledProcessError:
        missing = ICU
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as rest:
            rest.write(re.sub(r"(?m)^pyicu==.*(?:\n    --hash.*)+\n", "", LOCK.read_text()))
            rest.flush()
            _run([*command, rest.name])
    stamp.write_text(LOCK.read_text() + missing)
    return missing


def job(script: str, *arguments: str, what: dict[str, Any]) -> dict[str, Any]:
    """Run a script of this folder with a job, and return its answer."""
    with tempfile.TemporaryDirectory(prefix="taawun-bench-") as folder:
        asked, answered = Path(folder) / "job.json", Path(folder) / "answer.json"
        asked.write_text(json.dumps(what, ensure_ascii=False))
        path = Path(__file__).with_name(script)
        _run([str(PYTHON), str(path), *arguments, str(asked), str(answered)])
        answer: dict[str, Any] = json.loads(answered.read_text())
    return answer


def kept(
    script: str,
    *arguments: str,
    what: dict[str, Any],
    but: tuple[str, ...] = (),
    before: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """Run a job, or return what the same peer, in the same version and by the same script, answered to it before.

    Peers are slow and always answer alike; remove `.bench/answers` to ask them anew. Keys of the job in `but` (names of
    temporary files) do not make it another job; `before` is called only when the job is run. The answer also tells the
    `load` of the machine then.
    """
    text = Path(__file__).with_name(script).read_text() + LOCK.read_text()
    asked = {key: value for key, value in what.items() if key not in but}
    question = json.dumps([arguments, asked, text], ensure_ascii=False, sort_keys=True)
    path = KEPT / f"{script.removesuffix('.py')}-{hashlib.sha256(question.encode()).hexdigest()[:32]}.json"
    if not path.exists():
        before()
        answer = job(script, *arguments, what=what) | {"load": round(os.getloadavg()[0], 1)}
        KEPT.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(answer))
    found: dict[str, Any] = json.loads(path.read_text())
    return found


class Remembered:
    """What a peer has said of pairs of names of one kind, in this version and by this script; a set may grow by a few.

    Remove `.bench/answers` to have everything asked anew.
    """

    def __init__(self, script: str, peer: str, kind: str) -> None:
        text = Path(__file__).with_name(script).read_text() + LOCK.read_text()
        self._path = KEPT / f"pairs-{peer}-{kind}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.json"
        rows = json.loads(self._path.read_text()) if self._path.exists() else []
        self.scores: dict[tuple[str, str], float] = {(a, b): score for a, b, score in rows}

    def add(self, pairs: Sequence[tuple[str, str]], scores: Sequence[float]) -> None:
        """Remember more pairs, also for the next run."""
        self.scores.update(zip(pairs, scores, strict=True))
        KEPT.mkdir(parents=True, exist_ok=True)
        rows = [(*pair, score) for pair, score in self.scores.items()]
        self._path.write_text(json.dumps(rows, ensure_ascii=False))


def reason(error: subprocess.CalledProcessError) -> str:
    """Return the last line that a failed peer wrote."""
    lines = (error.stderr or error.stdout or "").strip().splitlines()
    return lines[-1] if lines else str(error)


def _run(command: list[str]) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("TAAWUN", "DJANGO", "PYTHON"))}
    if Path("/etc/ssl/certs/ca-certificates.crt").exists():
        environ.setdefault("UV_SYSTEM_CERTS", "true")
    subprocess.run(command, check=True, capture_output=True, text=True, env=environ, timeout=TIME_LIMIT)
