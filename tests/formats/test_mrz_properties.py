# SPDX-License-Identifier: Apache-2.0
"""Whatever is written is read again, and one changed character is found exactly as often as the weights say."""

from datetime import date
from itertools import combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from taawun.formats.mrz import (
    BITS,
    LAYOUTS,
    NO_ZONE,
    Form,
    check_digit,
    check_many,
    mistakes,
    parse,
    read,
    read_many,
    write,
)
from taawun.formats.mrz.digits import VALUES, check_digits, covered

ON = date(2026, 11, 22)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NAME = st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=1, max_size=2).map(" ".join)
NUMBER = st.text(LETTERS + "0123456789", min_size=1, max_size=9)
DAY = st.dates(date(1930, 1, 1), ON).map(date.isoformat)


@st.composite
def documents(draw, long: bool = True):
    form = draw(st.sampled_from(list(Form)))
    number = draw(NUMBER)
    if long and form in (Form.TD1, Form.TD2):
        number = draw(st.one_of(NUMBER, st.text(LETTERS + "0123456789", min_size=10, max_size=14)))
    said = {
        "code": "V" if form in (Form.MRV_A, Form.MRV_B) else draw(st.sampled_from(["P", "I", "AC"])),
        "issuer": draw(st.sampled_from(["PAK", "BHR", "D", "UNO"])),
        "number": number, "surname": draw(NAME), "given": draw(st.one_of(st.just(""), NAME)),
        "nationality": draw(st.sampled_from(["PAK", "XXA", "XXB"])),
        "birth": draw(DAY), "sex": draw(st.sampled_from(["male", "female", ""])),
        "expires": draw(st.dates(date(1990, 1, 1), date(2060, 1, 1)).map(date.isoformat)),
    }  # fmt: skip
    return form, said


@given(documents())
def test_what_is_written_is_read(document):
    form, said = document
    mrz = read("\n".join(write(form, **said)), ON).mrz
    assert mrz.form is form
    assert {name: getattr(mrz, name) for name in said} == said
    assert all(one.right for one in mrz.digits)
    assert check_many([mrz.body]).tolist() == [0]


@given(documents(long=False), st.data())
def test_one_changed_character_is_found_unless_both_have_one_value_modulo_ten(document, data):
    form, said = document
    body = "".join(write(form, **said))
    layout = LAYOUTS[form]
    check = data.draw(st.sampled_from([one for one in layout.checks if one.name in ("number", "birth", "expires")]))
    (start, end) = check.over[0]
    at = data.draw(st.integers(start, end - 1))
    letter = data.draw(st.sampled_from([one for one in VALUES if one != body[at]]))
    wrong = int(check_many([body[:at] + letter + body[at + 1 :]])[0])
    differs = (VALUES[letter] - VALUES[body[at]]) % 10 != 0
    assert bool(wrong & BITS[check.name]) == differs


@given(documents())
def test_many_at_once_say_what_one_says(document):
    form, said = document
    body = "".join(write(form, **said))
    broken = [body[:at] + "7" + body[at + 1 :] for at in range(1, len(body), 7)]
    many = check_many(broken)
    for text, bits in zip(broken, many.tolist(), strict=True):
        digits = parse(text, form, ON).digits
        assert sum(BITS[one.name] for one in digits if not one.right) == bits


@given(st.text("".join(VALUES), max_size=300))
@example("9" * 300)
def test_a_check_digit_is_the_weighted_sum_of_the_standard(text):
    assert check_digit(text) == str(sum(VALUES[letter] * (7, 3, 1)[at % 3] for at, letter in enumerate(text)) % 10)


@given(st.sampled_from(list(LAYOUTS.values())), st.data())
def test_the_digits_of_a_zone_are_those_of_what_each_covers(layout, data):
    body = data.draw(st.text("".join(VALUES), min_size=layout.length, max_size=layout.length))
    assert list(check_digits(layout, body)) == [check_digit(covered(body, check)) for check in layout.checks]


@given(documents(), st.data())
def test_a_zone_says_the_same_however_its_lines_are_broken(document, data):
    form, said = document
    body = "".join(write(form, **said))
    at = data.draw(st.integers(0, len(body) - 1))
    body = body[:at] + data.draw(st.sampled_from(sorted(VALUES))) + body[at + 1 :]
    printed, joined = read("\r\n".join(parse(body, form, ON).lines) + "\r", ON), read(body, ON)
    assert printed.mrz == joined.mrz
    assert printed.problems == tuple(one for one in joined.problems if one.code != "typed-breaks")


@st.composite
def texts(draw):
    """Zones as they are printed, with a character or a line break changed, and texts that are none."""
    form, said = draw(documents())
    text = draw(st.sampled_from(["\n", "\n", "\r\n", ""])).join(write(form, **said))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(text)))
        other = draw(st.sampled_from([*sorted(VALUES), "\n", "ا", " "]))
        text = text[:at] + other + text[at + draw(st.integers(0, 1)) :]
    return text


@given(st.lists(texts() | st.text(max_size=100), max_size=8))
def test_zones_read_many_at_once_say_what_each_says(zones):
    assert list(read_many(iter(zones), ON)) == [read(zone, ON) for zone in zones]


def test_more_zones_than_are_looked_at_together_keep_their_order():
    zones = ["\n".join(write(Form.TD3, code="P", issuer="PAK", number=f"A{n}", surname="X")) for n in range(5_000)]
    assert [one.mrz.number for one in read_many(zones, ON)] == [f"A{n}" for n in range(5_000)]


@settings(max_examples=10)
@given(documents(), st.data())
def test_what_is_proposed_are_the_fewest_changes_of_all_that_hold(document, data):
    form, said = document
    body = "".join(write(form, **said))
    for _ in range(2):
        change = data.draw(st.sampled_from(list(mistakes._changes(LAYOUTS[form], body))))
        body = body[: change.at] + change.printed + body[change.at + 1 :]
    changes = list(mistakes._changes(LAYOUTS[form], body))
    holds = not int(check_many([body])[0]) & ~BITS["optional"]
    expected = []
    for size in (1, 2):
        pairs = [pair for pair in combinations(changes, size) if len({one.at for one in pair}) == size]
        wrong = check_many([mistakes._changed(body, pair) for pair in pairs]).tolist()
        expected = expected or [pair for pair, bits in zip(pairs, wrong, strict=True) if not bits & ~BITS["optional"]]
    proposed = [one.changes for one in mistakes.proposals(parse(body, form, ON))]
    assert proposed == ([] if holds else expected[: mistakes.MOST])


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text):
    found = read(text, ON)
    assert found.mrz is not None or found.problems
    assert check_many([text]).dtype.name == "uint8"


def test_what_is_no_zone_among_many():
    good = "".join(write(Form.TD3, code="P", issuer="PAK", number="A1", surname="X"))
    assert check_many([good, "", "😀" * 88, good[:-1], good.lower()]).tolist() == [0, *[NO_ZONE] * 4]
