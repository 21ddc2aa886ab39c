# SPDX-License-Identifier: Apache-2.0
"""The zip of a container: written one way, read with suspicion (ETSI EN 319 162-1 §A.1).

Read is only what a plain reader of any make would read alike: no encryption, no folders or links, no two entries of
one name or over the same bytes, nothing before the first entry, and never more bytes than an entry announced.
"""

import stat
import zipfile
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from typing import Final

from taawun.formats.asic.names import MIMETYPE, checked_name, sameness
from taawun.kernel.errors import BadContainer, ContainerTooLarge

CONTAINER_BYTES: Final = 512 << 20
"""Largest container, in bytes of zip."""
FILE_BYTES: Final = 256 << 20
"""Largest file within, unpacked."""
ALL_BYTES: Final = 1 << 30
"""Most bytes of all files together, unpacked."""
ENTRIES: Final = 1_000
"""Most entries of a container."""
RATIO: Final = 200
"""How many times larger an entry may become when unpacked; beyond the first mebibyte."""
FREE_BYTES: Final = 1 << 20

MEDIA_TYPE: Final = "application/vnd.etsi.asic-e+zip"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCAL_HEADER = b"PK\x03\x04"
_ENCRYPTED, _PATCHED, _STRONG = 0x1, 0x20, 0x40


def write(entries: Mapping[str, bytes], *, at: datetime) -> bytes:
    """Return a zip with `mimetype` first and stored, then the entries in their order; times are those of `at`."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(_entry(MIMETYPE, at, zipfile.ZIP_STORED), MEDIA_TYPE)
        for name, data in entries.items():
            archive.writestr(_entry(name, at, zipfile.ZIP_DEFLATED), data)
    return out.getvalue()


def read(data: bytes) -> dict[str, bytes]:
    """Return the entries of a container without `mimetype`, in their order.

    Raises:
        ContainerTooLarge: before or while unpacking, at the first limit.
        BadContainer: for everything else that is not a plain ASiC-E container.
    """
    if len(data) > CONTAINER_BYTES:
        raise ContainerTooLarge(f"{len(data)} bytes; at most {CONTAINER_BYTES}.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_entries(archive.infolist())
            _check_order(data, archive)
            return {info.filename: _unpacked(archive, info) for info in archive.infolist()[1:]}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise BadContainer(f"It cannot be read as a zip: {type(error).__name__}.") from error


def _entry(name: str, at: datetime, method: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, at.astimezone(UTC).timetuple()[:6])
    entry.compress_type, entry.create_system, entry.external_attr = method, 3, 0o644 << 16
    return entry


def _check_order(data: bytes, archive: zipfile.ZipFile) -> None:
    """Refuse what does not begin with a stored `mimetype` that says ASiC-E, or names one thing twice."""
    infos = archive.infolist()
    first = infos[0] if infos else None
    if first is None or first.filename != MIMETYPE or first.compress_type != zipfile.ZIP_STORED or first.extra:
        raise BadContainer("Its first entry is not a stored `mimetype`.")
    if first.header_offset != 0 or not data.startswith(_LOCAL_HEADER):
        raise BadContainer("Something stands before its first entry.")
    if first.file_size != len(MEDIA_TYPE) or archive.read(first) != MEDIA_TYPE.encode():
        raise BadContainer("Its `mimetype` is not that of ASiC-E.")
    if len({sameness(info.filename) for info in infos}) != len(infos):
        raise BadContainer("Two entries have one name.")


def _check_entries(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > ENTRIES:
        raise ContainerTooLarge(f"{len(infos)} entries; at most {ENTRIES}.")
    for info in infos:
        _check_entry(info)
    if (total := sum(info.file_size for info in infos)) > ALL_BYTES:
        raise ContainerTooLarge(f"{total} bytes unpacked; at most {ALL_BYTES}.")
    ends = sorted((info.header_offset, info.header_offset + info.compress_size) for info in infos)
    if any(after[0] < before[1] for before, after in pairwise(ends)):
        raise BadContainer("Two entries share bytes.")


def _check_entry(info: zipfile.ZipInfo) -> None:
    checked_name(info.filename)
    mode = info.external_attr >> 16
    if info.flag_bits & (_ENCRYPTED | _PATCHED | _STRONG) or info.compress_type not in _METHODS:
        raise BadContainer("An entry is encrypted, or packed in a way that is not allowed.")
    if info.is_dir() or (mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode)):
        raise BadContainer("An entry is no plain file.")
    if info.file_size > FILE_BYTES or info.file_size > FREE_BYTES + RATIO * info.compress_size:
        raise ContainerTooLarge(f"An entry of {info.file_size} bytes unpacked from {info.compress_size}.")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return the bytes of an entry; never more than it announced, whatever stands in it."""
    with archive.open(info) as file:
        data = file.read(info.file_size + 1)
    if len(data) != info.file_size:
        raise BadContainer("An entry has another length than it announces.")
    return data
