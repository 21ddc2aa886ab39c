# SPDX-License-Identifier: Apache-2.0
"""Tracks at sea and what happens on them: encounters, loitering, gaps, and what of it can be assessed.

    from taawun.engines.tracks import Points, events
    found = events(Points.of(mmsi, time, lon, lat, speed))

An event is something to look at. Nothing here says that anybody did anything.
"""

from taawun.engines.tracks.events import Event, Kind, Reason, Verdict, events
from taawun.engines.tracks.limits import Limits
from taawun.engines.tracks.points import Points
from taawun.engines.tracks.shore import miles_from_shore
from taawun.engines.tracks.state import Tracks

__all__ = ["Event", "Kind", "Limits", "Points", "Reason", "Tracks", "Verdict", "events", "miles_from_shore"]
