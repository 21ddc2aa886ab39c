# SPDX-License-Identifier: Apache-2.0
"""What the pages of exercises are opened with in the walks over all pages."""

from taawun.sectors.exercises import services
from tests.apps.ui.story import Story
from tests.sectors.exercises.plan import PLAN

NOT_PAGES = {"exercises:report"}


def addresses(story: Story) -> dict[str, list[object]]:
    """Return the arguments of each page."""
    officer = story.officers["sohail"]
    case = services.open_exercise(officer, "BH", PLAN["name"])
    services.design(officer, case.id, PLAN)
    return {
        "exercises:design": [case.id],
        "exercises:live": [case.id],
        "exercises:evaluation": [case.id],
        "exercises:report": [case.id, "en"],
    }
