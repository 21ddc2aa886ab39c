# SPDX-License-Identifier: Apache-2.0
"""Stub."""

import typer


def add_to(app: typer.Typer) -> None:
    """Declare."""
