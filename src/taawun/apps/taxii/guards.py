# SPDX-License-Identifier: Apache-2.0
"""A trigger that keeps the bytes of an object as they came (spec §85.4)."""

from typing import Final

from taawun.apps.triggers import Guard, Refused

_SAME: Final = " AND ".join(
    f"NEW.{name} {{same}} OLD.{name}"
    for name in ("owner", "added", "stix", "version", "content", "digest", "release", "collection_id")
)
GUARD: Final = Guard(
    "taxii",
    "the bytes of an object are never changed",
    (Refused("taxii_object", "update", unless=_SAME),),
)
