# SPDX-License-Identifier: Apache-2.0
"""Joins the cases in which entries cross to the entries of this sector, when the node starts."""

from django.apps import AppConfig


class DeconflictionConfig(AppConfig):
    """De-confliction."""

    name = "taawun.sectors.deconfliction"

    def ready(self) -> None:
        """Add what follows from the moves of such a case, and what closes the one that releases an entry."""
        from taawun.apps.cases import services as cases
        from taawun.apps.cases.moves import conditions
        from taawun.sectors.deconfliction import crossing

        cases.add_followers({crossing.KIND: crossing.follow})
        conditions.add_conditions({crossing.KIND: crossing.condition})
