# SPDX-License-Identifier: Apache-2.0
"""What the pages of this sector are opened with in the walks over all pages."""

import io

from taawun.apps.people.access import actor_of
from taawun.sectors.counter_narcotics import services
from tests.apps.ui.story import NOW, Story
from tests.formats.test_unodc import HEAD, line

NOT_PAGES = {"counter_narcotics:statistics-export"}


def addresses(story: Story) -> dict[str, list[object]]:
    """Return the arguments of each address, by its name."""
    clerk = actor_of(story.officers["asma"])
    file = io.BytesIO(f"{HEAD}\n{line('1')}\n".encode())
    dataset = services.take_statistics(clerk, file, "counter-narcotics", at=NOW)
    return {
        "counter_narcotics:statistics-export": ["csv"],
        "counter_narcotics:custody": [story.record],
        "counter_narcotics:take-away": [dataset.id],
    }
