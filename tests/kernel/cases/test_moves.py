# SPDX-License-Identifier: Apache-2.0
"""A move on the wire: one shape, one digest, limits on all of it (spec §60.4)."""

import pytest

from taawun.kernel.cases import Filled, Found, MoveMade, PaperRef
from taawun.kernel.cases.moves import ELEMENTS, HEADS
from taawun.kernel.errors import BadShape
from tests.kernel.cases.making import DIGEST, filled, made, officer

PAPER = PaperRef("حکم نامہ.pdf", "application/pdf", DIGEST, 12_345, "ur")
DROP = object()


def wire(**changes):
    whole = made("send", reasons="ضروری", papers=(PAPER,)).to_wire() | changes
    return {name: value for name, value in whole.items() if value is not DROP}


def element(**changes):
    return {"content": {"summary": changes}}


def test_a_move_comes_back_from_the_wire_as_it_went():
    for one in (made("send", papers=(PAPER,)), made("grant", [DIGEST]), made("refuse", [DIGEST, "0" * 64])):
        back = MoveMade.from_wire(one.to_wire())
        assert back == one
        assert back.digest() == one.digest()


def test_two_moves_that_differ_in_their_salt_alone_have_different_digests():
    one = made("send")
    assert one.digest() != MoveMade.from_wire(one.to_wire() | {"salt": "A" * 22}).digest()


def test_an_element_comes_back_from_the_wire_as_it_went():
    rows = [
        Filled("سلمان", "", Found("letter", "", officer(1))),
        Filled([1, 2.5, True, None, "", {"a": ["b"]}], ""),
        Filled(None, "not applicable because nobody was hurt"),
    ]
    for one in rows:
        assert Filled.from_wire(one.to_wire()) == one


DEEP = [[[[[[[[["x"]]]]]]]]]
FOUND = {"document": "letter", "page": "1", "officer": officer(1)}

WRONG = {
    "another type": {"type": "case-move/2"},
    "no salt": {"salt": DROP},
    "a field more": {"private": True},
    "an empty text for reasons": {"reasons": ""},
    "a control character in the reasons": {"reasons": "a\u0000"},
    "a case that is no identifier": {"case": "1"},
    "a kind in capitals": {"kind": "Extradition"},
    "one party twice": {"requested": "PK"},
    "a third party": {"party": "SA"},
    "a party that is none": {"requesting": "Pakistan"},
    "an officer by name": {"officer": "salman"},
    "a time of day": {"at": "09:00"},
    "a salt of fifteen bytes": {"salt": "A" * 20},
    "heads out of order": {"after": ["b" * 64, "a" * 64]},
    "a head twice": {"after": ["a" * 64, "a" * 64]},
    "too many heads": {"after": [f"{n:064x}" for n in range(HEADS + 1)]},
    "heads that are no list": {"after": {}},
    "a pack without a digest": {"pack": {"slug": "model", "version": 1}},
    "a pack of version 0": {"pack": {"slug": "model", "version": 0, "digest": DIGEST}},
    "a pack of a version beyond counting": {"pack": {"slug": "model", "version": 10**6 + 1, "digest": DIGEST}},
    "gates as a list": {"gates": ["political"]},
    "too many gates": {"gates": {f"g{n}": "passed" for n in range(101)}},
    "a gate that was met": {"gates": {"political": "met"}},
    "a gate in capitals": {"gates": {"Political": "passed"}},
    "contents as a list": {"content": []},
    "too many elements": {"content": {f"e{n}": {"value": 1} for n in range(ELEMENTS + 1)}},
    "an element in Arabic": {"content": {"ملخص": {"value": 1}}},
    "an element that is bare": {"content": {"summary": "sold"}},
    "an element with neither value nor excuse": element(),
    "an element with value and excuse": element(value="a", excuse="b"),
    "an element with an empty excuse": element(excuse=""),
    "an element found nowhere": element(value="a", found={"document": "", "page": "1", "officer": officer(1)}),
    "an element found by a name": element(value="a", found=FOUND | {"officer": "bilal"}),
    "an element found on a long page": element(value="a", found=FOUND | {"page": "1" * 201}),
    "a value too deep": element(value=DEEP),
    "a value too broad": element(value=["x"] * 1001),
    "a value too long": element(value="x" * 20_001),
    "a value with a control character": element(value={"a": "\u0007"}),
    "a value with a field in capitals": element(value={"Name": "x"}),
    "papers as an object": {"papers": {}},
    "two papers of one name": {"papers": [PAPER.to_wire(), PAPER.to_wire()]},
    "a paper without a name": {"papers": [PAPER.to_wire() | {"name": ""}]},
    "a paper of no size": {"papers": [PAPER.to_wire() | {"size": -1}]},
    "a paper beyond measure": {"papers": [PAPER.to_wire() | {"size": (1 << 40) + 1}]},
    "a paper in a language beyond words": {"papers": [PAPER.to_wire() | {"language": "x" * 36}]},
}


@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG)
def test_a_move_of_another_shape_is_refused(changes):
    with pytest.raises(BadShape):
        MoveMade.from_wire(wire(**changes))


def test_a_move_that_is_no_object_is_refused():
    with pytest.raises(BadShape):
        MoveMade.from_wire([])


def test_a_paper_may_have_no_language():
    assert PaperRef.from_wire(PAPER.to_wire() | {"language": ""}).language == ""
    assert filled()["summary"].to_wire()["found"]["document"]
