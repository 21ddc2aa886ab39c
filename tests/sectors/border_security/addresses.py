# SPDX-License-Identifier: Apache-2.0
"""What the pages of border security are opened with: they take no arguments."""

POST_ONLY = {"border_security:follow-up"}


def addresses(story: object) -> dict[str, list[object]]:
    """Return the arguments of each page."""
    del story
    return {}
