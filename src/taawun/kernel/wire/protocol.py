# SPDX-License-Identifier: Apache-2.0
"""Protocol versions as frozen records of flags (spec §20.2).

Code asks what a version does (`version.chained`), never whether it is newer than another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from taawun.kernel.errors import UnknownVersion
from taawun.kernel.wire.signing import ED25519, ML_DSA_65


@dataclass(frozen=True, slots=True)
class ProtocolVersion:
    """What one version of the protocol does."""

    name: str
    seal: str  # the HPKE suite that wraps content keys
    chained: bool  # envelopes carry seq and prev
    minimum: Mapping[str, frozenset[str]]  # algorithms that no roster's policy may go below, by what is signed


TAAWUN_1: Final = ProtocolVersion(
    name="taawun/1",
    seal="MLKEM768-X25519, HKDF-SHA256, AES-256-GCM",
    chained=True,
    minimum=MappingProxyType(
        {
            "envelope": frozenset({ED25519}),
            "receipt": frozenset({ED25519}),
            "post": frozenset({ED25519}),
            "pairing": frozenset({ED25519, ML_DSA_65}),
            "release": frozenset({ED25519, ML_DSA_65}),
            "roster": frozenset({ED25519, ML_DSA_65}),
            "checkpoint": frozenset({ED25519, ML_DSA_65}),
        }
    ),
)
VERSIONS: Final[Mapping[str, ProtocolVersion]] = MappingProxyType({TAAWUN_1.name: TAAWUN_1})


def version_named(name: object) -> ProtocolVersion:
    """Return the version, or refuse a name this node does not speak."""
    if not isinstance(name, str) or name not in VERSIONS:
        raise UnknownVersion(f"Spoken here: {', '.join(VERSIONS)}.")
    return VERSIONS[name]
