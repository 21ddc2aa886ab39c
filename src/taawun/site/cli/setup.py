# SPDX-License-Identifier: Apache-2.0
"""Commands that make a node: init, migrate, version; and Django's own, for engineers."""

import tomllib
from importlib.metadata import version as installed
from pathlib import Path
from typing import Annotated, Any

import typer

from taawun.kernel.errors import BadSetting, NoHome
from taawun.site.cli import asking
from taawun.site.cli.node import migrate, open_node, use_home
from taawun.site.cli.output import console, good, say
from taawun.site.cli.secrets import Secrets, read_secrets
from taawun.site.config import find_home
from taawun.site.plan import check_plan, found_plan, is_founded

SETUP = "Make a node"
SecretsOption = Annotated[
    str | None,
    typer.Option("--secrets", metavar="FILE", help="TOML file of mode 0600 with passwords and passphrases, or -."),
]


def add_to(app: typer.Typer) -> None:
    """Declare the commands."""
    app.command(rich_help_panel=SETUP)(init)
    app.command("migrate", rich_help_panel=SETUP)(bring_up_to_date)
    app.command(rich_help_panel=SETUP)(version)
    app.command(
        hidden=True,
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
    )(manage)


def version() -> None:
    """Say which version this is."""
    console.print(f"taawun {installed('taawun')}")


def init(
    plan: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE.toml", help="Settings, authorities and officers; else you are asked."),
    ] = None,
    secrets: SecretsOption = None,
) -> None:
    """Make a node: its home, database, keys, first authorities and officers, and its roster.

    You are asked for everything, or a file says it:

        [node]
        party = "PK"
        name = "Islamabad"
        url = "https://node.interior.example"
        [[authority]]
        code = "anf"
        title_en = "…"   # and title_ar, title_ur
        [[officer]]
        username = "amina"
        name = "…"
        authority = "anf"
        roles = ["desk_officer"]

    The fingerprint that is printed at the end is what the other party's officers will compare.
    """
    home = find_home()
    if is_founded(home):
        raise NoHome(f"{home} already holds a node; nothing was changed.")
    _found(home, _read_plan(plan) if plan else asking.plan(), read_secrets(secrets))


def bring_up_to_date() -> None:
    """Bring the database to this version's tables. Take a backup first."""
    open_node()
    migrate()
    good(say("The database is up to date."))


def manage(context: typer.Context) -> None:
    """Run one of Django's own commands, such as makemigrations."""
    open_node()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["taawun manage", *context.args])


def _read_plan(path: Path) -> dict[str, Any]:
    try:
        plan = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadSetting(f"{path.name} is not TOML: {error}.") from None
    check_plan(plan)
    return plan


def _found(home: Path, plan: dict[str, Any], secrets: Secrets) -> None:
    """Make the home and everything in it, and say what comes next."""
    use_home(home)
    words = found_plan(home, plan, secrets)
    good(say("The node of {party} is in {home}.").format(party=plan["node"]["party"], home=home))
    console.print(say("Its fingerprint, for the other party's officers:") + f"\n\n    {words}\n")
    console.print(say("Next: `taawun serve`, then `taawun pair` with the address of the other node."))
