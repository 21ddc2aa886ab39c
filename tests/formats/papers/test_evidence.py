# SPDX-License-Identifier: Apache-2.0
"""Evidence comes in, and every hand it goes through is a link that holds the one before."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

import pytest

from taawun.formats.papers import evidence
from taawun.formats.papers.evidence import Act, add, check_custody, measure, take_in
from taawun.kernel.errors import BadEvidence, BrokenCustody
from tests.formats.papers.making import T

IMAGE = b"disk" * 1_000_000
LATER = timedelta(hours=1)


def chain():
    """A telephone: received in Karachi, sealed, handed to the laboratory, opened there, and handed back."""
    links = take_in(
        measure(BytesIO(IMAGE)), at=T, holder="عائشہ صدیقی", giver="Inspector Khan", condition="whole", seal="ANF-1"
    )
    links = add(
        links,
        Act.HANDED_OVER,
        at=T + LATER,
        holder="Laboratory",
        giver="عائشہ صدیقی",
        condition="seal whole",
        seal="ANF-1",
    )
    links = add(links, Act.OPENED, at=T + 2 * LATER, holder="Laboratory", condition="seal cut by Dr. فاطمة")
    return add(
        links, Act.RETURNED, at=T + 3 * LATER, holder="عائشہ صدیقی", giver="Laboratory", condition="whole", seal="LAB-9"
    )


def test_a_file_is_measured_as_it_streams():
    class OneByteShort(BytesIO):
        def read(self, size=-1):
            assert 0 < size <= evidence.CHUNK_BYTES, "never the whole file at once"
            return super().read(min(size, 65_537))

    measured = measure(OneByteShort(IMAGE))
    assert (measured.size, measured.sha256) == (4_000_000, hashlib.sha256(IMAGE).hexdigest())


@pytest.mark.parametrize(("data", "limit"), [(b"", 10), (b"x" * 11, 10)], ids=["empty", "too large"])
def test_a_file_that_cannot_be_taken_in_is_refused(data, limit):
    with pytest.raises(BadEvidence):
        measure(BytesIO(data), limit=limit)


def test_a_file_of_exactly_the_limit_is_taken_in():
    assert measure(BytesIO(b"x" * 10), limit=10).size == 10


def test_a_whole_chain_holds():
    links = chain()
    check_custody(links)
    check_custody(links, head=links[-1].digest)
    assert [link.number for link in links] == [1, 2, 3, 4]
    assert len({link.digest for link in links}) == 4


def changed(number, /, **what):
    def change(links):
        return (*links[: number - 1], replace(links[number - 1], **what), *links[number:])

    return change


def rehashed(number, /, **what):
    """A forger changes a link and mends every digest after it."""

    def change(links):
        links = list(changed(number, **what)(links))
        for place in range(number, len(links)):
            links[place] = replace(links[place], before=links[place - 1].digest)
        return tuple(links)

    return change


BREAKS = {
    "no link at all": (lambda links: (), "0 links"),
    "a changed condition": (changed(2, condition="seal broken"), "link 3: the link before it was changed"),
    "a changed seal": (changed(1, seal="ANF-2"), "link 2: the link before it was changed"),
    "a name in another script": (changed(1, holder="Ayesha Siddiqui"), "link 2: the link before it was changed"),
    "a dropped link": (lambda links: (links[0], links[2], links[3]), "link 2: it carries the number 3"),
    "two links in each other's place": (lambda links: (links[0], links[2], links[1], links[3]), "link 2: it carries"),
    "the first link gone": (lambda links: links[1:], "link 1: it carries the number 2"),
    "one link twice": (lambda links: (*links, links[-1]), "link 5: it carries the number 4"),
    "a number of its own": (changed(4, number=5), "link 4: it carries the number 5"),
    "another item, all mended": (rehashed(3, item="0" * 64), "link 3: it is about another item"),
    "an earlier date, all mended": (rehashed(3, at=T), "link 3: it is dated before"),
    "a holder who was given nothing": (rehashed(2, giver="Nobody"), "link 2: the item changed hands"),
    "a new holder without a giver": (rehashed(3, holder="Driver"), "link 3: the item changed hands"),
    "a chain that begins in the middle": (rehashed(1, act=Act.OPENED), "link 1: a chain begins with taking in"),
    "an act on what is destroyed": (rehashed(3, act=Act.DESTROYED), "link 4: the item had been destroyed"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "reason"), BREAKS.values(), ids=BREAKS)
def test_a_broken_chain_names_the_link(change, reason):
    with pytest.raises(BrokenCustody, match=reason):
        check_custody(change(chain()))


def test_the_last_link_is_held_by_who_recorded_it():
    links = chain()
    forged = changed(4, condition="scratched")(links)
    check_custody(forged)
    with pytest.raises(BrokenCustody, match="link 4: it is not the last link that was recorded"):
        check_custody(forged, head=links[-1].digest)
    with pytest.raises(BrokenCustody, match="link 3"):
        check_custody(links[:3], head=links[-1].digest)


def test_nothing_is_added_to_a_broken_chain_or_breaks_it():
    with pytest.raises(BrokenCustody, match="link 3"):
        add(changed(2, seal="x")(chain()), Act.EXAMINED, at=T + 9 * LATER, holder="Laboratory", condition="whole")
    with pytest.raises(BrokenCustody, match="link 5: it is dated before"):
        add(chain(), Act.SEALED, at=T, holder="عائشہ صدیقی", condition="whole")


BAD = {
    "no giver": ({"giver": " "}, "giver: empty"),
    "no holder": ({"holder": ""}, "holder: empty"),
    "no condition": ({"condition": ""}, "condition: empty"),
    "a long seal": ({"seal": "x" * 4_001}, "seal: at most 4000"),
    "a moment without a zone": ({"at": datetime(2026, 1, 1)}, "at: a moment needs its zone"),  # noqa: DTZ001
    "a digest in capitals": ({"measured": evidence.Measured(1, "A" * 64)}, "item: 64 hexadecimal"),
}


@pytest.mark.parametrize(("change", "reason"), BAD.values(), ids=BAD)
def test_what_cannot_be_kept_is_refused(change, reason):
    whole = {"measured": measure(BytesIO(b"x")), "at": T, "holder": "A", "giver": "B", "condition": "whole"} | change
    with pytest.raises(BadEvidence, match=reason):
        take_in(**whole)
