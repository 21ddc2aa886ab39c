# SPDX-License-Identifier: Apache-2.0
"""Sets the conditions of this sector to the moves of its own kinds, when the node starts."""

from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    """Committee."""

    name = "taawun.sectors.committee"

    def ready(self) -> None:
        """Add the conditions."""
        from taawun.apps.cases.moves import conditions
        from taawun.sectors.committee import access, carrying, owning

        conditions.add_conditions({access.ACTION: owning.condition, access.MEETING: carrying.condition})
