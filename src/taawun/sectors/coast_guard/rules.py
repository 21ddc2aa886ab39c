# SPDX-License-Identifier: Apache-2.0
"""The rules of this sector: what numbers, places and legal bases say of themselves (spec §80.40, §80.60).

A remark is about what is written, never about a person or a vessel: a wrong number is most often a mistake.
"""

import math
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any, Final

from taawun.apps.maps.shapes import Shape, area_in, line_in
from taawun.apps.sector import Data, Level, Remark
from taawun.formats.ais.identity import Imo, country_of, imo_of, is_mmsi, is_ship

_TIME: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_DEGREE: Final = 60.0
"""Nautical miles of a degree of latitude."""
FASTEST: Final = Decimal(60)
"""Knots that no patrol boat keeps up."""
_IMO: Final = {
    Imo.SHAPE: Remark("vessel.imo-shape", "imo", "An IMO number has seven digits."),
    Imo.DIGIT: Remark(
        "vessel.imo-digit", "imo", "The check digit of this IMO number does not fit; it may be mistyped."
    ),
    Imo.ZEROS: Remark("vessel.imo-zeros", "imo", "Seven zeros pass the check digit, and no ship bears them."),
}


def check_vessel(data: Data) -> Iterator[Remark]:
    """Say what the numbers of a vessel can tell: shape, check digit, country against flag."""
    imo, mmsi, flags = str(data.get("imo", "")), str(data.get("mmsi", "")), data.get("flag") or []
    found = _IMO.get(imo_of(imo)) if imo else None
    if found:
        yield found
    if not mmsi:
        return
    country = country_of(mmsi)
    if not is_mmsi(mmsi):
        yield Remark("vessel.mmsi-shape", "mmsi", "An MMSI has nine digits that are not all alike.")
    elif not country:
        yield Remark("vessel.mmsi-country", "mmsi", "The first digits of this MMSI belong to no country.")
    elif not is_ship(mmsi):
        yield Remark("vessel.mmsi-kind", "mmsi", "This MMSI is not of the kind that a ship bears.", Level.NOTE)
    elif flags and country not in flags:
        yield Remark(
            "vessel.mmsi-flag", "mmsi",
            "The digits of this MMSI are those of %(country)s, which is not the flag stated.",
            Level.NOTE, {"country": country},
        )  # fmt: skip


def check_sighting(data: Data) -> Iterator[Remark]:
    """Refuse a time that is none, and note what a reader will miss."""
    yield from _time(data)
    if not data.get("place"):
        yield Remark("sea.no-place", "place", "Without a position this stands on no map.", Level.NOTE)
    if not any(data.get(name) for name in ("vessel", "vessel_name", "vessel_type", "summary")):
        yield Remark("sighting.nothing", "summary", "Nothing is said of what was seen.")


def check_contact(data: Data) -> Iterator[Remark]:
    """Refuse a time that is none, and say what silence is worth."""
    yield from _time(data)
    if data.get("transmitting") == "not_heard":
        yield Remark(
            "contact.silent", "transmitting",
            "Many boats need not transmit, and masts do not hear all: that it was not heard says nothing.", Level.NOTE,
        )  # fmt: skip


def check_boarding(data: Data) -> Iterator[Remark]:
    """Warn of a boarding whose basis does not stand by itself."""
    yield from _time(data)
    basis, waters = data.get("basis"), data.get("waters")
    if basis == "flag_authorised" and not data.get("authorisation"):
        yield Remark(
            "boarding.no-authorisation", "authorisation",
            "Name the case in which the flag State authorised this boarding.",
        )  # fmt: skip
    if basis == "own_waters" and waters == "high_seas":
        yield Remark("boarding.waters", "basis", "On the high seas nobody boards for being in own waters.")
    if basis == "without_nationality" and data.get("flag"):
        yield Remark("boarding.flag", "flag", "A flag is stated for a vessel that is said to have none.")
    if data.get("outcome") == "seizure" and not data.get("seizure"):
        yield Remark("boarding.no-seizure", "seizure", "Name the record of what was seized.")
    if data.get("force") == "used" and not data.get("summary"):
        yield Remark("boarding.force", "summary", "Say what force was used, why, and who was told.")


def check_log(data: Data) -> Iterator[Remark]:
    """Refuse a route that is none; warn of a patrol that ends before it begins, or was faster than boats are."""
    if data.get("route") and line_in(str(data["route"])) is None:
        yield Remark(
            "patrol.no-route", "route", "This is no route. Give two or more places in their order.", Level.REFUSED
        )
    if data.get("until") and str(data["until"]) < str(data.get("date", "")):
        yield Remark("patrol.ends-early", "until", "The patrol ends before it begins.")
    speed = _speed(data)
    if speed is not None and speed > FASTEST:
        yield Remark("patrol.too-fast", "miles", "The distance is more than a boat makes in these hours.")


def fill_log(data: Data) -> dict[str, Any]:
    """Return the mean speed of a patrol in knots."""
    speed = _speed(data)
    return {} if speed is None else {"speed": f"{speed.quantize(Decimal('0.1'), ROUND_HALF_UP):f}"}


def check_area(data: Data) -> Iterator[Remark]:
    """Refuse an area that is none, and warn of days that are turned round."""
    if data.get("area") and area_in(str(data["area"])) is None:
        yield Remark(
            "area.none", "area", "This is no area. Give three or more corners, or a place and a radius.", Level.REFUSED
        )
    if data.get("end") and str(data["end"]) < str(data.get("start", "")):
        yield Remark("area.ends-early", "end", "It ends before it begins.")


def fill_area(data: Data) -> dict[str, Any]:
    """Return the middle of an area, and its size in square nautical miles."""
    shape = area_in(str(data.get("area", "")))
    if shape is None:
        return {}
    ring = shape.places[:-1]
    lon, lat = (sum(place[axis] for place in ring) / len(ring) for axis in (0, 1))
    return {"centre": f"{lat:.3f},{lon:.3f}", "area_size": f"{_size(shape, lat):.0f}"}


def digits(number: str, kind: str) -> str:
    """Return what a number tells: of an IMO number what it is, of an MMSI its country."""
    return str(imo_of(number)) if kind == "imo" else country_of(number)


def _size(shape: Shape, latitude: float) -> float:
    wide = math.cos(math.radians(latitude))
    corners = [(lon * _DEGREE * wide, lat * _DEGREE) for lon, lat in shape.places]
    doubled = sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(corners))
    return abs(doubled) / 2


def _speed(data: Data) -> Decimal | None:
    hours, miles = data.get("hours"), data.get("miles")
    return Decimal(str(miles)) / Decimal(str(hours)) if hours and miles and Decimal(str(hours)) else None


def _time(data: Data) -> Iterator[Remark]:
    if data.get("time") and not _TIME.fullmatch(str(data["time"])):
        yield Remark("sea.time", "time", "A time has the form 21:40, in UTC.", Level.REFUSED)
