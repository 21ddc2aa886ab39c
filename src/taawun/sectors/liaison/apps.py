# SPDX-License-Identifier: Apache-2.0
"""Sets the mandate as a condition to the moves of this sector's kinds, when the node starts."""

from django.apps import AppConfig


class LiaisonConfig(AppConfig):
    """Liaison desk."""

    name = "taawun.sectors.liaison"

    def ready(self) -> None:
        """Add the conditions."""
        from taawun.apps.cases.moves import conditions
        from taawun.sectors.liaison import mandates

        conditions.add_conditions(dict.fromkeys(mandates.ASKED, mandates.condition))
