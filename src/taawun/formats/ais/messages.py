# SPDX-License-Identifier: Apache-2.0
"""What AIS messages say: positions and what a vessel says of itself, read here; all other types by pyais.

Units are those of the air: 1/600,000 of a degree, tenths of a knot, tenths of a degree, so that nothing is rounded
before somebody looks at it. Not-available stays None.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from taawun.formats.ais.bits import signed, text_of

DEGREE: Final = 600_000
"""Units of a degree in positions."""
_NO_SPEED: Final = 1023
_NO_COURSE: Final = 3600
_NO_HEADING: Final = 511


class Position(NamedTuple):
    """Where a vessel says it is.

    `lon`, `lat` in 1/600,000°, `speed` in 1/10 knot, `course` in 1/10°, `heading` in degrees; `time` in seconds since
    1970 as the receiver stated it, None where it did not.
    """

    kind: int
    mmsi: int
    lon: int | None
    lat: int | None
    speed: int | None
    course: int | None
    heading: int | None
    time: int | None = None


class Static(NamedTuple):
    """What a vessel says of itself: nothing of it is checked here (formats/ais/identity.py).

    `imo` is None where the message has no such field; 0, which stands for "none", is what it says.
    """

    kind: int
    mmsi: int
    name: str
    imo: int | None
    call_sign: str
    ship_type: int | None
    destination: str
    time: int | None = None


class Other(NamedTuple):
    """A message of another type, read here or by pyais: counted, and kept by nobody."""

    kind: int
    mmsi: int
    time: int | None = None


Message = Position | Static | Other
Read = Callable[[int, int, int | None], Message | None]
"""From the bits of a message, how many they are, and its time; None where there are too few."""


def _position(bits: int, size: int, time: int | None) -> Message | None:
    """Types 1, 2, 3: 168 bits."""
    if size < 149:  # up to the regional bits; some transponders cut the rest
        return None
    bits = bits >> (size - 168) if size >= 168 else bits << (168 - size)
    lon, lat = bits >> 79 & 0xFFFFFFF, bits >> 52 & 0x7FFFFFF
    speed, course, heading = bits >> 108 & 1023, bits >> 40 & 4095, bits >> 31 & 511
    lon = lon - 0x10000000 if lon & 0x8000000 else lon
    lat = lat - 0x8000000 if lat & 0x4000000 else lat
    return Position(
        bits >> 162, bits >> 130 & 0x3FFFFFFF,
        lon if -108_000_000 <= lon <= 108_000_000 else None, lat if -54_000_000 <= lat <= 54_000_000 else None,
        speed if speed != _NO_SPEED else None, course if course < _NO_COURSE else None,
        heading if heading < 360 else None, time,
    )  # fmt: skip


def _made(kind: int, mmsi: int, place: tuple[int, int], moving: tuple[int, int, int], time: int | None) -> Position:
    (lon, lat), (speed, course, heading) = place, moving
    return Position(
        kind, mmsi,
        lon if abs(lon) <= 180 * DEGREE else None, lat if abs(lat) <= 90 * DEGREE else None,
        speed if speed != _NO_SPEED else None, course if course < _NO_COURSE else None,
        heading if heading < 360 else None, time,
    )  # fmt: skip


def _class_b(bits: int, size: int, time: int | None) -> Message | None:
    """Types 18 (168 bits) and 19 (312 bits): the same up to the heading."""
    kind = bits >> (size - 6)
    if size < (168 if kind == 18 else 301):
        return None
    head = bits >> (size - 168)
    place = signed(head >> 83 & 0xFFFFFFF, 28), signed(head >> 56 & 0x7FFFFFF, 27)
    return _made(kind, _mmsi(bits, size), place, (head >> 112 & 1023, head >> 44 & 4095, head >> 35 & 511), time)


def _aircraft(bits: int, size: int, time: int | None) -> Message | None:
    """Type 9: speed in whole knots; an aircraft has a place and a course, and no heading."""
    if size < 168:
        return None
    bits >>= size - 168
    place = signed(bits >> 79 & 0xFFFFFFF, 28), signed(bits >> 52 & 0x7FFFFFF, 27)
    speed = bits >> 108 & 1023
    moving = (speed * 10 if speed < 1022 else _NO_SPEED, bits >> 40 & 4095, _NO_HEADING)
    return _made(9, bits >> 130 & 0x3FFFFFFF, place, moving, time)


def _long_range(bits: int, size: int, time: int | None) -> Message | None:
    """Type 27, 96 bits: tenths of a minute, whole knots, whole degrees."""
    if size < 95:
        return None
    bits = bits >> (size - 96) if size >= 96 else bits << 1
    lon, lat = signed(bits >> 34 & 0x3FFFF, 18) * 1000, signed(bits >> 17 & 0x1FFFF, 17) * 1000
    speed, course = bits >> 11 & 63, bits >> 2 & 511
    moving = (speed * 10 if speed != 63 else _NO_SPEED, course * 10, _NO_HEADING)
    return _made(27, bits >> 58 & 0x3FFFFFFF, (lon, lat), moving, time)


def _voyage(bits: int, size: int, time: int | None) -> Message | None:
    """Type 5, 424 bits; a part that was cut at its end is filled with nothing."""
    if size < 240:
        return None
    bits = bits >> (size - 424) if size >= 424 else bits << (424 - size)
    name, call = text_of(bits >> 192 & (1 << 120) - 1, 20), text_of(bits >> 312 & (1 << 42) - 1, 7)
    destination = text_of(bits >> 2 & (1 << 120) - 1, 20)
    return Static(
        5, bits >> 386 & 0x3FFFFFFF, name, bits >> 354 & 0x3FFFFFFF, call, bits >> 184 & 255, destination, time
    )


def _named(bits: int, size: int, time: int | None) -> Message | None:
    """Type 24: part A has the name; part B the type and the call sign."""
    if size < 160:
        return None
    bits = bits >> (size - 168) if size >= 168 else bits << (168 - size)
    mmsi, part = bits >> 130 & 0x3FFFFFFF, bits >> 128 & 3
    if part == 0:
        return Static(24, mmsi, text_of(bits >> 8 & (1 << 120) - 1, 20), None, "", None, "", time)
    if part == 1:
        return Static(24, mmsi, "", None, text_of(bits >> 36 & (1 << 42) - 1, 7), bits >> 120 & 255, "", time)
    return None


def _station(bits: int, size: int, time: int | None) -> Message | None:
    """Types 4 and 11 (a station's clock) and 21 (an aid to navigation): no vessel, so only who speaks."""
    kind = bits >> (size - 6)
    return Other(kind, _mmsi(bits, size), time) if size >= (272 if kind == 21 else 168) else None


def _mmsi(bits: int, size: int) -> int:
    return bits >> (size - 38) & 0x3FFFFFFF


READ: Final[dict[int, Read]] = {
    1: _position, 2: _position, 3: _position, 4: _station, 5: _voyage, 9: _aircraft, 11: _station, 18: _class_b,
    19: _class_b, 21: _station, 24: _named, 27: _long_range,
}  # fmt: skip
"""The types that are read here; the rest is pyais's."""
