# SPDX-License-Identifier: Apache-2.0
"""What the worker does for the audit: bind new lines to the ledger once a minute."""

from datetime import datetime

from taawun.apps.audit.services import anchor
from taawun.apps.jobs.registry import every

ANCHOR_SECONDS = 60
"""Longest time for which a line waits for its anchor, in seconds, while the worker runs."""


@every(ANCHOR_SECONDS, "audit.anchor")
def anchor_lines(now: datetime) -> None:
    """Anchor what waits; a backlog longer than one anchor is taken at the next calls."""
    anchor(now)
