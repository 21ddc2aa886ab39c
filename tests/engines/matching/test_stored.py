# SPDX-License-Identifier: Apache-2.0
"""Records are stored as lines and come back as they were."""

from hypothesis import given
from hypothesis import strategies as st

from taawun.engines.matching import Document, PartialDate, Record
from taawun.engines.matching.stored import line_of, lines_of, pack_block, record_of

texts = st.text(st.characters(), max_size=12)
births = st.builds(PartialDate, st.integers(1900, 2020), st.integers(1, 12), st.integers(1, 28), swap=st.booleans())
records = st.builds(
    Record,
    id=texts,
    names=st.lists(texts, max_size=3).map(tuple),
    kind=st.sampled_from(["person", "vessel"]),
    fathers=st.lists(texts, max_size=2).map(tuple),
    births=st.lists(births, max_size=3).map(tuple),
    countries=st.sampled_from([(), ("PK",), ("PK", "BH")]),
    documents=st.lists(st.builds(Document, texts, texts, st.sampled_from(["", "PK"])), max_size=2).map(tuple),
    sex=st.sampled_from(["", "m", "f"]),
    note=texts,
)


@given(st.lists(records, min_size=1, max_size=2))
def test_records_come_back_as_they_were_stored(given_records):
    lines = lines_of(pack_block([line_of(one) for one in given_records]))
    assert [record_of(line) for line in lines] == given_records


def test_a_name_with_half_of_a_surrogate_pair_comes_back():
    damaged = Record("1", ("Ali \ud83d",), births=(PartialDate(1971, 3, 2),))
    (line,) = lines_of(pack_block([line_of(damaged)]))
    assert record_of(line) == damaged
