# SPDX-License-Identifier: Apache-2.0
"""Time that moves only when the story says so, and clocks that run ahead of it or behind."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

START: Final = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class WorldClock:
    """The one true time of a story."""

    moment: datetime = START

    def now(self) -> datetime:
        """Return the present moment."""
        return self.moment

    def advance(self, seconds: float) -> None:
        """Move on."""
        self.moment += timedelta(seconds=seconds)


@dataclass(slots=True)
class NodeClock:
    """A node's own clock: the world's, and how far it is off."""

    world: WorldClock
    skew: timedelta = timedelta()

    def now(self) -> datetime:
        """Return what this node believes the time is."""
        return self.world.now() + self.skew
