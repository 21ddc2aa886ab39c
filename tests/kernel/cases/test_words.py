# SPDX-License-Identifier: Apache-2.0
"""The words of a case (spec §60.1)."""

from taawun.kernel.cases import Side, Source


def test_each_side_has_one_other():
    assert Side.REQUESTING.other is Side.REQUESTED
    assert Side.REQUESTED.other is Side.REQUESTING


def test_a_source_is_cited_as_a_lawyer_does():
    assert str(Source("untoc", "UNTOC", "18(15)")) == "UNTOC, 18(15)"
    assert str(Source("untoc", "UNTOC")) == "UNTOC"
