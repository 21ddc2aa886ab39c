# SPDX-License-Identifier: Apache-2.0
"""Commands that run a node: serve (web server and worker), worker alone."""

import sys
import threading
from typing import Annotated

import typer

from taawun.kernel.errors import BadSetting
from taawun.site.checks import address
from taawun.site.cli.node import migrate, open_migrated_node, open_node
from taawun.site.config import find_home
from taawun.site.parts import Part
from taawun.site.plan import is_empty, is_founded

RUN = "Run a node"
FIRST_RUN = "127.0.0.1:8440"


def add_to(app: typer.Typer) -> None:
    """Declare the commands."""
    app.command(rich_help_panel=RUN)(serve)
    app.command(rich_help_panel=RUN)(worker)


def serve(
    processes: Annotated[int, typer.Option(help="Web server processes.", min=1, max=64)] = 1,
    worker: Annotated[bool, typer.Option(help="Run the worker too; one is needed somewhere.")] = True,
    bring_up: Annotated[bool, typer.Option("--migrate", help="Bring the database up to date first.")] = False,
    first: Annotated[
        str, typer.Option("--first-run", metavar="HOST:PORT", help="Where an empty home asks for its node.")
    ] = FIRST_RUN,
) -> None:
    """Serve the pages and the endpoint for the other node, with the worker that delivers and seals.

    In an empty home it first asks for the node in a browser, behind a code that is printed here.
    Stops cleanly on Ctrl-C or SIGTERM: requests in hand are answered, and what is queued stays queued.
    """
    from taawun.site.cli.supervise import run, stop_by_signal

    home, stop = find_home(), stop_by_signal()
    if not is_founded(home) and is_empty(home) and not _first_run(first, stop):
        return
    if bring_up:
        open_node()
        migrate()
    sys.exit(run(open_migrated_node(), processes, worker, stop))


def _first_run(listen: str, stop: threading.Event) -> bool:
    """Ask for the node in a browser; return whether it is founded and shall run."""
    from taawun.site.cli.supervise import run_first

    expected = address(listen)
    if expected is not None:
        raise BadSetting(f"--first-run: expected {expected}.")
    run_first(listen, stop)
    return is_founded(find_home()) and not stop.is_set()


def worker(
    only: Annotated[Part | None, typer.Option(help="Do one part alone: recurring tasks, or jobs.")] = None,
) -> None:
    """Run the worker alone: delivery, sealing, witnessing, jobs. Several may run on several hosts."""
    open_migrated_node()
    from taawun.site.cli.supervise import end_with_parent, work

    end_with_parent()
    work((only,) if only else tuple(Part))
