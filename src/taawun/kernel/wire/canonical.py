# SPDX-License-Identifier: Apache-2.0
"""The one byte form of a JSON value: RFC 8785 (spec §20.1).

`encode` writes it and `decode` accepts nothing else, so two nodes that hold the same value hold the same
bytes, and a signature never depends on how somebody's library prints JSON.
"""

import json
import math
import re
from collections.abc import Callable, Iterable
from typing import Any

from taawun.kernel.errors import NotCanonical, NotCanonicalisable, NotJson, TooDeep, TooLarge
from taawun.kernel.wire.limits import JSON_DEPTH

_PLAIN_TYPES = frozenset({str, bool, type(None)})
MAX_SAFE_INTEGER = 2**53 - 1
_HALF_PAIR = "A text holds half of a surrogate pair."
_NOT_EXACT = "An integer beyond 2^53 - 1 is not exact in every language; use text."
# An unfinished string matches to the end of the bytes: trying again at each quote would cost the square of them.
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_dump = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def encode(value: Any) -> bytes:
    """Return the RFC 8785 bytes of a JSON value.

    Raises:
        NotCanonicalisable: for a type, number or text that I-JSON cannot carry.
    """
    try:
        text = _dump(value) if _is_plain(value, JSON_DEPTH) else _write(value, JSON_DEPTH)
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonicalisable(_HALF_PAIR) from None


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

    Nearly everything that crosses the wire has no fractions and no rare characters; what was parsed without
    meeting any need not be walked again to be written.

    Raises:
        TooDeep: before anything is parsed.
        NotJson: for truncated or broken JSON, or text that is not UTF-8.
    """
    check_depth(data)
    try:
        text = data.decode("utf-8")
        try:
            value = _PLAIN.decode(text)
        except _NotPlain:
            return json.loads(text), encode
    except ValueError:
        raise NotJson from None
    return value, _write_plain if len(data.translate(None, _RARE)) == len(data) else encode


def _write_plain(value: Any) -> bytes:
    try:
        return _dump(value).encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonicalisable(_HALF_PAIR) from None


class _NotPlain(Exception):  # not an error: the long way is taken
    """A number was met that the standard library may write in another way than RFC 8785."""


def _not_plain(_number: str) -> Any:
    raise _NotPlain


def _plain_integer(number: str) -> int:
    if len(number) > _SURE_DIGITS:
        raise _NotPlain
    return int(number)


_RARE = bytes(range(0xEE, 0x100))
"""First bytes of characters from U+E000, which may sort otherwise by UTF-16 unit than by code point, in keys; below
them all sort alike. They are counted in the bytes: a search of the text takes ten times as long."""
_SURE_DIGITS = 15
"""Digits of an integer that is certainly below 2^53."""
_PLAIN = json.JSONDecoder(parse_float=_not_plain, parse_int=_plain_integer, parse_constant=_not_plain)


def check_depth(data: bytes, depth: int = JSON_DEPTH) -> None:
    """Refuse bytes whose brackets nest deeper than `depth`, without parsing them (spec §20.3)."""
    if data.count(b"[") + data.count(b"{") <= depth:
        return
    level = 0
    for byte in _STRINGS.sub(b"", data):
        if byte in b"[{":
            level += 1
            if level > depth:
                raise TooDeep(f"More than {depth} levels.")
        elif byte in b"]}":
            level -= 1


def _is_plain(value: Any, depth: int) -> bool:
    """Tell whether the standard library already writes `value` the RFC 8785 way, checking it as it goes."""
    kind = type(value)
    if kind in _PLAIN_TYPES:
        return True
    if kind is int:
        return bool(-MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER)
    if depth == 0:
        return False
    if kind is dict:
        # ASCII keys sort alike by code point and by UTF-16 unit, which RFC 8785 asks for.
        return all([type(key) is str and key.isascii() for key in value]) and _are_plain(value.values(), depth - 1)  # noqa: C419 - a list is twice as fast
    if kind is list or kind is tuple:
        return _are_plain(value, depth - 1)
    return isinstance(value, str)  # a word of an enumeration


def _are_plain(values: Iterable[Any], depth: int) -> bool:
    """Ask `_is_plain` of each value, but not of texts, which most are: the call would cost more than the answer."""
    for value in values:  # noqa: SIM110 - twice as fast as a generator
        if type(value) not in _PLAIN_TYPES and not _is_plain(value, depth):
            return False
    return True


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
