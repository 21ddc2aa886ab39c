# SPDX-License-Identifier: Apache-2.0
"""After surrender: only the offences that were granted (spec §60.15)."""

from taawun.kernel.cases import Charge, granted, outside
from tests.kernel.cases.making import chain, found, made


def test_a_charge_outside_the_granted_offences_is_an_alarm():
    charges = (Charge("c1", "1"), Charge("c2", "3"), Charge("c3", ""))
    assert outside(("1", "2"), charges) == ("c2", "c3")
    assert outside((), charges) == ("c1", "c2", "c3")
    assert outside(("1",), ()) == ()


def test_the_list_is_what_the_requested_side_granted_and_what_it_added():
    story = chain("send", "arrest", "grant")
    leave = made("grant", story[-1:], content={"granted_offences": found([{"id": "2"}, "1", 7, {}]).to_wire()})
    assert granted(story) == ("1",)
    assert granted([*story, leave]) == ("1", "2")


def test_nobody_grants_to_himself():
    story = chain("send", "arrest", "grant")
    own = made("tell", story[-1:], content={"granted_offences": found(["9"]).to_wire()})
    assert granted([*story, own]) == ("1",)
    assert granted([made("grant", content={"granted_offences": {"excuse": "none"}})]) == ()
