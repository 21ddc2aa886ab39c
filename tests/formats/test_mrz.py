# SPDX-License-Identifier: Apache-2.0
"""Machine-readable zones: the specimens of Doc 9303, what is wrong told by code, and bad input."""

from datetime import date

import pytest

from taawun.formats.mrz import Form, Level, check_digit, check_many, proposals, read, variants, write
from taawun.formats.mrz.codes import code_of, country_of, is_known
from taawun.formats.mrz.names import transliterate

ON = date(2026, 11, 22)

TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
TD1_LONG = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
MRV_A = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"
MRV_B = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<"

SPECIMENS = [
    ("TD3", TD3, Form.TD3, "L898902C3", "1974-08-12", "2012-04-15", 5),
    ("TD1", TD1, Form.TD1, "D23145890", "1974-08-12", "2012-04-15", 4),
    ("TD1, a number of twelve", TD1_LONG, Form.TD1, "D23145890734", "1934-07-12", "1995-07-12", 4),
    ("TD2", TD2, Form.TD2, "D23145890", "1974-08-12", "2012-04-15", 4),
    ("MRV-A", MRV_A, Form.MRV_A, "L8988901C", "1940-09-07", "1996-12-10", 3),
    ("MRV-B", MRV_B, Form.MRV_B, "L8988901C", "1940-09-07", "1996-12-10", 3),
]


def passport(**changes: str) -> str:
    said = {
        "code": "P", "issuer": "PAK", "number": "AB1234567", "surname": "GONDAL", "given": "AHMAD KHALID",
        "birth": "1971-03-02", "sex": "male", "expires": "2031-04-30", "optional": "3520212345671",
    } | changes  # fmt: skip
    return "\n".join(write(Form.TD3, **said))


@pytest.mark.parametrize(
    ("text", "form", "number", "birth", "expires", "digits"),
    [row[1:] for row in SPECIMENS],
    ids=[r[0] for r in SPECIMENS],
)
def test_the_specimens_of_the_standard_are_read_and_every_digit_holds(text, form, number, birth, expires, digits):
    mrz = read(text, ON).mrz
    assert (mrz.form, mrz.number, mrz.birth, mrz.expires) == (form, number, birth, expires)
    assert [one.right for one in mrz.digits] == [True] * digits
    assert check_many([mrz.body]).tolist() == [0]
    assert "\n".join(mrz.lines) == text


def test_a_zone_says_who_and_whose():
    mrz = read(passport(), ON).mrz
    assert (mrz.surname, mrz.given, mrz.sex, mrz.issuer, mrz.nationality) == (
        "GONDAL", "AHMAD KHALID", "male", "PAK", "PAK",
    )  # fmt: skip
    assert mrz.optional == ("3520212345671",)


ODD = [
    ("an empty optional field with its digit 0", {"optional": ""}, set()),
    ("a state that there is not", {"issuer": "QQQ", "nationality": "QQQ"}, {"unknown-code"}),
    ("Germany is D", {"issuer": "D"}, set()),
    ("a refugee", {"nationality": "XXB"}, set()),
    ("the United Nations", {"issuer": "UNO"}, set()),
    ("a specimen is no document", {"issuer": "UTO"}, {"specimen"}),
    ("expired", {"expires": "2020-01-01"}, {"expired"}),
    ("only a year of birth", {"birth": "1971"}, set()),
    ("no date of birth", {"birth": ""}, {"unknown-birth"}),
    ("no surname", {"surname": "", "given": ""}, {"no-name"}),
    ("a name that fills its field", {"given": "MUHAMMAD ABDULLAH ABDULRAHMAN ALQAHTANI"}, {"name-full"}),
    ("no number", {"number": ""}, {"no-number"}),
]


@pytest.mark.parametrize(("changes", "codes"), [row[1:] for row in ODD], ids=[row[0] for row in ODD])
def test_what_is_odd_is_told(changes, codes):
    assert {one.code for one in read(passport(**changes), ON).problems} == codes


def test_a_failed_optional_digit_is_a_warning_and_a_failed_composite_is_not():
    first, second = passport().split("\n")
    wrong = read(f"{first}\n{second[:42]}{(int(second[42]) + 1) % 10}{second[43]}", ON)
    levels = {one.part: one.level for one in wrong.problems}
    assert levels == {"optional": Level.WARNING, "composite": Level.ERROR}
    assert not wrong.sound


def test_an_empty_optional_field_may_have_a_filler_as_its_digit():
    first, second = passport(optional="").split("\n")
    filler = second[:42] + "<" + second[43]
    mrz = read(f"{first}\n{filler}", ON).mrz
    assert mrz.holds("optional")
    assert mrz.holds("composite")
    assert check_many([first + filler]).tolist() == [0]


IMPOSSIBLE = [
    ("the 31st of February", "710231"),
    ("the 29th of February in no leap year", "710229"),
    ("a day 0", "710300"),
    ("month 13", "711302"),
    ("letters", "71O3O2"),
    ("day without month", "71<<02"),
]


@pytest.mark.parametrize("text", [row[1] for row in IMPOSSIBLE], ids=[row[0] for row in IMPOSSIBLE])
def test_an_impossible_date_is_told_and_the_rest_is_read(text):
    first, second = passport().split("\n")
    found = read(f"{first}\n{second[:13]}{text}{second[19:]}", ON)
    assert ("impossible-date", "birth") in {(one.code, one.part) for one in found.problems}
    assert (found.mrz.birth, found.mrz.number) == ("", "AB1234567")


CENTURIES = [
    ("a birth this year", "birth", "2026-11-22", "2026-11-22"),
    ("a birth tomorrow is a hundred years ago", "birth", "2026-11-23", "1926-11-23"),
    ("valid in 2070", "expires", "2070-01-01", "2070-01-01"),
    ("expired in 1980", "expires", "1980-01-01", "1980-01-01"),
    ("a leap day", "birth", "2000-02-29", "2000-02-29"),
    ("born in a month of this year", "birth", "2026-11", "2026-11"),
    ("born in the next month is a hundred years ago", "birth", "2026-12", "1926-12"),
    ("fifty years ahead and fifty behind are fifty behind", "expires", "2076-01-01", "1976-01-01"),
]


@pytest.mark.parametrize(("part", "said", "read_as"), [row[1:] for row in CENTURIES], ids=[row[0] for row in CENTURIES])
def test_the_century_is_a_rule(part, said, read_as):
    assert getattr(read(passport(**{part: said}), ON).mrz, part) == read_as


NAMES = [
    ("the example of the standard", "ابو بكر محمد بن زكريا الرازي", "ABW<BKR<MXHMD<BN<ZKRYA<ALRAZY"),
    ("teh marbuta at the end", "فاطمة", "FAXTTMXAH"),
    ("shadda doubles", "محمّد", "MXHMMD"),
    ("Urdu letters", "ڑیہ ٹھے", "XXRXYAXXG<XXTXDOXYB"),
    ("Latin with marks", "Thérèse Müller-O’Brien", "THERESE<MUELLER<OBRIEN"),
    ("no letter at all", "— 😀", ""),
]


@pytest.mark.parametrize(("name", "letters"), [row[1:] for row in NAMES], ids=[row[0] for row in NAMES])
def test_names_are_written_as_the_standard_recommends(name, letters):
    assert transliterate(name) == letters


ARABIC_KEYS = dict(zip("PAKGONDLHMIB", "؛ ِ ، لأ × آ ] / أ ’ ÷ لآ".split(), strict=True)) | {"<": ","}

TYPED = [
    ("as printed", passport(), []),
    ("without a break", passport().replace("\n", ""), ["typed-breaks"]),
    ("broken in the middle", passport()[:20] + "\r\n" + passport()[20:], ["typed-breaks"]),
    ("small letters", passport().lower(), ["typed-small"]),
    ("a prefix of the reader", "\x02ID:" + passport() + "\x03\r\n", ["typed-around"]),
    ("a prefix that makes it as long as a card", "ID" + passport(), ["typed-around"]),
    ("a suffix that makes it as long as a card", passport() + "99", ["typed-around"]),
    ("read twice by the reader", passport() + "\r\n" + passport() + "\r\n", ["typed-around"]),
    ("read twice without a break", passport().replace("\n", "") * 2, ["typed-around"]),
    ("fillers dropped", "\n".join(line.rstrip("<") for line in passport().split("\n")), ["typed-filled"]),
    ("blanks between", passport().replace("<<", "< <"), []),
    ("a NUL", passport() + "\x00", []),
    ("digits of the Arabic keyboard", passport().replace("7103", "٧١٠٣"), ["typed-digits"]),
    ("invisible marks of a text in two directions", f"\u2067\u061c{passport()}\u2069", []),
    ("invisible marks between words", passport().replace("GONDAL", "GON\u00ad\u2060DAL"), []),
    ("full width", passport().replace("PAK", "ＰＡＫ"), ["typed-width"]),
    ("Arabic layout", "".join(ARABIC_KEYS.get(one, one) for one in passport()), ["typed-arabic-keys"]),
]


@pytest.mark.parametrize(("text", "notes"), [row[1:] for row in TYPED], ids=[row[0] for row in TYPED])
def test_what_a_keyboard_reader_types_is_read_and_what_was_done_is_told(text, notes):
    found = read(text, ON)
    assert found.mrz is not None
    assert "\n".join(found.mrz.lines) == passport()
    assert [one.code for one in found.problems] == notes


def test_a_passport_without_its_fillers_is_no_card_of_the_same_length():
    printed = passport(given="ABCDEFGHI KLMNO")
    first, second = printed.split("\n")
    assert len(first.rstrip("<") + second) == 72
    found = read(first.rstrip("<") + "\n" + second, ON)
    assert "\n".join(found.mrz.lines) == printed
    assert [one.code for one in found.problems] == ["typed-filled"]


def test_a_card_that_was_broken_elsewhere_and_misread_stays_a_card():
    card = "".join(write(Form.TD1, code="I", issuer="PAK", number="AB1234567", surname="GONDAL", birth="1971-03-02"))
    found = read(card[:46] + "\n" + card[46:60].replace("<", "8") + card[60:], ON)
    assert (found.mrz.form, found.sound) == (Form.TD1, False)


def test_a_number_goes_on_only_where_its_field_is_full():
    short = TD1_LONG.replace("D23145890<7349", "D2314589<<7349")
    found = read(short, ON)
    assert found.mrz.number == "D2314589"
    assert not found.mrz.holds("number")
    assert check_many([found.mrz.body])[0] & 1


def test_a_text_of_many_lines_is_told_by_its_first():
    (problem,) = read("A\n" * 500, ON).problems
    assert problem.values == {"got": "500", "lines": "1, 1, 1, 1, 1, 1, …"}


BAD = [
    ("nothing", "", "nothing"),
    ("only breaks", "\r\n\n", "nothing"),
    ("cut", passport()[:50], "length"),
    ("one letter short", passport()[:-1], "length"),
    ("ten thousand letters", "A" * 10_000, "too-long"),
    ("two passports", passport() + "\n" + passport(number="CD7654321"), "length"),
    ("emoji", "😀" * 88, "characters"),
    ("letters of no zone", "P<" + "؟" * 86, "characters"),
    ("half a character", "P" + "\ud800" * 87, "characters"),
]


@pytest.mark.parametrize(("text", "code"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_is_no_zone_is_refused_with_a_code(text, code):
    found = read(text, ON)
    assert found.mrz is None
    assert code in {one.code for one in found.problems}


MISREAD = [
    ("0 for O in a number", {"number": "OA0123451"}, (9, "O", "0")),
    ("S for 5 in a date of birth", {"birth": "1975-05-05"}, (58, "5", "S")),
    ("B for 8 in a validity", {"expires": "2028-08-08"}, (66, "8", "B")),
    ("I for 1 in a number", {"number": "AB1234567"}, (46, "1", "I")),
]


@pytest.mark.parametrize(("changes", "wrong"), [row[1:] for row in MISREAD], ids=[row[0] for row in MISREAD])
def test_a_misread_letter_is_proposed_and_never_put_in(changes, wrong):
    printed = passport(**changes).replace("\n", "")
    at, before, after = (44 if wrong[0] == 9 else wrong[0]), wrong[1], wrong[2]
    assert printed[at] == before
    misread = printed[:at] + after + printed[at + 1 :]
    mrz = read(misread, ON).mrz
    assert mrz.body == misread
    assert printed in {one.body for one in proposals(mrz)}


def test_nothing_is_proposed_where_every_digit_holds():
    assert proposals(read(passport(), ON).mrz) == ()


def test_numbers_that_look_alike():
    assert set(variants("AO01", 10)) == {"AOO1", "A001", "A0O1", "AO0I", "AOOI", "A00I", "A0OI"}
    assert len(variants("O" * 40, 64)) == 64


def test_codes_of_states_and_persons():
    assert [country_of(code) for code in ("PAK", "BHR", "D", "GBN", "XXA", "UTO", "")] == [
        "PK", "BH", "DE", "GB", "", "", "",
    ]  # fmt: skip
    assert [is_known(code) for code in ("XXA", "XXB", "XXC", "UNO", "UTO", "QQQ", "")] == [True] * 5 + [False] * 2
    assert code_of("DE") == "D"
    assert country_of(code_of("PK")) == "PK"


def test_the_digit_of_the_standard():
    assert check_digit("D23145890734") == "9"
    assert check_digit("520727") == "3"


OTHER_KEYS = {
    "the Urdu phonetic layout": dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", "قوعرتےءیہپاسدفگحجکلزشچطبنم", strict=True)),
    "the Russian layout": dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", strict=True)),
}


@pytest.mark.parametrize("keys", OTHER_KEYS.values(), ids=OTHER_KEYS)
@pytest.mark.parametrize("filler", ["<", "؟", ""], ids=["with fillers", "with another sign", "without"])
def test_a_reader_that_types_in_another_layout_is_told_as_that(keys, filler):
    text = "".join(keys.get(one, one) for one in passport()).replace("<", filler)
    found = read(text, ON)
    assert found.mrz is None
    assert [one.code for one in found.problems] == ["keys"]
