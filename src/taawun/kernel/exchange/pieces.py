# SPDX-License-Identifier: Apache-2.0
"""Pieces of papers: how the bytes that a move names come across, asked for one after the other (spec §30.19).

A piece needs no release of its own: the released move names the SHA-256 of the whole, and only bytes of that
digest are ever kept. So order, loss and repetition change nothing, and nobody is trusted who carries one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from taawun.kernel.cases.moves import PAPERS, PaperRef
from taawun.kernel.errors import BadPiece, BadShape, NoSuchPiece, TooLarge
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.digests import check_digest
from taawun.kernel.wire.ids import check_id
from taawun.kernel.wire.limits import ATTACHMENT_CHUNK_BYTES

TYPE: Final = "paper-piece/1"
CARRIED_BYTES: Final = 64 << 20
"""Largest paper whose bytes travel, in bytes."""
HEAD_BYTES: Final = 1_024
"""Largest head of a piece, in bytes of canonical JSON."""
ASK_BYTES: Final = 1_024
"""Largest request for a piece, in bytes."""

_LENGTH_BYTES: Final = 4
_ASK = frozenset({"envelope", "paper", "first", "most"})
_HEAD = frozenset({"type", "envelope", "paper", "sha256", "size", "first"})


@dataclass(frozen=True, slots=True)
class Ask:
    """What one side wants next.

    Attributes:
        envelope: the envelope of the other side whose move names the paper.
        paper: its place among the papers of the move, from 0.
        first: how many bytes the asker has; the piece begins there.
        most: how many more it takes at once, 1 to `ATTACHMENT_CHUNK_BYTES`.
    """

    envelope: str
    paper: int
    first: int
    most: int

    def to_bytes(self) -> bytes:
        """Return the canonical bytes of the request."""
        return encode({"envelope": self.envelope, "paper": self.paper, "first": self.first, "most": self.most})

    @classmethod
    def from_bytes(cls, data: bytes) -> "Ask":
        """Return the request of its bytes, or refuse its shape."""
        raw = shapes.fields(decode(data, limit=ASK_BYTES), "request for a piece", _ASK)
        return cls(
            check_id(raw["envelope"]),
            _within(raw, "paper", 0, PAPERS - 1),
            _within(raw, "first", 0, CARRIED_BYTES - 1),
            _within(raw, "most", 1, ATTACHMENT_CHUNK_BYTES),
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a paper from `first` on, with what they belong to; `size` is of the whole paper, in bytes."""

    envelope: str
    paper: int
    sha256: str
    size: int
    first: int
    data: bytes

    def to_bytes(self) -> bytes:
        """Return the bytes that are sealed: the length of the head, the head, the bytes of the paper."""
        head = encode(
            {
                "type": TYPE,
                "envelope": self.envelope,
                "paper": self.paper,
                "sha256": self.sha256,
                "size": self.size,
                "first": self.first,
            }
        )
        return len(head).to_bytes(_LENGTH_BYTES, "big") + head + self.data

    @classmethod
    def from_bytes(cls, data: bytes) -> "Piece":
        """Return the piece of its bytes, or refuse its shape."""
        length = int.from_bytes(data[:_LENGTH_BYTES], "big")
        end = _LENGTH_BYTES + length
        if length > HEAD_BYTES or len(data) - end > ATTACHMENT_CHUNK_BYTES:
            raise TooLarge(f"A piece with a head of {length} bytes, of {len(data)} in all.")
        if len(data) < end:
            raise BadShape("The head of the piece is cut off.")
        raw = shapes.fields(decode(data[_LENGTH_BYTES:end], limit=HEAD_BYTES), "piece", _HEAD)
        if raw["type"] != TYPE:
            raise BadShape(f"The type is not {TYPE}.")
        return cls(
            check_id(raw["envelope"]),
            _within(raw, "paper", 0, PAPERS - 1),
            check_digest(raw["sha256"]),
            _within(raw, "size", 1, CARRIED_BYTES),
            _within(raw, "first", 0, CARRIED_BYTES - 1),
            data[end:],
        )


def travels(paper: PaperRef) -> bool:
    """Tell whether the bytes of a paper may cross at all: it has some, and not more than the limit."""
    return 0 < paper.size <= CARRIED_BYTES


def asked_of(papers: Sequence[PaperRef], ask: Ask) -> PaperRef:
    """Return the paper that is asked for, of those that the move names.

    Raises:
        NoSuchPiece: the move names no paper in this place, or it has no byte there.
        TooLarge: its bytes do not travel.
    """
    if ask.paper >= len(papers):
        raise NoSuchPiece("The move names no such paper.")
    paper = papers[ask.paper]
    if not travels(paper):
        raise TooLarge(f"A paper of {paper.size} bytes; 1 to {CARRIED_BYTES} travel.")
    if ask.first >= paper.size:
        raise NoSuchPiece("The paper ends before.")
    return paper


def check_piece(piece: Piece, ask: Ask, paper: PaperRef) -> None:
    """Refuse a piece that is not what was asked for, of the paper that the move names.

    Raises:
        BadPiece: another paper, another place, no byte, more than was asked for, or bytes beyond the end.
    """
    problems: Mapping[str, bool] = {
        "It answers another question.": (piece.envelope, piece.paper, piece.first)
        != (ask.envelope, ask.paper, ask.first),
        "It is of another paper.": (piece.sha256, piece.size) != (paper.sha256, paper.size),
        "It holds no byte, or more than was asked for.": not 0 < len(piece.data) <= ask.most,
        "It goes beyond the end of the paper.": piece.first + len(piece.data) > paper.size,
    }
    for problem, found in problems.items():
        if found:
            raise BadPiece(problem)


def check_whole(sha256: str, paper: PaperRef) -> None:
    """Refuse the bytes of a paper, all of them here, that have another digest than the move names."""
    if sha256 != paper.sha256:
        raise BadPiece("All bytes are here, and they are not those that the move names.")


def _within(raw: Mapping[str, Any], name: str, least: int, most: int) -> int:
    number = shapes.whole(raw[name], name, least)
    if number > most:
        raise BadShape(f"{name} is above {most}.")
    return number
