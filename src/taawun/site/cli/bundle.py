# SPDX-License-Identifier: Apache-2.0
"""The command that puts a whole case on file; `taawun verify` checks it anywhere (spec §40.15, §60.5)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

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
) -> None:
    """Write a whole case on file: envelopes, releases, receipts, proofs, cosignatures, papers, instrument, rosters.

    It holds the content of what crossed, and nothing that stayed at home; its export is recorded like a reading.
    """
    open_node()
    reader = sign_in(officer, read_secrets(secrets))
    from taawun.apps.cases import access

    data = access.bundle(reader, case, purpose, at=datetime.now(UTC))
    with private(out) as file:
        file.write(data)
    said = say('{out}: {size} bytes. Verify it anywhere: taawun verify {out} --words "…"')
    good(said.format(out=out, size=len(data)))


def case_checks(data: bytes, words: list[str] | None) -> Iterator[Any]:
    """Yield the checks of a case on file, for `taawun verify`."""
    from taawun.kernel.exchange.case_bundle import check_case_bundle, read_case_bundle

    found = read_case_bundle(data)
    console.print(f"{found.kind} {found.case}", markup=False)
    yield from check_case_bundle(found, words, datetime.now(UTC))
