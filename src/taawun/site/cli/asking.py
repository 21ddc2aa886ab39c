# SPDX-License-Identifier: Apache-2.0
"""Asking for a new node at the terminal: settings, authorities, officers. Answers are checked as they are given."""

from dataclasses import MISSING
from typing import Any, Final

import typer

from taawun.site.cli.output import complain, console, say
from taawun.site.config import settings
from taawun.site.plan import AUTHORITY

ASKED: Final = ("party", "name", "url", "listen", "database", "language", "time_zone")


def plan() -> dict[str, Any]:
    """Return the plan of a node as its operator answers."""
    console.print(say("Answer each question; Enter takes what stands in brackets."))
    node = {one.name: _setting(one) for one in settings() if one.name in ASKED}
    authorities = _several(say("authority"), _authority)
    codes = [one["code"] for one in authorities]
    console.print(say("Now the first officers. Two of them sign the pairing; a drafter never approves."))
    return {"node": node, "authority": authorities, "officer": _several(say("officer"), lambda: _officer(codes))}


def _setting(one: Any) -> Any:
    while True:
        default = None if one.default is MISSING else one.default
        unit = f" ({one.metadata['unit']})" if one.metadata["unit"] else ""
        answer = typer.prompt(f"{one.metadata['help']}{unit}\n  {one.name}", default=default)
        expected = one.metadata["check"](answer)
        if expected is None:
            return answer
        complain(f"expected {expected}")


def _several(what: str, ask: Any) -> list[dict[str, Any]]:
    rows = [ask()]
    while typer.confirm(say("Another {what}?").format(what=what), default=False):
        rows.append(ask())
    return rows


def _authority() -> dict[str, Any]:
    words = ("Code of the authority, e.g. anf", "Title in English", "Title in Arabic", "Title in Urdu")
    return {name: typer.prompt(said) for name, said in zip(AUTHORITY, words, strict=True)}


def _officer(codes: list[str]) -> dict[str, Any]:
    """Ask for one officer; roles come from the catalogue, which is data and needs no database."""
    from taawun.apps.people.roles import CATALOGUE

    one: dict[str, Any] = {
        "username": typer.prompt(say("Sign-in name")),
        "name": typer.prompt(say("Name")),
        "authority": typer.prompt(say("Authority"), default=codes[0]),
    }
    for kind in CATALOGUE.values():
        console.print(f"  {kind.slug}: {kind.may}")
    one["roles"] = typer.prompt(say("Roles, with blanks between")).replace(",", " ").split()
    return one
