# SPDX-License-Identifier: Apache-2.0
"""What the pages of worker protection are opened with in the walks over all pages."""

from taawun.sectors.worker_protection import interviewing
from tests.apps.ui.story import Story
from tests.sectors.worker_protection import paid_addresses as paid
from tests.sectors.worker_protection.making import NAMES, screened

POST_ONLY = {"worker_protection:interview-leave"} | paid.POST_ONLY
NOT_PAGES = {"worker_protection:calendar"} | paid.NOT_PAGES  # the neutral page says no sentence at all


def addresses(story: Story) -> dict[str, list[object]]:
    """Return the arguments of each page."""
    officer = story.officers["nargis"]
    begun = interviewing.begin(officer, ["passport_kept"], "adult", {"name": NAMES[2]})
    return paid.paid_addresses() | {
        "worker_protection:interview": [begun.id],
        "worker_protection:interview-leave": [begun.id],
        "worker_protection:screening": [screened(officer).id],
    }
