# SPDX-License-Identifier: Apache-2.0
"""What the pages of the liaison desk are opened with in the walks over all pages."""

from taawun.apps.people.access import actor_of
from taawun.sectors.liaison import reporting
from taawun.sectors.liaison.models import Handover
from tests.apps.ui.story import NOW, Story
from tests.sectors.liaison.making import contact, duty, posting

NOT_PAGES = {"liaison:handover-paper"}


def addresses(story: Story) -> dict[str, list[object]]:
    """Return the arguments of each page."""
    desk = actor_of(story.officers["asma"])
    post = posting(desk, NOW)
    contact(desk, NOW)
    duty(desk, NOW)
    outgoing = story.officers["omar"]
    made = Handover.objects.create(
        posting=post, authority=outgoing.authority.code, outgoing=outgoing.id, incoming=story.officers["hira"].id,
        contents=reporting.gather(outgoing, post, NOW), digest="0" * 64, handed_over=NOW,
    )  # fmt: skip
    return {"liaison:handover": [made.id], "liaison:handover-paper": [made.id, "en"]}
