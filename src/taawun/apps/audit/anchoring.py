# SPDX-License-Identifier: Apache-2.0
"""Anchoring: the root over new lines becomes one ledger entry, so that reads are provable too (spec §10.11).

Lines are claimed and read by one statement: a line that another connection commits meanwhile is not in the
root and stays free for the next anchor.
"""

from datetime import datetime

from django.db import connection, transaction

from taawun.apps.audit.models import Anchor
from taawun.kernel.ledger import merkle

KIND = "audit.root"
LINES_PER_ANCHOR = 65_536
"""Most lines under one anchor; a longer backlog takes several."""

_CLAIM = (
    "UPDATE audit_line SET anchored_in = %s WHERE anchored_in IS NULL AND id IN"
    " (SELECT id FROM audit_line WHERE anchored_in IS NULL ORDER BY id LIMIT %s)"
    " RETURNING id, digest"
)


def root_of(digests: list[str]) -> str:
    """Return the root over the digests of lines, in their order."""
    return merkle.root([merkle.leaf_hash(bytes.fromhex(digest)) for digest in digests]).hex()


def anchor(now: datetime) -> Anchor | None:
    """Bind the lines that are not anchored yet to the ledger; return the anchor, or None if there are none."""
    with transaction.atomic():
        latest = Anchor.objects.order_by("-id").values_list("id", flat=True).first()
        number = (latest or 0) + 1
        rows = _claim(number)
        if not rows:
            return None
        root = root_of([digest for _, digest in rows])
        # Two workers that anchor at once meet here: the second number is taken, and its claim is undone.
        return Anchor.objects.create(
            id=number, at=now, first=rows[0][0], last=rows[-1][0], lines=len(rows), root=root, entry=_enter(root, now)
        )


def _claim(number: int) -> list[tuple[int, str]]:
    """Mark the lines that wait, and return the number and digest of exactly those, in order."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [number, LINES_PER_ANCHOR])
        return sorted(cursor.fetchall())


def _enter(root: str, now: datetime) -> str:
    from taawun.apps.ledger import services as ledger

    return str(ledger.accept(KIND, root, at=now).id)
