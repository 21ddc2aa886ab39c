# SPDX-License-Identifier: Apache-2.0
"""Commands that prove: export a proof or the whole ledger, and verify either on any machine, offline."""

import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from taawun.kernel.errors import BadSetting, SenderError, WrongFingerprint
from taawun.site.cli.desk import AsOption, PurposeOption
from taawun.site.cli.node import open_node, sign_in
from taawun.site.cli.output import complain, console, good, note, say
from taawun.site.cli.secrets import read_secrets
from taawun.site.cli.setup import SecretsOption

PROVE = "Prove"
OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write it; made for you alone.")]

export = typer.Typer(no_args_is_help=True, help="Write a proof that anybody can verify without this node.")


def add_to(app: typer.Typer) -> None:
    """Declare the commands."""
    export.command("proof")(export_proof)
    export.command("ledger")(export_ledger)
    app.add_typer(export, name="export", rich_help_panel=PROVE)
    app.command(rich_help_panel=PROVE)(verify)


def export_proof(
    envelope: Annotated[str, typer.Argument(metavar="ENVELOPE")],
    officer: AsOption,
    purpose: PurposeOption,
    out: OutOption,
    secrets: SecretsOption = None,
) -> None:
    """Write the proof of one envelope: what was said, by whom released, received when, and that both ledgers know.

    It holds the content; its export is recorded like a reading.
    """
    open_node()
    reader = sign_in(officer, read_secrets(secrets))
    from taawun.apps.exchange import access

    data = access.proof(reader, envelope, purpose, datetime.now(UTC))
    with private(out) as file:
        file.write(data)
    good(
        say('{out}: {size} bytes. Verify it anywhere: taawun verify {out} --words "…"').format(out=out, size=len(data))
    )


def export_ledger(
    out: OutOption,
    witness: Annotated[str | None, typer.Option(help="The party whose cosignature is wanted.")] = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for a cosignature under the newest checkpoint.")] = 15,
) -> None:
    """Write the whole ledger with its newest signed checkpoint. It holds salted hashes, never a content."""
    ours = open_node().party
    from taawun.apps.exchange.queries import ledger_parties
    from taawun.apps.ledger import services as ledger
    from taawun.kernel.exchange.bundle import write_ledger_head

    parties = ledger_parties(witness)
    other = next((party for party in parties["rosters"] if party != ours), None)
    if other:
        _wait_for_cosignature(other, wait)
    with private(out) as file:
        file.write(write_ledger_head(ours, parties))
        checkpoint = ledger.export(file)
    good(say("{out}: {size} entries.").format(out=out, size=checkpoint.size))


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)],
    words: Annotated[
        list[str] | None, typer.Option(help="The fingerprint of either party that you know from elsewhere.")
    ] = None,
    unsafe: Annotated[
        bool, typer.Option("--unsafe-without-words", help="Check that it holds together, but not whose it is.")
    ] = False,
    ledger: Annotated[bool, typer.Option("--ledger", help="The file is a ledger export, not a proof.")] = False,
    certificate: Annotated[
        list[Path] | None,
        typer.Option(exists=True, dir_okay=False, help="Of a container for courts: whom you trust to sign it (PEM)."),
    ] = None,
) -> None:
    """Verify a proof, a case or a ledger export offline: no node, no network, no trust in who gave you the file.

    One fingerprint is enough, of either party: everything else in the file is signed from there.
    """
    if not words and not unsafe:
        raise BadSetting("Name a fingerprint that you know from elsewhere with --words.")
    said = words or None
    try:
        for check in _ledger_checks(file, said) if ledger else _proof_checks(file, said, certificate or []):
            console.print(f"[green]✓[/green] §{check.section:<6}", end="")
            console.print(check.sentence, markup=False)
    except (SenderError, WrongFingerprint) as error:
        complain(f"§{error.section} {error}")
        console.print(say("This does not hold."), style="bold red")
        sys.exit(1)
    if said is None:
        note(say("It holds together, but nothing says whose it is: compare a fingerprint."))
    console.print(say("Everything in this file holds."), style="bold green")


def _proof_checks(path: Path, said: list[str] | None, certificates: list[Path]) -> Iterator[Any]:
    from taawun.kernel.exchange.bundle import BUNDLE_BYTES, check_bundle, read_bundle
    from taawun.kernel.exchange.case_bundle import is_case_bundle
    from taawun.site.cli.bundle import case_checks, container_checks, is_container

    with path.open("rb") as file:
        data = file.read(BUNDLE_BYTES + 1)
    if is_container(data):
        yield from container_checks(data, said, certificates)
        return
    if is_case_bundle(data):
        yield from case_checks(data, said)
        return
    bundle = read_bundle(data)
    header = bundle.envelope.header
    console.print(f"{header.kind} {header.id}: {header.sender} → {header.recipient}", markup=False)
    yield from check_bundle(bundle, said, datetime.now(UTC))


def _ledger_checks(path: Path, said: list[str] | None) -> Iterator[Any]:
    from taawun.kernel.exchange.bundle import check_ledger

    with path.open("rb") as stream:
        yield from check_ledger(stream, said, datetime.now(UTC), lambda count: note(f"{count:,}"))


def _wait_for_cosignature(party: str, seconds: float) -> None:
    """Wait until the newest checkpoint is cosigned; an export without it would prove less."""
    from taawun.apps.ledger import access

    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        status = access.status()
        if status.size == access.cosigned_size(party) > 0:
            return
        time.sleep(0.1)
    note(say("{party} has not cosigned the newest checkpoint; is its node reachable?").format(party=party))


def private(out: Path) -> Any:
    """Open a new file that only its owner may read."""
    return os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
