# SPDX-License-Identifier: Apache-2.0
"""Where an authentic envelope stands in its sender's chain (spec §30.4, §30.5).

Each envelope from one party to another carries a number and the digest of the one before it. Copies change
nothing, a hole is asked for, and two envelopes in one place are a fork: proof, signed by the sender, that it
told two stories.
"""

from dataclasses import dataclass
from enum import Enum, auto

from taawun.kernel.errors import Forked, Replayed, TooLarge
from taawun.kernel.wire.envelope import GENESIS, Header
from taawun.kernel.wire.limits import HELD_PER_PEER


class Place(Enum):
    """What to do with an authentic envelope."""

    NEXT = auto()  # judge it now
    HELD = auto()  # keep it until the hole before it is filled
    COPY = auto()  # answer with the receipt it had before


@dataclass(frozen=True, slots=True)
class ChainHead:
    """How far one sender's chain has been judged here."""

    seq: int = 0
    digest: str = GENESIS
    held: int = 0  # envelopes waiting behind a hole


def place(head: ChainHead, header: Header, digest: str, same_id: str | None, same_seq: str | None) -> Place:
    """Return where an envelope belongs, or refuse it.

    Args:
        head: how far the sender's chain has come.
        header: the envelope's header.
        digest: the digest of that header.
        same_id: digest of the envelope we already have under the same id, if any.
        same_seq: digest of the envelope we already have (judged or held) in the same place, if any.

    Raises:
        Replayed: for an id that was used for something else.
        Forked: for a second envelope in one place, or one that does not follow the last.
        TooLarge: if too many already wait behind a hole.
    """
    if same_id is not None:
        if same_id != digest:
            raise Replayed
        return Place.COPY
    if same_seq is not None or header.seq <= head.seq:
        raise Forked(f"Place {header.seq} is taken.")
    if header.seq == head.seq + 1:
        check_follows(head, header)
        return Place.NEXT
    if head.held >= HELD_PER_PEER:
        raise TooLarge(f"{HELD_PER_PEER} envelopes already wait behind a missing one.")
    return Place.HELD


def check_follows(head: ChainHead, header: Header) -> None:
    """Refuse an envelope that is not the one after `head`; asked again when the hole before a held one is filled.

    Raises:
        Forked: if it follows something else.
    """
    if header.seq != head.seq + 1 or header.prev != head.digest:
        raise Forked(f"Place {header.seq} does not follow place {head.seq}.")
