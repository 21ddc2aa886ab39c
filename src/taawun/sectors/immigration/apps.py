# SPDX-License-Identifier: Apache-2.0
"""Sets the condition of this sector to the moves of its own kinds, when the node starts."""

from django.apps import AppConfig


class ImmigrationConfig(AppConfig):
    """Immigration."""

    name = "taawun.sectors.immigration"

    def ready(self) -> None:
        """Add the condition."""
        from taawun.apps.cases.moves import conditions
        from taawun.sectors.immigration import taking_back

        conditions.add_conditions({taking_back.KIND: taking_back.condition})
