# SPDX-License-Identifier: Apache-2.0
"""How deep JSON nests is told from its brackets alone, and never from those that stand in a string (spec §20.3)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taawun.kernel.errors import TooDeep
from taawun.kernel.wire.canonical import check_depth


def depth_of(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


texts = st.text(alphabet='[]{}"\\ab\n', max_size=8)
values = st.recursive(texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3))


@given(values)
def test_the_depth_is_that_of_the_value_whatever_its_texts_hold(value: object) -> None:
    data, deep = json.dumps(value, ensure_ascii=False).encode(), depth_of(value)
    check_depth(data, deep)
    if deep:
        with pytest.raises(TooDeep):
            check_depth(data, deep - 1)


@pytest.mark.parametrize("data", [b'"[[[[', b'["\\"[[[[', b'["\\\\\\"[[[["]', b'"\\\\\\\\[[[["'])
def test_brackets_in_a_string_count_nothing_even_if_it_never_ends(data: bytes) -> None:
    check_depth(data, 1)


@pytest.mark.parametrize("data", [b'["\\\\",[[["x"]]]]', b'"\\\\"[[[[', b'[[[[ "'])
def test_brackets_behind_a_string_count(data: bytes) -> None:
    with pytest.raises(TooDeep):
        check_depth(data, 3)
