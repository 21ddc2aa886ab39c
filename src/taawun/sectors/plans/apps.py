# SPDX-License-Identifier: Apache-2.0
"""Declares what this sector takes from a partner, when the node starts."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Joint plans."""

    name = "taawun.sectors.plans"

    def ready(self) -> None:
        """Declare the kind."""
        from taawun.apps.exchange import kinds
        from taawun.sectors.plans import keeping

        kinds.register(keeping.SECTION)
