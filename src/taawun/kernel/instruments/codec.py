# SPDX-License-Identifier: Apache-2.0
"""Frozen declarations as JSON and back, by their types alone (spec §65.5).

A dataclass is a closed object; what equals its default may be left out when read and is always written, unless it came
later than the first packs. A mapping of declarations is a list of objects in order, because canonical JSON keeps the
order of lists and not of names.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from taawun.kernel.instruments.problems import Wrong

TEXT_CHARACTERS: Final = 4_000
_LEAVES: Final = frozenset({str, int, bool, type(None)})
LIST_ITEMS: Final = 1_000
DEPTH: Final = 32
"""Deepest nesting, in levels."""


def encode(value: Any) -> Any:
    """Return a declaration as plain JSON."""
    if isinstance(value, str | int):
        return value.value if isinstance(value, Enum) else value
    names = declared(type(value))
    if names is not None:
        parts = {name: getattr(value, name) for name in names}
        return {name: encode(part) for name, part in parts.items() if part or name not in late(type(value))}
    if isinstance(value, Mapping):
        if value and all(declared(type(item)) is not None for item in value.values()):
            return [encode(item) for item in value.values()]
        return {key: encode(item) for key, item in value.items()}
    if isinstance(value, tuple | frozenset):
        items = [encode(item) for item in value]
        return sorted(items) if isinstance(value, frozenset) else items
    return value.isoformat() if isinstance(value, date) else value


def decode(kind: Any, value: Any, place: str) -> Any:
    """Return plain JSON as a value of the type `kind`.

    Args:
        kind: a dataclass, an enumeration, a container of them, or a plain type.
        value: what was read.
        place: where it stood, for the error.

    Raises:
        Wrong: for anything that is not exactly of that type.
    """
    if kind is Any:
        return freeze(value)
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _optional(kind, value, place)
    if origin is not None:
        return _READERS[origin](typing.get_args(kind), value, place)
    if dataclasses.is_dataclass(kind):
        return _object(kind, value, place)
    return _plain(kind, value, place)


def declared(kind: Any) -> tuple[str, ...] | None:
    """Return the names of the fields of a dataclass, or None for any other type."""
    found: tuple[str, ...] | None = _declared(kind)
    return found


@cache
def _declared(kind: Any) -> tuple[str, ...] | None:
    if not dataclasses.is_dataclass(kind):
        return None
    return tuple(one.name for one in dataclasses.fields(kind))


def late(kind: Any) -> frozenset[str]:
    """Return the names of the fields of a dataclass that are left out where they say nothing (§65.5)."""
    found: frozenset[str] = _late(kind)
    return found


@cache
def _late(kind: Any) -> frozenset[str]:
    return frozenset(one.name for one in dataclasses.fields(kind) if one.metadata.get("late"))


def check_plain(value: Any, place: str = "", depth: int = DEPTH) -> None:
    """Refuse what is no plain data: texts, whole numbers, days, true and false, lists, and parts with names.

    Raises:
        Wrong: naming the place.
    """
    if depth == 0:
        raise Wrong(place, "too-deep", limit=DEPTH)
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise Wrong(place, "shape", expected="names that are texts")
        for name, part in value.items():
            check_plain(part, f"{place}/{name}", depth - 1)
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            check_plain(part, f"{place}/{number}", depth - 1)
    elif not (value is None or isinstance(value, str | int | date)):
        raise Wrong(place, "shape", expected="plain data")


def freeze(value: Any) -> Any:
    """Return plain JSON that cannot be changed."""
    if isinstance(value, Mapping):
        return MappingProxyType({str(key): freeze(item) for key, item in value.items()})
    return tuple(freeze(item) for item in value) if isinstance(value, list | tuple) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


@cache
def _needed(kind: Any) -> frozenset[str]:
    missing = dataclasses.MISSING
    return frozenset(
        one.name for one in dataclasses.fields(kind) if one.default is missing and one.default_factory is missing
    )


def _object(kind: Any, value: Any, place: str) -> Any:
    if not isinstance(value, Mapping):
        raise Wrong(place, "shape", expected="parts with names")
    hints = _hints(kind)
    unknown, missing = set(value) - set(hints), _needed(kind) - set(value)
    if unknown:
        raise Wrong(place, "unknown-part", names=", ".join(sorted(map(str, unknown))))
    if missing:
        raise Wrong(place, "missing-part", names=", ".join(sorted(missing)))
    return kind(**{name: decode(hints[name], part, f"{place}/{name}") for name, part in value.items()})


def _optional(kind: Any, value: Any, place: str) -> Any:
    (inner,) = (one for one in typing.get_args(kind) if one is not type(None))
    return None if value is None else decode(inner, value, place)


def _list(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise Wrong(place, "shape", expected="a list")
    if len(value) > LIST_ITEMS:
        raise Wrong(place, "too-large", limit=f"{LIST_ITEMS} items")
    return list(value)


def _tuple(inner: tuple[Any, ...], value: Any, place: str) -> tuple[Any, ...]:
    read = _list(value, place)
    if len(inner) == 2 and inner[1] is not Ellipsis:
        if len(read) != 2:
            raise Wrong(place, "shape", expected="a list of two")
        return tuple(decode(kind, item, place) for kind, item in zip(inner, read, strict=True))
    return tuple(decode(inner[0], item, f"{place}/{number}") for number, item in enumerate(read))


def _set(inner: tuple[Any, ...], value: Any, place: str) -> frozenset[Any]:
    read = [decode(inner[0], item, place) for item in _list(value, place)]
    if len(set(read)) != len(read):
        raise Wrong(place, "twice", name=next(item for item in read if read.count(item) > 1))
    return frozenset(read)


def _mapping(inner: tuple[Any, ...], value: Any, place: str) -> Mapping[str, Any]:
    kind = inner[1]
    if dataclasses.is_dataclass(kind):
        return _keyed(kind, value, place)
    if not isinstance(value, Mapping) or len(value) > LIST_ITEMS:
        raise Wrong(place, "shape", expected="parts with names")
    return MappingProxyType(
        {_plain(str, key, place): decode(kind, item, f"{place}/{key}") for key, item in value.items()}
    )


def _keyed(kind: Any, value: Any, place: str) -> Mapping[str, Any]:
    if isinstance(value, Mapping) and not value:
        return MappingProxyType({})
    name = dataclasses.fields(kind)[0].name
    found: dict[str, Any] = {}
    for number, item in enumerate(_list(value, place)):
        key = item.get(name) if isinstance(item, Mapping) else None
        made = decode(kind, item, f"{place}/{key or number}")
        if getattr(made, name) in found:
            raise Wrong(place, "twice", name=key)
        found[getattr(made, name)] = made
    return MappingProxyType(found)


def _plain(kind: Any, value: Any, place: str) -> Any:
    if issubclass(kind, Enum):
        words = {one.value: one for one in kind}
        if not isinstance(value, str) or value not in words:
            raise Wrong(place, "shape", expected=" | ".join(words))
        return words[value]
    if kind is date:
        return _date(value, place)
    if type(value) is not kind:
        raise Wrong(place, "shape", expected=_NAMES.get(kind, kind.__name__))
    if kind is str and len(value) > TEXT_CHARACTERS:
        raise Wrong(place, "too-large", limit=f"{TEXT_CHARACTERS} characters")
    return value


def _date(value: Any, place: str) -> date:
    if type(value) is date:  # YAML reads dates by itself
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else date.fromisoformat("")
    except ValueError:
        raise Wrong(place, "shape", expected="a date as YYYY-MM-DD") from None


_READERS: Final[Mapping[Any, Callable[[tuple[Any, ...], Any, str], Any]]] = {
    tuple: _tuple,
    frozenset: _set,
    Mapping: _mapping,
}
_NAMES: Final = {str: "a text", int: "a whole number", bool: "true or false"}
