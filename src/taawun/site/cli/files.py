# SPDX-License-Identifier: Apache-2.0
"""The command `import`: a table, or the United Nations list, becomes records of ours; with progress, resumable."""

import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from taawun.kernel.errors import BadSetting, ImportFailed
from taawun.site.cli.desk import DESK, AsOption, PurposeOption
from taawun.site.cli.node import open_node, sign_in
from taawun.site.cli.output import good, note, say, table
from taawun.site.cli.secrets import read_secrets
from taawun.site.cli.setup import SecretsOption

if TYPE_CHECKING:
    from taawun.apps.people.models import Officer

EXTRACT: Final = "un-extract"
LOOK_SECONDS: Final = 0.1
WORKER_SECONDS: Final = 1.5
"""How long a worker of the node gets to take the job before this command runs it itself."""


def add_to(app: typer.Typer) -> None:
    """Declare the command."""
    app.command("import", rich_help_panel=DESK)(import_file)


def import_file(
    file: Annotated[str, typer.Argument(metavar="FILE", help=f"A CSV table, the UN list's XML, or {EXTRACT}.")],
    officer: AsOption,
    purpose: PurposeOption,
    record_type: Annotated[str, typer.Option("--type", help="Record type of a table's rows, e.g. seizure.")] = "",
    source: Annotated[str, typer.Option(help="Grade of the source: A, B, C or X.")] = "X",
    information: Annotated[int, typer.Option(help="Grade of the information: 1 to 4.")] = 4,
    persons: Annotated[list[str] | None, typer.Option(help="Quality of the persons, e.g. suspect.")] = None,
    handling: Annotated[list[str] | None, typer.Option(help="Handling codes beyond H0.")] = None,
    review: Annotated[datetime | None, typer.Option(help="When the records are reviewed; else in a year.")] = None,
    secrets: SecretsOption = None,
) -> None:
    """Import a table or the United Nations Security Council consolidated list.

    A table (CSV or TSV) needs --type; its columns are known by the names or labels of the fields, in any of the three
    languages. Rows that do not fit are listed and left out; no other row is harmed. If this command is interrupted,
    the node's worker goes on where it stopped, and nothing is imported twice.

    `un-extract` imports the facts-only extract that comes with Taawun.
    """
    config = open_node()
    importer = sign_in(officer, read_secrets(secrets))
    marking = None
    if record_type:
        until = review.date() if review else (datetime.now(UTC) + timedelta(days=365)).date()
        marking = _marking(config.party, source, information, purpose, until, persons or [], handling or [])
    started = _start(importer, file, purpose, record_type, marking)
    _tell(started, follow(importer, started))


def _marking(
    party: str, source: str, information: int, purpose: str, review: date, persons: list[str], handling: list[str]
) -> Any:
    from taawun.kernel.marking import make_marking

    try:
        return make_marking(
            party, source, information, purposes=[purpose], review=review, persons=persons, handling=handling
        )
    except ValueError as error:
        raise BadSetting(f"{error}.") from None


def _start(importer: "Officer", file: str, purpose: str, record_type: str, marking: Any) -> Any:
    """Store the file and queue its import."""
    from taawun.apps.people.access import actor_of
    from taawun.apps.registers.importing import services

    actor = actor_of(importer)
    if file == EXTRACT:
        return services.import_un_extract(actor, purpose)
    path = Path(file)
    with path.open("rb") as opened:
        if record_type:
            return services.import_table(actor, opened, record_type, marking, purpose)
        if ".xml" in path.suffixes:
            return services.import_un_list(actor, opened, purpose)
    raise BadSetting("A table needs --type; the UN list is an .xml or .xml.gz file.")


def follow(importer: "Officer", started: Any) -> Any:
    """Show a job's progress to its end, running it here if no worker takes it, and return the job.

    Raises:
        ImportFailed.
    """
    from rich.progress import Progress

    from taawun.apps.jobs import access

    began, helper = time.monotonic(), None
    with Progress(transient=True) as bar:
        task = bar.add_task(say("Importing"), total=None)
        while True:
            job = access.get(importer, started.job)
            bar.update(task, completed=job.done, total=job.total)
            if job.state in ("done", "failed", "cancelled"):
                break
            if helper is None and job.state == "queued" and time.monotonic() - began > WORKER_SECONDS:
                helper = threading.Thread(target=_run_here, daemon=True)
                helper.start()
            time.sleep(LOOK_SECONDS)
    if job.state != "done":
        raise ImportFailed(f"{job.error} §{job.section}" if job.section else job.error)
    return job


def _run_here() -> None:
    """Run the queued jobs in this process."""
    from taawun.apps.jobs.runner import run_due
    from taawun.site.worker import SystemClock

    run_due(SystemClock(), "import")


def _tell(started: Any, job: Any) -> None:
    counts = ", ".join(f"{count} {name}" for name, count in (job.result or {}).items())
    good(say("Import {id}: {counts}.").format(id=started.id, counts=counts))
    problems = list(started.problems.all()[:20])
    if problems:
        note(say("Rows that became no record, the first of them:"))
        table("", (say("row"), say("field"), say("problem")), [(one.row, one.field, one.what) for one in problems])
