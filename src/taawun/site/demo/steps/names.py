# SPDX-License-Identifier: Apache-2.0
"""The story of names: a file in three scripts screened against the UN list, what is no hit, bad rows, a new list.

It needs no node: `taawun screen` runs as for somebody without a server. What listed names are asked by is another
spelling of them and nothing else (data/README.md).
"""

import csv
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from taawun.formats import un_extract
from taawun.site.demo.nodes import NotSeen
from taawun.site.demo.run import Story

AREA: Final = "names"
TRAVELLERS: Final = Path(__file__).parents[1] / "data" / "travellers.csv"
WHOLE_LIST: Final = Path("..", "shared", "data", "UN_consolidated.xml.gz")
EXTRACT: Final = "un-extract"
FOUND: Final = 3
SPELLING: Final = "a spelling of "
BAD_ROWS: Final = (
    b',1990,PK,,person,"no name"\r\n',
    "سارہ فرضی,لاہور,پاکستانی,,person,a name of a place where the date belongs\r\n".encode(),
    "نواف المثالي,1987,بحريني,,person,another encoding\r\n".encode("cp1256"),
    b'"a quote that never ends,1987,,,person,\r\n',
    b"x" * 300_000 + b"\r\n",
)
Result = dict[str, Any]


def screened(story: Story) -> str:
    """Every listed name is found again by another spelling, in whatever script, and each hit says why."""
    story.facts["results"] = results = _screen(story, TRAVELLERS, _list())
    best = {one["row"]: one for one in reversed(results) if one["result"] == "hit"}
    for row, note in _notes().items():
        if note.startswith(SPELLING) and best.get(row, {}).get("list_id") != note.removeprefix(SPELLING):
            raise NotSeen(f"row {row}, {note}: {best.get(row)}")
    return " · ".join(
        f"{one['name']} → {one['list_id']} {one['list_name']} {one['score']:.2f} "
        f"({one['alignment']}; {one['reasons']})" for one in best.values()
    )  # fmt: skip


def no_hits(story: Story) -> str:
    """Who is on no list has no hit, also under a common name, and is listed as screened."""
    invented = {row for row, note in _notes().items() if note == "invented"}
    results = {row: [one for one in story.facts["results"] if one["row"] == row] for row in invented}
    wrong = [one for found in results.values() for one in found if one["result"] == "hit"]
    if wrong or any(not found for found in results.values()):
        raise NotSeen(f"hits: {wrong}")
    return f"{len(invented)} invented people, no hit: {', '.join(found[0]['name'] for found in results.values())}"


def bad_rows(story: Story) -> str:
    """Rows that are wrong are reported by number, column and reason; all others are screened as before."""
    file = story.folder / "travellers-with-bad-rows.csv"
    file.write_bytes(TRAVELLERS.read_bytes() + b"".join(b"%d," % (at + 15) + row for at, row in enumerate(BAD_ROWS)))
    results = _screen(story, file, _list())
    problems = [one for one in results if "problem" in one]
    if {one["row"] for one in problems} != set(range(16, 16 + len(BAD_ROWS))):
        raise NotSeen(f"problems: {problems}")
    if _hits(results) != _hits(story.facts["results"]):
        raise NotSeen("Bad rows changed what others are told.")
    return " · ".join(f"row {one['row']} {one['column']}: {one['problem']}" for one in problems)


def list_changed(story: Story) -> str:
    """A new version of the list: only what is new or changed is screened, and found."""
    old, new = story.folder / "list-before.jsonl.gz", ("QDi.313", "QDe.005")
    before = [entry for entry in un_extract.shipped() if entry.reference not in new]
    old.write_bytes(un_extract.write(before))
    lines = len(gzip.decompress(old.read_bytes()).splitlines())
    results = _screen(story, TRAVELLERS, EXTRACT, "--since", str(old))
    found = sorted({one["list_id"] for one in results if one["result"] == "hit"})
    if found != sorted(new):
        raise NotSeen(f"found: {found}")
    return f"{lines} entries as before are not screened again; of {len(new)} new ones found: {', '.join(found)}"


def _list() -> str:
    return str(WHOLE_LIST.resolve()) if WHOLE_LIST.exists() else EXTRACT


def _notes() -> dict[int, str]:
    """Return the note of each row of the travellers by its number in the file."""
    with TRAVELLERS.open(encoding="utf-8", newline="") as file:
        return {number: row["Note"] for number, row in enumerate(csv.DictReader(file), 2)}


def _hits(results: list[Result]) -> list[tuple[int, str]]:
    return [(one["row"], one["list_id"]) for one in results if one["result"] == "hit"]


def _screen(story: Story, names: Path, against: str, *more: str) -> list[Result]:
    """Run `taawun screen` in a process without a home, and return its lines."""
    options = ("--against", against, "--names", str(names), "--index", str(story.folder / "indexes"))
    command = [sys.executable, "-m", "taawun.site.cli", "screen", *options, "--json", "--all", *more]
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("TAAWUN", "DJANGO"))}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode != FOUND:
        raise NotSeen(f"exit code {done.returncode}, expected {FOUND}: {done.stderr.strip()[-500:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("A file of travellers in three scripts is screened against the UN list, and each hit explained", screened),
    ("Who is on no list stays without a hit", no_hits),
    ("Rows that cannot be read are reported and harm no other", bad_rows),
    ("The list changes: only what is new is screened", list_changed),
)
