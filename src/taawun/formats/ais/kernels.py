# SPDX-License-Identifier: Apache-2.0
"""The machine code that reads the commonest lines: whole positions of types 1, 2, 3 and 18 in one sentence.

Whatever is not exactly that, or wrong in any way, is left to the reader in sentences.py, which counts it.
"""

from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from taawun.formats.ais.bits import ARMOUR

COLUMNS: Final = 7
"""mmsi, time, lon, lat, speed, course, heading; -1 or `NOWHERE` where the message does not say it."""
NOWHERE: Final = -(1 << 40)
_WRONG: Final = 255
VALUES: Final = np.array([ARMOUR.index(one) if one in ARMOUR else _WRONG for one in range(256)], np.uint8)
"""The six bits of each letter of a payload."""


@njit(cache=True)  # pragma: no cover - compiled
def _field(data: Any, values: Any, at: int, start: int, size: int) -> int:
    """Return `size` bits from bit `start` of the payload at `at`."""
    found, bit, left = 0, start, size
    while left > 0:
        letter, offset = bit // 6, bit % 6
        take = min(6 - offset, left)
        six = int(values[data[at + letter]])
        found = (found << take) | ((six >> (6 - offset - take)) & ((1 << take) - 1))
        bit += take
        left -= take
    return found


@njit(cache=True)  # pragma: no cover - compiled
def _hex(data: Any, at: int) -> int:
    """Return the value of two hexadecimal digits, or -1."""
    found = 0
    for place in range(2):
        one = int(data[at + place])
        if 48 <= one <= 57:
            found = found * 16 + one - 48
        elif 65 <= one <= 70:
            found = found * 16 + one - 55
        else:
            return -1
    return found


@njit(cache=True)  # pragma: no cover - compiled
def _summed(data: Any, start: int, end: int) -> bool:
    """Tell whether the text from `start` to before `end` ends in "*" and its own checksum."""
    if end - start < 4 or data[end - 3] != 42:
        return False
    found = 0
    for place in range(start, end - 3):
        found ^= int(data[place])
    return found == _hex(data, end - 2)


@njit(cache=True)  # pragma: no cover - compiled
def _tagged(data: Any, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence begins and the time of its tag block (-1: none); a place of -1 leaves the line."""
    close = start + 1
    while close < end and data[close] != 92:
        close += 1
    if close >= end or not _summed(data, start + 1, close):
        return -1, -1
    time, place = -1, start + 1
    while place < close - 3:
        key, colon = data[place], data[place + 1]
        stop = place
        while stop < close - 3 and data[stop] != 44:
            stop += 1
        if colon != 58 or key == 103:  # a group: parts of one message
            return -1, -1
        if key == 99:
            time = 0
            for digit in range(place + 2, stop):
                if not 48 <= data[digit] <= 57:
                    return -1, -1
                time = time * 10 + int(data[digit]) - 48
            if stop - place > 12 or not 0 < time < 1 << 33:
                return -1, -1
        place = stop + 1
    return close + 1, time


@njit(cache=True)  # pragma: no cover - compiled
def _payload(data: Any, values: Any, start: int, end: int, letters: int) -> int:
    """Return where a payload of so many good letters stands in a good sentence of one part, or -1."""
    at = end - 5 - letters
    if at - start < 13 or end - start > 60 or data[start] != 33 or not _summed(data, start + 1, end):
        return -1
    head = (86, 68, 77, 44, 49, 44, 49, 44)  # VDM,1,1,
    for place in range(8):
        if data[start + 3 + place] != head[place]:
            return -1
    if data[end - 5] != 44 or data[end - 4] != 48 or data[at - 1] != 44:
        return -1
    commas = 0
    for place in range(start + 11, end - 5):
        commas += data[place] == 44
    for place in range(at, at + letters):
        if values[data[place]] == 255:
            return -1
    return at if commas == 2 else -1


@njit(cache=True)  # pragma: no cover - compiled
def _decode(data: Any, values: Any, at: int, time: int, row: Any) -> bool:
    kind = values[data[at]]
    if kind == 0 or (kind > 3 and kind != 18):
        return False
    less = 4 if kind == 18 else 0
    lon, lat = _field(data, values, at, 61 - less, 28), _field(data, values, at, 89 - less, 27)
    lon = lon - (1 << 28) if lon >> 27 else lon
    lat = lat - (1 << 27) if lat >> 26 else lat
    speed, course = _field(data, values, at, 50 - less, 10), _field(data, values, at, 116 - less, 12)
    heading = _field(data, values, at, 128 - less, 9)
    row[0], row[1] = _field(data, values, at, 8, 30), time
    row[2] = lon if -108_000_000 <= lon <= 108_000_000 else -(1 << 40)
    row[3] = lat if -54_000_000 <= lat <= 54_000_000 else -(1 << 40)
    row[4] = speed if speed != 1023 else -1
    row[5] = course if course < 3600 else -1
    row[6] = heading if heading < 360 else -1
    return True


@njit(cache=True)  # pragma: no cover - compiled
def _far(data: Any, values: Any, at: int, time: int, row: Any) -> bool:
    """Read a position of long range, type 27: tenths of a minute, whole knots and degrees."""
    if values[data[at]] != 27:
        return False
    lon, lat = _field(data, values, at, 44, 18), _field(data, values, at, 62, 17)
    lon = (lon - (1 << 18) if lon >> 17 else lon) * 1000
    lat = (lat - (1 << 17) if lat >> 16 else lat) * 1000
    speed, course = _field(data, values, at, 79, 6), _field(data, values, at, 85, 9)
    row[0], row[1] = _field(data, values, at, 8, 30), time
    row[2] = lon if -108_000_000 <= lon <= 108_000_000 else -(1 << 40)
    row[3] = lat if -54_000_000 <= lat <= 54_000_000 else -(1 << 40)
    row[4] = speed * 10 if speed != 63 else -1
    row[5] = course * 10 if course < 360 else -1
    row[6] = -1
    return True


@njit(cache=True)  # pragma: no cover - compiled
def _understood(data: Any, values: Any, begin: int, end: int, time: int, row: Any) -> bool:
    """Read one sentence into a row, and tell whether it was one of ours."""
    if begin < 0 or begin >= end:
        return False
    at = _payload(data, values, begin, end, 28)
    if at >= 0:
        return _decode(data, values, at, time, row)
    at = _payload(data, values, begin, end, 16)
    return at >= 0 and _far(data, values, at, time, row)


@njit(cache=True)  # pragma: no cover - compiled
def scan(data: Any, values: Any, rows: Any, rest: Any, latest: int) -> tuple[int, int]:
    """Read whole lines; return how many rows were read and how many lines are left.

    `rest` takes the ends of what is left and the number of its line from 0. What is later than `latest` is left too.
    """
    read = left = start = line = 0
    for end in range(data.size):
        if data[end] != 10:
            continue
        last = end
        while last > start and (data[last - 1] == 13 or data[last - 1] == 32):
            last -= 1
        begin, time = start, -1
        if last > start and data[start] == 92:
            begin, time = _tagged(data, start, last)
        if time <= latest and _understood(data, values, begin, last, time, rows[read]):
            read += 1
        elif last > start:
            rest[left, 0], rest[left, 1], rest[left, 2] = start, last, line
            left += 1
        start, line = end + 1, line + 1
    return read, left


def empty(lines: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return room for the rows and for what is left of so many lines."""
    return np.empty((lines, COLUMNS), np.int64), np.empty((lines, 3), np.int64)
