# SPDX-License-Identifier: Apache-2.0
"""What the check of documents says of one entry of a list, for the page of whoever asked for it (spec §80.41)."""

from taawun.apps.identity.screening.access import RowShown
from taawun.apps.identity.screening.further import Said
from taawun.sectors.border_security import travellers, words
from taawun.sectors.border_security.checking import Answer, Why

FOUND = frozenset({Answer.HIT, Answer.POSSIBLE})


def said(row: RowShown) -> Said:
    """Return the answer about the documents of an entry; a hit counts only while its record may be shown."""
    kept = travellers.told(row)
    answer = Answer(kept[0]) if kept and kept[0] in set(Answer) else Answer.CANNOT
    if answer in FOUND and not any(hit.hit.parts.get("documents") for hit in row.hits):
        answer = Answer.CANNOT
    return Said(words.ANSWERS[answer], tuple(words.WHY[Why(code)] for code in kept if code in set(Why)))
