# SPDX-License-Identifier: Apache-2.0
"""What the pages of this sector are opened with in the walks over all pages."""

from tests.apps.ui.story import Story

NOT_PAGES = {"counter_narcotics:statistics-export"}


def addresses(story: Story) -> dict[str, list[object]]:
    """Return the arguments of each address, by its name."""
    return {"counter_narcotics:statistics-export": ["csv"], "counter_narcotics:custody": [story.record]}
