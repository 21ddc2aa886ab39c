# SPDX-License-Identifier: Apache-2.0
"""New identifiers for rows: the kernel's UUIDv7, with the node's own clock and randomness (spec §20.5)."""

import os
from datetime import datetime

from django.utils import timezone

from taawun.kernel.wire.ids import RANDOM_BYTES, uuid7

ID_CHARACTERS = 36
"""Length of an identifier, in characters."""


def new_id(now: datetime | None = None) -> str:
    """Return a fresh identifier for a moment; without one, for the present."""
    return uuid7(now or timezone.now(), os.urandom(RANDOM_BYTES))
