# SPDX-License-Identifier: Apache-2.0
"""Private keys of the node as files: `$TAAWUN_HOME/keys/<name>.pem`, PKCS #8, mode 0600 (spec §10.10).

A signing key is one block. A sealing key is two: ML-KEM-768, then X25519. A file that others may read is
refused, not repaired: who could read it has perhaps read it.
"""

import os
import re
import stat
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from taawun.apps.people.keypairs import KeySigner, SealingKey, sealing_of, signer_of
from taawun.kernel.errors import KeyFileMissing, KeyFileOpen
from taawun.kernel.wire.signing import ED25519, ML_DSA_65

KEY_FILE_BYTES = 16_384
"""Largest private key file, in bytes."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_BLOCK = re.compile(rb"-----BEGIN PRIVATE KEY-----\n.*?-----END PRIVATE KEY-----\n", re.DOTALL)


def folder() -> Path:
    """Return the folder of private keys, made at need for its owner alone."""
    path: Path = settings.NODE.keys
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def write(name: str, privates: Sequence[Any]) -> None:
    """Write private keys to a new file that only its owner may read, and wait until it is on disk."""
    data = b"".join(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) for key in privates)
    path = _path(name)
    # O_EXCL: a key file is never overwritten, because what it sealed could then never be opened again.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def exists(name: str) -> bool:
    """Tell whether there is a file of this name."""
    return _path(name).exists()


def read_signer(name: str) -> KeySigner:
    """Return the signing key in a file.

    Raises:
        KeyFileOpen: if others than its owner may read it.
        KeyFileMissing: if it is not there or holds something else.
    """
    key = _read(name)
    if not isinstance(key, KeySigner):
        raise KeyFileMissing(f"{name} is not a signing key.")
    return key


def read_sealing(name: str) -> SealingKey:
    """Return the sealing key in a file; raises as `read_signer` does."""
    key = _read(name)
    if not isinstance(key, SealingKey):
        raise KeyFileMissing(f"{name} is not a sealing key.")
    return key


def check_all() -> int:
    """Refuse a folder in which any private key can be read by others, and return how many there are (§10.10)."""
    names = sorted(path.stem for path in folder().glob("*.pem"))
    for name in names:
        _check_mode(_path(name))
    return len(names)


def _read(name: str) -> KeySigner | SealingKey:
    path = _path(name)
    status = _check_mode(path)
    return _load(path, status.st_mtime_ns, status.st_size)


def _check_mode(path: Path) -> os.stat_result:
    try:
        status = path.stat()
    except FileNotFoundError:
        raise KeyFileMissing(path.name) from None
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileOpen(f"{path.name} has mode {stat.S_IMODE(status.st_mode):04o}.")
    return status


@lru_cache(maxsize=64)
def _load(path: Path, _changed: int, size: int) -> KeySigner | SealingKey:
    """Parse a file once for as long as it does not change; the node's own keys stay in its memory."""
    if size > KEY_FILE_BYTES:
        raise KeyFileMissing(f"{path.name} is larger than a key.")
    try:
        return _parse([load_pem_private_key(block, None) for block in _BLOCK.findall(path.read_bytes())])
    except ValueError:
        raise KeyFileMissing(f"{path.name} holds no key of a known kind.") from None


def _parse(keys: list[Any]) -> KeySigner | SealingKey:
    match keys:
        case [Ed25519PrivateKey() | MLDSA65PrivateKey() as key]:
            return signer_of(ED25519 if isinstance(key, Ed25519PrivateKey) else ML_DSA_65, key)
        case [MLKEM768PrivateKey() as mlkem, X25519PrivateKey() as x25519]:
            return sealing_of(mlkem, x25519)
    raise ValueError("neither a signing key nor a sealing key")


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise KeyFileMissing("A key file is named by lower-case letters, digits and hyphens.")
    return folder() / f"{name}.pem"


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
