# SPDX-License-Identifier: Apache-2.0
"""Sets the conditions of this sector to the moves of its own kinds, when the node starts."""

from django.apps import AppConfig


class PoliceTrainingConfig(AppConfig):
    """Police training."""

    name = "taawun.sectors.police_training"

    def ready(self) -> None:
        """Add the conditions."""
        from taawun.apps.cases.moves import conditions
        from taawun.sectors.police_training import seats

        conditions.add_conditions(dict.fromkeys(seats.KINDS, seats.condition))
