# SPDX-License-Identifier: Apache-2.0
"""Sections that both sides edit apart merge to one, in any order and however often; hostile versions are refused."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from taawun.formats.merging import UPDATE_BYTES, read_update
from taawun.kernel.errors import BadPlanSection, BadPlanUpdate, NotThePlanWriter, OtherPlanSection, PlanDiverges
from taawun.sectors.plans import documents
from taawun.sectors.plans.contents import Content, Form
from taawun.sectors.plans.documents import Edit, content_of, edited, loaded, merged, take, writer_of

SECTION, OTHER = "0190aaaa-0000-7000-8000-000000000001", "0190aaaa-0000-7000-8000-000000000002"
ROWS = ("aaaaaaaa", "bbbbbbbb", "cccccccc")
WORDS = ("patrol ", "دورية ", "گشت ", "😀 ", "زورق\n")


def drawer(seed: int):
    return random.Random(seed).getrandbits


def saved(state: bytes, party: str, seed: int, **edit) -> bytes:
    """Return a section after one saving."""
    added = edited(state, SECTION, Edit(**edit), party, drawer(seed))
    return merged(state, added) if added else state


def said(state: bytes) -> Content:
    return content_of(loaded(state), SECTION)


def sent(ours: bytes, theirs: bytes, sender: str, form: Form = Form.OVERVIEW) -> bytes:
    """Return our section after the other side's version came."""
    return take(ours, SECTION, form, theirs, said(theirs), sender).state


BASE = saved(b"", "PK", 1, text="الخطة المشتركة: گشت at sea.", values={("", "title"): "بحری گشت"})


def test_both_sides_keep_their_words_in_one_sentence():
    ours = saved(BASE, "PK", 2, text="الخطة المشتركة الأولى: گشت at sea.")
    theirs = saved(BASE, "BH", 3, text="الخطة المشتركة: گشت at sea and by air 😀.", values={("", "owner"): "خفر"})
    one, other = sent(ours, theirs, "BH"), sent(theirs, ours, "PK")
    assert said(one) == said(other)
    assert said(one).text == "الخطة المشتركة الأولى: گشت at sea and by air 😀."
    assert said(one).head == {"title": "بحری گشت", "owner": "خفر"}


def test_a_version_that_comes_twice_or_late_adds_nothing():
    first = saved(BASE, "BH", 2, text="One.")
    second = saved(first, "BH", 3, text="One. Two.")
    newest = sent(BASE, second, "BH")
    for old in (first, second, BASE):
        again = take(newest, SECTION, Form.OVERVIEW, old, said(old), "BH")
        assert (again.added, again.content) == (b"", said(newest))


SAVING = st.tuples(
    st.sampled_from(["PK", "BH"]), st.integers(0, 40), st.sampled_from(WORDS), st.sampled_from(ROWS), st.booleans()
)
STEPS = st.lists(st.one_of(SAVING, st.sampled_from(["PK releases", "BH releases"])), max_size=14)


@settings(deadline=None, max_examples=60)
@given(steps=STEPS, order=st.randoms(use_true_random=False))
def test_whatever_is_saved_and_lost_both_sides_come_to_one_plan(steps, order):
    state, crossed = {"PK": BASE, "BH": BASE}, {"PK": [], "BH": []}
    for number, step in enumerate(steps):
        if isinstance(step, str):
            crossed[step[:2]].append(state[step[:2]])
            continue
        party, place, word, row, away = step
        text = said(state[party]).text
        place = min(place, len(text))
        values = {} if away else {(row, "name"): f"{word.strip()} {number}"}
        edit = {"text": text[:place] + word + text[place + 3 * away :], "values": values}
        state[party] = saved(state[party], party, number + 9, gone=frozenset({row} if away else ()), **edit)
    for party, other in (("PK", "BH"), ("BH", "PK")):
        # Any of what was released may be lost, come late and come twice; the last always comes at last.
        came = [one for one in crossed[other] for _ in range(order.choice([0, 1, 2]))]
        order.shuffle(came)
        crossed[party + " has"] = [*came, state[other]]
    ends = {party: state[party] for party in state}
    for party, other in (("PK", "BH"), ("BH", "PK")):
        for version in crossed[party + " has"]:
            ends[party] = take(ends[party], SECTION, Form.OVERVIEW, version, said(version), other).state
    assert said(ends["PK"]) == said(ends["BH"])
    assert documents.ends_of(loaded(ends["PK"])) == documents.ends_of(loaded(ends["BH"]))


@pytest.fixture(autouse=True)
def _rows_in_an_overview(monkeypatch):
    """The property saves rows beside a text, which no form has together."""
    monkeypatch.setattr(documents, "problem_of", lambda _form, _content: "")


def test_what_was_deleted_before_a_release_is_not_in_its_bytes():
    state = saved(BASE, "PK", 2, text="Agent LIVE-CANARY waits. Then go.", values={("aaaaaaaa", "name"): "CANARY-ROW"})
    state = saved(state, "PK", 3, text="Then go.", values={("aaaaaaaa", "name"): "Boat"})
    assert b"CANARY" not in state


def test_a_row_that_one_side_took_away_while_the_other_changed_it_is_left_half():
    base = saved(b"", "PK", 1, values={("aaaaaaaa", "name"): "زورق", ("aaaaaaaa", "owner"): "PK"})
    ours = saved(base, "PK", 2, gone=frozenset({"aaaaaaaa"}))
    theirs = saved(base, "BH", 3, values={("aaaaaaaa", "owner"): "BH"})
    assert said(sent(ours, theirs, "BH")).rows == {"aaaaaaaa": {"owner": "BH"}}


# --- hostile updates ------------------------------------------------------------------------------------------


def by_hand(party: str, seed: int, change, state: bytes = b"") -> bytes:
    """Return what somebody makes with a library of their own and a right key."""
    doc = loaded(state, writer_of(party, drawer(seed)))
    change(doc)
    return doc.get_update()


def put(name: str, kind, change):
    def changed(doc: Doc) -> None:
        part = doc.get(name, type=kind)
        change(part)

    return changed


def _set(key, value):
    return lambda part: part.__setitem__(key, value)


TEXT, VALUES = f"{SECTION}/text", f"{SECTION}/values"
GOOD = by_hand("BH", 5, put(TEXT, Text, lambda part: part.insert(0, "سلام")))


def grown(count: int) -> bytes:
    doc = loaded(b"", writer_of("BH", drawer(7)))
    part = doc.get(VALUES, type=Map)
    with doc.transaction():
        for number in range(count):
            part[f"{number}"] = "x" * 9_000
    return doc.get_update()


def number(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def far_apart(count: int) -> bytes:
    """Return an update that a library would take minutes to place: each second piece reaches over all others."""
    first = b"\x04\x01" + number(len(TEXT)) + TEXT.encode() + b"\x01a"
    pieces = [b"\x84" + number(999 + each) + b"\x00\x01a" for each in range(1, count)]
    pieces += [b"\x44" + number(1000 + each) + b"\x00\x01a" for each in range(count // 2, count)]
    writers = [b"\x01" + number(1000 + each) + b"\x00" + piece for each, piece in enumerate([first, *pieces])]
    return number(len(writers)) + b"".join(writers) + b"\x00"


MALFORMED = {
    "pieces far apart": far_apart(3_000),
    "nothing": b"",
    "cut short": GOOD[:-4],
    "something after its end": GOOD + b"\x00",
    "a number without end": b"\xff" * 40,
    "too many writers": b"\xff\xff\xff\x7f" + b"\x01" * 50,
    "a writer that begins later": b"\x01\x01\x05\x07\x04\x01\x01a\x01b\x00",
    "a piece of no length": b"\x01\x01\x05\x00\x00\x00\x00",
    "a piece of endless length": b"\x01\x01\x05\x00\x00\xff\xff\xff\xff\x0f\x00",
    "a skipped piece": b"\x01\x01\x05\x00\x0a\x05\x00",
    "a part inside another": b"\x01\x01\x05\x00\x04\x00\x05\x00\x01b\x00",
    "upon what it does not hold": b"\x01\x01\x05\x00\x84\x09\x00\x01b\x00",
    "deletes what it does not hold": b"\x00\x01\x05\x01\x00\x05",
    "text that is not UTF-8": b"\x01\x01\x05\x00\x04\x01\x01a\x02\xff\xfe\x00",
    "words that were deleted": b"\x01\x01\x05\x00\x04\x01\x01a\x02hi\x01\x05\x01\x00\x01",
    "a number as a value": by_hand("BH", 5, put(VALUES, Map, _set("aaaaaaaa/name", 7))),
    "a tree as a value": by_hand("BH", 5, put(VALUES, Map, _set("aaaaaaaa/name", Array(["x"])))),
    "a map as a value": by_hand("BH", 5, put(VALUES, Map, _set("aaaaaaaa/name", {"a": {"b": "c"}}))),
    "bytes as a value": by_hand("BH", 5, put(VALUES, Map, _set("aaaaaaaa/name", b"x"))),
    "bold text": by_hand("BH", 5, put(TEXT, Text, lambda part: part.insert(0, "a", {"b": True}))),
    "too large": grown(UPDATE_BYTES // 9_000 + 1),
}


@pytest.mark.parametrize("update", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_update_is_refused_before_a_library_sees_it(update):
    with pytest.raises(BadPlanUpdate):
        read_update(update)


FORGED = {
    "another section": (by_hand("BH", 5, put(f"{OTHER}/text", Text, lambda p: p.insert(0, "x"))), OtherPlanSection),
    "a part that no section has": (by_hand("BH", 5, put("secret", Text, lambda p: p.insert(0, "x"))), OtherPlanSection),
    "a writer of ours": (by_hand("PK", 5, put(TEXT, Text, lambda p: p.insert(0, "x")), BASE), NotThePlanWriter),
    "a writer of a third party": (by_hand("QA", 5, put(TEXT, Text, lambda p: p.insert(0, "x"))), NotThePlanWriter),
    "words that are shown nowhere": (by_hand("BH", 5, put(VALUES, Array, lambda p: p.append("x"))), BadPlanSection),
    "our words, rewritten": (BASE.replace("گشت at sea".encode(), "گشت at war".encode()), PlanDiverges),
}


@pytest.mark.parametrize(("update", "refusal"), FORGED.values(), ids=FORGED)
def test_a_version_that_touches_what_it_may_not_is_refused(update, refusal):
    with pytest.raises(refusal):
        take(BASE, SECTION, Form.OVERVIEW, update, said(update), "BH")


def test_a_version_says_what_its_update_makes():
    theirs = saved(BASE, "BH", 2, text="Go at dawn.")
    with pytest.raises(BadPlanSection):
        take(BASE, SECTION, Form.OVERVIEW, theirs, said(BASE), "BH")


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_bytes_at_random_never_do_more_than_be_refused(data):
    good = saved(saved(BASE, "BH", 2, text="Go at dawn."), "BH", 3, text="Go.")
    at = data.draw(st.integers(0, len(good) - 1))
    bad = good[:at] + data.draw(st.binary(max_size=6)) + good[at + data.draw(st.integers(0, 6)) :]
    try:
        update = read_update(bad)
    except BadPlanUpdate:
        return
    try:
        found = take(BASE, SECTION, Form.OVERVIEW, bad, said(good), "BH")
    except (BadPlanUpdate, BadPlanSection, NotThePlanWriter, OtherPlanSection, PlanDiverges):
        return
    assert update.ends
    assert found.content == said(sent(BASE, good, "BH"))


def test_every_order_of_three_versions_is_one_plan():
    versions = [BASE]
    for number, text in enumerate(("One.", "One. Two.", "Two. Three."), 2):
        versions.append(saved(versions[-1], "BH", number, text=text))
    ends = set()
    for order in itertools.permutations(versions[1:]):
        state = BASE
        for version in order:
            state = sent(state, version, "BH")
        ends.add(said(state).text)
    assert ends == {"Two. Three."}
