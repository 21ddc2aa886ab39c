# SPDX-License-Identifier: Apache-2.0
"""Commands that show cases to an officer without a browser. They read; no command makes a move (spec §60.6)."""

from typing import Annotated

import typer

from taawun.site.cli.desk import DESK, AsOption, PurposeOption
from taawun.site.cli.node import open_node, sign_in
from taawun.site.cli.output import console, say, table
from taawun.site.cli.secrets import read_secrets
from taawun.site.cli.setup import SecretsOption

cases = typer.Typer(no_args_is_help=True, help="Show cases: legal assistance, extradition and the rest.")


def add_to(app: typer.Typer) -> None:
    """Declare the commands."""
    cases.command("list")(list_cases)
    cases.command("show")(show_case)
    app.add_typer(cases, name="cases", rich_help_panel=DESK)


def list_cases(
    officer: AsOption,
    purpose: PurposeOption,
    kind: Annotated[str, typer.Option(help="Only cases of this kind, e.g. extradition.")] = "",
    closed: Annotated[bool, typer.Option("--closed", help="Those that have ended, too.")] = False,
    page: Annotated[int, typer.Option(min=1, help="Fifty cases are on a page.")] = 1,
    secrets: SecretsOption = None,
) -> None:
    """List the cases that you may see for a purpose, the last changed first."""
    open_node()
    reader = sign_in(officer, read_secrets(secrets))
    from taawun.apps.cases import access

    found = access.board(reader, purpose, access.Filters(kind=kind, closed=None if closed else False), page)
    rows = [
        [
            one.case.id, one.case.kind, f"{one.case.requesting} → {one.case.requested}", one.case.state,
            one.case.title, f"{one.clock.due:%Y-%m-%d %H:%M}Z" if one.clock and one.clock.due else "", str(one.tasks),
        ]
        for one in found.rows
    ]  # fmt: skip
    table(
        "",
        [say("Case"), say("Kind"), say("Parties"), say("State"), say("Title"), say("Next clock"), say("Tasks")],
        rows,
    )


def show_case(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The identifier of a case.")],
    officer: AsOption,
    purpose: PurposeOption,
    secrets: SecretsOption = None,
) -> None:
    """Show one case: where it stands, which moves are open and why the others are closed, gates and clocks."""
    open_node()
    reader = sign_in(officer, read_secrets(secrets))
    from taawun.apps.cases import access
    from taawun.kernel.cases.reasons import sentences

    shown = access.case(reader, case, purpose)
    head = f"{shown.kind.slug} · {shown.case.requesting} → {shown.case.requested} · {shown.standing.state}"
    console.print(head, markup=False, highlight=False)
    for verdict in shown.moves:
        if verdict.open:
            console.print(f"  + {verdict.move.slug}", markup=False, highlight=False)
            continue
        console.print(f"  - {verdict.move.slug}", markup=False, highlight=False)
        for reason in verdict.reasons:
            console.print(f"      {' '.join(sentences(reason))}", markup=False, highlight=False)
    rows = [[one.gate.slug, one.outcome.value, say("yes") if one.passed else say("no")] for one in shown.gates]
    table("", [say("Gate"), say("Found"), say("Passed")], rows)
    clocks = [[one.rule.slug, f"{one.row.due:%Y-%m-%d %H:%M}Z" if one.row.due else "", f"{one.share:.0%}"]
              for one in shown.clocks]  # fmt: skip
    table("", [say("Clock"), say("Due"), say("Passed")], clocks)
