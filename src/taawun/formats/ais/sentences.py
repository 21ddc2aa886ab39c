# SPDX-License-Identifier: Apache-2.0
"""From lines to messages: what is wrong with a line is counted by its kind, and the next line is read.

Of each kind the first lines are kept by their numbers, so that somebody can look at them.

Parts of one message may come interleaved with those of others and out of order; what never becomes whole is counted
as orphan. Memory is bounded: so many open messages, the oldest of which makes room for a new one.
"""

import binascii
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from taawun.formats.ais.bits import bits_of, checksum
from taawun.formats.ais.messages import READ, Message, Other, Position

LINE_BYTES: Final = 1024
"""Longest line that is looked at."""
SENTENCE_BYTES: Final = 100
"""Longest sentence; the standard says 82, and receivers add a little."""
OPEN: Final = 256
"""Messages of several parts that may wait for the rest at once."""
PARTS: Final = 9
NEVER: Final = 1 << 33
"""Seconds since 1970 that no tag block may state."""
PLACES: Final = 20
"""Lines of each kind of fault that are kept by their numbers."""


class Fault(StrEnum):
    """Why a line, a part or a message is counted and not read."""

    TOO_LONG = "too-long"
    BROKEN = "broken"
    CHECKSUM = "checksum"
    FRAGMENT = "fragment"
    ORPHAN = "orphan"
    TAG = "tag"
    EMPTY = "empty"
    PAYLOAD = "payload"
    UNDECODED = "undecoded"
    LATER = "later"
    """A position that says a time that has not come yet."""


@dataclass(slots=True)
class Heard:
    """What was heard so far. `messages` are whole ones, of which `decoded` were understood."""

    lines: int = 0
    sentences: int = 0
    messages: int = 0
    decoded: int = 0
    faults: Counter[Fault] = field(default_factory=Counter)
    places: dict[Fault, list[int]] = field(default_factory=dict)
    """The numbers of the first lines of each kind of fault, from 1, blank lines among them."""

    def wrong(self, fault: Fault, *lines: int) -> None:
        """Count a fault of each of these lines."""
        self.faults[fault] += len(lines)
        kept = self.places.setdefault(fault, [])
        kept.extend(lines[: PLACES - len(kept)])

    def where(self) -> dict[str, list[int]]:
        """Return the lines of each kind of fault that are kept, in order."""
        return {str(fault): sorted(lines) for fault, lines in sorted(self.places.items())}

    def to_json(self) -> dict[str, int]:
        """Return all counts under their names."""
        counts = {name: getattr(self, name) for name in ("lines", "sentences", "messages", "decoded")}
        return counts | {str(fault): count for fault, count in sorted(self.faults.items())}


@dataclass(slots=True)
class _Open:
    """A message of which parts are missing."""

    parts: list[tuple[bytes, int] | None]
    time: int | None
    lines: list[int] = field(default_factory=list)


class Reader:
    """Reads lines one after the other. One reader belongs to one source: its parts and its counts are its own.

    `latest` is the last second since 1970 that a position may say; what is later is counted and not read.
    """

    def __init__(self, latest: int = NEVER) -> None:
        self.heard, self.latest = Heard(), latest
        self.number = 0
        """The number of the line that was read last."""
        self._open: dict[tuple[bytes, bytes, bytes, int], _Open] = {}

    def read(self, line: bytes, time: int | None = None) -> Message | None:
        """Return the message that a line completes, or None.

        Args:
            line: one line, with or without its end and tag blocks.
            time: seconds since 1970 at which it was heard, where the line itself does not say it.
        """
        self.number += 1
        if not line or line.isspace():
            return None
        self.heard.lines += 1
        group = b""
        if line[:1] == b"\\":
            if len(line) > LINE_BYTES:
                return self._fault(Fault.TOO_LONG)
            tag, _, line = line[1:].rpartition(b"\\")
            group, time = self._tag(tag, time)
        parts = line.strip().split(b",")
        if len(parts) != 7 or parts[0][3:] not in {b"VDM", b"VDO"} or parts[0][:1] != b"!":
            return self._fault(Fault.BROKEN)
        if len(line) > SENTENCE_BYTES + 2:
            return self._fault(Fault.TOO_LONG)
        return self._sentence(line, parts, group, time)

    def close(self) -> None:
        """Count the parts that wait for others as orphans: nothing more comes."""
        while self._open:
            self._drop(next(iter(self._open)))

    def _sentence(self, line: bytes, parts: list[bytes], group: bytes, time: int | None) -> Message | None:
        self.heard.sentences += 1
        tail = parts[6]
        if tail[1:2] != b"*" or not b"0" <= tail[:1] <= b"5":
            return self._fault(Fault.BROKEN)
        start = line.index(b"!") + 1
        try:
            stated = int(tail[2:4], 16)
        except ValueError:
            return self._fault(Fault.BROKEN)
        if checksum(line[start : line.index(b"*", start)]) != stated:
            return self._fault(Fault.CHECKSUM)
        fill = tail[0] - 48
        if parts[1] == b"1" and parts[2] == b"1":
            return self._message(parts[5], fill, time)
        return self._part(parts, fill, group, time)

    def _part(self, parts: list[bytes], fill: int, group: bytes, time: int | None) -> Message | None:
        """Take one part of several; the whole message is read when its last part is there."""
        total, number = (int(part) if part.isdigit() and len(part) == 1 else 0 for part in parts[1:3])
        if not 1 <= number <= total <= PARTS:
            return self._fault(Fault.FRAGMENT)
        key = (group, parts[3], parts[4], total)
        found = self._open.get(key)
        if found is not None and found.parts[number - 1] is not None:  # another message under the same number
            self._drop(key)
            found = None
        if found is None:
            if len(self._open) >= OPEN:
                self._drop(next(iter(self._open)))
            found = self._open[key] = _Open([None] * total, time)
        found.parts[number - 1] = (parts[5], fill)
        found.lines.append(self.number)
        found.time = found.time if found.time is not None else time
        if len(found.lines) < total:
            return None
        del self._open[key]
        pieces = [one for one in found.parts if one is not None]
        return self._message(b"".join(payload for payload, _ in pieces), pieces[-1][1], found.time)

    def _message(self, payload: bytes, fill: int, time: int | None) -> Message | None:
        heard = self.heard
        heard.messages += 1
        if not payload:
            return self._fault(Fault.EMPTY)
        try:
            bits, size = bits_of(payload, fill)
        except ValueError:  # binascii.Error is one
            return self._fault(Fault.PAYLOAD)
        if size < 38:
            return self._fault(Fault.PAYLOAD)
        read = READ.get(bits >> (size - 6))
        made = read(bits, size, time) if read else _by_pyais(payload, fill, time)
        if made is None:
            return self._fault(Fault.PAYLOAD if read else Fault.UNDECODED)
        heard.decoded += 1
        late = isinstance(made, Position) and made.time is not None and made.time > self.latest
        return self._fault(Fault.LATER) if late else made

    def _tag(self, tag: bytes, time: int | None) -> tuple[bytes, int | None]:
        """Return the group of a tag block and the time that it states; a broken block says nothing."""
        said, _, stated = tag.rpartition(b"*")
        if not said or len(stated) != 2 or f"{checksum(said):02X}".encode() != stated.upper():
            self._fault(Fault.TAG)
            return b"", time
        fields = dict(one.split(b":", 1) for one in said.split(b",") if b":" in one)
        clock = fields.get(b"c", b"")[:13]
        if clock.isdigit():
            seconds = int(clock) if len(clock) < 12 else int(clock) // 1000
            time = seconds if 0 < seconds < NEVER else time
        return fields.get(b"g", b"").rpartition(b"-")[2], time

    def _drop(self, key: tuple[bytes, bytes, bytes, int]) -> None:
        self.heard.wrong(Fault.ORPHAN, *self._open.pop(key).lines)

    def _fault(self, fault: Fault) -> Message | None:
        self.heard.wrong(fault, self.number)
        return None


def _by_pyais(payload: bytes, fill: int, time: int | None) -> Message | None:
    """Return a message of a rarer type, if pyais understands it."""
    from pyais import decode
    from pyais.exceptions import AISBaseException

    body = b"AIVDM,1,1,,A," + payload + b"," + str(fill).encode()
    try:
        found = decode(b"!" + body + f"*{checksum(body[:128]):02X}".encode())
        return Other(int(found.msg_type), int(found.mmsi), time)
    except (AISBaseException, ValueError, TypeError, IndexError, AttributeError, binascii.Error):
        return None
