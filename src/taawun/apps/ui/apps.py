# SPDX-License-Identifier: Apache-2.0
"""The desk as a Django app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base page, style, languages and sign-in; it has no tables."""

    name = "taawun.apps.ui"
    label = "ui"

    def ready(self) -> None:
        """Listen to signing in and out."""
        from taawun.apps.ui import signals  # noqa: F401  # importing connects them
