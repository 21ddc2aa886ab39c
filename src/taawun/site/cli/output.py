# SPDX-License-Identifier: Apache-2.0
"""What commands print: results on standard output, remarks and errors on standard error."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from taawun.site.cli.tongue import say

__all__ = ["complain", "console", "good", "json_line", "note", "say", "table"]

console = Console(highlight=False, soft_wrap=True)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)


def complain(line: str) -> None:
    """Print an error as one line."""
    _errors.print(Text.assemble(("taawun: ", "bold red"), line))


def note(line: str) -> None:
    """Print a remark that is no part of the result."""
    _errors.print(Text(line, style="dim"))


def good(line: str) -> None:
    """Print that something was done."""
    console.print(Text.assemble(("✓ ", "green"), line))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows; cells are plain text, so that no content can style the terminal."""
    drawn = Table(title=title or None, title_justify="left", header_style="bold")
    for number, column in enumerate(columns):  # the first is an identifier, for copying
        drawn.add_column(column, overflow="fold", no_wrap=number == 0)
    for row in rows:
        drawn.add_row(*(Text(printable(cell)) for cell in row))
    console.print(drawn)


def json_line(value: Any) -> None:
    """Print a value as one line of JSON, for programs."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def printable(value: Any) -> str:
    """Return a text without control characters: what a partner sent must not move an operator's cursor."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z"
    said = "" if value is None else str(value)
    return "".join(sign if sign.isprintable() or sign in "\n\u200c\u200d" else "·" for sign in said)
