# SPDX-License-Identifier: Apache-2.0
"""The command that puts a whole case on file; `taawun verify` checks it anywhere (spec §40.15, §60.5)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from cryptography.x509 import load_pem_x509_certificates

from taawun.kernel.errors import BadContainer
from taawun.site.cli.desk import AsOption, PurposeOption
from taawun.site.cli.node import open_node, sign_in
from taawun.site.cli.output import console, good, say
from taawun.site.cli.proofs import PROVE, OutOption, private
from taawun.site.cli.secrets import read_secrets
from taawun.site.cli.setup import SecretsOption


def add_to(app: typer.Typer) -> None:
    """Declare the command."""
    app.command(rich_help_panel=PROVE)(bundle)


def bundle(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The identifier of a case.")],
    officer: AsOption,
    purpose: PurposeOption,
    out: OutOption,
    secrets: SecretsOption = None,
    asice: Annotated[
        bool, typer.Option("--asice", help="As an ASiC-E container for a court, signed by the authority's key.")
    ] = False,
) -> None:
    """Write a whole case on file: envelopes, releases, receipts, proofs, cosignatures, papers, instrument, rosters.

    It holds the content of what crossed, and nothing that stayed at home; its export is recorded like a reading.
    """
    open_node()
    reader = sign_in(officer, read_secrets(secrets))
    from taawun.apps.cases import access

    make = access.court_bundle if asice else access.bundle
    data = make(reader, case, purpose, at=datetime.now(UTC))
    with private(out) as file:
        file.write(data)
    said = say('{out}: {size} bytes. Verify it anywhere: taawun verify {out} --words "…"')
    good(said.format(out=out, size=len(data)))


def is_container(data: bytes) -> bool:
    """Tell whether bytes begin as a zip does, as every container for courts."""
    return data.startswith(b"PK\x03\x04")


def container_checks(data: bytes, words: list[str] | None, certificates: list[Path]) -> Iterator[Any]:
    """Yield the checks of a case in an ASiC-E container: its signatures, its papers, then the case itself."""
    from taawun.formats.asic.container import look_into, open_container
    from taawun.kernel.exchange.case_bundle import check_container
    from taawun.kernel.exchange.trusting import Check

    now = datetime.now(UTC)
    roots = [one for path in certificates for one in load_pem_x509_certificates(path.read_bytes())]
    opened = open_container(data, roots, at=now) if roots else look_into(data, at=now)
    for signed in opened.signatures:
        trusted = say("whose certificate you named") if signed.trusted else say("whom nothing here vouches for")
        yield Check("60.16", f"All {len(opened.files)} files are signed by {signed.who}, {trusted}.")
    bundle = check_container({one.name: one.data for one in opened.files})
    yield Check("60.16", f"{len(bundle.papers)} papers lie beside the case and are those in it.")
    if roots and not opened.good:
        raise BadContainer("Nobody signed it whose certificate you named.")
    yield from _held(bundle, words)


def case_checks(data: bytes, words: list[str] | None) -> Iterator[Any]:
    """Yield the checks of a case on file, for `taawun verify`."""
    from taawun.kernel.exchange.case_bundle import read_case_bundle

    yield from _held(read_case_bundle(data), words)


def _held(found: Any, words: list[str] | None) -> Iterator[Any]:
    from taawun.kernel.exchange.case_bundle import check_case_bundle

    console.print(f"{found.kind} {found.case}", markup=False)
    yield from check_case_bundle(found, words, datetime.now(UTC))
