# SPDX-License-Identifier: Apache-2.0
"""Signed notes, after C2SP signed-note: a text, an empty line, signature lines (spec §40.9).

Also the witness's cosignature lines (§40.10), which sign the same text with a time before it. A line names
its signer and four bytes of a key hash; lines of keys we were not given are passed over, lines of keys we
were given must verify.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from taawun.kernel.errors import BadCheckpoint, BadNoteSignature, BadSignature
from taawun.kernel.ports import Signer
from taawun.kernel.wire.signing import ED25519, ML_DSA_65, verify_raw

NOTE_BYTES: Final = 64 << 10
"""Largest note, in bytes (spec §40.18)."""
NOTE_LINES: Final = 32
"""Most signature lines of a note (spec §40.18)."""
_DASH: Final = "\N{EM DASH} "
_KEY_ID_BYTES: Final = 4
_TIME_BYTES: Final = 8

SIGNATURE_TYPES: Final = {ED25519: b"\x01", ML_DSA_65: b"\xfftaawun/1 ml-dsa-65\x00"}
"""What a key hash says of a plain signature, by algorithm (spec §40.9)."""
COSIGNATURE_TYPES: Final = {ED25519: b"\x04", ML_DSA_65: b"\xfftaawun/1 cosignature ml-dsa-65\x00"}
"""What a key hash says of a cosignature, by algorithm (spec §40.10)."""


@dataclass(frozen=True, slots=True)
class LedgerKey:
    """A public key that may sign checkpoints or cosign them."""

    algorithm: str
    public: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """One signature line: who, which key, and the bytes that were signed with it."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        """Return the line as it stands in a note, with its newline."""
        return f"{_DASH}{self.name} {b64std(self.key_id + self.value)}\n"

    @property
    def time(self) -> int:
        """Return the time of a cosignature, in seconds since 1970."""
        return int.from_bytes(self.value[:_TIME_BYTES], "big")


@dataclass(frozen=True, slots=True)
class Note:
    """A text with its signature lines; nothing of it is to be believed before `verified` says so."""

    text: str
    lines: tuple[Line, ...]


def b64std(data: bytes) -> str:
    """Return standard base64 text with padding, as C2SP has it."""
    return base64.b64encode(data).decode("ascii")


def unb64std(text: str) -> bytes:
    """Return the bytes of standard base64, refusing every other spelling of them.

    Raises:
        ValueError: for any other text.
    """
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise ValueError("not base64") from None
    if b64std(data) != text:
        raise ValueError("not the one base64 form")
    return data


def key_id(name: str, kind: bytes, public: bytes) -> bytes:
    """Return the four bytes that tell keys of one name apart."""
    return hashlib.sha256(name.encode() + b"\n" + kind + public).digest()[:_KEY_ID_BYTES]


def parse_note(data: bytes) -> Note:
    """Return the parts of a signed note, or refuse its form."""
    if len(data) > NOTE_BYTES:
        raise BadCheckpoint(f"{len(data)} bytes; at most {NOTE_BYTES}.")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadCheckpoint("The note is not UTF-8.") from None
    if any(ord(sign) < 0x20 and sign != "\n" for sign in whole):
        raise BadCheckpoint("The note holds a control character.")
    text, gap, tail = whole.rpartition("\n\n")
    if not gap or not text:
        raise BadCheckpoint("The note has no signatures.")
    return Note(text + "\n", parse_lines(tail))


def parse_lines(tail: str) -> tuple[Line, ...]:
    """Return the signature lines; an empty list is refused by name."""
    rows = tail.split("\n")
    if rows.pop() != "" or not 1 <= len(rows) <= NOTE_LINES:
        raise BadCheckpoint(f"A note has 1 to {NOTE_LINES} signature lines, each with its newline.")
    return tuple(_parse_line(row) for row in rows)


def _parse_line(row: str) -> Line:
    name, space, text = row.removeprefix(_DASH).partition(" ")
    if not row.startswith(_DASH) or not space or not is_name(name):
        raise BadCheckpoint("A signature line is malformed.")
    try:
        value = unb64std(text)
    except ValueError:
        raise BadCheckpoint("A signature is not base64.") from None
    if len(value) <= _KEY_ID_BYTES:
        raise BadCheckpoint("A signature is empty.")
    return Line(name, value[:_KEY_ID_BYTES], value[_KEY_ID_BYTES:])


def is_name(name: str) -> bool:
    """Tell whether a text may name a key: not empty, no space, no plus."""
    return bool(name) and "+" not in name and not any(sign.isspace() for sign in name)


def signature(name: str, text: str, signer: Signer) -> Line:
    """Return a signer's line under a text."""
    kind = SIGNATURE_TYPES[signer.algorithm]
    return Line(name, key_id(name, kind, signer.public), signer.sign(text.encode()))


def cosignature(name: str, text: str, seconds: int, signer: Signer) -> Line:
    """Return a witness's line under a text, with the time it was made."""
    kind = COSIGNATURE_TYPES[signer.algorithm]
    value = seconds.to_bytes(_TIME_BYTES, "big") + signer.sign(_timed(text, seconds))
    return Line(name, key_id(name, kind, signer.public), value)


def _timed(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def signed_by(note: Note, name: str, keys: Iterable[LedgerKey]) -> frozenset[str]:
    """Return the algorithms with which the named signer signed the note.

    Raises:
        BadNoteSignature: if a line of one of the keys does not verify.
    """
    return frozenset(key.algorithm for key, _ in _verified(note, name, keys, SIGNATURE_TYPES, _check_plain))


def cosigned_by(note: Note, name: str, keys: Iterable[LedgerKey]) -> dict[str, Line]:
    """Return the lines with which the named witness cosigned the note, by algorithm.

    Raises:
        BadNoteSignature: if a line of one of the keys does not verify.
    """
    found = _verified(note, name, keys, COSIGNATURE_TYPES, _check_timed)
    return {key.algorithm: line for key, line in found}


def _verified(
    note: Note,
    name: str,
    keys: Iterable[LedgerKey],
    types: dict[str, bytes],
    check: Callable[[str, Line, LedgerKey], None],
) -> Sequence[tuple[LedgerKey, Line]]:
    known = {key_id(name, types[key.algorithm], key.public): key for key in keys}
    lines = [line for line in note.lines if line.name == name and line.key_id in known]
    if len({line.key_id for line in lines}) != len(lines):
        raise BadNoteSignature("One key signed twice.")
    for line in lines:
        try:
            check(note.text, line, known[line.key_id])
        except BadSignature:
            raise BadNoteSignature from None
    return [(known[line.key_id], line) for line in lines]


def _check_plain(text: str, line: Line, key: LedgerKey) -> None:
    verify_raw(key.algorithm, key.public, text.encode(), line.value)


def _check_timed(text: str, line: Line, key: LedgerKey) -> None:
    verify_raw(key.algorithm, key.public, _timed(text, line.time), line.value[_TIME_BYTES:])
