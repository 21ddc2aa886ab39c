# SPDX-License-Identifier: Apache-2.0
"""Keeping what was refused: the newest of each party, so that nobody can fill the disk with refusals (spec §30.18)."""

from collections.abc import Sequence
from typing import Final

from taawun.apps.exchange.models import Refusal
from taawun.apps.rows import insert

MOST_REFUSALS: Final = 10_000
"""Refusals that are kept for one party; the log has them all."""


def note_refusals(party: str, rows: Sequence[Refusal]) -> None:
    """Keep refusals of what came in the name of a party, and forget its oldest beyond the limit."""
    if not rows:
        return
    insert(rows)
    ids = Refusal.objects.filter(party=party).order_by("-id").values_list("id", flat=True)
    for last in ids[MOST_REFUSALS : MOST_REFUSALS + 1]:
        Refusal.objects.filter(party=party, id__lte=last).delete()
