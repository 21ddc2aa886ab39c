# SPDX-License-Identifier: Apache-2.0
"""Where this node's TAXII server stands, as clients are told (spec §85.1)."""

from typing import Final

from django.conf import settings

ROOT: Final = "desk"
"""The API root of a node."""


def discovery() -> str:
    """Return the address with which a client begins."""
    return f"{settings.NODE.url}/taxii2/"


def root() -> str:
    """Return the address of the API root."""
    return f"{discovery()}{ROOT}/"


def collection(collection_id: str) -> str:
    """Return the address of a collection."""
    return f"{root()}collections/{collection_id}/"
