# SPDX-License-Identifier: Apache-2.0
"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Entries, tiles, checkpoints and mutual witnessing."""

    name = "taawun.apps.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Declare what the worker repeats for the ledger."""
        from taawun.apps.ledger import recurring  # noqa: F401  # declares its tasks
