# SPDX-License-Identifier: Apache-2.0
"""Commands that run a node: serve (web server and worker), worker alone."""

import signal
import sys
import threading
from typing import Annotated

import typer

from taawun.site.cli.node import migrate, open_migrated_node, open_node
from taawun.site.config import find_home, read_config
from taawun.site.parts import Part

RUN = "Run a node"


def add_to(app: typer.Typer) -> None:
    """Declare the commands."""
    app.command(rich_help_panel=RUN)(serve)
    app.command(rich_help_panel=RUN)(worker)


def serve(
    processes: Annotated[int, typer.Option(help="Web server processes.", min=1, max=64)] = 1,
    worker: Annotated[bool, typer.Option(help="Run the worker too; one is needed somewhere.")] = True,
    bring_up: Annotated[bool, typer.Option("--migrate", help="Bring the database up to date first.")] = False,
) -> None:
    """Serve the pages and the endpoint for the other node, with the worker that delivers and seals.

    Stops cleanly on Ctrl-C or SIGTERM: requests in hand are answered, and what is queued stays queued.
    """
    if bring_up:
        open_node()
        migrate()
    from taawun.site.cli.supervise import run

    # The parent opens no node: its children do, and say so if they cannot.
    sys.exit(run(read_config(find_home()), processes, worker))


def worker(
    only: Annotated[Part | None, typer.Option(help="Do one part alone: recurring tasks, or jobs.")] = None,
) -> None:
    """Run the worker alone: delivery, sealing, witnessing, jobs. Several may run on several hosts."""
    open_migrated_node()
    from taawun.site.cli.supervise import end_with_parent
    from taawun.site.worker import run_worker

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    end_with_parent()
    run_worker(stop, [only] if only else tuple(Part))
