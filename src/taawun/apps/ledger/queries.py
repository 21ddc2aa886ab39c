# SPDX-License-Identifier: Apache-2.0
"""What other apps ask the ledger when they check their own rows against it."""

from taawun.apps.ledger.models import Entry


def logged_digest(entry_id: str) -> str | None:
    """Return the digest that an entry commits to; None if there is no such entry or it was erased."""
    digest = Entry.objects.filter(uuid=entry_id).values_list("digest", flat=True).first()
    return None if digest is None else bytes(digest).hex()


def logged_count(kind: str) -> int:
    """Return how many entries of a kind there are."""
    return Entry.objects.filter(kind=kind).count()
