# SPDX-License-Identifier: Apache-2.0
"""The exchange app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Exchange with other nodes."""

    name = "taawun.apps.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Declare the kinds of envelope that this app itself takes."""
        from taawun.apps.exchange import messages, recurring  # noqa: F401  # declares its tasks

        messages.register()
