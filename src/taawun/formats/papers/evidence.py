# SPDX-License-Identifier: Apache-2.0
"""Evidence that came in: its size and digest, and the chain of hands it went through (design 40-law).

Each link of the chain holds the digest of the link before it, so that none can be changed, dropped, added or moved
without `check_custody` naming the place. The last link is held by nothing but its own digest: `head` goes into the
ledger, and comes back as an argument.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import IO, Final

from taawun.kernel.errors import BadEvidence, BrokenCustody
from taawun.kernel.wire import canonical

FILE_BYTES: Final = 1 << 40
"""Largest file of evidence, in bytes: an image of a one-tebibyte disk."""
CHUNK_BYTES: Final = 1 << 20
LINE_CHARACTERS: Final = 4_000
"""Longest text in a link."""
LINKS: Final = 10_000
"""Most links of one chain."""

_FIRST: Final = "0" * 64
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Act(StrEnum):
    """What was done with the item: the only list of the words of custody."""

    TAKEN_IN = "taken_in"
    SEALED = "sealed"
    OPENED = "opened"
    EXAMINED = "examined"
    COPIED = "copied"
    HANDED_OVER = "handed_over"
    SENT = "sent"
    RETURNED = "returned"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class Measured:
    """A file as it came: its length in bytes and its SHA-256 in lower-case hex."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Link:
    """One act with an item of evidence.

    Attributes:
        number: its place in the chain, from 1.
        act: what was done.
        at: when, in UTC, to the second.
        item: the SHA-256 of the item's bytes; a copy must have the same.
        holder: who holds the item after the act.
        giver: from whom it came; empty where it changed no hands.
        seal: the number of the seal that it then carries; empty without one.
        condition: how it was found.
        officer: the identifier of the officer who recorded it; empty where nobody did.
        before: the digest of the link before, or zeros.
    """

    number: int
    act: Act
    at: datetime
    item: str
    holder: str
    giver: str
    seal: str
    condition: str
    officer: str
    before: str

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the link's canonical JSON, in lower-case hex."""
        said = {**asdict(self), "act": self.act.value, "at": self.at.astimezone(UTC).isoformat(timespec="seconds")}
        return hashlib.sha256(canonical.encode(said)).hexdigest()


def measure(file: IO[bytes], *, limit: int = FILE_BYTES) -> Measured:
    """Return the length and the digest of a file, read in pieces.

    Raises:
        BadEvidence: for an empty file, or at the first byte beyond the limit.
    """
    digest, size = hashlib.sha256(), 0
    while piece := file.read(CHUNK_BYTES):
        size += len(piece)
        if size > limit:
            raise BadEvidence(f"more than {limit} bytes.")
        digest.update(piece)
    if not size:
        raise BadEvidence("an empty file.")
    return Measured(size, digest.hexdigest())


def take_in(
    measured: Measured, *, at: datetime, holder: str, giver: str, condition: str, seal: str = "", officer: str = ""
) -> tuple[Link, ...]:
    """Return the chain of an item that has just been taken in from `giver` by `holder`.

    Raises:
        BadEvidence: for a text that is missing or too long, or a moment without a zone.
    """
    if not giver.strip():
        raise BadEvidence("giver: empty.")
    link = Link(1, Act.TAKEN_IN, _second(at), measured.sha256, holder, giver, seal, condition, officer, _FIRST)
    return (_checked(link),)


def add(
    chain: Sequence[Link],
    act: Act,
    *,
    at: datetime,
    holder: str,
    condition: str,
    giver: str = "",
    seal: str = "",
    officer: str = "",
) -> tuple[Link, ...]:
    """Return the chain with one more act, after the chain itself was checked.

    Raises:
        BrokenCustody: when the chain is broken, or the act would break it.
        BadEvidence: for a text that is missing or too long.
    """
    check_custody(chain)
    last = chain[-1]
    link = Link(last.number + 1, act, _second(at), last.item, holder, giver, seal, condition, officer, last.digest)
    longer = (*chain, _checked(link))
    check_custody(longer)
    return longer


def check_custody(chain: Sequence[Link], *, head: str = "") -> None:
    """Check a chain from its first link to its last.

    Args:
        chain: the links in their order.
        head: the digest of the last link as somebody else kept it, such as the ledger; unchecked when empty.

    Raises:
        BrokenCustody: naming the first link that does not fit, and why.
    """
    if not 1 <= len(chain) <= LINKS:
        raise BrokenCustody(f"{len(chain)} links; from 1 to {LINKS}.")
    before: Link | None = None
    for number, link in enumerate(chain, start=1):
        if problem := _problem(link, number, before):
            raise BrokenCustody(f"link {number}: {problem}.")
        before = link
    if head and chain[-1].digest != head:
        raise BrokenCustody(f"link {len(chain)}: it is not the last link that was recorded.")


def _problem(link: Link, number: int, before: Link | None) -> str:
    """Return why a link does not follow the one before, or an empty text."""
    problems = {
        f"it carries the number {link.number}": link.number != number,
        "the link before it was changed, dropped or moved": link.before != (before.digest if before else _FIRST),
        "a chain begins with taking in": before is None and link.act is not Act.TAKEN_IN,
    }
    if before is not None:
        problems |= {
            "it is dated before the one before it": link.at < before.at,
            "it is about another item": link.item != before.item,
            "the item had been destroyed": before.act is Act.DESTROYED,
            "the item changed hands, and was not given by who held it": before.holder not in (link.holder, link.giver),
        }
    return next((problem for problem, found in problems.items() if found), "")


def _checked(link: Link) -> Link:
    for name in ("holder", "condition"):
        if not getattr(link, name).strip():
            raise BadEvidence(f"{name}: empty.")
    for name in ("holder", "giver", "seal", "condition", "officer"):
        if len(getattr(link, name)) > LINE_CHARACTERS:
            raise BadEvidence(f"{name}: at most {LINE_CHARACTERS} characters.")
    if _SHA256.fullmatch(link.item) is None:
        raise BadEvidence("item: 64 hexadecimal digits in lower case are expected.")
    return link


def _second(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise BadEvidence("at: a moment needs its zone.")
    return at.astimezone(UTC).replace(microsecond=0)
