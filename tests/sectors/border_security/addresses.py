# SPDX-License-Identifier: Apache-2.0
"""What the pages of border security are opened with."""

import io

from taawun.apps.people.access import actor_of
from taawun.sectors.border_security import travellers
from tests.apps.ui.story import NOW, Story

POST_ONLY = {"border_security:follow-up", "border_security:traveller-follow-up"}
NOT_PAGES = {"border_security:travellers-export"}


def addresses(story: Story) -> dict[str, list[object]]:
    """Return the arguments of each page."""
    file = io.BytesIO("name,country,passport\nعائشہ بی بی,PK,AB1234567\n".encode())
    made = travellers.take(actor_of(story.officers["yasmin"]), file, "travellers.csv", "border-security", at=NOW)
    return {
        f"border_security:{page}": [made.id] for page in ("traveller-file", "travellers-export", "traveller-follow-up")
    }
