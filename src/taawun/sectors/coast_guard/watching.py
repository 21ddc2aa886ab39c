# SPDX-License-Identifier: Apache-2.0
"""What the watch page lists: tracks, events and what people saw, as rows with a shape, in the order of time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taawun.apps.maps.access import Placed
from taawun.apps.maps.shapes import Shape, line, point
from taawun.formats.ais.identity import country_of
from taawun.sectors.coast_guard import rules
from taawun.sectors.coast_guard.access import Fix, Track, Watch

BROKEN: Final = 6 * 3600
"""Seconds without a position over which no line is drawn."""
SEEN: Final = ("sighting", "radar-contact", "boarding")
"""Record types that stand on the watch page beside tracks and events."""
AREA: Final = "patrol-area"
PATROL: Final = "patrol-log"
KINDS: Final = {
    "track": _("Track"),
    "encounter": _("Encounter"),
    "loitering": _("Loitering"),
    "gap": _("Gap"),
}
LEGEND: Final = {
    "encounter": _("Encounter"), "sighting": _("Sighting"), "gap": _("Gap"), "track": _("Track"),
    AREA: _("Joint patrol area"), "radar-contact": _("Radar contact"), "boarding": _("Boarding"),
    "loitering": _("Loitering"), PATROL: _("Patrol"),
}  # fmt: skip
"""Every kind of line of the watch page, in the order of their colours and forms on the map."""
HEARD: Final = _("From AIS, as transmitted and not checked:")
TRANSMITTED: Final = _("As transmitted; most wrong numbers are mistakes")
MOST_NAMES: Final = 3
"""Vessels of an event that the form of a sighting names."""
EVENTS: Final = ("encounter", "loitering", "gap")
VERDICTS: Final = {
    "noted": _("Noted: something to look at"),
    "not-assessable": _("Not assessable"),
    "to-assess": _("A person may assess it"),
}
REASONS: Final = {
    "short": _("shorter than 12 hours"),
    "near-shore": _("nearer than 50 nautical miles to a shore"),
    "reception": _("vessels are not heard well there"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table and one shape of the map.

    `moment` sorts and moves the slider ("2026-11-02T21:40"); `times` are those of the corners of a track.
    """

    kind: str
    title: Any
    vessels: tuple[str, ...]
    moment: str
    until: str
    said: Any
    reasons: tuple[Any, ...]
    shape: Shape
    times: str = ""
    record: str = ""
    countries: tuple[str, ...] = ()

    @property
    def proposal(self) -> str:
        """Return what the form of a sighting is filled with from an event; empty for what is none."""
        if self.record or self.kind not in EVENTS:
            return ""
        ((lon, lat), *_more) = self.shape.places
        said = f"{HEARD} {self.title}, {self.moment} – {self.until} UTC"
        return urlencode({
            "d-name": f"{self.title}: {', '.join(self.vessels)}",
            "d-date": self.moment[:10], "d-time": self.moment[11:],
            "d-place": f"{lat:.5f},{lon:.5f}", "d-vessel_name": "\n".join(self.vessels[:MOST_NAMES]), "d-summary": said,
        })  # fmt: skip


def limits() -> dict[str, str]:
    """Return the limits by which events are found, in the units that people use (spec §80.60)."""
    from taawun.engines.tracks.limits import HOUR, Limits

    used = Limits()
    times = {name: f"{getattr(used, name) / HOUR:g}" for name in ("together", "loiter", "silent", "disabled")}
    reach = {name: f"{getattr(used, name):g}" for name in ("near", "slow", "harbour", "offshore")}
    return times | reach | {"heard": f"{used.heard_around:.0%}"}


def rows_of(
    found: Watch, seen: Iterable[Placed], areas: Iterable[Placed] = (), patrols: Iterable[Placed] = ()
) -> list[Row]:
    """Return what a watch page lists: events, what people saw, patrols, patrol areas, tracks; each by time."""
    names = {one.mmsi: one.name for one in found.tracks}
    events = [_event(one, names) for one in found.events]
    people = sorted((_seen(one) for one in seen), key=lambda one: one.moment)
    went = sorted((_patrol(one) for one in patrols), key=lambda one: one.moment)
    tracks = (row for one in found.tracks for row in _track(one))
    return [*events, *people, *went, *(_area(one) for one in areas), *tracks]


def _event(one: Any, names: dict[int, str]) -> Row:
    return Row(
        str(one.kind), KINDS[one.kind], tuple(_called(mmsi, names.get(mmsi, "")) for mmsi in one.vessels),
        _moment(one.start), _moment(one.end), VERDICTS[one.verdict], tuple(REASONS[each] for each in one.reasons),
        point(one.lon, one.lat), countries=_countries(one.vessels),
    )  # fmt: skip


def _seen(one: Placed) -> Row:
    time = str(one.shown.data.get("time") or "")
    moment = f"{one.day}T{time}" if time and len(one.day) == 10 else one.day
    return Row(one.shown.record.type, one.caption, (), moment, "", "", (), one.shape, record=one.shown.record.id)


def _area(one: Placed) -> Row:
    said = one.shown.data
    lead = (str(said["lead"]),) if said.get("lead") else ()
    return Row(AREA, one.caption, (), one.day, str(said.get("end") or ""), "", (), one.shape,
               record=one.shown.record.id, countries=lead)  # fmt: skip


def _patrol(one: Placed) -> Row:
    said = one.shown.data
    craft = (str(said["craft"]),) if said.get("craft") else ()
    return Row(PATROL, one.caption, craft, one.day, str(said.get("until") or ""), "", (), one.shape,
               record=one.shown.record.id)  # fmt: skip


def _track(one: Track) -> Iterator[Row]:
    """Yield a track in its parts: over a gap no line is drawn, for nobody knows where the vessel went."""
    parts: list[list[Fix]] = []
    for fix in dict.fromkeys(one.fixes):
        if not parts or fix[0] - parts[-1][-1][0] >= BROKEN:
            parts.append([])
        parts[-1].append(fix)
    yield from (_part(one, fixes) for fixes in parts)


def _part(one: Track, fixes: list[Fix]) -> Row:
    places = [(lon, lat) for _time, lon, lat in fixes]
    wrong = tuple(_numbers(one))
    return Row(
        "track", KINDS["track"], (_called(one.mmsi, one.name, one.imo, one.call_sign),), _moment(fixes[0][0]),
        _moment(fixes[-1][0]), TRANSMITTED if wrong else "", wrong,
        line(places) if len(places) > 1 else point(*places[0]), " ".join(_moment(time) for time, _lon, _lat in fixes),
        countries=_countries((one.mmsi,)),
    )  # fmt: skip


def _numbers(one: Track) -> Iterator[str]:
    """Yield what the numbers that a vessel transmits say of themselves, in the reader's language (spec §80.60)."""
    said = {"mmsi": f"{one.mmsi:09}"} | ({"imo": f"{one.imo:07}"} if one.imo is not None else {})
    yield from (gettext(each.sentence) % each.values for each in rules.check_vessel(said))


def _called(mmsi: int, name: str, imo: int | None = None, call_sign: str = "") -> str:
    numbers = (f"{mmsi:09}", f"IMO {imo:07}" if imo is not None else "", call_sign)
    return " · ".join(filter(None, (name, *numbers)))


def _countries(vessels: Iterable[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for mmsi in vessels if (code := country_of(f"{mmsi:09}"))))


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M")
