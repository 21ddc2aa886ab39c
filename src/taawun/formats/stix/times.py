# SPDX-License-Identifier: Apache-2.0
"""Times of STIX and TAXII: RFC 3339 in UTC, as whole microseconds since 1970 (spec §85.1c).

More digits than six are cut off; what is no time is refused and never guessed.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from taawun.kernel.errors import BadStix

SECOND: Final = 1_000_000
"""Microseconds of a second."""
SENTENCES: Final = {"time": "A time in UTC is expected, such as 2026-11-22T10:00:00.000000Z."}
LONGEST: Final = 30
"""Characters of a time with nine digits of a second."""
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d):(\d\d)(?:\.(\d{1,9}))?Z", re.ASCII)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=4_096)  # the objects of one envelope are of few moments
def _parsed(text: str) -> int | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    leap = found[2] == "60"
    try:
        moment = datetime.fromisoformat(f"{found[1]}:{'59' if leap else found[2]}+00:00")
    except ValueError:
        return None
    return of(moment) + leap * SECOND + int((found[3] or "0").ljust(9, "0")[:6])


def parse(text: object) -> int:
    """Return the microseconds of a time.

    Raises:
        BadStix: it is no RFC 3339 time in UTC, or a day that there is not.
    """
    micros = _parsed(text) if isinstance(text, str) and len(text) <= LONGEST else None
    if micros is None:
        raise BadStix(SENTENCES["time"])
    return micros


def write(micros: int) -> str:
    """Return microseconds as TAXII writes them: with six digits."""
    return (_EPOCH + timedelta(microseconds=micros)).isoformat(timespec="microseconds")[:26] + "Z"


def of(moment: datetime) -> int:
    """Return the microseconds of a moment."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment_of(micros: int) -> datetime:
    """Return the moment of microseconds."""
    return _EPOCH + timedelta(microseconds=micros)
