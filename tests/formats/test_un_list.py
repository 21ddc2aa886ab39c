# SPDX-License-Identifier: Apache-2.0
"""The United Nations list: facts out, one entry at a time, and a clear error for anything else."""

import gzip
import io
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from taawun.formats import un_extract, un_list
from taawun.formats.un_list import Alias, Document
from taawun.kernel import errors

OFFICIAL = Path(__file__).parents[3] / "shared" / "data" / "UN_consolidated.xml.gz"
needs_official = pytest.mark.skipif(not OFFICIAL.exists(), reason="the official UN list is not beside the project")

# An invented entry: nobody bears this name and number.
PERSON = """<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>EXAMPLE</FIRST_NAME><SECOND_NAME>PERSON</SECOND_NAME>
<UN_LIST_TYPE>Test</UN_LIST_TYPE><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
<NAME_ORIGINAL_SCRIPT>شخص
  مثال</NAME_ORIGINAL_SCRIPT><COMMENTS1>A narrative.</COMMENTS1><GENDER>Female</GENDER>
<TITLE><VALUE>ڈاکٹر</VALUE></TITLE><NATIONALITY><VALUE>Pakistan</VALUE><VALUE>na</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>مثالی شخص</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Exa</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
%s
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Número de pasaporte</TYPE_OF_DOCUMENT><NUMBER>X1</NUMBER>
<ISSUING_COUNTRY>Iran (Islamic Republic of)</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT><NUMBER>7</NUMBER>
</INDIVIDUAL_DOCUMENT></INDIVIDUAL>"""
ENTITY = """<ENTITY><FIRST_NAME>EXAMPLE ORG</FIRST_NAME><REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER>
<LISTED_ON>2014-06-30T00:00:00</LISTED_ON>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>مؤسسة مثال</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ADDRESS><CITY>المنامة</CITY><COUNTRY>Bahrain</COUNTRY></ENTITY_ADDRESS></ENTITY>"""


def listed(people="", entities="", head='<?xml version="1.0" encoding="UTF-8"?>'):
    inside = f"<INDIVIDUALS>{people}</INDIVIDUALS><ENTITIES>{entities}</ENTITIES>"
    return f"{head}<CONSOLIDATED_LIST>{inside}</CONSOLIDATED_LIST>".encode()


def read(data):
    return list(un_list.read(io.BytesIO(data)))


def test_an_entry_becomes_facts():
    person, entity = read(listed(PERSON % "", ENTITY))
    assert (person.kind, person.name, person.original_script) == ("person", "EXAMPLE PERSON", "شخص مثال")
    assert person.aliases == (Alias("مثالی شخص", "good"), Alias("Exa", "low"))
    assert (person.nationalities, person.sex, person.titles) == (("PK",), "female", ("ڈاکٹر",))
    assert person.documents == (Document("passport", "X1", "IR", ""), Document("id", "7", "", ""))
    assert (entity.kind, entity.listed_on, entity.countries) == ("organisation", "2014-06-30", ("BH",))
    assert entity.aliases == (Alias("مؤسسة مثال", "fka"),)
    assert "narrative" not in repr(person)


BIRTHS = {
    "a day": ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-03-02</DATE>", ("1971-03-02",)),
    "a day with an hour": ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-03-02T00:00:00</DATE>", ("1971-03-02",)),
    "a year": ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1971</YEAR>", ("1971",)),
    "about a year": ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1971</YEAR>", ("1971~",)),
    "about a day": ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><DATE>1971-03-02</DATE>", ("1971-03-02~",)),
    "between two years": (
        "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1968</FROM_YEAR><TO_YEAR>1973</TO_YEAR>", ("1968/1973",),
    ),
    "between a year and itself": (
        "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1968</FROM_YEAR><TO_YEAR>1968</TO_YEAR>", ("1968",),
    ),
    "no type": ("<TYPE_OF_DATE/><YEAR>1971</YEAR>", ("1971",)),
    "nothing": ("<TYPE_OF_DATE/>", ()),
    "words": ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>circa 1971</YEAR>", ()),
}  # fmt: skip


@pytest.mark.parametrize(("xml", "dates"), BIRTHS.values(), ids=BIRTHS)
def test_dates_of_birth_of_every_kind(xml, dates):
    born = f"<INDIVIDUAL_DATE_OF_BIRTH>{xml}</INDIVIDUAL_DATE_OF_BIRTH>"
    assert read(listed(PERSON % born))[0].birth_dates == dates


DEEP = "<X>" * 20 + "</X>" * 20
BROKEN = {
    "no XML": (b"Not a list", errors.BadImportFile),
    "nothing": (b"", errors.BadImportFile),
    "cut off": (listed(PERSON % "", ENTITY)[:-40], errors.BadImportFile),
    "another root": (b"<OTHER/>", errors.BadImportFile),
    "an entry without a name": (
        listed("<INDIVIDUAL><REFERENCE_NUMBER>X</REFERENCE_NUMBER></INDIVIDUAL>"), errors.BadImportFile,
    ),
    "an entry without a reference": (
        listed("<INDIVIDUAL><FIRST_NAME>X</FIRST_NAME></INDIVIDUAL>"), errors.BadImportFile,
    ),
    "an entity declared": (
        listed(head='<!DOCTYPE x [<!ENTITY a "aaaa">]>'), errors.BadImportFile,
    ),
    "an external entity": (
        listed(head='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'), errors.BadImportFile,
    ),
    "an encoding that is not": (listed(head='<?xml version="1.0" encoding="x-none"?>'), errors.BadImportFile),
    "bytes of another encoding": (listed().replace(b"INDIVIDUALS", b"\xff"), errors.BadImportFile),
    "too deep": (listed(DEEP), errors.TooDeep),
    "an entry without end": (listed(f"<INDIVIDUAL>{'<X/>' * 20_001}</INDIVIDUAL>"), errors.TooLarge),
    "a text without end": (listed(f"<INDIVIDUAL><X>{'ا' * 20_001}</X></INDIVIDUAL>"), errors.TooLarge),
}  # fmt: skip


@pytest.mark.parametrize(("data", "error"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_list_is_refused(data, error):
    with pytest.raises(error):
        read(data)


def test_a_file_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(un_list, "FILE_BYTES", 1_000)
    with pytest.raises(errors.FileTooLarge):
        read(listed(PERSON % "" * 10))


class Endless(io.RawIOBase):
    """A list of so many entries, made while it is read."""

    def __init__(self, entries: int) -> None:
        entry = (PERSON % "").encode()
        start, end = b"<CONSOLIDATED_LIST><INDIVIDUALS>", b"</INDIVIDUALS></CONSOLIDATED_LIST>"
        self._parts = iter([start, *([entry] * entries), end])

    def read(self, _size: int = -1) -> bytes:
        return next(self._parts, b"")


def test_memory_does_not_grow_with_the_file():
    def peak(entries: int) -> int:
        tracemalloc.start()
        try:
            assert sum(1 for _ in un_list.read(Endless(entries))) == entries
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(2_000) < peak(100) * 1.5 + 100_000


@needs_official
def test_the_official_list_is_read_whole():
    with gzip.open(OFFICIAL) as file:
        entries = list(un_list.read(file))
    assert Counter(entry.kind for entry in entries) == {"person": 730, "organisation": 273}
    assert len({entry.reference for entry in entries}) == 1_003
    assert sum(len(entry.aliases) for entry in entries) == 2_742
    assert sum(bool(entry.original_script) for entry in entries) == 378
    dates = [date for entry in entries for date in entry.birth_dates]
    assert (sum("~" in date for date in dates), sum("/" in date for date in dates)) == (116, 31)
    assert sum(len(entry.nationalities) for entry in entries) == 651


@needs_official
def test_the_shipped_extract_is_what_the_official_list_gives():
    with gzip.open(OFFICIAL) as file:
        made = un_extract.write(un_list.read(file))
    assert gzip.decompress(made) == gzip.decompress(un_extract.FILE.read_bytes())


@pytest.mark.parametrize("line", [b"{", b"[]", b"{}", b'{"kind": "ship", "reference": "x", "name": "x"}', b"\xff"])
def test_a_broken_extract_is_refused(line):
    with pytest.raises(errors.BadImportFile, match="Line 1"):
        list(un_extract.read([line]))
