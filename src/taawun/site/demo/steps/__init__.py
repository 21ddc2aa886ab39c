# SPDX-License-Identifier: Apache-2.0
"""The steps of the story in their order: area after area. A capability adds its module and its line here."""

from typing import Final

from taawun.site.demo.run import Step
from taawun.site.demo.steps import (
    border_security,
    coast_guard,
    committee,
    consents,
    counter_narcotics,
    counter_terrorism,
    deconfliction,
    exchange,
    exercises,
    extradition,
    immigration,
    legal_assistance,
    liaison,
    memoranda,
    names,
    plans,
    police_training,
    waiting,
    worker_protection,
    worker_wages,
)

AREAS: Final = (
    exchange,
    consents,
    names,
    legal_assistance,
    extradition,
    border_security,
    coast_guard,
    counter_narcotics,
    counter_terrorism,
    immigration,
    police_training,
    worker_wages,
    worker_protection,
    committee,
    memoranda,
    liaison,
    deconfliction,
    exercises,
    plans,
    waiting,  # the last word, so that it stands first on My day
)
STEPS: Final[tuple[Step, ...]] = tuple(
    Step(area.AREA, name, show) for area in AREAS for name, show in area.STEPS
)  # fmt: skip
