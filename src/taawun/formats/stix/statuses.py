# SPDX-License-Identifier: Apache-2.0
"""Reads the status in which a TAXII server says what became of objects that were sent to it (spec §85.8).

What it does not say was taken counts as refused.
"""

from dataclasses import dataclass
from json import loads
from typing import Any

from taawun.kernel.errors import BadTaxiiEnvelope


@dataclass(frozen=True, slots=True)
class Told:
    """How many objects were taken, wait, or were refused, and the identifiers of those that it names as refused."""

    taken: int
    pending: int
    refused: int
    named: tuple[str, ...] = ()


def told(body: bytes, sent: int) -> Told:
    """Return what became of the objects that were sent.

    Raises:
        BadTaxiiEnvelope: no status, or no numbers in it.
    """
    try:
        said = loads(body)
    except (ValueError, RecursionError):
        raise BadTaxiiEnvelope("No status of what was sent.") from None
    if not isinstance(said, dict):
        raise BadTaxiiEnvelope("No status of what was sent.")
    taken, pending = min(_count(said, "success_count"), sent), min(_count(said, "pending_count"), sent)
    found = said.get("failures")
    rows = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    named = tuple(str(one["id"]) for one in rows if isinstance(one.get("id"), str))
    return Told(taken, pending, max(_count(said, "failure_count"), sent - taken - pending), named)


def _count(said: dict[str, Any], name: str) -> int:
    found = said.get(name, 0)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise BadTaxiiEnvelope("A status without numbers.")
    return found
