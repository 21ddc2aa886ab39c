# SPDX-License-Identifier: Apache-2.0
"""Positions at a node: files taken in once whatever stops them, streams, memory that does not grow, and the door."""

import io
import random
import socket
import threading
import tracemalloc
from datetime import date

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.jobs import runner
from taawun.apps.jobs import services as jobs
from taawun.apps.jobs.models import Job
from taawun.apps.people.access import actor_of
from taawun.formats.ais import Reader
from taawun.formats.ais.bulk import Bulk, read_bulk
from taawun.kernel import errors
from taawun.sectors.coast_guard import access, listening, services, store
from taawun.sectors.coast_guard.models import Feed, Leg, Vessel
from tests.apps.making import T0, officer
from tests.formats.ais_lines import MADE_UP, REAL, position, tagged, voyage
from tests.house import FakeClock

pytestmark = pytest.mark.django_db

PURPOSE = "coast-guard"
BEGAN = 1_700_000_000 // 86_400 * 86_400
OTHER = 463999002


@pytest.fixture(autouse=True)
def _files(monkeypatch, tmp_path):
    """Keep import files of a test apart."""
    monkeypatch.setattr("taawun.apps.registers.importing.files.folder", lambda: tmp_path)


@pytest.fixture
def clerk():
    return officer("bilal", "desk_officer", name="بلال احمد")


def heard(
    mmsi: int, hours: float, *, lat: float = 26.6, lon: float = 52.2, start: float = 0, every: int = 300
) -> bytes:
    """Return the sentences of a vessel that lies still."""
    times = range(int(start * 3600), int((start + hours) * 3600) + 1, every)
    line = position(mmsi, lat, lon, speed=0.3)
    return b"".join(tagged(line, b"c:%d" % (BEGAN + time)) + b"\n" for time in times)


def sample() -> bytes:
    """Return an encounter of three hours, a name, a gap of nine hours, and sentences that are wrong."""
    broken = b"!AIVDM,2,0,1,A,177KQJ5000G?tO`K>RA1wUbN0TKH,0*00\nnothing at all\n"
    gap = heard(MADE_UP, 1, start=12)
    return heard(MADE_UP, 3) + broken + heard(OTHER, 3, lon=52.202) + b"\n".join(voyage()) + b"\n" + gap


def taken(clerk, data: bytes) -> Feed:
    return services.take_file(actor_of(clerk), io.BytesIO(data), PURPOSE, name="sample.nmea", at=T0)


def work() -> None:
    runner.run_due(FakeClock(T0), "test")


def test_a_file_is_taken_in_and_shows_an_encounter_and_a_gap_that_is_not_assessable(clerk):
    feed = taken(clerk, sample())
    work()
    feed.refresh_from_db()
    found = access.watch(clerk, PURPOSE, at=T0)
    assert {(str(one.kind), str(one.verdict)) for one in found.events} >= {
        ("encounter", "noted"), ("gap", "not-assessable"),
    }  # fmt: skip
    assert feed.counts["broken"] == 1
    assert feed.counts["checksum"] == 1
    assert [(one.mmsi, one.name) for one in found.tracks] == [(MADE_UP, "SAMPLE DHOW"), (OTHER, "")]
    assert (found.positions, found.vessels, found.more) == (37 + 37 + 13, 2, False)


def test_each_vessel_that_is_shown_leaves_a_line(clerk):
    taken(clerk, sample())
    work()
    access.watch(clerk, PURPOSE, at=T0)
    lines = Line.objects.filter(act="positions.read").values_list("object_id", flat=True)
    assert sorted(one.partition("/")[0] for one in lines) == [str(MADE_UP), str(OTHER)]


def test_without_a_purpose_or_a_role_nothing_is_shown(clerk):
    with pytest.raises(errors.NoPurpose):
        access.watch(clerk, "")
    with pytest.raises(errors.NoRole):
        access.watch(officer("sara", "auditor"), PURPOSE)


def test_what_was_packed_comes_out_as_it_was_heard(clerk):
    line = position(lat=-12.345678, lon=-77.654321, speed=102.3, course=360)
    taken(clerk, tagged(line, b"c:%d" % (BEGAN + 86_399)) + b"\n")
    work()
    leg = Leg.objects.get()
    points, _ = store.points(leg.day, leg.day, 10)
    said = Reader().read(line)
    assert (round(points.lon[0] * 600_000), round(points.lat[0] * 600_000)) == (said.lon, said.lat)
    assert points.time.tolist() == [BEGAN + 86_399]
    assert str(points.speed[0]) == "nan"


def test_a_cancelled_import_shows_nothing_and_can_be_taken_away(clerk, monkeypatch):
    monkeypatch.setattr("taawun.formats.ais.bulk.CHUNK_BYTES", 1_000)
    feed = taken(clerk, sample())
    read, calls = Bulk.feed, []

    def cancelled(*args):
        calls.append(1)
        if len(calls) == 3:
            jobs.cancel(feed.job, actor_of(clerk), at=T0)
        return read(*args)

    monkeypatch.setattr(Bulk, "feed", cancelled)
    work()
    assert Job.objects.get(id=feed.job).state == "cancelled"
    assert Leg.objects.exists()
    assert access.watch(clerk, PURPOSE, first=date(2023, 11, 14), last=date(2023, 11, 14), at=T0).positions == 0
    with pytest.raises(errors.NoSuchImport):
        services.take_away(actor_of(officer("سارہ", "desk_officer", code="customs")), feed.id, PURPOSE, at=T0)
    services.take_away(actor_of(clerk), feed.id, PURPOSE, at=T0)
    assert (Feed.objects.count(), Leg.objects.count()) == (0, 0)


def test_a_stopped_import_goes_on_and_keeps_every_position_once(clerk, monkeypatch):
    monkeypatch.setattr("taawun.formats.ais.bulk.CHUNK_BYTES", 1_000)
    feed = taken(clerk, sample())
    keep, calls = store.keep, []

    def breaks_once(*args):
        calls.append(1)
        if len(calls) == 4:
            raise OSError("the power is gone")
        return keep(*args)

    monkeypatch.setattr(store, "keep", breaks_once)
    work()
    assert Job.objects.get(id=feed.job).state == "queued"
    runner.run_due(FakeClock(T0.replace(year=T0.year + 1)), "test")
    assert Job.objects.get(id=feed.job).state == "done"
    assert sum(Leg.objects.values_list("size", flat=True)) == 37 + 37 + 13


WRONG = {
    "an empty file": b"",
    "an Excel of Arabic": "سفينة;داو".encode("cp1256") * 50,
    "UTF-16": "!AIVDM".encode("utf-16") * 50,
    "nothing but zeros": bytes(5_000),
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_a_file_without_sentences_is_refused_before_anything_is_stored(clerk, data):
    with pytest.raises(errors.BadImportFile):
        taken(clerk, data)
    assert Feed.objects.count() == 0


class Endless(io.RawIOBase):
    """A pipe that gives so many bytes of sentences and rubbish, and never holds them."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._part = heard(MADE_UP, 2, every=60) + random.Random(5).randbytes(400) + b"\\" * 5_000

    def read(self, size: int = -1) -> bytes:
        if self._left <= 0:
            return b""
        data = (self._part * (size // len(self._part) + 1))[:size]
        self._left -= size
        return data


def test_memory_does_not_grow_with_the_file():
    peaks = []
    for size in (4 << 20, 24 << 20):
        bulk = Bulk()
        tracemalloc.start()
        for _ in read_bulk(Endless(size), bulk):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert bulk.reader.heard.decoded > size // 200
    assert peaks[1] < peaks[0] * 1.5


def test_a_row_is_appended_to_and_then_a_new_one_is_begun(monkeypatch):
    monkeypatch.setattr(store, "LEG_POINTS", 50)
    feed = services.begin_stream("udp test", at=T0)
    bulk = Bulk()
    for start in range(4):
        services.keep_stream(feed, bulk.feed(heard(MADE_UP, 1.5, start=start * 1.6)), {}, at=T0)
    assert list(Leg.objects.order_by("number").values_list("number", "size")) == [(0, 38), (1, 38)]


def test_old_positions_are_forgotten(clerk):
    taken(clerk, sample())
    work()
    assert store.forget(T0.date()) == 0
    assert store.forget(date(T0.year + 1, T0.month, T0.day)) == 3 - 1
    assert Leg.objects.count() == 0


@pytest.mark.parametrize("ends", [b"", b"\n"], ids=["without an end of line", "with one"])
def test_datagrams_become_positions(ends):
    stop, bulk = threading.Event(), Bulk()
    bulk.feed(heard(MADE_UP, 0))
    with listening.udp("127.0.0.1", 0) as source, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(3):
            sender.sendto(position(MADE_UP + number) + ends, source.getsockname())
        batch = next(listening.batches(source, bulk, stop))
    assert batch.placed[:, 0].tolist() == [MADE_UP, MADE_UP + 1, MADE_UP + 2]


def test_a_server_is_listened_to_until_it_ends():
    stop, bulk = threading.Event(), Bulk()
    bulk.feed(heard(MADE_UP, 0))
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()

        def speak() -> None:
            one, _ = server.accept()
            with one:
                one.sendall(heard(MADE_UP, 1) + b"half a line")

        speaker = threading.Thread(target=speak)
        speaker.start()
        batch = next(listening.tcp(host, port, bulk, stop))
        speaker.join()
    assert len(batch.placed) == 13


def test_the_real_sample_is_taken_in_whole(clerk):
    path = REAL / "aisdb_20211101.nm4"
    if not path.exists():
        pytest.skip("aisdb_20211101.nm4 does not lie beside the project")
    feed = taken(clerk, path.read_bytes())
    work()
    feed.refresh_from_db()
    assert (feed.counts["messages"], feed.counts["decoded"]) == (979, 979)
    assert Vessel.objects.count() > 10
