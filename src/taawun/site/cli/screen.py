# SPDX-License-Identifier: Apache-2.0
"""The command `screen`: a file of names against a list of people, without a node; resumable, every hit explained."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from taawun.kernel.errors import BadColumns, BadSetting
from taawun.site.cli.output import json_line, note, say, table

if TYPE_CHECKING:
    from taawun.formats.people import RecordSource
    from taawun.site.screening.journal import Totals
    from taawun.site.screening.lists import Listed
    from taawun.site.screening.results import Result
    from taawun.site.screening.running import Screening

PANEL: Final = "Names"
FOUND: Final = 3
"""Exit code: at least one hit."""
NOT_ALL: Final = 4
"""Exit code: no hit, but a row of the names or of the list could not be read, so it was not compared."""
INTERRUPTED: Final = 130
SHOWN: Final = 50
"""Most hits and most problems that are shown on a terminal."""
EXTRACT: Final = "un-extract"


def add_to(app: typer.Typer) -> None:
    """Declare the command."""
    app.command(rich_help_panel=PANEL)(screen)


def screen(
    against: Annotated[str, typer.Option(metavar="LIST", help=f"The list: a file, or {EXTRACT}, which ships.")],
    names: Annotated[Path, typer.Option(metavar="FILE", help="The names: a file of any of the same formats.")],
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the results here: .csv, .xlsx or .json.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print each result as a line of JSON.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Most hits for one name.")] = 5,
    threshold: Annotated[float, typer.Option(min=0.0, max=1.0, help="Least score of a hit.")] = 0.5,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="Which column of FILE is what, as in --map 'Col A=name'."),
    ] = None,
    list_mapping: Annotated[
        list[str] | None, typer.Option("--map-list", metavar="COLUMN=FIELD", help="The same for a table as LIST.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="OLD", help="Screen only against what is new or changed since this older LIST."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Write also the names without a hit.")] = False,
    index: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Keep the list's index here, not in the user's cache.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="Encoding of FILE, if it is told wrongly.")] = "",
    delimiter: Annotated[str, typer.Option(help="Delimiter of FILE, if it is told wrongly.")] = "",
    sheet: Annotated[str, typer.Option(help="Sheet of FILE, if it is a workbook.")] = "",
) -> None:
    """Screen a file of names in any script against a list of people, organisations and vessels.

    LIST and FILE may be CSV, Excel (.xlsx), FollowTheMoney JSON lines or the UN list's XML, also packed with gzip. A
    hit is a question for a person, never an answer: it says what agrees, what does not, and how many others bear the
    name. Rows that cannot be read are listed. Stopped with Ctrl-C, the same command with --output goes on.

    Exit code: 0 no hit, 3 hits, 4 no hit but not every row could be read, 1 it failed, 2 wrong usage, 130 stopped.
    """
    from taawun.formats.people import open_list
    from taawun.site.screening.running import Options, Screening, prepare

    with _hinted():
        old = open_list(since, mapping=_mapped(list_mapping)) if since else None
        listed_source = open_list(against, mapping=_mapped(list_mapping))
        source = open_list(names, mapping=_mapped(mapping), encoding=encoding, delimiter=delimiter, sheet_name=sheet)
    options = Options(limit=limit, threshold=threshold, every=every, output=output, index=index)
    _tell_columns(source)
    try:
        with _bar(say("Reading the list"), listed_source.size) as step:
            ready = prepare(listed_source, options, since=old, progress=step)
        _tell_list(ready, against)
        with closing(Screening(source, ready, options)) as screening:
            totals = _run(screening, source, as_json=as_json)
    except KeyboardInterrupt:
        note(say("Stopped. The same command goes on where it stopped.") if output else say("Stopped."))
        raise typer.Exit(INTERRUPTED) from None
    _tell_totals(totals, output)
    raise typer.Exit(FOUND if totals.hits else NOT_ALL if totals.lost or ready.counts.lost else 0)


@contextmanager
def _hinted() -> Iterator[None]:
    """Say beside an error about columns how the command line states one."""
    try:
        yield
    except BadColumns:
        note(say("A column is stated by its heading, as in --map 'Col A=name', or by its number, as in --map 2=name."))
        raise


def _run(screening: "Screening", source: "RecordSource", *, as_json: bool) -> "Totals":
    """Screen all names, print what was asked for, and return the counts."""
    shown = _Shown()
    if screening.resumed:
        note(say("Going on after row {row}.").format(row=screening.resumed))
    with _bar(say("Screening"), source.size) as step:
        for result in screening.results(step):
            if as_json:
                json_line(result)
            else:
                shown.take(result)
    for result in screening.finish():
        if as_json:
            json_line(result)
        else:
            shown.take(result)
    shown.show()
    return screening.totals


class _Shown:
    """The best hits and the first problems, for a terminal."""

    def __init__(self) -> None:
        self._hits: list[Result] = []
        self._problems: list[Result] = []

    def take(self, result: "Result") -> None:
        """Remember a result if it is among those shown."""
        if result["result"] == "hit":
            self._hits.append(result)
            if len(self._hits) > 4 * SHOWN:
                self._hits = self._best()
        elif "problem" in result and len(self._problems) < SHOWN:
            self._problems.append(result)

    def _best(self) -> list["Result"]:
        return sorted(self._hits, key=lambda one: (-one["score"], one["row"]))[:SHOWN]

    def show(self) -> None:
        """Print both."""
        if self._hits:
            heads = (say("row"), say("score"), say("asked"), say("on the list"), say("why"))
            table(say("May be the same:"), heads, [_line(one) for one in self._best()])
        if self._problems:
            titles = (say("row"), say("column"), say("problem"))
            rows = [(one["row"], one["column"], f"{one['problem']} ({one['result']})") for one in self._problems]
            table(say("Rows with something wrong, the first of them:"), titles, rows)


def _line(hit: "Result") -> tuple[Any, ...]:
    asked = f"{hit['name_met'] or hit['name']}\n{hit['birth']}".rstrip()
    listed = f"{hit['list_name']}\n{hit['list_id']} {hit['list_birth']}".rstrip()
    return hit["row"], f"{hit['score']:.2f}", asked, listed, f"{hit['reasons']}\n{hit['alignment']}".rstrip()


def _tell_columns(source: "RecordSource") -> None:
    if source.columns:
        said = ", ".join(f"{column} = {field}" for column, field in source.columns.mapping.items())
        note(say("Columns: {columns}.").format(columns=said))


def _tell_list(ready: "Listed", against: str) -> None:
    counts = ready.counts
    how = say("index from an earlier run") if ready.reused else say("index built")
    note(say("{name}: {count} records ({how}).").format(name=Path(against).name, count=counts.records, how=how))
    if counts.unchanged or counts.gone:
        note(say("{same} are as they were, {gone} are gone.").format(same=counts.unchanged, gone=counts.gone))
    if counts.lost:
        note(say("{count} rows of the list could not be read and are not compared.").format(count=counts.lost))


def _tell_totals(totals: "Totals", output: Path | None) -> None:
    note(
        say("{rows} rows: {hit} with a hit, {hits} hits; {lost} not screened, {partly} read in part.").format(
            rows=totals.rows, hit=totals.rows_hit, hits=totals.hits, lost=totals.lost, partly=totals.partly
        )
    )
    if output:
        note(say("Results: {file}").format(file=output))


def _mapped(stated: list[str] | None) -> dict[str, str]:
    """Return what --map says. A column's heading may itself hold an equals sign."""
    pairs = [one.rpartition("=") for one in stated or ()]
    if any(not sign or not column.strip() or not field.strip() for column, sign, field in pairs):
        raise BadSetting("--map takes COLUMN=FIELD, as in --map 'Col A=name'.")
    return {column.strip(): field.strip() for column, _, field in pairs}


def _bar(title: str, total: int) -> AbstractContextManager[Any]:
    """Return a context that gives a function to tell how many bytes are done, drawn where somebody looks."""
    import sys

    return _Bar(title, total) if sys.stderr.isatty() else nullcontext(lambda _done: None)


class _Bar(AbstractContextManager[Any]):
    def __init__(self, title: str, total: int) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._progress = Progress(console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task(title, total=max(total, 1))

    def __enter__(self) -> Any:
        self._progress.start()
        return lambda done: self._progress.update(self._task, completed=done)

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
