# SPDX-License-Identifier: Apache-2.0
"""The one byte form of JSON, beside another implementation of RFC 8785 (spec §20.1, §20.3)."""

import time
from contextlib import suppress
from enum import IntEnum

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from taawun.kernel.errors import NotCanonical, NotCanonicalisable, NotJson, TooDeep, TooLarge
from taawun.kernel.wire.canonical import MAX_SAFE_INTEGER, check_depth, decode, encode
from taawun.kernel.wire.limits import JSON_DEPTH

LIMIT = 1 << 20
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
INTEGERS = st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER)


def is_carried(number: float) -> bool:
    """Tell whether a float is not a whole number that would be written in more digits than are exact."""
    return not (MAX_SAFE_INTEGER < abs(number) < 1e21 and number.is_integer())


FLOATS = st.floats(allow_nan=False, allow_infinity=False).filter(is_carried)
JSON = st.recursive(
    st.none() | st.booleans() | INTEGERS | FLOATS | TEXT,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(TEXT, inner, max_size=6),
    max_leaves=20,
)


@given(JSON)
def test_the_bytes_are_those_of_another_implementation_and_read_back(value):
    data = encode(value)
    assert data == rfc8785.dumps(value)
    assert decode(data, limit=LIMIT) == value


@given(FLOATS)
def test_numbers_are_written_as_in_ecmascript(number):
    assert encode([number]) == rfc8785.dumps([number])


NUMBERS = {  # RFC 8785, appendix B
    "zero": (0.0, b"0"),
    "minus zero": (-0.0, b"0"),
    "the smallest": (5e-324, b"5e-324"),
    "the largest": (1.7976931348623157e308, b"1.7976931348623157e+308"),
    "the last before an exponent": (999999999999999900000.0 / 1e6, b"999999999999999.9"),
    "the first with an exponent": (1e21, b"1e+21"),
    "the last small one without": (1e-6, b"0.000001"),
    "the first small one with": (1e-7, b"1e-7"),
    "a long exponent": (333333333.33333325, b"333333333.33333325"),
    "negative": (-1.5e-9, b"-1.5e-9"),
    "a whole float": (5.0, b"5"),
    "a hundred": (100.0, b"100"),
    "one digit and an exponent": (2e30, b"2e+30"),
}


@pytest.mark.parametrize(("number", "spelling"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_has_one_spelling(number, spelling):
    assert encode(number) == spelling


class Colour(IntEnum):
    RED = 1


class Name(str):
    __slots__ = ()


def test_unusual_types_of_python_are_written_as_what_they_are():
    assert encode({"b": (1, Colour.RED), "a": Name("x"), "c": [1.5, None, True]}) == rfc8785.dumps(
        {"b": [1, 1], "a": "x", "c": [1.5, None, True]}
    )


def test_keys_are_sorted_by_utf16_units():
    assert encode({"\ufb33": 1, "\U0001f600": 2, "€": 3}) == '{"€":3,"\U0001f600":2,"\ufb33":1}'.encode()


NOT_CARRIED = {
    "not a number": float("nan"),
    "infinity": float("-inf"),
    "too large an integer": 2**53,
    "too small an integer": -(2**53),
    "too large an integer among floats": [1.5, 2**53],
    "a float that is too large an integer": 1e20,
    "bytes": b"x",
    "a set": {1},
    "an object": object(),
    "a key that is no text": {1: 2},
    "half a surrogate pair": "\ud800",
    "half a surrogate pair as key": {"\ud800": 1},
    "half a surrogate pair among floats": [1.5, "\ud800"],
    "half a surrogate pair as key among floats": [1.5, {"\udc00": 1}],
}


@pytest.mark.parametrize("value", NOT_CARRIED.values(), ids=NOT_CARRIED)
def test_what_json_cannot_carry_is_refused(value):
    with pytest.raises(NotCanonicalisable):
        encode(value)


def nested(levels: int, core: object, kind: str = "list") -> object:
    for _ in range(levels):
        core = [core] if kind == "list" else {"ک": core}
    return core


@pytest.mark.parametrize("core", [1, "x", None, 1.5, {}], ids=str)
@pytest.mark.parametrize("kind", ["list", "keys in Urdu"])
def test_the_deepest_allowed_level_is_written_and_read(core, kind):
    levels = JSON_DEPTH - (core == {})
    value = nested(levels, core, kind)
    assert decode(encode(value), limit=LIMIT) == value
    with pytest.raises(NotCanonicalisable, match="levels"):
        encode(nested(1, value, kind))


NOT_CANONICAL = {
    "a space": b'{"a": 1}',
    "keys out of order": b'{"b":1,"a":2}',
    "a key twice": b'{"a":1,"a":1}',
    "a needless escape": b'"\\u0041"',
    "an escaped slash": b'"\\/"',
    "a whole float": b"1.0",
    "an exponent": b"1e3",
    "minus zero": b"-0",
    "an integer that is not exact": b"9007199254740993",
    "an integer beyond 64 bits": b"[18446744073709551616]",
    "an integer far below zero": b'{"a":-9223372036854775809}',
    "an exponent as other libraries spell it": b"[1e21]",
    "half a surrogate pair": b'"\\ud800"',
    "not a number": b"NaN",
    "infinity": b"1e999",
    "a newline after": b"1\n",
}


@pytest.mark.parametrize("data", NOT_CANONICAL.values(), ids=NOT_CANONICAL)
def test_any_other_spelling_is_refused(data):
    with pytest.raises(NotCanonical):
        decode(data, limit=LIMIT)


NOT_JSON = {
    "nothing": b"",
    "cut off": b'{"a":',
    "not UTF-8": b'"\xff"',
    "a byte order mark": b"\xef\xbb\xbf1",
    "two values": b"1 2",
    "a raw control character": b'"\x01"',
    "closed too often": b"]]]]]" + b"[" * 40,
    "a number of five thousand digits": b"1" * 5_000,
}


@pytest.mark.parametrize("data", NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_not_json_is_refused(data):
    with pytest.raises((NotJson, TooDeep)):
        decode(data, limit=LIMIT)


def test_size_is_looked_at_before_anything_is_parsed():
    with pytest.raises(TooLarge, match="11 bytes; at most 10"):
        decode(b"[" * 11, limit=10)


def test_depth_is_looked_at_before_anything_is_parsed():
    with pytest.raises(TooDeep):
        decode(b"[" * 100_000, limit=LIMIT)


def test_brackets_in_texts_are_not_levels():
    data = encode(["[{" * 100, '"[[' * 40, "\\[" * 40])
    assert decode(data, limit=LIMIT)


@pytest.mark.parametrize("unit", [b'\\"', b"\\", b'"', b'"[', b"[\\", b'\\\n"'], ids=repr)
def test_hostile_bytes_cost_no_more_than_their_length(unit):
    data = b"[" * 33 + b'"' + unit * (LIMIT // len(unit))
    start = time.process_time()
    with suppress(TooDeep):
        check_depth(data)
    with pytest.raises((TooDeep, NotJson)):
        decode(data, limit=2 * LIMIT)
    assert time.process_time() - start < 3, "the square of a mebibyte would take hours"


@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer_by_name(data):
    try:
        value = decode(data, limit=LIMIT)
    except (NotJson, NotCanonical, TooDeep):
        return
    assert encode(value) == data


def test_every_character_is_written_as_the_long_way_writes_it():
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    fraction, long_way = [every, 0.5], encode([every, 0.5])
    assert encode([every]) == long_way[: -len(b",0.5]")] + b"]"
    assert decode(long_way, limit=8 * LIMIT) == fraction
