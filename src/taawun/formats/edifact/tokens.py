# SPDX-License-Identifier: Apache-2.0
"""From bytes to segments, one at a time, in constant memory, whatever signs part them.

What carriers send is read: lines broken after so many letters even inside a tag, blanks before tags and behind them,
telegram lines before the first segment and after the last one, no UNT or UNZ, UTF-16, letters outside the declared
character set. What cannot be read is a segment without a tag; its number leads whoever may look.
"""

import re
from collections.abc import Iterator
from typing import IO, Final

from taawun.formats import tables
from taawun.formats.edifact.delimiters import HEAD_BYTES, Delimiters, begun
from taawun.formats.edifact.segments import ELEMENTS, Segment, Wrong
from taawun.kernel.errors import BadEdifact

SEGMENT_BYTES: Final = 32 << 10
"""Longest segment, in bytes; the standard allows far less."""
CHUNK_BYTES: Final = 128 << 10
CHARACTER_SETS: Final = {
    "UNOC": "iso8859-1", "UNOD": "iso8859-2", "UNOE": "iso8859-5", "UNOF": "iso8859-7", "UNOG": "iso8859-3",
    "UNOH": "iso8859-4", "UNOI": "iso8859-6", "UNOJ": "iso8859-8", "UNOK": "iso8859-9", "UNOW": "utf-8",
    "UNOY": "utf-8",
}  # fmt: skip
"""Syntax identifier → codec; every other one is ASCII."""
CLOSING: Final = frozenset(("UNT", "UNE", "UNZ"))
OPENING: Final = frozenset(("UNA", "UNB", "UNG", "UNH"))

_BREAKS: Final = {ord("\r"): None, ord("\n"): None}
_BLANK: Final = "".join(map(chr, range(33))) + "\x7f\ufeff\xa0"
_TAG: Final = re.compile("[A-Z]{3}")
_KEPT: Final = "\ue000\ue001\ue002\ue003"
_STRANGE: Final = {ord(letter): "\ufffd" for letter in _KEPT}


def segments(file: IO[bytes]) -> Iterator[Segment]:
    """Yield the segments of every interchange of a file, UNA left out.

    Raises:
        BadEdifact: no interchange begins in it, a segment is longer than SEGMENT_BYTES, or a second interchange names
            other signs than the first.
    """
    chunks = tables.as_utf8(file, CHUNK_BYTES)
    head = _filled(chunks)
    signs, start = begun(head)
    reading, number, closed = _Reading(signs), 0, False
    for raw, ended in _raw(head[start:], chunks, signs):
        one = reading.segment(number + 1, raw)
        if one is None or (closed and one.tag not in OPENING):
            continue  # blanks, or what the telegraph appended
        if one.tag == "UNA":
            _same(raw, signs)
            continue
        if not ended and one.tag not in CLOSING:
            one = Segment(one.number, "", wrong=(Wrong.BREAKS_OFF,))
        number, closed = number + 1, one.tag == "UNZ"
        yield one


def _filled(chunks: Iterator[bytes]) -> bytes:
    head = b""
    while len(head) < HEAD_BYTES and (more := next(chunks, b"")):
        head += more
    return head


def _raw(begun: bytes, chunks: Iterator[bytes], signs: Delimiters) -> Iterator[tuple[bytes, bool]]:
    """Yield the bytes of each segment without its terminator, and whether there was one."""
    one = _pattern(signs)
    rest = begun
    while True:
        end = 0
        while found := one.match(rest, end):  # from where the last one ended, and nowhere else: each byte is seen once
            if found.end() - end > SEGMENT_BYTES:
                raise BadEdifact("A segment has more than {limit} KiB.", limit=SEGMENT_BYTES >> 10)
            end = found.end()
            yield found.group(1), True
        rest = rest[end:]
        if len(rest) > SEGMENT_BYTES:
            raise BadEdifact("A segment has more than {limit} KiB.", limit=SEGMENT_BYTES >> 10)
        more = next(chunks, b"")
        if not more:
            break
        rest += more
    yield rest, False


def _pattern(signs: Delimiters) -> re.Pattern[bytes]:
    """Return what one segment is; quantifiers give nothing back, so that no text makes it slow."""
    end = re.escape(signs.terminator.encode())
    if signs.release == " ":
        return re.compile(rb"([^%b]*+)%b" % (end, end))
    release = re.escape(signs.release.encode())
    return re.compile(rb"((?:[^%b%b]++|%b.)*+)%b" % (release, end, release, end), re.DOTALL)


def _same(raw: bytes, signs: Delimiters) -> None:
    stated = raw.decode("ascii", "replace").strip(_BLANK.replace(" ", ""))
    if stated[:7].rstrip() != signs.una[:7].rstrip():
        raise BadEdifact("A second interchange names other signs than the first; send it as a file of its own.")


class _Reading:
    """The segments of an interchange, with its signs and its character set."""

    def __init__(self, signs: Delimiters) -> None:
        self._signs, self._codec = signs, "ascii"
        self._released = [(signs.release + sign, kept) for sign, kept in zip(self._kept(), _KEPT, strict=True)]
        self._back = {ord(kept): sign for sign, kept in zip(self._kept(), _KEPT, strict=True)}

    def _kept(self) -> tuple[str, str, str, str]:
        return self._signs.release, self._signs.element, self._signs.component, self._signs.terminator

    def segment(self, number: int, raw: bytes) -> Segment | None:
        """Return a segment; None for blanks."""
        text, wrong = self._text(raw)
        if not text:
            return None
        elements = self._parted(text)
        tag = elements[0][0].replace(" ", "")
        if not _TAG.fullmatch(tag):
            return Segment(number, "", wrong=(*wrong, Wrong.NO_TAG))
        if tag in ("UNB", "UNG", "UNH", "UNT", "UNE", "UNZ"):
            elements = [tuple(one.strip() for one in parts) for parts in elements]
        if tag == "UNB" and len(elements) > 1:
            self._codec = CHARACTER_SETS.get(elements[1][0][:4], "ascii")
        if len(elements) > ELEMENTS or any(len(one) > ELEMENTS for one in elements):
            elements, wrong = [one[:ELEMENTS] for one in elements[:ELEMENTS]], (*wrong, Wrong.MANY)
        return Segment(number, tag, tuple(elements[1:]), wrong)

    def _text(self, raw: bytes) -> tuple[str, tuple[Wrong, ...]]:
        """Return the text of a segment without breaks of lines and leading blanks, and whether it had to be guessed."""
        wrong: tuple[Wrong, ...] = ()
        try:
            text = raw.decode(self._codec)
        except UnicodeDecodeError:
            wrong, text = (Wrong.BAD_BYTES,), _guessed(raw)
        return text.translate(_BREAKS).lstrip(_BLANK), wrong

    def _parted(self, text: str) -> list[tuple[str, ...]]:
        signs = self._signs
        if signs.release == " " or signs.release not in text:
            return [tuple(one.split(signs.component)) for one in text.split(signs.element)]
        text = text.translate(_STRANGE)
        for written, kept in self._released:  # a released release sign first: it releases nothing behind it
            text = text.replace(written, kept)
        text = text.replace(signs.release, "")
        parts = (one.split(signs.component) for one in text.split(signs.element))
        return [tuple(part.translate(self._back) for part in one) for one in parts]


def _guessed(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1256", "replace")
