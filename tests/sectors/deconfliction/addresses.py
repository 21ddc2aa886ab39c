# SPDX-License-Identifier: Apache-2.0
"""What the pages of de-confliction are opened with in the walks over all pages."""

from datetime import UTC, datetime

from taawun.apps.people.access import actor_of
from taawun.engines.deconfliction import Place, Span
from taawun.sectors.deconfliction import services
from taawun.sectors.deconfliction.services import Wish
from tests.apps.ui.story import Story

NOT_PAGES = {
    "deconfliction:export", "deconfliction:board-export", "deconfliction:api-entries", "deconfliction:api-entry",
    "deconfliction:api-conflicts",
}  # fmt: skip


def addresses(story: Story) -> dict[str, list[object]]:
    """Return the arguments of each page: two boardings of two leads at one place, and their conflict."""
    begins = int(datetime.now(UTC).timestamp()) + 7_200
    for name in ("asma", "hira"):
        actor = actor_of(story.officers[name])
        wish = Wish(
            kind="boarding", place=Place.of("point", [(50.6, 26.2)], 1_852), span=Span.of(begins, begins + 3_600),
            contact="نگران افسر", phone="+92 21 555 0101", label="شمالی سیکٹر", targets=(("plate", "ABC 123"),),
        )  # fmt: skip
        made = services.draft(actor, wish)
        found = services.make_live(actor, made.id)
    return {
        "deconfliction:entry": [made.id],
        "deconfliction:conflict": [found[0].id],
        "deconfliction:owned": [found[0].id],
        "deconfliction:export": ["entries", "csv"],
        "deconfliction:board-export": ["csv"],
        "deconfliction:api-entry": [made.id],
    }
