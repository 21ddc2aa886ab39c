# SPDX-License-Identifier: Apache-2.0
"""The status list of an issuer: one bit for each badge, set when it is revoked (Bitstring Status List 1.0; §80.96).

The list is a signed credential of its own. It says until when it may be relied on, and nothing about a badge that is
younger than it.
"""

import base64
import binascii
import gzip
import io
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from taawun.formats.badges.award import list_of
from taawun.formats.badges.reading import VC, moment
from taawun.kernel.errors import BadBadge

BITS: Final = 131_072
"""Places of a list: the least that the standard allows, so that a place says nothing about its badge."""
BYTES: Final = BITS // 8
GOOD_FOR: Final = timedelta(days=30)
"""How long a list may be relied on."""
ENTRY: Final = "BitstringStatusListEntry"
LIST: Final = "BitstringStatusListCredential"


def status_list(issuer: str, revoked: Iterable[int], at: datetime) -> dict[str, Any]:
    """Return the unsigned status list of an issuer at a moment; `revoked` are places below BITS."""
    bits = bytearray(BYTES)
    for place in revoked:
        bits[place // 8] |= 0x80 >> (place % 8)
    listed = list_of(issuer)
    return {
        "@context": [VC],
        "id": listed,
        "type": ["VerifiableCredential", LIST],
        "issuer": issuer,
        "validFrom": moment(at),
        "validUntil": moment(at + GOOD_FOR),
        "credentialSubject": {
            "id": f"{listed}#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
            "encodedList": "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("="),
        },
    }  # fmt: skip


def place_of(document: Mapping[str, Any]) -> tuple[str, int]:
    """Return the list that a badge names, and its place there.

    Raises:
        BadBadge: it names none of the one kind that is read here.
    """
    entry = document.get("credentialStatus")
    if not isinstance(entry, Mapping) or (entry.get("type"), entry.get("statusPurpose")) != (ENTRY, "revocation"):
        raise BadBadge("It names no status list for revocation.")
    place, listed = entry.get("statusListIndex"), entry.get("statusListCredential")
    if not isinstance(listed, str) or not isinstance(place, str) or not (place.isascii() and place.isdigit()):
        raise BadBadge("It names no place in a status list.")
    if len(place) > len(str(BITS)) or int(place) >= BITS:
        raise BadBadge("Its place is beyond the status list.")
    return listed, int(place)


def is_set(document: Mapping[str, Any], place: int) -> bool:
    """Tell whether a place of a status list is set.

    Raises:
        BadBadge: the list is of another kind or size.
    """
    subject = document.get("credentialSubject")
    if not isinstance(subject, Mapping) or subject.get("statusPurpose") != "revocation":
        raise BadBadge("It is no list for revocation.")
    bits = _unpacked(subject.get("encodedList"))
    return bool(bits[place // 8] & (0x80 >> (place % 8)))


def _unpacked(text: object) -> bytes:
    """Return the bits of a list; what unpacks to more is not unpacked."""
    if not isinstance(text, str) or not text.startswith("u"):
        raise BadBadge("Its list is not base64url.")
    try:
        packed = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), altchars=b"-_", validate=True)
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            bits = file.read(BYTES + 1)
    except (binascii.Error, ValueError, OSError, EOFError, zlib.error):
        raise BadBadge("Its list cannot be unpacked.") from None
    if len(bits) != BYTES:
        raise BadBadge(f"Its list has another size than {BITS} places.")
    return bits
