# SPDX-License-Identifier: Apache-2.0
"""The commands `badge verify` and `badge key`: a certificate verified offline, and the key that signs them (§80.96)."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.text import Text

from taawun.kernel.errors import BadSetting, TooLarge
from taawun.site.cli.desk import AsOption
from taawun.site.cli.node import open_node, sign_in
from taawun.site.cli.output import console, say
from taawun.site.cli.proofs import PROVE
from taawun.site.cli.secrets import read_secrets
from taawun.site.cli.setup import SecretsOption

CODES: Final = {"valid": 0, "not valid": 1, "not known": 3}
"""The exit code of each answer."""
SHOWN: Final = (("name", "Certificate"), ("issuer", "Issued by"), ("validFrom", "Since"))


def add_to(app: typer.Typer) -> None:
    """Declare the commands."""
    badge = typer.Typer(no_args_is_help=True, help="Certificates of training as Open Badges.")
    badge.command("verify")(verify)
    badge.command("key")(make_key)
    app.add_typer(badge, name="badge", rich_help_panel=PROVE)


def verify(
    file: Annotated[Path, typer.Argument(help="The badge, or its certificate.", exists=True, dir_okay=False)],
    status: Annotated[
        Path | None, typer.Option("--status", metavar="FILE", help="Its issuer's status list.", dir_okay=False)
    ] = None,
    issuer: Annotated[str, typer.Option(metavar="DID", help="The issuer that you expect: did:key:…")] = "",
    holder: Annotated[str, typer.Option(metavar="NUMBER", help="The service number of who shows it.")] = "",
) -> None:
    """Verify a badge offline, and say each check that was made. No node, no network.

    A certificate (PDF) carries its badge; so does the text of the square that is printed on it.

    Exit code 0: valid. 1: not valid. 3: not known, because no status list that is young enough says whether it was
    revoked.
    """
    from taawun.formats.badges.verifying import SENTENCES, Answer
    from taawun.formats.badges.verifying import verify as verified

    found = verified(_read(file), _read(status) if status else None, datetime.now(UTC), issuer=issuer, holder=holder)
    for name, label in SHOWN:
        if said := _said(found.document.get(name)):
            console.print(Text(f"{say(label)}: {said}"))
    marks = {Answer.VALID: "✓", Answer.NOT_VALID: "✗", Answer.NOT_KNOWN: "?"}
    for check in found.checks:
        mark = "!" if check.code == "any_issuer" else marks[check.answer]
        console.print(Text(f"{mark} " + say(SENTENCES[check.code]).format_map(check.given)))
    console.print(Text(say("Answer: {answer}.").format(answer=found.answer)))
    sys.exit(CODES[found.answer])


def make_key(
    authority: Annotated[str, typer.Argument(help="The authority of ours, by its code.")],
    officer: AsOption,
    secrets: SecretsOption = None,
) -> None:
    """Make the key with which an authority signs badges, and show the issuer that it is, to be published."""
    open_node()
    operator = sign_in(officer, read_secrets(secrets))
    from taawun.apps.people.access import actor_of
    from taawun.sectors.police_training import keys

    if keys.has_key(authority):
        raise BadSetting(f"badge key: {authority} has a key already; none is ever overwritten.")
    console.print(keys.make_key(actor_of(operator), authority, at=datetime.now(UTC)))


def _read(path: Path) -> bytes:
    from taawun.formats.badges.reading import FILE_BYTES

    with path.open("rb") as file:
        data = file.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        raise TooLarge(f"{path.name}: more than {FILE_BYTES} bytes.")
    return data


def _said(value: object) -> str:
    named = value.get("name") if isinstance(value, dict) else value
    return named if isinstance(named, str) and named.isprintable() else ""
