# SPDX-License-Identifier: Apache-2.0
"""From bytes as they come to lines: bounded, whatever comes, and with the place from which reading can go on."""

from collections.abc import Iterator
from typing import IO, Final

from taawun.formats.ais.messages import Message
from taawun.formats.ais.sentences import LINE_BYTES, Fault, Reader

CHUNK_BYTES: Final = 1 << 18


class Lines:
    """Cuts a stream of bytes into lines. A line that does not end in time is thrown away and counted once."""

    def __init__(self) -> None:
        self._rest = b""
        self._skipping = False
        self.too_long: list[int] = []
        """The numbers of the lines that were thrown away; what is left of them is a blank line."""
        self._number = 1

    def feed(self, data: bytes) -> list[bytes]:
        """Return the whole lines that these bytes complete."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._number += len(lines)
        if self._skipping and lines:
            lines[0] = b""
            self._skipping = False
        if len(self._rest) > LINE_BYTES:
            self.too_long += [] if self._skipping else [self._number]
            self._skipping, self._rest = True, b""
        return lines

    def end(self) -> list[bytes]:
        """Return what stands without an end."""
        rest, self._rest = self._rest, b""
        return [rest] if rest and not self._skipping else []


def read_file(file: IO[bytes], reader: Reader) -> Iterator[list[Message]]:
    """Yield the messages of a file, a chunk of it at a time, in constant memory; counts are the reader's.

    The same bytes give the same chunks, so that an import that was stopped goes on at its chunk.
    """
    lines = Lines()
    while data := file.read(CHUNK_BYTES):
        yield _read(lines.feed(data), reader)
        _count(lines, reader)
    yield _read(lines.end(), reader)
    reader.close()


def _read(lines: list[bytes], reader: Reader) -> list[Message]:
    return [found for line in lines if (found := reader.read(line)) is not None]


def _count(lines: Lines, reader: Reader) -> None:
    if lines.too_long:
        reader.heard.wrong(Fault.TOO_LONG, *lines.too_long)
        lines.too_long = []
