# SPDX-License-Identifier: Apache-2.0
"""AIS reading: the answers of pyais message by message, and every fault counted by its kind and skipped."""

import io
import random

import pyais
import pytest

from taawun.formats.ais import Fault, Lines, Other, Position, Reader, Static, read_file
from taawun.formats.ais.bulk import Bulk, read_bulk
from taawun.formats.ais.messages import DEGREE
from taawun.formats.ais.sentences import LINE_BYTES, OPEN
from tests.formats.ais_lines import MADE_UP, REAL, position, summed, tagged, voyage

GOOD = position()
FIRST, SECOND = voyage()


def faults_of(lines: list[bytes]) -> dict[str, int]:
    reader = Reader()
    for line in lines:
        reader.read(line)
    reader.close()
    return {str(fault): count for fault, count in reader.heard.faults.items()}


WRONG = {
    "a checksum of another sentence": ([GOOD[:-2] + (b"00" if GOOD[-2:] != b"00" else b"01")], {"checksum": 1}),
    "no checksum": ([GOOD[:-3]], {"broken": 1}),
    "letters as checksum": ([GOOD[:-2] + b"ZZ"], {"broken": 1}),
    "fragment number 0": ([summed(b"AIVDM,2,0,1,A,177KQJ5000G?tO`K>RA1wUbN0TKH,0")], {"fragment": 1}),
    "fragment 3 of 2": ([summed(b"AIVDM,2,3,1,A,177KQJ5000G?tO`K>RA1wUbN0TKH,0")], {"fragment": 1}),
    "fragment of none": ([summed(b"AIVDM,,,1,A,177KQJ5000G?tO`K>RA1wUbN0TKH,0")], {"fragment": 1}),
    "fragment 1 of 99": ([summed(b"AIVDM,99,1,1,A,177KQJ5000G?tO`K>RA1wUbN0TKH,0")], {"fragment": 1}),
    "a first part alone": ([FIRST], {"orphan": 1}),
    "a second part alone": ([SECOND], {"orphan": 1}),
    "a part that comes twice": ([FIRST, FIRST, SECOND], {"orphan": 1}),
    "no payload": ([summed(b"AIVDM,1,1,,B,,0")], {"empty": 1}),
    "letters that are no armour": ([summed(b"AIVDM,1,1,,B,1~~~~~,0")], {"payload": 1}),
    "a payload cut short": ([summed(b"AIVDM,1,1,,B,177KQJ5,0")], {"payload": 1}),
    "a type that is not": ([summed(b"AIVDM,1,1,,B,wwwwwwwwwwwwwwwwwwwwwwwwwwww,0")], {"undecoded": 1}),
    "six fill bits": ([summed(b"AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,6")], {"broken": 1}),
    "a sentence of GPS": ([b"$GPGGA,092750.000,5321.6802,N,00630.3372,W,1,8,1.03,61.7,M,55.2,M,,*76"], {"broken": 1}),
    "bytes of nothing": ([bytes(range(1, 256)).replace(b"\n", b"")], {"broken": 1}),
    "Arabic text": (["سفينة بلا أضواء".encode()], {"broken": 1}),
    "a line without an end": ([b"\\" * (LINE_BYTES + 1)], {"too-long": 1}),
    "a long sentence": ([summed(b"AIVDM,1,1,,B," + b"1" * 200 + b",0")], {"too-long": 1}),
    "a broken tag block": ([b"\\c:1731965*00\\" + GOOD], {"tag": 1}),
    "a blank line": ([b"", b"\r\n"], {}),
}


@pytest.mark.parametrize(("lines", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_counted_and_the_next_line_is_read(lines, expected):
    assert faults_of(lines) == expected
    reader = Reader()
    assert [type(reader.read(line)).__name__ for line in [*lines, GOOD]][-1] == "Position"


def test_parts_come_interleaved_and_out_of_order():
    other = voyage(MADE_UP + 1, sequence=2, shipname="OTHER DHOW")
    reader = Reader()
    found = [reader.read(line) for line in (SECOND, other[0], GOOD, FIRST, other[1])]
    assert [one.mmsi for one in found if isinstance(one, Static)] == [MADE_UP, MADE_UP + 1]
    assert reader.heard.faults == {}


def test_two_stations_use_one_number_at_once_and_their_groups_tell_them_apart():
    other = voyage(MADE_UP + 1, shipname="OTHER DHOW")
    lines = [
        tagged(FIRST, b"g:1-2-71,c:1700000000"), tagged(other[0], b"g:1-2-72,c:1700000001"),
        tagged(SECOND, b"g:2-2-71"), tagged(other[1], b"g:2-2-72"),
    ]  # fmt: skip
    reader = Reader()
    found = [one for one in map(reader.read, lines) if one]
    assert [(one.name, one.time) for one in found] == [("SAMPLE DHOW", 1700000000), ("OTHER DHOW", 1700000001)]


def test_parts_that_wait_for_ever_make_room():
    reader = Reader()
    for number in range(OPEN * 3):
        reader.read(tagged(FIRST, b"g:1-2-%d" % number))
    assert len(reader._open) == OPEN
    assert reader.heard.faults[Fault.ORPHAN] == OPEN * 2


def test_what_a_vessel_says_of_itself_is_read():
    reader = Reader()
    (found,) = [one for one in map(reader.read, voyage()) if one]
    assert isinstance(found, Static)
    assert (found.imo, found.name, found.call_sign, found.ship_type) == (9074729, "SAMPLE DHOW", "A9TEST", 70)


def test_not_available_is_none():
    found = Reader().read(position(lat=91, lon=181, speed=102.3, course=360, heading=511))
    assert isinstance(found, Position)
    assert (found.lat, found.lon, found.speed, found.course, found.heading) == (None, None, None, None, None)


def test_bytes_come_in_any_pieces():
    data = b"\r\n".join([GOOD, FIRST, b"x" * (LINE_BYTES * 3), SECOND, GOOD, b""])
    for size in (1, 7, 100, 5000):
        lines, reader = Lines(), Reader()
        whole = [line for start in range(0, len(data), size) for line in lines.feed(data[start : start + size])]
        names = [type(one).__name__ for one in map(reader.read, whole) if one]
        assert names == ["Position", "Static", "Position"], size


PLACED = [GOOD, b"", b"nothing", GOOD, b"\\" * (LINE_BYTES * 3), FIRST, b"\r", GOOD[:-3], b"nothing"]
PLACES = {"broken": [3, 8, 9], "orphan": [6], "too-long": [5]}


@pytest.mark.parametrize("size", [1, 7, 100, 5000])
def test_what_is_wrong_is_named_by_its_line_in_whatever_pieces_the_bytes_come(size):
    data, bulk = b"\n".join(PLACED) + b"\n", Bulk()
    for start in range(0, len(data), size):
        bulk.feed(data[start : start + size])
    bulk.end()
    assert bulk.reader.heard.where() == PLACES
    one = Reader()
    list(read_file(io.BytesIO(data), one))
    assert one.heard.where() == PLACES


def test_a_position_of_a_time_to_come_is_counted_and_left_out_both_ways():
    lines = [tagged(GOOD, b"c:%d" % (1_700_000_000 + more)) for more in (0, 1, 2)]
    one, many = Reader(latest=1_700_000_001), Bulk(Reader(latest=1_700_000_001))
    assert [found.time for found in map(one.read, lines) if found] == [1_700_000_000, 1_700_000_001]
    assert many.feed(b"\n".join(lines) + b"\n").rows[:, 1].tolist() == [1_700_000_000, 1_700_000_001]
    assert one.heard.where() == many.reader.heard.where() == {"later": [3]}
    assert one.heard.to_json() == many.reader.heard.to_json()


def _by_pyais(line: bytes) -> tuple[object, ...]:
    said = pyais.decode(line).asdict()
    lat, lon = said["lat"], said["lon"]
    return (
        said["msg_type"], said["mmsi"], round(lon * DEGREE) if abs(lon) <= 180 else None,
        round(lat * DEGREE) if abs(lat) <= 90 else None,
    )  # fmt: skip


KINDS = [1, 2, 3, 9, 18, 19, 27]


@pytest.mark.parametrize("kind", KINDS)
def test_made_up_positions_are_read_as_pyais_reads_them(kind):
    chance = random.Random(kind)
    for _ in range(60):
        line = position(
            chance.randrange(201000000, 775999999), chance.uniform(-90, 90), chance.uniform(-180, 180), kind,
            speed=chance.uniform(0, 60), course=chance.uniform(0, 359), heading=chance.randrange(360),
        )  # fmt: skip
        found = Reader().read(line)
        assert isinstance(found, Position)
        want = pyais.decode(line).asdict()
        for ours, theirs in ((found.lon, want["lon"]), (found.lat, want["lat"])):
            assert ours is not None
            assert abs(ours / DEGREE - theirs) < (1e-3 if kind == 27 else 2e-6)
        assert (found.kind, found.mmsi) == (kind, want["mmsi"])
        assert found.speed == pytest.approx(want["speed"] * 10, abs=0.01)
        assert found.course == pytest.approx(want["course"] * 10, abs=0.01)
        if kind not in {9, 27}:
            assert found.heading == want["heading"]


def _rows(batches) -> list[tuple[int, ...]]:
    return [tuple(row) for batch in batches for row in batch.rows.tolist()]


def _same_both_ways(data: bytes) -> None:
    one, many = Reader(), Bulk()
    singles = [found for chunk in read_file(io.BytesIO(data), one) for found in chunk]
    batches = list(read_bulk(io.BytesIO(data), many))
    assert many.reader.heard.to_json() == one.heard.to_json()
    assert many.reader.heard.where() == one.heard.where()
    from taawun.formats.ais.bulk import _row

    assert sorted(_rows(batches)) == sorted(_row(found) for found in singles if isinstance(found, Position))
    assert [m for batch in batches for m in batch.messages] == [m for m in singles if not isinstance(m, Position)]


def test_many_at_once_are_read_as_one_by_one():
    lines = [line for lines, _ in WRONG.values() for line in lines if len(line) < LINE_BYTES]
    chance = random.Random(6)
    for number in range(200):
        kind = KINDS[number % len(KINDS)]
        line = position(MADE_UP + number, chance.uniform(-90, 90), chance.uniform(-180, 180), kind)
        lines.append(tagged(line, b"s:r%d,c:%d" % (number % 3, 1700000000 + number)) if number % 2 else line)
    lines += [position(lat=91, lon=181, speed=102.3, course=360, heading=511), FIRST, SECOND]
    chance.shuffle(lines)
    _same_both_ways(b"\n".join(lines))


def test_any_byte_of_a_good_line_may_break_and_both_ways_say_the_same():
    line = tagged(GOOD, b"s:one,c:1700000000")
    broken = [line[:at] + bytes([byte]) + line[at + 1 :] for at in range(len(line)) for byte in b'\x00\\!,*:0Az~\xff"']
    _same_both_ways(b"\n".join(broken))


REAL_FILES = {
    "the aisdb sample": ("aisdb_20211101.nm4", 997, 979, 979, {}),
    "the pyais sample": ("pyais_nmea_data_sample.txt", 898, 878, 778, {"empty": 100, "orphan": 20}),
}


@pytest.mark.parametrize(("name", "sentences", "messages", "decoded", "faults"), REAL_FILES.values(), ids=REAL_FILES)
def test_real_files_are_read_to_the_last_message(name, sentences, messages, decoded, faults):
    path = REAL / name
    if not path.exists():
        pytest.skip(f"{name} does not lie beside the project")
    reader = Reader()
    with path.open("rb") as file:
        found = [one for chunk in read_file(file, reader) for one in chunk]
    heard = reader.heard
    assert (heard.sentences, heard.messages, heard.decoded, len(found)) == (sentences, messages, decoded, decoded)
    assert {str(fault): count for fault, count in heard.faults.items()} == faults
    _same_both_ways(path.read_bytes())


@pytest.mark.parametrize("name", [one[0] for one in REAL_FILES.values()])
def test_real_positions_are_read_as_pyais_reads_them(name):
    path = REAL / name
    if not path.exists():
        pytest.skip(f"{name} does not lie beside the project")
    compared = 0
    for line in path.read_bytes().split(b"\n"):
        found = Reader().read(line)
        if isinstance(found, Position):
            want = _by_pyais(line[line.index(b"!") :].strip())
            ours = (found.kind, found.mmsi, found.lon, found.lat)
            assert all(abs(a - b) <= 1 if a is not None else b is None for a, b in zip(ours, want, strict=True)), line
            compared += 1
        elif found is not None:
            assert isinstance(found, Static | Other)
            assert found.mmsi == pyais.decode(line[line.index(b"!") :].strip()).asdict()["mmsi"]
    assert compared > 500
