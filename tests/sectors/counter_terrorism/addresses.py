# SPDX-License-Identifier: Apache-2.0
"""What the pages of this sector are opened with in the walks over all pages."""

from tests.apps.ui.story import Story

POST_ONLY = {
    f"counter_terrorism:{name}"
    for name in (
        "grade", "refuse", "publish", "new-collection", "close-collection", "withdraw", "new-client", "end-client",
        "new-server", "end-server",
    )
}  # fmt: skip

NOT_PAGES = {"counter_terrorism:stix"}  # see test_files


def addresses(story: Story) -> dict[str, list[object]]:
    """Return the arguments of each address, by its name."""
    return {"counter_terrorism:stix": [story.record]}
