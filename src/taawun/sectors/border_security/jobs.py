# SPDX-License-Identifier: Apache-2.0
"""What border security adds to the node's work: documents are checked with names, entries forgotten in time."""

from datetime import datetime
from typing import Final

from taawun.apps.identity.screening import further
from taawun.apps.identity.screening import services as screening
from taawun.apps.jobs.registry import every
from taawun.sectors.border_security import documents, travellers, words

SECONDS: Final = 600.0

further.offer(travellers.FURTHER, travellers.check, documents.said, words.WHY)


@every(SECONDS, "border_security.forget")
def forget(now: datetime) -> None:
    """Delete what is due."""
    screening.forget_due("border_security", at=now)
