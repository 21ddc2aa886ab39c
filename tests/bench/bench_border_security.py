# SPDX-License-Identifier: Apache-2.0
"""How fast zones are checked and read, beside the package `mrz`, and how soon the counter answers with a million names.

Zones are counted by the processor's time of one thread, the best of several rounds over the same zones, ours and the
peer's alike. TAAWUN_BENCH_NAMES sets how many names the index of the counter holds.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from taawun.formats.mrz import Form, check_many, read, read_many, write

AREA = "border_security"
ROOT: Final = Path(__file__).resolve().parents[2]
HOME: Final = ROOT / ".bench" / "border"
LOCK: Final = ROOT / "requirements" / "bench-border.txt"
DISTINCT, MANY = 20_000, 200_000
ROUNDS: Final = 7
ON: Final = date(2026, 11, 22)

Line = dict[str, Any]


def run() -> Iterator[Line]:
    """Yield the measurements of border security."""
    zones = made_up()
    try:
        peer = ask_peer(zones)
    except (subprocess.CalledProcessError, OSError) as error:
        peer = {"per_second": None, "right": 0, "why": f"; the peer did not run: {error}"}
    yield checked(zones, peer)
    yield one_after_the_other(zones, peer)
    yield alone(zones, peer)
    yield counter()


def checked(zones: list[str], peer: dict[str, Any]) -> Line:
    """Report zones checked a second, all at once."""
    asked = [one.replace("\n", "") for one in zones] * (MANY // len(zones))
    seconds, right = best(lambda: int((check_many(asked) == 0).sum()))
    return {
        "bench": "border/zones_checked", "value": round(len(asked) / seconds), "unit": "1/s",
        "peer": "mrz (TD3CodeChecker)", "peer_value": rounded(peer["per_second"]),
        "note": f"{len(asked):,} passports, {right:,} right; check digits only, where the peer also reads the fields"
        + peer.get("why", ""),
    }  # fmt: skip


def one_after_the_other(zones: list[str], peer: dict[str, Any]) -> Line:
    """Report zones read a second as of a file: every field, every digit, and everything that is wrong."""
    asked = zones * (MANY // len(zones))
    seconds, sound = best(lambda: sum(one.sound for one in read_many(asked, ON)))
    return {
        "bench": "border/zones_read", "value": round(len(asked) / seconds), "unit": "1/s",
        "peer": "mrz (TD3CodeChecker)", "peer_value": rounded(peer["per_second"]),
        "note": f"{len(asked):,} passports of {len(zones):,} people, each with all its fields, digits and problems;"
        f" {sound:,} sound" + peer.get("why", ""),
    }  # fmt: skip


def alone(zones: list[str], peer: dict[str, Any]) -> Line:
    """Report zones read a second by one call for each, as at a counter."""
    seconds, sound = best(lambda: sum(read(one, ON).sound for one in zones))
    return {
        "bench": "border/zones_read_alone", "value": round(len(zones) / seconds), "unit": "1/s",
        "peer": "mrz (TD3CodeChecker)", "peer_value": rounded(peer["per_second"]),
        "note": f"one call a zone, each with all its fields, digits and problems; {sound:,} of {len(zones):,} sound by"
        f" us, {peer['right']:,} by the peer" + peer.get("why", ""),
    }  # fmt: skip


def best(work: Callable[[], int]) -> tuple[float, int]:
    """Return the fewest seconds of the processor that some work took, and what it found."""
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        found = work()
        taken.append(time.process_time() - started)
    return min(taken), found


def counter() -> Line:
    """Report how soon the counter answers, without the page around it."""
    command = [sys.executable, "-m", "tests.bench.border_app"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    return {
        "bench": "border/counter_p95_ms", "value": found["p95"], "unit": "ms",
        "note": f"an index of {found['size']:,} names, {found['asked']} travellers one after the other, {found['hits']}"
        f" with a hit; median {found['p50']} ms; 95 % took {found['cpu_p95']} ms of the processor at most;"
        f" index built in {found['build_s']} s; load {found['load']}",
    }  # fmt: skip


def made_up() -> list[str]:
    """Return zones of passports that nobody holds, the same in every run."""
    dice = Random(7)
    return ["\n".join(passport(dice)) for _ in range(DISTINCT)]


def passport(dice: Random) -> tuple[str, ...]:
    """Return the zone of one passport."""
    birth = date(1940, 1, 1) + timedelta(days=dice.randrange(28_000))
    expires = ON + timedelta(days=dice.randrange(3_600))
    name = ["".join(dice.choices("ABDHIKLMNRSUYZ", k=dice.randrange(3, 9))) for _ in range(3)]
    return write(
        Form.TD3, code="P", issuer=dice.choice(["PAK", "BHR", "ARE", "IND"]), number=f"AB{dice.randrange(10**7):07}",
        surname=name[0], given=" ".join(name[1:]), birth=birth.isoformat(), sex=dice.choice(["male", "female"]),
        expires=expires.isoformat(), optional=str(dice.randrange(10**13)).zfill(13),
    )  # fmt: skip


def ask_peer(zones: list[str]) -> dict[str, Any]:
    """Let the peer check the same zones, in its own environment."""
    if not (HOME / "bin" / "python").exists():
        uv = str(ROOT / ".venv" / "bin" / "uv")
        shell([uv, "venv", "--quiet", "--clear", str(HOME)])
        python = str(HOME / "bin" / "python")
        shell([uv, "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--python", python, "-r", str(LOCK)])
    with tempfile.TemporaryDirectory(prefix="taawun-bench-") as folder:
        file = Path(folder) / "zones.json"
        file.write_text(json.dumps(zones))
        answer = shell(
            [str(HOME / "bin" / "python"), str(Path(__file__).with_name("border_peer.py")), str(file), str(ROUNDS)]
        )
    found: dict[str, Any] = json.loads(answer.splitlines()[-1])
    return found


def shell(command: list[str]) -> str:
    """Run a command without this project's settings, and return what it printed."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("TAAWUN", "DJANGO", "PYTHON"))}
    if Path("/etc/ssl/certs/ca-certificates.crt").exists():
        environ.setdefault("UV_SYSTEM_CERTS", "true")
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environ, timeout=600).stdout


def rounded(value: float | None) -> int | None:
    """Return a whole number, or nothing."""
    return None if value is None else round(value)
