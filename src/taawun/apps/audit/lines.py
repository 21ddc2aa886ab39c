# SPDX-License-Identifier: Apache-2.0
"""What a line says and its digest. Pure: no database here (spec §10.11).

The digest covers everything the line says and a random salt, so that a digest in the hands of the other
party cannot be guessed back to an officer and an object. It does not cover the row's number, which the
database gives; the order of lines is covered by the root over them.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from taawun.apps.audit.actors import Actor
from taawun.kernel.errors import NoPurpose
from taawun.kernel.wire.digests import digest_of
from taawun.kernel.wire.times import cut, to_wire

ALLOWED: Final = "allowed"
REFUSED: Final = "refused"
SALT_BYTES: Final = 16

COLUMNS: Final = (
    "at", "officer_id", "authority", "actor_kind", "act", "object_type", "object_id", "purpose", "outcome", "section",
    "salt", "digest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One act or reading that is to be recorded."""

    actor: Actor
    act: str
    object_type: str
    object_id: str
    purpose: str
    outcome: str = ALLOWED
    section: str = ""


class Written(NamedTuple):
    """A line as it goes into the table, in the order of `COLUMNS`."""

    at: datetime
    officer_id: str
    authority: str
    actor_kind: str
    act: str
    object_type: str
    object_id: str
    purpose: str
    outcome: str
    section: str
    salt: str
    digest: str


def digest(at: datetime, said: Sequence[str]) -> str:
    """Return the digest of a line: its time, and its texts from `officer_id` to `salt` in their order."""
    return _digest(to_wire(at), said)


def write(entries: Iterable[Entry], at: datetime) -> list[Written]:
    """Return the rows of entries, all at one moment.

    Raises:
        NoPurpose: if any entry has an empty or blank purpose; then nothing is written.
    """
    entries = list(entries)
    moment, salts = cut(at), os.urandom(SALT_BYTES * len(entries)).hex()
    wide = SALT_BYTES * 2
    spelled = to_wire(moment)
    return [_write(entry, moment, spelled, salts[i * wide : (i + 1) * wide]) for i, entry in enumerate(entries)]


def _write(entry: Entry, at: datetime, spelled: str, salt: str) -> Written:
    if not entry.purpose.strip():
        raise NoPurpose
    actor = entry.actor
    said = (
        actor.officer_id, actor.authority, actor.kind, entry.act, entry.object_type, entry.object_id,
        entry.purpose, entry.outcome, entry.section, salt,
    )  # fmt: skip
    return Written(at, *said, _digest(spelled, said))


def _digest(spelled: str, said: Sequence[str]) -> str:
    return digest_of(["audit.line/1", spelled, *said])
