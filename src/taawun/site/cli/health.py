# SPDX-License-Identifier: Apache-2.0
"""The command `doctor`: looks at everything a node needs, and says what to do about each thing that is wrong."""

import sys
from typing import Annotated

import typer

from taawun.site.cli.output import console, json_line, say

RUN = "Run a node"
MARKS = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "bad": ("✗", "bold red")}


def add_to(app: typer.Typer) -> None:
    """Declare the command."""
    app.command(rich_help_panel=RUN)(doctor)


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines for a monitor.")] = False) -> None:
    """Check settings, files, database, clock, keys, peers, ledger and disk; say what to do for each problem.

    The exit code is 1 if something keeps the node from working, 0 otherwise.
    """
    from taawun.site.cli.examining import examine

    worst = 0
    for found in examine():
        worst = max(worst, found.level == "bad")
        if as_json:
            json_line({"check": found.what, "level": found.level, "found": found.said, "do": found.do})
            continue
        mark, style = MARKS[found.level]
        console.print(f"[{style}]{mark}[/{style}] ", end="")
        console.print(f"{found.what}: {found.said}", markup=False)
        if found.do:
            console.print(f"    → {found.do}", markup=False)
    if not as_json and not worst:
        console.print(say("Nothing keeps this node from working."))
    sys.exit(int(worst))
