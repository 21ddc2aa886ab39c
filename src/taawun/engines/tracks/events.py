# SPDX-License-Identifier: Apache-2.0
"""What happened on tracks, and what can be said of it: an encounter, loitering, a gap, and whether it is assessable.

Only a gap that was long, far out and where vessels are heard well can be looked at as disabling. All others are *not
assessable*: an answer of its own, and no suspicion (spec §80.60).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from taawun.engines.tracks.encounters import meetings
from taawun.engines.tracks.limits import Limits
from taawun.engines.tracks.points import Points
from taawun.engines.tracks.shore import miles_from_shore
from taawun.engines.tracks.silence import Spans, heard_well, silent_spans, slow_spans


class Kind(StrEnum):
    """What happened."""

    ENCOUNTER = "encounter"
    LOITERING = "loitering"
    GAP = "gap"


class Verdict(StrEnum):
    """What can be said of an event."""

    NOTED = "noted"
    NOT_ASSESSABLE = "not-assessable"
    TO_ASSESS = "to-assess"
    """A person may look whether the transmitter was switched off; nothing here says that it was."""


class Reason(StrEnum):
    """Why a gap cannot be assessed."""

    SHORT = "short"
    NEAR_SHORE = "near-shore"
    RECEPTION = "reception"


@dataclass(frozen=True, slots=True)
class Event:
    """One event: seconds since 1970, degrees where it began, nautical miles from the shore at least.

    `metres` is how near two vessels came; `vessels` are their MMSI.
    """

    kind: Kind
    vessels: tuple[int, ...]
    start: int
    end: int
    lon: float
    lat: float
    miles: float
    verdict: Verdict = Verdict.NOTED
    reasons: tuple[Reason, ...] = ()
    metres: float | None = None


def events(points: Points, limits: Limits | None = None) -> list[Event]:
    """Return all events of some tracks, in the order of their beginnings."""
    limits = limits or Limits()
    found = [*_encounters(points, limits), *_loitering(points, limits), *_gaps(points, limits)]
    return sorted(found, key=lambda one: (one.start, one.kind, one.vessels))


def _encounters(points: Points, limits: Limits) -> list[Event]:
    return [
        Event(
            Kind.ENCOUNTER, (one.one, one.other), one.start, one.end, one.lon, one.lat,
            float(miles_from_shore(one.lon, one.lat)), metres=one.nearest,
        )
        for one in meetings(points, limits)
    ]  # fmt: skip


def _loitering(points: Points, limits: Limits) -> list[Event]:
    spans = slow_spans(points, limits)
    return [_event(Kind.LOITERING, points, first, last) for first, last in zip(spans.first, spans.last, strict=True)]


def _gaps(points: Points, limits: Limits) -> list[Event]:
    spans = silent_spans(points, limits)
    far = miles_from_shore(points.lon[spans.first], points.lat[spans.first])
    heard = _heard(points, spans, far, limits)
    return [
        _assessed(_event(Kind.GAP, points, first, last), bool(well), limits)
        for first, last, well in zip(spans.first, spans.last, heard, strict=True)
    ]


def _heard(points: Points, spans: Spans, far: np.ndarray, limits: Limits) -> np.ndarray:
    """Return which gaps were heard well; it is asked only of those that could be assessed at all."""
    length = points.time[spans.last] - points.time[spans.first]
    asked = np.flatnonzero((far >= limits.offshore) & (length >= limits.disabled))
    heard = np.zeros(spans.first.size, bool)
    heard[asked] = heard_well(points, Spans(spans.first[asked], spans.last[asked]), limits)
    return heard


def _assessed(gap: Event, heard: bool, limits: Limits) -> Event:
    wrong = {
        Reason.SHORT: gap.end - gap.start < limits.disabled,
        Reason.NEAR_SHORE: gap.miles < limits.offshore,
        Reason.RECEPTION: not heard,
    }
    reasons = tuple(reason for reason, holds in wrong.items() if holds)
    if reasons != (Reason.RECEPTION,):  # reception was asked only where all else holds
        reasons = tuple(one for one in reasons if one is not Reason.RECEPTION)
    verdict = Verdict.NOT_ASSESSABLE if reasons else Verdict.TO_ASSESS
    return Event(gap.kind, gap.vessels, gap.start, gap.end, gap.lon, gap.lat, gap.miles, verdict, reasons)


def _event(kind: Kind, points: Points, first: int, last: int) -> Event:
    lon, lat = float(points.lon[first]), float(points.lat[first])
    return Event(
        kind, (int(points.mmsi[first]),), int(points.time[first]), int(points.time[last]), lon, lat,
        float(miles_from_shore(lon, lat)),
    )  # fmt: skip
