# SPDX-License-Identifier: Apache-2.0
"""An index finds what comparing with every record finds, whatever was appended, deleted and compacted before."""

from pathlib import Path
from random import Random

import pytest

from taawun.engines.matching import Code, Document, Index, Match, PartialDate, Record, parse_date
from taawun.engines.matching.evidence import judge
from taawun.engines.matching.pairs import similarities
from taawun.kernel.errors import DuplicateIds, NotInIndex

GIVEN = (
    "Muhammad Ali Hassan Usman Abdulrahman Fatima Khadija Ibrahim Yusuf Hamza Tariq Imran محمد علي حسن عثمان فاطمة "
    "خدیجہ ابراہیم یوسف طارق عمران Nasir ناصر Zainab زینب"
).split()
FAMILY = "Khan Qureshi Butt Al-Ghamdi Chaudhry Malik خان قریشی الغامدي ملک چوہدری Bugti بگٹی Rashidov Kowalski".split()
FOUND = 0.5
"""Score from which the index has to find what comparing everything finds."""


def made_up(count: int, seed: int) -> list[Record]:
    dice = Random(seed)
    return [_record(str(k), dice) for k in range(count)]


def _record(identifier: str, dice: Random) -> Record:
    names = [f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}" for _ in range(dice.choice((1, 1, 1, 2)))]
    day = PartialDate(dice.randint(1970, 1975), dice.randint(1, 12), dice.randint(1, 28))
    birth = dice.choice(((), (day,), (PartialDate(day.year),), (day, PartialDate(1960, until=(1966, 0, 0)))))
    fathers = dice.choice(((), (dice.choice(GIVEN),)))
    papers = dice.choice(((), (Document("passport", f"AB{dice.randint(1000, 1030)}", "PK"),)))
    countries = dice.choice(((), ("PK",), ("BH", "SA")))
    sex = dice.choice(("", "m", "f"))
    return Record(
        identifier, tuple(names), "person", fathers, birth, countries, papers, sex, note="n" * dice.randint(0, 2)
    )


def everything(asked: Record, records: list[Record]) -> dict[str, float]:
    """Compare with every record; return the scores by id."""
    said = similarities([(asked, record) for record in records])
    return {one.id: judge(asked, one, *names)[0] for one, names in zip(records, said, strict=True)}


def assert_same(index: Index, records: list[Record], asked: list[Record]) -> None:
    for one in asked:
        expected = {key: score for key, score in everything(one, records).items() if score >= FOUND}
        found = {match.record.id: match.score for match in index.search(one, limit=len(records))}
        assert {key: score for key, score in found.items() if score >= FOUND} == expected


def test_a_search_finds_what_comparing_everything_finds(tmp_path: Path) -> None:
    records = made_up(120, 1)
    assert_same(Index.build(records, tmp_path), records, made_up(25, 2))


def test_appending_deleting_and_compacting_change_no_answer(tmp_path: Path) -> None:
    dice, held = Random(3), {record.id: record for record in made_up(60, 4)}
    index, asked = Index.build(held.values(), tmp_path), made_up(6, 5)
    for step in range(5):
        new = [_record(str(dice.randint(0, 90)), dice) for _ in range(8)]
        new = list({record.id: record for record in new}.values())
        gone = dice.sample(sorted(held), 5)
        index.delete(gone)
        index.append(new)
        for identifier in gone:
            held.pop(identifier)
        held.update({record.id: record for record in new})
        if step == 3:
            index.compact()
            assert len(index.parts) == 1
        assert len(index) == len(held)
        assert {record.id: record for record in index.records()} == held
        assert_same(index, list(held.values()), asked)
    assert {record.id: record for record in Index.open(tmp_path).records()} == held


def test_many_small_additions_do_not_pile_up(tmp_path: Path) -> None:
    index = Index.build(made_up(3, 1), tmp_path)
    for k in range(12):
        index.append([Record(f"new {k}", (f"Muhammad {FAMILY[k]}",))])
    assert len(index) == 15
    assert len(index.parts) < 10


def test_screening_gives_what_searching_gives(tmp_path: Path) -> None:
    index, asked, told = Index.build(made_up(80, 1), tmp_path), made_up(30, 2), list[int]()
    screened = dict(index.screen(asked, 5, progress=told.append, threshold=0.0))
    assert told == [30]
    assert [screened[one] for one in asked] == [index.search(one, 5) for one in asked]


@pytest.mark.parametrize("threshold", [0.02, 0.1, 0.3, 0.9])
def test_screening_leaves_out_only_what_is_below_the_threshold(tmp_path: Path, threshold: float) -> None:
    index, asked = Index.build(made_up(80, 1), tmp_path), made_up(30, 2)
    for one, matches in index.screen(asked, 10, threshold=threshold):
        assert matches == tuple(match for match in index.search(one, 10) if match.score >= threshold)


def only(index: Index, asked: Record) -> Match:
    (found,) = index.search(asked, 1)
    return found


LISTED = (
    Record("latin", ("Muhammad Usman Qureshi",), births=(parse_date("1985-04-03"),), fathers=("Ghulam Rasool",)),
    Record("urdu", ("زینب بیگم",), births=(parse_date("1990"),)),
    Record("arabic", ("عبد الرحمن بن خالد الغامدي",), births=(parse_date("12 رمضان 1405"),)),
    Record("ship", ("MV Northern Star",), kind="vessel", documents=(Document("imo", "9074729"),)),
    Record("papers", (), documents=(Document("passport", "AB1234567", "PK"),)),
)
ASKED = {
    "Latin by Urdu": (Record("q", ("محمد عثمان قریشی",), births=(parse_date("1985"),)), "latin"),
    "day and month swapped": (Record("q", ("Mohammed Othman Qureshi",), births=(parse_date("1985-03-04"),)), "latin"),
    "Urdu by Latin": (Record("q", ("Zainab Begum",), births=(parse_date("1990-05-06"),)), "urdu"),
    "Arabic by Latin": (Record("q", ("Abdul Rahman Khalid Al-Ghamdi",), births=(parse_date("1985-06-01"),)), "arabic"),
    "only a document": (Record("q", (), documents=(Document("", "ab 123 4567"),)), "papers"),
    "a ship by its number": (Record("q", ("X",), "vessel", documents=(Document("imo", "IMO 9074729"),)), "ship"),
}


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return Index.build(LISTED, tmp_path_factory.mktemp("listed"))


@pytest.mark.parametrize(("asked", "expected"), ASKED.values(), ids=ASKED)
def test_the_same_person_is_found_across_scripts(listed: Index, asked: Record, expected: str) -> None:
    assert only(listed, asked).record == listed.get(expected)


def test_a_match_says_why(listed: Index) -> None:
    asked = Record("q", ("Muhammad Usman Qureshi",), births=(parse_date("03/04/1985"),), fathers=("غلام رسول",))
    found = only(listed, asked)
    codes = [reason.code for reason in found.reasons]
    assert Code.BIRTH_SAME in codes
    assert Code.FATHER_SAME in codes
    assert found.parts.birth == 1.0
    assert found.parts.countries is None
    assert found.score > 0.95


def test_a_birth_far_away_speaks_against_a_namesake(listed: Index) -> None:
    near = only(listed, Record("q", ("Muhammad Usman Qureshi",), births=(parse_date("1985"),)))
    far = only(listed, Record("q", ("Muhammad Usman Qureshi",), births=(parse_date("1950"),)))
    assert far.score < 0.5 < near.score


def test_a_look_alike_is_not_found(listed: Index) -> None:
    assert all(match.score < 0.3 for match in listed.search(Record("q", ("Maryam Butt",)), 5))


def test_namesakes_are_counted_across_spellings(tmp_path: Path) -> None:
    names = ("Tariq Bugti", "Tareq Bugti", "TARIQ BUGTI", "Bugti Tariq", "Nasir Khan")
    index = Index.build([Record(str(k), (name,)) for k, name in enumerate(names)], tmp_path)
    found = only(index, Record("q", ("Tariq Bugti",)))
    assert found.namesakes >= 2
    assert any(reason.code is Code.NAMESAKES for reason in found.reasons)


BAD = {
    "no name": Record("bad", ()),
    "empty name": Record("bad", ("",)),
    "signs": Record("bad", ("؟!…", "🙂")),
    "a short number": Record("bad", (" ",), documents=(Document("id", "1"),)),
}


@pytest.mark.parametrize("record", BAD.values(), ids=BAD)
def test_what_cannot_be_found_again_is_refused_and_reported(tmp_path: Path, record: Record) -> None:
    index = Index.build([LISTED[0], record], tmp_path)
    assert (index.report.records, index.report.refused_count) == (1, 1)
    assert (index.report.refused[0].position, index.report.refused[0].id) == (1, "bad")
    assert index.search(record) == ()


def test_long_names_are_cut_and_counted(tmp_path: Path) -> None:
    index = Index.build([Record("1", ("Muhammad " * 1200,)), Record("2", ("محمد" * 3000,))], tmp_path)
    assert index.report.cut_names == 2
    assert len(index.search(Record("q", ("Muhammad " * 1200,)))) >= 1


def test_a_thousand_equal_names_take_bounded_time(tmp_path: Path) -> None:
    index = Index.build([Record(str(k), ("محمد علي",)) for k in range(3000)], tmp_path)
    found = index.search(Record("q", ("Muhammad Ali",)), 10)
    assert len(found) == 10
    assert found[0].namesakes == 2999


def test_ids_are_unique(tmp_path: Path) -> None:
    Index.build(LISTED, tmp_path)
    with pytest.raises(DuplicateIds, match="1 and 2"):
        Index.build([LISTED[0], Record("x", ("Ali",)), Record("x", ("Omar",))], tmp_path)
    assert len(Index.open(tmp_path)) == len(LISTED)


def test_an_unknown_id_is_a_clear_error(listed: Index) -> None:
    with pytest.raises(NotInIndex):
        listed.get("nobody")


def test_an_empty_list_is_an_index_too(tmp_path: Path) -> None:
    index = Index.build([], tmp_path)
    assert (len(index), index.search(LISTED[0])) == (0, ())
    index.append(LISTED)
    assert only(index, LISTED[1]).record.id == "urdu"
    index.check()
