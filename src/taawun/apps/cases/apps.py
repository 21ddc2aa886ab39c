# SPDX-License-Identifier: Apache-2.0
"""Django's entry to the cases app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases app."""

    name = "taawun.apps.cases"
    label = "cases"

    def ready(self) -> None:
        """Declare the kind of envelope that this app takes, and what the worker repeats."""
        from taawun.apps.cases import jobs  # noqa: F401  # declares its tasks
        from taawun.apps.cases.moves import taking
        from taawun.apps.exchange import kinds

        kinds.register(taking.MOVE)
