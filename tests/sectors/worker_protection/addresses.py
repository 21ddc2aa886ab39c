# SPDX-License-Identifier: Apache-2.0
"""What the pages of worker protection are opened with in the walks over all pages."""

from taawun.sectors.worker_protection import interviewing
from tests.apps.ui.story import Story
from tests.sectors.worker_protection import paid_addresses as paid
from tests.sectors.worker_protection.making import NAMES, screened

POST_ONLY = {f"worker_protection:interview-{one}" for one in ("leave", "drop", "take-over")} | paid.POST_ONLY
NOT_PAGES = paid.NOT_PAGES


def addresses(story: Story) -> dict[str, list[object]]:
    """Return the arguments of each page."""
    officer = story.officers["nargis"]
    begun = interviewing.begin(officer, ["passport_kept"], "adult", {"name": NAMES[2]})
    return paid.paid_addresses() | {
        "worker_protection:interview": [begun.id],
        "worker_protection:interview-drop": [begun.id],
        "worker_protection:interview-take-over": [begun.id],
        "worker_protection:screening": [screened(officer).id],
    }
