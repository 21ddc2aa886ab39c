# SPDX-License-Identifier: Apache-2.0
"""Identifiers, times, digests, byte texts and the small checks of shapes (spec §20.4 to §20.6)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taawun.kernel.errors import BadShape, UnknownVersion
from taawun.kernel.wire import shapes
from taawun.kernel.wire.digests import b64, check_digest, digest_of, sha256_hex, unb64
from taawun.kernel.wire.ids import check_id, time_of, uuid7
from taawun.kernel.wire.protocol import TAAWUN_1, version_named
from taawun.kernel.wire.times import cut, from_wire, to_wire

MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.binary(min_size=10, max_size=10))
def test_an_identifier_is_a_uuid_of_version_7_and_keeps_its_moment(moment, random):
    text = uuid7(moment, random)
    assert check_id(text) == text
    assert time_of(text) == cut(moment)


@given(MOMENTS, MOMENTS)
def test_identifiers_sort_by_their_moments(one, other):
    early, late = sorted([cut(one), cut(other)])
    assert early == late or uuid7(early, b"\xff" * 10) < uuid7(late, bytes(10))


def test_an_identifier_needs_ten_random_bytes():
    with pytest.raises(ValueError, match="10 random bytes"):
        uuid7(datetime.now(UTC), b"x")


def test_an_identifier_after_the_year_9999_is_refused_by_name():
    with pytest.raises(BadShape, match="9999"):
        time_of("ffffffff-ffff-7000-8000-000000000000")


GOOD_ID = "019aa8e0-5a3b-7c1d-8e2f-0123456789ab"
WRONG_IDS = {
    "of another version": GOOD_ID.replace("-7", "-4"),
    "of another variant": GOOD_ID.replace("-8e2f", "-7e2f"),
    "in upper case": GOOD_ID.upper(),
    "without hyphens": GOOD_ID.replace("-", ""),
    "with a newline": GOOD_ID + "\n",
    "in Arabic digits": GOOD_ID.replace("0", "٠"),
    "a number": 7,
    "nothing": None,
}


@pytest.mark.parametrize("text", WRONG_IDS.values(), ids=WRONG_IDS)
def test_a_wrong_identifier_is_refused(text):
    with pytest.raises(BadShape):
        check_id(text)


@given(MOMENTS)
def test_a_time_reads_back_to_the_millisecond(moment):
    assert from_wire(to_wire(moment)) == cut(moment)


def test_a_time_of_another_zone_is_written_in_utc():
    karachi = timezone(timedelta(hours=5))
    assert to_wire(datetime(2026, 11, 22, 6, 55, 54, 123_999, karachi)) == "2026-11-22T01:55:54.123Z"


def test_a_time_without_a_zone_has_no_meaning():
    with pytest.raises(ValueError, match="zone"):
        to_wire(datetime(2026, 1, 1))  # noqa: DTZ001


WRONG_TIMES = {
    "without milliseconds": "2026-11-22T01:55:54Z",
    "with microseconds": "2026-11-22T01:55:54.123456Z",
    "with an offset": "2026-11-22T01:55:54.123+00:00",
    "in lower case": "2026-11-22t01:55:54.123z",
    "of a day that is not": "2026-02-29T01:55:54.123Z",
    "of hour 24": "2026-11-22T24:00:00.000Z",
    "of second 60": "2026-12-31T23:59:60.000Z",
    "in Arabic digits": "٢٠٢٦-11-22T01:55:54.123Z",
    "of year 0": "0000-01-01T00:00:00.000Z",
    "with a newline": "2026-11-22T01:55:54.123Z\n",
    "a number": 1_700_000_000,
}


@pytest.mark.parametrize("text", WRONG_TIMES.values(), ids=WRONG_TIMES)
def test_a_time_has_one_spelling(text):
    with pytest.raises(BadShape):
        from_wire(text)


@given(st.binary(max_size=70))
def test_bytes_read_back_from_base64url(data):
    assert unb64(b64(data)) == data
    assert "=" not in b64(data)


@given(st.text("AQgw-_+/= \n٠é", max_size=9))
def test_every_accepted_byte_text_is_the_one_spelling(text):
    try:
        data = unb64(text)
    except BadShape:
        return
    assert b64(data) == text


WRONG_B64 = {
    "padded": "AA==",
    "of the standard alphabet": "+AAAAAAA",
    "of the standard alphabet at the end": "AAAAAAA/",
    "with spare bits": "AB",
    "with spare bits after a whole group": "AAAAAAB",
    "of impossible length": "A",
    "with a space": "AA AA",
    "not ASCII": "ААА",
    "a number": 1,
}


@pytest.mark.parametrize("text", WRONG_B64.values(), ids=WRONG_B64)
def test_a_byte_text_has_one_spelling(text):
    with pytest.raises(BadShape):
        unb64(text)


def test_a_digest_is_64_lower_case_hex_digits():
    assert check_digest(sha256_hex(b"")) == digest_of_nothing()
    for wrong in (sha256_hex(b"").upper(), "ab", 1, sha256_hex(b"") + "\n"):
        with pytest.raises(BadShape):
            check_digest(wrong)
    assert digest_of({"a": 1}) == sha256_hex(b'{"a":1}')


def digest_of_nothing() -> str:
    return "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_an_unknown_version_is_refused():
    assert version_named("taawun/1") is TAAWUN_1
    for wrong in ("taawun/2", "", None, ["taawun/1"], 1):
        with pytest.raises(UnknownVersion, match="taawun/1"):
            version_named(wrong)


ONE = frozenset({"a"})
WRONG_SHAPES = {
    "no object": lambda: shapes.fields([], "x", ONE),
    "a missing field": lambda: shapes.fields({}, "x", ONE),
    "an unknown field": lambda: shapes.fields({"a": 1, "secret": 2}, "x", ONE),
    "no text": lambda: shapes.text(1, "x"),
    "an empty text": lambda: shapes.text("", "x"),
    "a text too long": lambda: shapes.text("aaa", "x", 2),
    "a name in upper case": lambda: shapes.slug("Chief", "x"),
    "a name in Arabic": lambda: shapes.slug("رئيس", "x"),
    "a name with a newline": lambda: shapes.slug("a\n", "x"),
    "a name too long": lambda: shapes.slug("a" * 81, "x"),
    "a name that is no text": lambda: shapes.slug(None, "x"),
    "a party in lower case": lambda: shapes.party("pk"),
    "a party of three letters": lambda: shapes.party("PAK"),
    "a party that is no text": lambda: shapes.party(["P", "K"]),
    "a truth value for a number": lambda: shapes.whole(True, "x"),
    "a float for a number": lambda: shapes.whole(1.0, "x"),
    "a number too small": lambda: shapes.whole(0, "x", 1),
    "a number for a truth value": lambda: shapes.flag(1, "x"),
    "an empty list": lambda: shapes.items([], "x", 3),
    "a list too long": lambda: shapes.items([1, 2], "x", 1),
    "a tuple": lambda: shapes.items((1,), "x", 3),
    "something twice": lambda: shapes.distinct(["a", "a"], "x"),
    "a word outside the list": lambda: shapes.one_of("b", ONE, "x"),
    "a list as a word": lambda: shapes.one_of(["a"], ONE, "x"),
}


@pytest.mark.parametrize("check", WRONG_SHAPES.values(), ids=WRONG_SHAPES)
def test_a_wrong_shape_is_refused(check):
    with pytest.raises(BadShape):
        check()


def test_right_shapes_come_back_unchanged():
    assert shapes.fields({"a": 1, "b": 2}, "x", ONE, frozenset({"b"})) == {"a": 1, "b": 2}
    assert shapes.items([], "x", 3, 0) == []
    assert (shapes.party("PK"), shapes.whole(3, "x"), shapes.flag(False, "x")) == ("PK", 3, False)


def test_a_refusal_never_repeats_what_was_sent():
    with pytest.raises(BadShape) as refusal:
        shapes.fields({"سلمان": 1, "a": 1}, "x", ONE)
    assert "سلمان" not in str(refusal.value)
