# SPDX-License-Identifier: Apache-2.0
"""Listening to NMEA over UDP or TCP: bytes in, batches out, written every second; a stream may hold anything."""

import select
import socket
import threading
import time
from collections.abc import Iterator
from typing import Final

from taawun.formats.ais.bulk import Batch, Bulk

DATAGRAM_BYTES: Final = 1 << 16
EVERY_SECONDS: Final = 1.0
"""How long sentences wait at most until they are written together."""
BYTES: Final = 1 << 20
"""Bytes that are held before they are written at once."""
AGAIN_SECONDS: Final = 2.0
"""How long to wait before a connection that broke is tried again."""


def udp(host: str, port: int) -> socket.socket:
    """Return a socket that takes datagrams at an address."""
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
    found.bind((host, port))
    return found


def batches(source: socket.socket, bulk: Bulk, stop: threading.Event) -> Iterator[Batch]:
    """Yield what a socket says about once a second until it ends or `stop` is set."""
    datagrams = source.type == socket.SOCK_DGRAM
    held, since = [b""], time.monotonic()
    while not stop.is_set():
        ready, _, _ = select.select([source], [], [], EVERY_SECONDS / 4)
        data = source.recv(DATAGRAM_BYTES) if ready else None
        if data:
            held.append(data if not datagrams or data.endswith(b"\n") else data + b"\n")
        ended = data == b"" and not datagrams
        if ended or time.monotonic() - since >= EVERY_SECONDS or sum(map(len, held)) > BYTES:
            if len(held) > 1:
                yield bulk.feed(b"".join(held), int(time.time()))
            held, since = [b""], time.monotonic()
        if ended:
            return
    if len(held) > 1:
        yield bulk.feed(b"".join(held), int(time.time()))


def tcp(host: str, port: int, bulk: Bulk, stop: threading.Event) -> Iterator[Batch]:
    """Yield what a server says, and connect again when it breaks off, until `stop` is set."""
    while not stop.is_set():
        try:
            with socket.create_connection((host, port), timeout=AGAIN_SECONDS) as source:
                yield from batches(source, bulk, stop)
        except OSError:
            pass  # the server is away; it is tried again
        stop.wait(AGAIN_SECONDS)
