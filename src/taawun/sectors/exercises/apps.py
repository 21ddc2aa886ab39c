# SPDX-License-Identifier: Apache-2.0
"""Tells the cases who directs an exercise, and the registers what is to come of it, when the node starts."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    """Exercises."""

    name = "taawun.sectors.exercises"

    def ready(self) -> None:
        """Let controllers, and nobody else, read the injects that are to come (spec §88.10b)."""
        from taawun.apps.cases import services as cases
        from taawun.apps.registers import withholding
        from taawun.sectors.exercises import access, controlling

        cases.add_directors({access.KIND: controlling.controls})
        withholding.add("exercises", controlling.withholds)
