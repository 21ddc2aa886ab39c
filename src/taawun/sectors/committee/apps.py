# SPDX-License-Identifier: Apache-2.0
"""Sets the owner that an action names as a condition to the moves that enter it, when the node starts."""

from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    """Committee."""

    name = "taawun.sectors.committee"

    def ready(self) -> None:
        """Add the condition."""
        from taawun.apps.cases.moves import conditions
        from taawun.sectors.committee import access, owning

        conditions.add_conditions({access.ACTION: owning.condition})
