# SPDX-License-Identifier: Apache-2.0
"""What the pages of immigration are opened with in the walks over all pages."""

import io

from taawun.apps.people.access import actor_of
from taawun.sectors.immigration import lists
from tests.apps.ui.story import Story
from tests.formats.edifact_shapes import PLAIN

POST_ONLY = {"immigration:follow-up"}


def addresses(story: Story) -> dict[str, list[object]]:
    """Return the arguments of each page."""
    actor = actor_of(story.officers["iqra"])
    made = lists.take(actor, io.BytesIO(PLAIN.encode()), "list.edi", "immigration")
    return {f"immigration:{page}": [made.id] for page in ("passenger-list", "follow-up")}
