# SPDX-License-Identifier: Apache-2.0
"""Times on the wire: RFC 3339, UTC, milliseconds, so that one moment has one spelling (spec §20.6)."""

import re
from datetime import UTC, datetime

from taawun.kernel.errors import BadShape

_TIME = re.compile(r"[1-9]\d{3}-\d\d-\d\dT(?!24)\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


def to_wire(moment: datetime) -> str:
    """Return the spelling of an aware moment, cut to the millisecond."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone has no meaning between two states")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[: -len("+00:00")] + "Z"


def from_wire(text: object) -> datetime:
    """Return the moment of a spelling, or refuse it."""
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        raise BadShape("A time is not in the form 2026-01-31T09:30:00.000Z.")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise BadShape("A time names a day or an hour that does not exist.") from None


def cut(moment: datetime) -> datetime:
    """Return the moment as it will be read back from the wire."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
