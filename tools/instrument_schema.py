# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema of a frozen instrument pack, from the types that read it (spec §65.5).

python -m tools.instrument_schema            # write spec/schemas/instrument-1.json
python -m tools.instrument_schema --check    # fail if it is not what the types say
"""

import dataclasses
import json
import sys
import types
import typing
from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Final

from taawun.kernel.instruments.codec import LIST_ITEMS, TEXT_CHARACTERS, late
from taawun.kernel.instruments.pack import TYPE, PackBody

TARGET: Final = Path(__file__).resolve().parent.parent / "spec" / "schemas" / "instrument-1.json"
_PLAIN: Final[Mapping[Any, dict[str, Any]]] = {
    str: {"type": "string", "maxLength": TEXT_CHARACTERS},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    Any: {},
}


def schema() -> dict[str, Any]:
    """Return the schema."""
    found: dict[str, Any] = {}
    body = _object(PackBody, found)
    body["properties"] = {"type": {"const": TYPE}, **body["properties"]}
    body["required"] = sorted([*body["required"], "type"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:taawun:instrument-1",
        "title": "A frozen instrument pack",
        "$comment": "spec §65.5; written by tools/instrument_schema.py",
        **body,
        "$defs": dict(sorted(found.items())),
    }


def _object(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {
        "type": "object",
        "required": sorted(hints.keys() - late(kind)),
        "properties": {name: _of(part, found) for name, part in hints.items()},
        "additionalProperties": False,
    }


def _of(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    inner = typing.get_args(kind)
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        (only,) = (one for one in inner if one is not type(None))
        return {"anyOf": [{"type": "null"}, _of(only, found)]}
    if origin is Mapping:
        return _mapping(inner[1], found)
    if origin in (tuple, frozenset):
        return _list(inner, found) | ({"uniqueItems": True} if origin is frozenset else {})
    if issubclass(kind, Enum):
        return {"enum": [one.value for one in kind]}
    return _defined(kind, found)


def _mapping(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    if dataclasses.is_dataclass(kind):
        listed = {"type": "array", "maxItems": LIST_ITEMS, "items": _of(kind, found)}
        return {"anyOf": [listed, {"type": "object", "maxProperties": 0}]}
    return {"type": "object", "maxProperties": LIST_ITEMS, "additionalProperties": _of(kind, found) or True}


def _list(inner: tuple[Any, ...], found: dict[str, Any]) -> dict[str, Any]:
    if len(inner) == 2 and inner[1] is not Ellipsis:
        return {"type": "array", "minItems": 2, "maxItems": 2, "prefixItems": [_of(one, found) for one in inner]}
    return {"type": "array", "maxItems": LIST_ITEMS, "items": _of(inner[0], found)}


def _defined(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    if kind.__name__ not in found:
        found[kind.__name__] = {}  # an element may hold elements
        found[kind.__name__] = _object(kind, found)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def main(arguments: list[str]) -> int:
    """Write the schema, or compare it with what is written."""
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if "--check" not in arguments:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET.name} is not what the types say: python -m tools.instrument_schema")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
