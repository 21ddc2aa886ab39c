# SPDX-License-Identifier: Apache-2.0
"""The tree of commands. Each group of commands is declared in a module of its own, grouped by who uses it."""

from pathlib import Path
from typing import Annotated

import typer

from taawun.site.cli import (
    backups,
    badge,
    bundle,
    cases,
    desk,
    files,
    health,
    instruments,
    keys,
    names,
    partner,
    proofs,
    running,
    screen,
    sea,
    setup,
    sign_in,
    story,
)
from taawun.site.cli.node import use_home

HELP = """
The desk on which two states carry out a security agreement: one node each.

A node lives in a folder, its home. `taawun init` makes one; `taawun serve` runs it; `taawun pair` introduces it to
the other party's node. `taawun demo` shows all of it on this machine.
"""

app = typer.Typer(name="taawun", help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def home(
    folder: Annotated[
        Path | None,
        typer.Option("--home", help="The node's home; otherwise TAAWUN_HOME names it.", show_default=False),
    ] = None,
) -> None:
    """Take the options that stand before every command."""
    use_home(folder)


for module in (
    setup,
    running,
    sea,
    sign_in,
    partner,
    desk,
    files,
    screen,
    names,
    cases,
    instruments,
    proofs,
    bundle,
    badge,
    keys,
    health,
    backups,
    story,
):
    module.add_to(app)
