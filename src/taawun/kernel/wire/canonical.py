# SPDX-License-Identifier: Apache-2.0
"""The one byte form of a JSON value: RFC 8785 (spec §20.1).

`encode` writes it and `decode` accepts nothing else, so two nodes that hold the same value hold the same
bytes, and a signature never depends on how somebody's library prints JSON. A library in Rust reads and writes what
every library spells alike; all the rest goes the long way here (decision 0027).
"""

import json
import math
from collections.abc import Callable
from typing import Any, Final

import orjson

from taawun.kernel.errors import NotCanonical, NotCanonicalisable, NotJson, TooDeep, TooLarge
from taawun.kernel.wire.limits import JSON_DEPTH

MAX_SAFE_INTEGER = 2**53 - 1
_HALF_PAIR = "A text holds half of a surrogate pair."
_NOT_EXACT = "An integer beyond 2^53 - 1 is not exact in every language; use text."
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_dump = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_SIMPLE: Final = frozenset({str, int, bool, type(None)})
_CONTAINERS: Final = frozenset({dict, list, tuple})
# Integers beyond 2^53 - 1 are refused; what is no JSON is handed back rather than spelled somehow.
_PLAINLY: Final = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_STRICT_INTEGER
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
)


def encode(value: Any) -> bytes:
    """Return the RFC 8785 bytes of a JSON value.

    Raises:
        NotCanonicalisable: for a type, number or text that I-JSON cannot carry.
    """
    if _is_plain(value):
        return _write_plain(value)
    return _write_long(value)


def decode(data: bytes, *, limit: int) -> Any:
    """Return the value of canonical bytes, or say which rule they break (spec §20.1, §20.3).

    Args:
        data: the bytes, as they came.
        limit: the most bytes allowed.

    Raises:
        TooLarge: before anything is parsed.
        TooDeep: before anything is parsed.
        NotJson: for truncated or broken JSON, or text that is not UTF-8.
        NotCanonical: for any other spelling of the same value.
    """
    if len(data) > limit:
        raise TooLarge(f"{len(data)} bytes; at most {limit}.")
    value, write = parse(data)
    try:
        same = write(value) == data
    except NotCanonicalisable:
        same = False
    if not same:
        raise NotCanonical
    return value


def parse(data: bytes) -> tuple[Any, Callable[[Any], bytes]]:
    """Return the value of JSON bytes, and the quickest function that writes it or parts of it canonically.

    Nearly everything that crosses the wire has no fractions and no rare keys; what was parsed without meeting any
    need not be walked again to be written. Whatever is not plain, or no JSON at all, is read the long way, which
    says what is wrong with it.

    Raises:
        TooDeep: before anything is read the long way; the quick way reads at most 1,024 levels and keeps none.
        NotJson: for truncated or broken JSON, or text that is not UTF-8.
    """
    try:
        value = orjson.loads(data)
        if _is_plain(value):
            return value, _write_plain
    except orjson.JSONDecodeError:
        pass
    check_depth(data)
    try:
        return json.loads(data.decode("utf-8")), encode
    except ValueError:
        raise NotJson from None


def _write_plain(value: Any) -> bytes:
    try:
        return orjson.dumps(value, option=_PLAINLY)
    except TypeError:  # half a surrogate pair, or an integer that is not exact: the long way says so
        return _write_long(value)


def _write_long(value: Any) -> bytes:
    try:
        return _write(value, JSON_DEPTH).encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonicalisable(_HALF_PAIR) from None


def _brackets(data: bytes) -> bytes:
    """Return the brackets of JSON bytes that stand in no string; of an unfinished string, none."""
    plain = data.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in data else data
    return b"".join(plain.split(b'"')[::2]).translate(None, _NO_BRACKETS)


def check_depth(data: bytes, depth: int = JSON_DEPTH) -> None:
    """Refuse bytes whose brackets nest deeper than `depth`, without parsing them (spec §20.3)."""
    if data.count(b"[") + data.count(b"{") <= depth:
        return
    level = 0
    for byte in _brackets(data):
        if byte in b"[{":
            level += 1
            if level > depth:
                raise TooDeep(f"More than {depth} levels.")
        elif byte in b"]}":
            level -= 1


def _is_plain(value: Any) -> bool:
    """Tell whether any library writes `value` the RFC 8785 way: no fractions, no rare keys, not too deep.

    Asked of whole containers at a time, level by level: a call for each value would cost more than writing it.
    """
    level: list[Any] = [[value]]
    for _ in range(JSON_DEPTH + 1):
        inner: list[Any] = []
        for one in level:
            if type(one) is dict and not _are_ascii(one):
                return False
            values = one.values() if type(one) is dict else one
            kinds = set(map(type, values)) - _SIMPLE
            if kinds and not (
                kinds <= _CONTAINERS or all(kind in _CONTAINERS or issubclass(kind, str) for kind in kinds)
            ):
                return False
            if kinds:
                inner += [item for item in values if type(item) in _CONTAINERS]
        if not inner:
            return True
        level = inner
    return False


def _are_ascii(keys: dict[Any, Any]) -> bool:
    """Tell whether keys are texts of ASCII, which sort by code point as they do by UTF-16 unit (RFC 8785)."""
    try:
        return "".join(keys).isascii()
    except TypeError:
        return False


def _write(value: Any, depth: int) -> str:
    """Write any value the long way, for the rare ones `_is_plain` turns down."""
    if isinstance(value, str):
        return _dump(str(value))
    if value is None or isinstance(value, bool):
        return _dump(value)
    if isinstance(value, int):
        return _write_integer(value)
    if isinstance(value, float):
        return _write_float(value)
    if isinstance(value, dict | list | tuple):
        return _write_container(value, depth)
    raise NotCanonicalisable(f"JSON has no {type(value).__name__}.")


def _write_container(value: dict[Any, Any] | list[Any] | tuple[Any, ...], depth: int) -> str:
    if depth == 0:
        raise NotCanonicalisable(f"More than {JSON_DEPTH} levels.")
    if isinstance(value, dict):
        return "{" + ",".join(f"{_dump(k)}:{_write(value[k], depth - 1)}" for k in _sorted_keys(value)) + "}"
    return "[" + ",".join(_write(item, depth - 1) for item in value) + "]"


def _sorted_keys(value: dict[Any, Any]) -> list[str]:
    if not all(isinstance(key, str) for key in value):
        raise NotCanonicalisable("A key is not text.")
    try:
        return sorted(value, key=lambda key: key.encode("utf-16-be"))
    except UnicodeEncodeError:
        raise NotCanonicalisable("A key holds half of a surrogate pair.") from None


def _write_integer(value: int) -> str:
    if abs(value) > MAX_SAFE_INTEGER:
        raise NotCanonicalisable(_NOT_EXACT)
    return str(int(value))


def _write_float(value: float) -> str:
    """Write a double as ECMAScript does (RFC 8785 §3.2.2.3)."""
    if not math.isfinite(value):
        raise NotCanonicalisable("JSON has no infinity and no NaN.")
    if value == 0:
        return "0"
    if MAX_SAFE_INTEGER < abs(value) < 1e21 and value.is_integer():
        raise NotCanonicalisable(_NOT_EXACT)  # it would be written in digits, which `decode` refuses
    sign = "-" if value < 0 else ""
    mantissa, _, power = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(power or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return sign + _place_point(digits, point)


def _place_point(digits: str, point: int) -> str:
    """Return ECMAScript's spelling of 0.DIGITS times ten to the `point`."""
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    exponent = point - 1
    head = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
    return f"{head}e{'+' if exponent > 0 else '-'}{abs(exponent)}"
