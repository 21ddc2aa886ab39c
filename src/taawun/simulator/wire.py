# SPDX-License-Identifier: Apache-2.0
"""A network that loses, delays, reorders, duplicates and damages what it carries."""

import heapq
from collections import deque
from dataclasses import dataclass, field, replace
from random import Random

from taawun.simulator.clock import WorldClock


@dataclass(frozen=True, slots=True)
class Packet:
    """One request or answer between two nodes."""

    source: str
    target: str
    path: str
    body: bytes
    header: str = ""


@dataclass(frozen=True, slots=True)
class Weather:
    """How bad the network is: shares of packets, and the longest delay in seconds."""

    loss: float = 0.0
    duplicate: float = 0.0
    flip: float = 0.0
    delay: float = 0.0


FAIR = Weather()


@dataclass(slots=True)
class Wire:
    """Carries packets. Random delays reorder them."""

    clock: WorldClock
    random: Random
    weather: Weather = FAIR
    cut: set[frozenset[str]] = field(default_factory=set)  # pairs of nodes with no way between them
    heard: deque[Packet] = field(default_factory=lambda: deque(maxlen=500))  # what an eavesdropper has
    _queue: list[tuple[float, int, Packet]] = field(default_factory=list)
    _number: int = 0

    def send(self, packet: Packet) -> None:
        """Take a packet, and perhaps lose it, double it or damage it."""
        self.heard.append(packet)
        if frozenset({packet.source, packet.target}) in self.cut or self._happens(self.weather.loss):
            return
        if self._happens(self.weather.flip):
            packet = flip_bit(packet, self.random)
        for _ in range(2 if self._happens(self.weather.duplicate) else 1):
            self.put(packet, self.random.uniform(0, self.weather.delay))

    def put(self, packet: Packet, delay: float = 0.0) -> None:
        """Queue a packet for certain."""
        self._number += 1
        heapq.heappush(self._queue, (self.clock.now().timestamp() + delay, self._number, packet))

    def arrived(self) -> Packet | None:
        """Return the next packet whose time has come, if any."""
        if self._queue and self._queue[0][0] <= self.clock.now().timestamp():
            return heapq.heappop(self._queue)[2]
        return None

    def _happens(self, share: float) -> bool:
        return share > 0 and self.random.random() < share


def flip_bit(packet: Packet, random: Random) -> Packet:
    """Return a packet with one bit of its body flipped."""
    if not packet.body:
        return packet
    bit = random.randrange(len(packet.body) * 8)
    body = bytearray(packet.body)
    body[bit // 8] ^= 1 << bit % 8
    return replace(packet, body=bytes(body))
