# SPDX-License-Identifier: Apache-2.0
"""What a badge says: who awards which achievement, to whoever holds a service number; no name stands in it (§80.95)."""

import hmac
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from taawun.formats.badges.reading import OPEN_BADGES, VC, moment

SALT_BYTES: Final = 16
_OF_LISTS: Final = uuid.UUID("7c8f3f4a-53f4-5a0c-8a67-6f4e2d1b9a11")


@dataclass(frozen=True, slots=True)
class Award:
    """What a certificate awards.

    `badge` and `course` are identifiers (UUID); `issuer` is a did:key; `holder` is the service number, of which only a
    salted digest goes into the file; `index` is the place of the badge in the issuer's status list.
    """

    badge: str
    issuer: str
    issuer_name: str
    course: str
    code: str
    title: str
    description: str
    criteria: str
    holder: str
    salt: str
    index: int
    at: datetime


def list_of(issuer: str) -> str:
    """Return the name of the one status list of an issuer."""
    return f"urn:uuid:{uuid.uuid5(_OF_LISTS, issuer)}"


def holder_digest(holder: str, salt: str) -> str:
    """Return the salted digest by which a badge knows its holder, as Open Badges write it."""
    return "sha256$" + sha256((holder.strip() + salt).encode()).hexdigest()


def is_holder(document: Mapping[str, Any], holder: str) -> bool:
    """Tell whether a badge was awarded to whoever holds a service number."""
    subject = document.get("credentialSubject")
    known = subject.get("identifier") if isinstance(subject, Mapping) else None
    return any(_is_of(one, holder) for one in (known if isinstance(known, list) else []))


def _is_of(identity: object, holder: str) -> bool:
    if not isinstance(identity, Mapping) or identity.get("hashed") is not True:
        return False
    said = holder_digest(holder, str(identity.get("salt", "")))
    return hmac.compare_digest(said.encode(), str(identity.get("identityHash", "")).encode())


def credential(award: Award) -> dict[str, Any]:
    """Return the unsigned badge."""
    listed = list_of(award.issuer)
    return {
        "@context": [VC, OPEN_BADGES],
        "id": f"urn:uuid:{award.badge}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.title,
        "issuer": {"id": award.issuer, "type": ["Profile"], "name": award.issuer_name},
        "validFrom": moment(award.at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject", "hashed": True, "identityHash": holder_digest(award.holder, award.salt),
                    "identityType": "identifier", "salt": award.salt,
                }
            ],
            "achievement": {
                "id": f"urn:uuid:{award.course}", "type": ["Achievement"], "achievementType": "Certificate",
                "humanCode": award.code, "name": award.title, "description": award.description,
                "criteria": {"narrative": award.criteria},
            },
        },
        "credentialStatus": {
            "id": f"{listed}#{award.index}", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": str(award.index), "statusListCredential": listed,
        },
    }  # fmt: skip
