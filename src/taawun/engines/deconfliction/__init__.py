# SPDX-License-Identifier: Apache-2.0
"""De-confliction: which operations come too close to each other, in place and time or by the same target (spec §87).

    from taawun.engines.deconfliction import matches
    found = matches(new, live, thresholds)

All matching is behind `matches`: `live` is a port, and whoever supplies it decides where the other entries lie.
"""

from taawun.engines.deconfliction.entries import Entry, Span
from taawun.engines.deconfliction.grid import slot_of, slots_for
from taawun.engines.deconfliction.matching import Apart, Live, Match, Near, matches
from taawun.engines.deconfliction.memory import Memory
from taawun.engines.deconfliction.places import Box, Form, Place, distance
from taawun.engines.deconfliction.thresholds import Close, Thresholds

__all__ = [
    "Apart", "Box", "Close", "Entry", "Form", "Live", "Match", "Memory", "Near", "Place", "Span", "Thresholds",
    "distance", "matches", "slot_of", "slots_for",
]  # fmt: skip
