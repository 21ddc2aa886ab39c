# SPDX-License-Identifier: Apache-2.0
"""Many sentences at once: the same answers as the reader of single lines, at a speed that files of a year need."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

from taawun.formats import tables
from taawun.formats.ais import kernels
from taawun.formats.ais.messages import Message, Position
from taawun.formats.ais.sentences import LINE_BYTES, Fault, Reader

CHUNK_BYTES: Final = 1 << 20
AHEAD: Final = 86_400
"""Seconds by which a time may lie ahead of the clock: receivers go wrong by hours, and mix up zones."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What some lines said: positions as rows of `kernels.COLUMNS` whole numbers, and all other messages."""

    rows: NDArray[np.int64]
    messages: tuple[Message, ...]

    @property
    def placed(self) -> NDArray[np.int64]:
        """Return the rows that have a place and a time."""
        nowhere = kernels.NOWHERE
        kept = (self.rows[:, 1] > 0) & (self.rows[:, 2] != nowhere) & (self.rows[:, 3] != nowhere)
        return np.asarray(self.rows[kept])


class Bulk:
    """Reads bytes of one source as they come; its reader counts what was heard."""

    def __init__(self, reader: Reader | None = None) -> None:
        self.reader = reader or Reader()
        self._lines = 0
        self._rest = b""
        self._skipping = False

    def feed(self, data: bytes, time: int | None = None) -> Batch:
        """Return what the whole lines among all bytes so far say.

        Args:
            data: the next bytes of the source.
            time: seconds since 1970 of lines that do not state it, None where they shall have none.
        """
        whole, ended, rest = (self._rest + data).rpartition(b"\n")
        if self._skipping and ended:
            whole, self._skipping = whole[(whole + ended).index(ended) :], False
        batch = self._read(whole + ended, time)
        if len(rest) > LINE_BYTES:
            if not self._skipping:
                self.reader.heard.wrong(Fault.TOO_LONG, self._lines + 1)
            self._skipping, rest = True, b""
        self._rest = rest
        return batch

    def end(self) -> Batch:
        """Return what stands without an end, and count the parts that wait for others as orphans."""
        batch = self.feed(b"\n") if self._rest or self._skipping else self._read(b"", None)
        self.reader.close()
        return batch

    def _read(self, data: bytes, time: int | None) -> Batch:
        if time is not None:
            self.reader.latest = time + AHEAD
        buffer, lines = np.frombuffer(data, np.uint8), data.count(b"\n")
        rows, rest = kernels.empty(lines)
        read, left = kernels.scan(buffer, kernels.VALUES, rows, rest, self.reader.latest)
        heard, stated = self.reader.heard, rows[:read]
        if time is not None:
            stated[stated[:, 1] < 0, 1] = time
        for count in ("lines", "sentences", "messages", "decoded"):
            setattr(heard, count, getattr(heard, count) + read)
        slow = [self._alone(data[start:end], line, time) for start, end, line in rest[:left].tolist()]
        self._lines += lines
        places = [_row(one) for one in slow if isinstance(one, Position)]
        others = tuple(one for one in slow if one is not None and not isinstance(one, Position))
        return Batch(np.concatenate([stated, np.array(places, np.int64)]) if places else stated, others)

    def _alone(self, line: bytes, number: int, time: int | None) -> Message | None:
        """Return what a line says that the fast way left; the reader is told which line of the source it is."""
        self.reader.number = self._lines + number
        return self.reader.read(line, time)


def read_bulk(file: IO[bytes], bulk: Bulk) -> Iterator[Batch]:
    """Yield what a file says, a chunk of it at a time, in constant memory; the same bytes give the same batches.

    A file that was saved as UTF-16, as an editor does, is read as what it was.
    """
    for data in tables.as_utf8(file, CHUNK_BYTES):
        yield bulk.feed(data)
    yield bulk.end()


def _row(one: Position) -> tuple[int, ...]:
    place = [kernels.NOWHERE if value is None else value for value in (one.lon, one.lat)]
    moving = [-1 if value is None else value for value in (one.speed, one.course, one.heading)]
    return (one.mmsi, -1 if one.time is None else one.time, *place, *moving)
