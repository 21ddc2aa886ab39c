# SPDX-License-Identifier: Apache-2.0
"""From when on something is an event: the figures of published work on vessel behaviour, in one place with units."""

from dataclasses import dataclass

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Limits:
    """Thresholds of events. Each can be narrowed by who asks; the answer says which were used."""

    near: float = 500.0
    """Metres between two vessels that meet, at most."""
    together: int = 2 * HOUR
    """Seconds that a meeting lasts, at least."""
    slow: float = 2.0
    """Knots below which a vessel is slow: the median over a meeting, the mean over loitering."""
    loiter: int = 2 * HOUR
    """Seconds that loitering lasts, at least."""
    harbour: float = 2.0
    """Nautical miles from the shore within which a slow vessel is taken to be at anchor, and not loitering."""
    silent: int = 6 * HOUR
    """Seconds without a position from which a gap is catalogued."""
    disabled: int = 12 * HOUR
    """Seconds of a gap from which it can be assessed."""
    offshore: float = 50.0
    """Nautical miles from the shore from which a gap can be assessed: nearer to it, masts and traffic hide vessels."""
    heard_before: int = 14
    """Positions of the vessel itself in the twelve hours before a gap, at least, for reception to be good."""
    heard_around: float = 0.8
    """Part of the hours of a gap in which other vessels must have been heard where it began."""
    step: int = 600
    """Seconds between the moments at which tracks are compared."""
    bridge: int = 2 * HOUR
    """Seconds between two positions up to which a vessel is taken to have gone straight from one to the other."""
