# SPDX-License-Identifier: Apache-2.0
"""A file sealed under a passphrase, of any size in constant memory: scrypt, then AES-256-GCM over pieces.

Each piece is bound to its place, to the head of the file and to whether it is the last one, so that pieces cannot be
changed, left out, moved or cut off. What a reader yields before an error was authentic.
"""

import json
import os
import struct
from dataclasses import asdict
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from taawun.apps.people import wrapping
from taawun.apps.people.wrapping import Cost, Passphrase, new_salt
from taawun.kernel.errors import BadBackup, BadShape
from taawun.kernel.wire.digests import b64, unb64

FORMAT: Final = "taawun-backup/1"
PIECE_BYTES: Final = 1 << 20
TAG_BYTES: Final = 16
PREFIX_BYTES: Final = 7
HEAD_BYTES: Final = 1_000
_LENGTH: Final = struct.Struct(">I")


class Sealer:
    """Takes bytes and writes them sealed; the file is whole only after `close`."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        salt, self._prefix = new_salt(), os.urandom(PREFIX_BYTES)
        head = {"format": FORMAT, **asdict(wrapping.COST), "salt": b64(salt), "prefix": b64(self._prefix)}
        self._head = json.dumps(head, sort_keys=True).encode() + b"\n"
        self._cipher = Passphrase.of(passphrase).cipher(salt, wrapping.COST)
        self._file, self._held, self._place = file, bytearray(), 0
        file.write(self._head)

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self._held += data
        while len(self._held) > PIECE_BYTES:
            self._piece(bytes(self._held[:PIECE_BYTES]), last=False)
            del self._held[:PIECE_BYTES]
        return len(data)

    def close(self) -> None:
        """Write the last piece."""
        self._piece(bytes(self._held), last=True)
        self._held.clear()

    def _piece(self, data: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._prefix, self._place, last), data, self._head)
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        self._place += 1


class Opener:
    """Reads what a `Sealer` wrote.

    Raises:
        BadBackup: for another passphrase, and for a file that was changed or cut off.
    """

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        self._file, self._held, self._place, self._ended = file, bytearray(), 0, False
        self._head = file.readline(HEAD_BYTES)
        self._cipher, self._prefix = _opened(self._head, passphrase)

    def read(self, size: int = -1) -> bytes:
        """Return at most this many bytes; all that is left without a number."""
        while not self._ended and (size < 0 or len(self._held) < size):
            self._held += self._piece()
        data = bytes(self._held if size < 0 else self._held[:size])
        del self._held[: len(data)]
        return data

    def finish(self) -> None:
        """Read to the end, so that nothing that was cut off goes unseen."""
        while self.read(PIECE_BYTES):
            pass

    def _piece(self) -> bytes:
        length = self._file.read(_LENGTH.size)
        if len(length) != _LENGTH.size or (size := _LENGTH.unpack(length)[0]) > PIECE_BYTES + TAG_BYTES:
            raise BadBackup
        sealed = self._file.read(size)
        for last in (False, True):
            try:
                data = self._cipher.decrypt(_nonce(self._prefix, self._place, last), sealed, self._head)
            except InvalidTag:
                continue
            self._ended, self._place = last, self._place + 1
            if last and self._file.read(1):
                raise BadBackup
            return data
        raise BadBackup


def _opened(head: bytes, passphrase: str) -> tuple[AESGCM, bytes]:
    try:
        said = json.loads(head)
        cost = Cost(int(said["n"]), int(said["r"]), int(said["p"]))
        known = said["format"] == FORMAT and cost.n <= wrapping.MOST_COST and cost.r <= 32 and cost.p <= 16
        salt, prefix = unb64(said["salt"]), unb64(said["prefix"])
    except (ValueError, KeyError, TypeError, BadShape):
        raise BadBackup from None
    if not known:
        raise BadBackup
    return Passphrase.of(passphrase).cipher(salt, cost), prefix


def _nonce(prefix: bytes, place: int, last: bool) -> bytes:
    return prefix + place.to_bytes(4, "big") + bytes([last])
