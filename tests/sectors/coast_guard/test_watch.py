# SPDX-License-Identifier: Apache-2.0
"""What the watch page says of what was heard: numbers that fail, sentences that are wrong, one vessel among many."""

import io
from collections.abc import Iterator
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.apps.ui import languages
from taawun.formats.ais.bulk import AHEAD, Bulk
from taawun.kernel.errors import NoRole, NoSuchImport
from taawun.sectors.coast_guard import access, hearing, rules, services, store
from taawun.sectors.coast_guard.models import Feed, Leg, Vessel
from taawun.sectors.coast_guard.watching import TRANSMITTED
from tests.apps.making import T0, officer
from tests.apps.registers.making import marking
from tests.formats.ais_lines import MADE_UP, position, tagged, voyage
from tests.sectors.coast_guard.test_pages import DAYS, _files, clerk, opened, rows, work
from tests.sectors.coast_guard.test_positions import OTHER, PURPOSE, heard, sample

__all__ = ["_files", "clerk"]

pytestmark = pytest.mark.django_db

WATCH = "coast_guard:watch"


def taken(clerk, data: bytes) -> Feed:
    feed = services.take_file(actor_of(clerk), io.BytesIO(data), PURPOSE, name="sample.nmea", at=T0)
    work()
    feed.refresh_from_db()
    return feed


def in_each_language(clerk, **asked: str) -> Iterator[str]:
    """Yield the watch page in each language, while that language is read here too."""
    client = opened(clerk)
    for one in languages.ALL:
        clerk.language = one.code
        clerk.save(update_fields=["language"])
        page = unescape(client.get(reverse(WATCH), asked).content.decode())
        with override(one.code):
            yield page


NUMBERS = {
    "seven zeros": ({"imo": 0}, MADE_UP, "vessel.imo-zeros"),
    "a digit that does not fit": ({"imo": 9074728}, MADE_UP, "vessel.imo-digit"),
    "eight digits": ({"imo": 90747290}, MADE_UP, "vessel.imo-shape"),
    "a country that is none": ({}, 299999001, "vessel.mmsi-country"),
}


@pytest.mark.parametrize(("said", "mmsi", "code"), NUMBERS.values(), ids=NUMBERS)
def test_a_transmitted_number_that_fails_is_shown_as_that(clerk, said, mmsi, code):
    taken(clerk, b"\n".join([*voyage(mmsi, **said), heard(mmsi, 1)]) + b"\n")
    track = access.watch(clerk, PURPOSE, at=T0).tracks[0]
    told = {"mmsi": f"{mmsi:09}", "imo": f"{track.imo:07}"}
    (remark,) = rules.check_vessel(told)
    assert remark.code == code
    for page in in_each_language(clerk, **DAYS):
        row = rows(page)["track"]
        assert str(TRANSMITTED) in row
        assert gettext(remark.sentence) in row
        assert f"IMO {track.imo:07}" in row
        assert "A9TEST" in row


def test_of_good_numbers_nothing_is_remarked_and_of_none_nothing_is_shown(clerk):
    taken(clerk, b"\n".join([*voyage(), heard(MADE_UP, 1), heard(OTHER, 1)]) + b"\n")
    for page in in_each_language(clerk, **DAYS):
        assert str(TRANSMITTED) not in page
        assert page.count("IMO 9074729") == 1
        assert "IMO 0000000" not in page


def test_a_message_without_a_number_leaves_the_one_that_was_stated():
    bulk = Bulk()
    store.name(bulk.feed(b"\n".join(voyage()) + b"\n").messages)
    store.name(bulk.feed(position(kind=24, partno=0, shipname="OTHER") + b"\n").messages)
    (vessel,) = Vessel.objects.all()
    assert (vessel.name, vessel.imo) == ("OTHER", 9074729)
    store.name(bulk.feed(b"\n".join(voyage(imo=0)) + b"\n").messages)
    assert Vessel.objects.get().imo == 0


LATE = tagged(position(MADE_UP, 26.6, 52.2), b"c:%d" % (int(T0.timestamp()) + AHEAD + 60))


def test_sentences_that_are_wrong_are_named_with_their_lines(clerk):
    feed = taken(clerk, sample() + LATE + b"\n")
    lines = sample().splitlines()
    places = {"broken": lines.index(b"nothing at all") + 1, "later": len(lines) + 1}
    places["checksum"] = places["broken"] - 1
    assert feed.counts[services.WHERE] == {code: [place] for code, place in places.items()}
    for page in in_each_language(clerk):
        told = page.partition("<details><summary>")[2].partition("</details>")[0]
        for code, place in places.items():
            assert f"{hearing.FAULTS[code]}: 1" in told
            assert f">{place}</bdi>" in told


def test_every_fault_has_words_of_its_own():
    assert set(hearing.FAULTS) == set(hearing.Fault)
    assert len({str(one) for one in hearing.FAULTS.values()}) == len(hearing.FAULTS)


def test_of_many_faults_the_first_lines_are_kept(clerk):
    feed = taken(clerk, heard(MADE_UP, 0) + b"nothing at all\n" * 50)
    (kind,) = hearing.faults_of(feed).kinds
    assert (kind.count, kind.lines, kind.more) == (50, tuple(range(2, 22)), True)


def test_a_time_that_has_not_come_is_counted_and_not_kept(clerk):
    feed = taken(clerk, heard(MADE_UP, 1) + LATE + b"\n")
    assert (feed.counts["later"], feed.counts["decoded"]) == (1, 14)
    assert [leg.size for leg in Leg.objects.all()] == [13]
    assert access.watch(clerk, PURPOSE, at=T0).positions == 13


def test_a_stream_keeps_no_time_that_has_not_come():
    bulk, now = Bulk(), int(T0.timestamp())
    batch = bulk.feed(LATE + b"\n" + position() + b"\n", now)
    assert batch.placed[:, 1].tolist() == [now]
    assert bulk.reader.heard.to_json()["later"] == 1


def test_a_day_that_has_not_come_is_not_the_newest(clerk):
    feed = services.begin_stream("udp test", at=T0)
    far = tagged(position(MADE_UP, 26.6, 52.2), b"c:4000000000") + b"\n"
    services.keep_stream(feed, Bulk().feed(heard(MADE_UP, 1) + far), {}, at=T0)
    assert access.watch(clerk, PURPOSE, at=T0).positions == 13


def test_one_vessel_is_picked_out_of_a_busy_day_with_those_it_met(clerk, monkeypatch):
    monkeypatch.setattr(access, "VESSELS", 2)
    others = b"".join(heard(463999100 + number, 3, lat=25 + number / 10) for number in range(4))
    taken(clerk, others + sample())
    found = access.watch(clerk, PURPOSE, at=T0)
    assert (len(found.tracks), found.vessels, found.more) == (2, 6, True)
    for text in (str(OTHER), "sample", "DHOW"):
        found = access.watch(clerk, PURPOSE, vessel=text, at=T0)
        assert {one.mmsi for one in found.tracks} == {MADE_UP, OTHER}, text
        assert {"encounter"} <= {str(one.kind) for one in found.events}
        assert not found.more
    assert access.watch(clerk, PURPOSE, vessel="no such vessel", at=T0).tracks == ()


def test_the_vessel_that_is_asked_for_is_there_however_many_positions_there_are(clerk, monkeypatch):
    monkeypatch.setattr(access, "POSITIONS", 40)
    taken(clerk, heard(MADE_UP, 3) + heard(OTHER, 3))
    assert {one.mmsi for one in access.watch(clerk, PURPOSE, vessel=str(OTHER), at=T0).tracks} == {OTHER}


def test_the_page_asks_for_a_vessel_and_says_by_which_limits_events_are_found(clerk):
    taken(clerk, sample())
    for page in in_each_language(clerk, **DAYS, vessel="463999002"):
        assert 'value="463999002"' in page
        assert "encounter" in rows(page)
        assert "gap" not in rows(page)  # it is the other one's
        said = page.partition('id="limits"')[2].partition("</p>")[0]
        assert [one for one in ("500", "50", "12", "80%") if one not in said] == []


def test_when_an_event_began_is_not_headed_as_whom_a_message_is_from(clerk):
    taken(clerk, sample())
    headings = [page.partition('id="places"')[2].partition("</thead>")[0] for page in in_each_language(clerk, **DAYS)]
    assert [word for word in ("From", "من طرف") if any(f">{word}<" in one for one in headings)] == []


PATROLS = {
    "on these days": ({"date": "2023-11-14"}, True),
    "begun before and still out": ({"date": "2023-11-10", "until": "2023-11-13"}, True),
    "over before": ({"date": "2023-11-10", "until": "2023-11-12"}, False),
    "later": ({"date": "2023-11-16"}, False),
}


@pytest.mark.parametrize(("said", "shown"), PATROLS.values(), ids=PATROLS)
def test_a_patrol_stands_on_the_page_of_its_days_with_or_without_a_place(clerk, said, shown):
    for name, place in {"دورية ليلية": {}, "رات کا گشت": {"place": "26.30,50.90"}}.items():
        registers.draft_record(
            actor_of(clerk), "patrol-log", {"name": name, **place, **said}, marking(purposes={PURPOSE}), PURPOSE, at=T0
        )
    for page in in_each_language(clerk, **DAYS):
        listed = page.partition('id="patrols"')[2].partition("</ul>")[0]
        assert ("دورية ليلية" in listed, "رات کا گشت" in listed) == (shown, shown)


def test_a_stream_is_taken_away_and_who_listens_stops(clerk):
    feed = services.begin_stream("udp test", at=T0)
    services.keep_stream(feed, Bulk().feed(heard(MADE_UP, 1)), {}, at=T0)
    client, url = opened(clerk), reverse("coast_guard:take-away", args=[feed.id])
    assert url in client.get(reverse(WATCH)).content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert (Feed.objects.count(), Leg.objects.count()) == (0, 0)
    with pytest.raises(NoSuchImport):
        services.keep_stream(feed, Bulk().feed(heard(MADE_UP, 1)), {}, at=T0)
    assert not Leg.objects.exists()


def test_who_states_nothing_takes_no_stream_away(clerk):
    feed = services.begin_stream("udp test", at=T0)
    with pytest.raises(NoRole):
        services.take_away(actor_of(officer("sara", "auditor")), feed.id, PURPOSE, at=T0)
    assert Feed.objects.exists()
