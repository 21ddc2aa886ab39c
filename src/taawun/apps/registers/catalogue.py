# SPDX-License-Identifier: Apache-2.0
"""All record types of this node: the general ones here, and those that sectors add when they load."""

from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from taawun.apps.registers.declarations import RecordType, load_type, load_types
from taawun.kernel.errors import BadDeclaration, UnknownRecordType

FOLDER: Final = Path(__file__).with_name("types")
_added: dict[str, RecordType] = {}


@lru_cache(maxsize=1)
def _general() -> MappingProxyType[str, RecordType]:
    loaded = [load_type(path) for path in sorted(FOLDER.glob("*.yaml"))]
    by_slug = {record_type.slug: record_type for record_type in loaded}
    if not loaded or len(by_slug) != len(loaded):
        raise BadDeclaration("types: no declaration, or one type declared twice.")
    return MappingProxyType(by_slug)


def types() -> dict[str, RecordType]:
    """Return every record type by its slug."""
    return {**_general(), **_added}


def add_type(record_type: RecordType) -> None:
    """Add a sector's type; an existing one is never replaced."""
    if record_type.slug in types():
        raise BadDeclaration(f"{record_type.slug}: declared twice.")
    _added[record_type.slug] = record_type


def add_types(path: Path) -> None:
    """Add the types of a sector's file.

    Raises:
        BadDeclaration: naming the file, the type and the field.
    """
    for record_type in load_types(path):
        add_type(record_type)


def type_named(slug: str) -> RecordType:
    """Return a record type.

    Raises:
        UnknownRecordType: it is not declared at this node.
    """
    found = _general().get(slug) or _added.get(slug)
    if found is None:
        raise UnknownRecordType
    return found
