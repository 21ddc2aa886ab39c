# SPDX-License-Identifier: Apache-2.0
"""What the pages of worker protection are opened with in the walks over all pages."""

from tests.apps.ui.story import Story
from tests.sectors.worker_protection import paid_addresses as paid

POST_ONLY = paid.POST_ONLY
NOT_PAGES = paid.NOT_PAGES


def addresses(_story: Story) -> dict[str, list[object]]:
    """Return the arguments of each page."""
    return paid.paid_addresses()
