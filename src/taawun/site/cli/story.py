# SPDX-License-Identifier: Apache-2.0
"""The command `demo`: two nodes on this machine and the whole story between them."""

import sys
from pathlib import Path
from typing import Annotated

import typer

SETUP = "Make a node"


def add_to(app: typer.Typer) -> None:
    """Declare the command."""
    app.command(rich_help_panel=SETUP)(demo)


def demo(
    once: Annotated[bool, typer.Option("--once", help="End after the story; else pages stay up until Ctrl-C.")] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write each step with its evidence.")
    ] = None,
    database: Annotated[
        list[str] | None, typer.Option(metavar="PARTY=URL", help="Another database for a node than SQLite.")
    ] = None,
) -> None:
    """Run two nodes, Islamabad and Manama, on this machine and play the whole story between them.

    Everything is real: two web servers, two workers, two databases, signed requests over HTTP. The officers are
    fictional. Without --once the pages stay open, and the names and passwords to sign in with are printed.
    """
    from taawun.site.demo.run import Options, run

    databases = dict(entry.split("=", 1) for entry in database or [])
    sys.exit(run(Options(once=once, json_file=json_file, databases=databases)))
