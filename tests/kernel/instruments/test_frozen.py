# SPDX-License-Identifier: Apache-2.0
"""The frozen form of a pack: what is written is read back, and nothing else is accepted (spec §65.5, §65.7)."""

import dataclasses
import json

import pytest

from taawun.kernel.errors import BadPack
from taawun.kernel.instruments import Pack
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import digest_of
from tests.kernel.instruments.making import load, put, whole, words


def frozen():
    return json.loads(encode(load(whole()).to_wire()))


def test_a_pack_is_read_back_as_it_was():
    pack = load(whole())
    assert Pack.from_wire(frozen()) == pack
    assert pack.digest == digest_of(pack.to_wire())


def test_the_kinds_of_a_pack_name_it():
    pack = load(whole())
    kind = pack.kinds["extradition"]
    assert (kind.pack, kind.pack_version, kind.pack_digest) == ("small-pack", 1, pack.digest)


def test_a_changed_text_has_another_digest():
    assert load(put(whole(), "pack>title", words("Other"))).digest != load(whole()).digest


def test_what_came_after_the_first_packs_is_not_written_where_it_says_nothing():
    """Else the packs of older cases would have another digest than the one they were frozen with."""
    written = frozen()["kinds"][0]["workflow"]["moves"]
    assert not any({"among", "answers"} & one.keys() for one in written)
    said = frozen()
    said["kinds"][0]["workflow"]["moves"][0]["among"] = {}
    assert Pack.from_wire(said).digest == load(whole()).digest


def test_nothing_in_a_pack_can_be_changed():
    pack = load(whole())
    with pytest.raises(dataclasses.FrozenInstanceError):
        pack.version = 2
    with pytest.raises(TypeError):
        pack.kinds["extradition"].gates["torture"] = None
    with pytest.raises(TypeError):
        pack.kinds["extradition"].gates["too_light"].given["months"] = 1


def with_choice(kind, choice):
    return kind | {"elements": [kind["elements"][0] | {"kind": "choice", "choices": [choice]}]}


SPOILED = {
    "no object": lambda _: [],
    "another type": lambda raw: raw | {"type": "instrument/2"},
    "an unknown field": lambda raw: raw | {"secret": True},
    "a field missing": lambda raw: {key: value for key, value in raw.items() if key != "title"},
    "kinds that are texts": lambda raw: raw | {"kinds": ["extradition"]},
    "kinds that are a number": lambda raw: raw | {"kinds": 7},
    "a kind twice": lambda raw: raw | {"kinds": raw["kinds"] * 2},
    "a party twice": lambda raw: raw | {"parties": raw["parties"] * 2},
    "an unknown source": lambda raw: raw | {"sources": []},
    "a choice of three": lambda raw: raw | {"kinds": [with_choice(raw["kinds"][0], ["a", {}, "b"])]},
    "no mandatory ground": lambda raw: raw | {"kinds": [raw["kinds"][0] | {"gates": []}]},
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_spoiled_frozen_form_is_refused(spoil):
    with pytest.raises(BadPack) as refused:
        Pack.from_wire(spoil(frozen()))
    assert refused.value.problems
