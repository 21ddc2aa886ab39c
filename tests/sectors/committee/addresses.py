# SPDX-License-Identifier: Apache-2.0
"""What the pages of the committee are opened with in the walks over all pages."""

from taawun.apps.cases import services as cases
from taawun.apps.people.access import actor_of
from taawun.sectors.committee import services
from tests.apps.ui.story import Story
from tests.sectors.committee.two_sides import MEETS

NOT_PAGES = {"committee:invitation", "committee:follow-export", "committee:feed"}


def addresses(story: Story) -> dict[str, list[object]]:
    """Return the arguments of each page."""
    officer = story.officers["asma"]
    actor = actor_of(officer)
    case = cases.open_case(actor, "pk-bh-committee", "committee_meeting", "BH", "coordination", title="اجلاس")
    cases.fill(actor, case.id, "meets", "coordination", value=MEETS, document="Annex", page="1")
    text = cases.open_case(actor, "pk-bh-committee", "committee_memorandum", "BH", "coordination", title="یادداشت")
    _feed, secret = services.open_feed(officer)
    return {
        "committee:meeting": [case.id],
        "committee:memorandum": [text.id],
        "committee:invitation": [case.id],
        "committee:follow-export": ["csv"],
        "committee:feed": [secret],
    }
