# SPDX-License-Identifier: Apache-2.0
"""How much one client may ask of this node in a minute, counted in each web process (spec §85.2), and bring in all."""

from typing import Final

from taawun.apps.counting import Counts

REQUESTS: Final = 6_000
"""Requests of one client a minute."""
BYTES: Final = 1 << 30
"""Bytes that one client may bring in a minute."""
KEPT: Final = 16 << 30
"""Bytes of one client that are kept here, in all; what it takes away again is kept too."""
REFUSALS: Final = 60
"""Refused secrets of one address a minute; what comes after is not looked up."""

COUNTS: Final = Counts()
