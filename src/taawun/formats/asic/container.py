# SPDX-License-Identifier: Apache-2.0
"""Pack files with a signature that covers each of them, and open such a container (ETSI EN 319 162-1, EN 319 132-1).

A container is opened whole or refused whole: every file is covered by every signature, nothing else lies in it, and
an altered byte is named an alteration. Whether a signer is trusted is an answer, because a court may still want to
look at what an unknown signer sent.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509

from taawun.formats.asic import manifest, xades, zipping
from taawun.formats.asic.names import META_FOLDER, MIMETYPE, checked_name, sameness
from taawun.formats.papers.signer import Signer
from taawun.formats.papers.trust import Signed, context
from taawun.kernel.errors import BadContainer, ContainerTooLarge

SIGNATURES: Final = 8
"""Most signature files in one container."""
SIGNATURE_BYTES: Final = 4 << 20
"""Largest signature file."""

_SIGNATURE = re.compile(r"META-INF/[^/]*signatures[^/]*\.xml", re.ASCII)
_MANIFEST = "META-INF/manifest.xml"
_OURS = "META-INF/signatures0.xml"


@dataclass(frozen=True, slots=True)
class File:
    """A file in a container: its name, what kind of file it is, and its bytes."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """What a container holds, and who signed all of it. There is at least one of each."""

    files: tuple[File, ...]
    signatures: tuple[Signed, ...]

    @property
    def good(self) -> bool:
        """Return whether every signature leads to a trusted root."""
        return all(one.good for one in self.signatures)


def pack(files: Sequence[File], signer: Signer, *, when: datetime) -> bytes:
    """Return a container with these files, all covered by one signature.

    Args:
        files: at least one, in the order in which they shall lie.
        signer: whose certificate, and the way to sign with its key.
        when: the moment that the signature claims, aware.

    Raises:
        BadContainer: for no file, a name that may not stand in a container, or one name twice.
        ContainerTooLarge: beyond the limits.
        NotSigned: when the key did not do its part.
    """
    for file in files:
        checked_name(file.name)
        if file.name == MIMETYPE or file.name.upper().startswith(META_FOLDER):
            raise BadContainer("A name is reserved.")
    if not files or len({sameness(file.name) for file in files}) != len(files):
        raise BadContainer("No file, or two of one name.")
    if len(files) > zipping.ENTRIES - 3 or sum(len(file.data) for file in files) > zipping.CONTAINER_BYTES:
        raise ContainerTooLarge(f"{len(files)} files, {sum(len(file.data) for file in files)} bytes.")
    entries = {file.name: file.data for file in files}
    types = {file.name: file.media_type for file in files}
    signature = xades.sign(entries, types, signer, when=when)
    meta = {_MANIFEST: manifest.write(types), _OURS: signature}
    return zipping.write({**entries, **meta}, at=when)


def open_container(data: bytes, roots: Sequence[x509.Certificate], *, at: datetime) -> Opened:
    """Return what a container holds.

    Args:
        data: the container, as it came.
        roots: the certificates that are trusted; one that vouches for itself may stand among them.
        at: the moment at which certificates must be valid, aware.

    Raises:
        ContainerTooLarge: at the first limit, and before more is unpacked.
        BadContainer: for what is no plain container, or has something in it that no signature covers.
        AlteredContainer: when a signature does not fit, or a file has changed.
        NoPaperRoots: for no roots.
    """
    context(roots, at)
    return _opened(data, roots, at)


def look_into(data: bytes, *, at: datetime) -> Opened:
    """Return what a container holds, checked like any other, where nobody's certificate is known: none is trusted.

    Raises what `open_container` raises, but for NoPaperRoots.
    """
    return _opened(data, (), at)


def _opened(data: bytes, roots: Sequence[x509.Certificate], at: datetime) -> Opened:
    entries = zipping.read(data)
    signatures = _signature_files(entries)
    content = {name: one for name, one in entries.items() if not name.upper().startswith(META_FOLDER)}
    if not signatures or not content:
        raise BadContainer("No signature, or no file.")
    checked = [xades.check(one, content, roots, at=at) for one in signatures]
    types = checked[0].media_types
    files = tuple(File(name, types.get(name, ""), one) for name, one in content.items())
    return Opened(files, tuple(one.signed for one in checked))


def _signature_files(entries: Mapping[str, bytes]) -> list[bytes]:
    """Return the signature files, and refuse anything else in META-INF except the plain list of media types."""
    found = []
    for name, data in entries.items():
        if not name.upper().startswith(META_FOLDER) or name == _MANIFEST:
            continue
        if _SIGNATURE.fullmatch(name) is None:
            raise BadContainer("META-INF holds something that is not known here.")
        if len(data) > SIGNATURE_BYTES:
            raise ContainerTooLarge(f"A signature of {len(data)} bytes; at most {SIGNATURE_BYTES}.")
        found.append(data)
    if len(found) > SIGNATURES:
        raise ContainerTooLarge(f"{len(found)} signatures; at most {SIGNATURES}.")
    return found
