# SPDX-License-Identifier: Apache-2.0
"""The commands `instruments list`, `show` and `check`: what the packs say, without a server or a database."""

import os
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.text import Text

from taawun.kernel.errors import BadPack, NoSuchPack
from taawun.site.cli.output import complain, console, good, json_line, note, printable, say, table

if TYPE_CHECKING:
    from taawun.kernel.cases.kinds import CaseKind
    from taawun.kernel.instruments import Pack, Problem
    from taawun.kernel.instruments.describe import Cell, Diagram, Edge

PANEL: Final = "Law"
OWN: Final = "instruments"
"""Folder in the node's home for packs of its own."""
TITLES: Final = {
    "parties": "Parties",
    "moves": "Moves",
    "elements": "What it must contain",
    "gates": "Grounds to refuse",
    "law": "Tables of law",
    "clocks": "Clocks",
    "tasks": "Tasks that it raises",
    "quotas": "Quotas",
    "conflicts": "Sources that contradict each other; neither is settled",
    "facts": "National law",
    "sources": "Sources",
}
COLUMNS: Final = {
    "parties": ("party", "authority", "languages", "time zone"),
    "moves": ("move", "by", "role", "from", "to", "basis"),
    "elements": ("element", "needed", "source"),
    "gates": ("ground", "effect", "source"),
    "law": ("ground", "law of", "kind of offence", "since", "until", "effect", "source"),
    "tasks": ("task", "by", "role", "length", "ended by"),
    "clocks": ("clock", "length", "force", "starts", "source"),
    "quotas": ("quota", "number", "per", "source"),
    "conflicts": ("about", "says", "source", "date"),
    "facts": ("party", "law", "source"),
    "sources": ("source", "title", "date", "compared", "link", "note"),
}
STATUS: Final = {"model": "model", "signed": "signed", "in_force": "in force"}


class Language(StrEnum):
    """Languages of the packs."""

    EN = "en"
    AR = "ar"
    UR = "ur"


LanguageOption = Annotated[Language, typer.Option(help="Language of what the packs say: en, ar or ur.")]


def add_to(app: typer.Typer) -> None:
    """Declare the group of commands."""
    group = typer.Typer(no_args_is_help=True, help="Treaties, memoranda and models as data.")
    group.command("list")(list_packs)
    group.command("show")(show)
    group.command("check")(check)
    app.add_typer(group, name="instruments", rich_help_panel=PANEL)


def list_packs(
    language: LanguageOption = Language.EN,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON for each pack.")] = False,
) -> None:
    """List the instruments of this node, with their force and their kinds of case."""
    packs = _packs().values()
    if as_json:
        for pack in packs:
            json_line({"pack": pack.slug, "version": pack.version, "digest": pack.digest, "kinds": [*pack.kinds]})
        return
    columns = (say("pack"), say("title"), say("status"), say("parties"), say("kinds of case"))
    table("", columns, (_row(pack, language) for pack in packs))


def show(
    pack: Annotated[str, typer.Argument(metavar="PACK", help="Name of a pack, as `list` shows it.")],
    language: LanguageOption = Language.EN,
    kind: Annotated[str, typer.Option(help="One kind of case alone, e.g. extradition.")] = "",
    mermaid: Annotated[bool, typer.Option("--mermaid", help="Print the states as a Mermaid diagram.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the frozen form as a line of JSON.")] = False,
) -> None:
    """Show an instrument in plain words: kinds of case, moves, contents, grounds, clocks, and where they come from."""
    found = _named(pack)
    if found is None or (kind and kind not in found.kinds):
        raise NoSuchPack(kind if found else pack)
    chosen = [one for one in found.kinds.values() if kind in ("", one.slug)]
    if as_json:
        json_line(found.to_wire())
    elif mermaid:
        _show_mermaid(chosen, language)
    else:
        _show_pack(found, chosen, language)


def check(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE", help="Packs; otherwise those shipped.")] = None,
) -> None:
    """Check packs and print every problem with its file, its place and the rule it breaks.

    Shared parts are looked for beside each file, and then among those that come with the node.
    """
    chosen = files or _files()
    problems = [problem for path in chosen for problem in _problems(path)]
    for problem in problems:
        complain(_sentence(problem))
    if problems:
        raise typer.Exit(1)
    good(say("{count} packs hold together.").format(count=len(chosen)))


def _files() -> list[Path]:
    """Return the packs that come with the node, and those in its home where TAAWUN_HOME names one."""
    from taawun.formats.packs import SHIPPED, pack_files

    home = os.environ.get("TAAWUN_HOME")
    return pack_files(SHIPPED) + (pack_files(Path(home) / OWN) if home else [])


def _packs() -> "dict[str, Pack]":
    """Return every pack that can be used; one of the home that is wrong is told and left out."""
    found: dict[str, Pack] = {}
    for path in _files():
        try:
            pack = _load(path)
        except BadPack as wrong:
            complain(str(wrong))
        else:
            found[pack.slug] = pack
    return found


def _named(slug: str) -> "Pack | None":
    """Return one pack, from the file of its name if there is one; otherwise all of them are read."""
    named = [path for path in _files() if path.stem == slug]
    found = _load(named[-1]) if named else None
    return found if found and found.slug == slug else _packs().get(slug)


def _load(path: Path) -> "Pack":
    """Return the pack of a file; shared parts beside it come before those of the same name that are shipped."""
    from taawun.apps.people.roles import CATALOGUE
    from taawun.formats.packs import load_file

    return load_file(path, _library(path.parent.resolve()), CATALOGUE.keys())


@cache
def _library(folder: Path) -> dict[str, object]:
    from taawun.formats.packs import read_library, shipped_library

    return {**shipped_library(), **read_library(folder)}


def _problems(path: Path) -> "Iterable[Problem]":
    try:
        _load(path)
    except BadPack as wrong:
        return wrong.problems
    return ()


def _sentence(problem: "Problem") -> str:
    from taawun.kernel.instruments import SENTENCES

    said = say(SENTENCES[problem.rule]).format_map(problem.given)
    return printable(f"{problem.file}: {problem.place or '/'}: {said} [{problem.rule}]")


def _row(pack: "Pack", language: str) -> tuple[str, ...]:
    from taawun.kernel.instruments.describe import in_language

    kinds = ", ".join(in_language(kind.title, language) for kind in pack.kinds.values())
    status = say(STATUS[pack.status.value])
    return pack.slug, in_language(pack.title, language), status, " ".join(pack.parties), kinds


def _show_pack(pack: "Pack", chosen: "list[CaseKind]", language: str) -> None:
    from taawun.kernel.instruments.describe import as_diagram, as_tables, in_language

    console.print(Text(in_language(pack.title, language), style="bold"))
    dates = ", ".join(f"{say(name.replace('_', ' '))} {day}" for name, day in pack.dates.items())
    console.print(Text(f"{say(STATUS[pack.status.value])} · {dates} · {say('version')} {pack.version}"))
    note(pack.digest)
    for text in pack.notes:
        console.print(Text(f"— {in_language(text, language)}"))
    titles = {kind.slug: in_language(kind.title, language) for kind in chosen}
    for kind in chosen:
        console.print()
        console.print(Text(titles[kind.slug], style="bold"))
        _draw(as_diagram(kind.workflow, language))
    for one in as_tables(pack, language, chosen[0].slug if len(chosen) == 1 else ""):
        if one.rows:
            title = " · ".join(filter(None, (titles.get(one.kind, ""), say(TITLES[one.name]))))
            columns = [say(column) for column in COLUMNS[one.name]]
            table(title, columns, ([_cell(cell, language) for cell in row] for row in one.rows))


def _cell(cell: "Cell", language: str) -> str:
    """Return a cell as text; a role by its title."""
    from taawun.apps.people.roles import CATALOGUE
    from taawun.kernel.instruments.describe import SENTENCES

    if isinstance(cell, str):
        return CATALOGUE[cell].title(language) if cell in CATALOGUE else cell
    return "; ".join(say(SENTENCES[one.code]).format_map(one.given) for one in cell)


def _draw(diagram: "Diagram") -> None:
    """Print each state with the moves that leave it: a heavy arrow crosses to the other side, a light one stays."""
    from taawun.kernel.instruments.describe import FEW_STATES

    starts = Counter((edge.move, edge.target) for edge in diagram.edges)
    common = {key for key, count in starts.items() if count > FEW_STATES}
    for slug, title in diagram.nodes.items():
        end = "■" if slug in diagram.final else "●"
        console.print(Text.assemble((f"{end} ", "green"), (printable(title), "bold")))
        for edge in diagram.edges:
            if edge.source == slug and (edge.move, edge.target) not in common:
                _draw_edge(diagram, edge)
    if common:
        console.print(Text(say("From many states:"), style="bold"))
    for edge in {(edge.move, edge.target): edge for edge in diagram.edges}.values():
        if (edge.move, edge.target) in common:
            _draw_edge(diagram, edge)
    note(say("══▶ the other side learns of it; ──▶ it stays at home; ■ the case ends"))


def _draw_edge(diagram: "Diagram", edge: "Edge") -> None:
    arrow = "══▶" if edge.shared else "──▶"
    line = f"   {arrow} {printable(diagram.nodes[edge.target])}"
    console.print(Text.assemble(line, (f"   {printable(edge.title)}", "dim")))


def _show_mermaid(chosen: "list[CaseKind]", language: str) -> None:
    from taawun.kernel.instruments.describe import as_diagram

    for kind in chosen:
        typer.echo(as_diagram(kind.workflow, language).mermaid(), nl=False)
