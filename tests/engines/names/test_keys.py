# SPDX-License-Identifier: Apache-2.0
"""Retrieval keys: spellings of one name share a key in every script, and few others do."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taawun.engines.names.keys import MAX_KEYS, keys_many, skeleton
from taawun.engines.names.units import Role, units

REAL = Path(__file__).parents[4] / "shared" / "data" / "names" / "google_ar2en.tsv.gz"
needs_real = pytest.mark.skipif(not REAL.exists(), reason="the real name pairs are not beside the project")

SKELETONS = {
    "MHMD": "محمد muhammad mohammed mohamad",
    "HMD": "احمد ahmad ahmed حامد hamid",
    "QLD": "خالد khalid khaled",
    "SMN": "عثمان othman usman osman",
    "HSN": "حسين hussain husein حسن",
    "FTM": "فاطمه fatima fatimah",
    "SL": "صلاح salah",
    "L": "علي ali",
    "A": "ايه aya",
}
SHARED = {
    "ق": "قريشي qureshi koreshi gureshi",
    "ج": "جمال jamal gamal djamal",
    "ذ": "ذوالفقار zulfiqar dhulfikar",
    "ض": "رياض riyadh riaz riad",
    "ظ": "مظهر mazhar",
    "ش": "رشيد rashid rachid",
    "چ": "چودري chaudhry",
    "و": "نويد naveed nawid",
    "ي": "يوسف yusuf youssef",
    "ه as t": "رحمه rahmat رحمت",
    "d at the end as t": "محمد mehmet muhammad",
    "joined units": "عبدالرحمن abdulrahman abdulrehman",
}
TYPOS = (
    "karim kaim",
    "hussain hussian",
    "yusuf yusuv",
    "tikriti tikrtii",
    "كريم كرييم",
    "chaudhry chaudry",
    "gaddafi gadafi",
)
UNLIKE = (("muhammad", "karim"), ("محمد", "ابراهيم"), ("khan", "sharif"), ("حسن", "طارق"))


def shared(one, other):
    offsets, keys = keys_many([one, other])
    return set(keys[: offsets[1]].tolist()) & set(keys[offsets[1] :].tolist())


@pytest.mark.parametrize(("wanted", "spellings"), SKELETONS.items())
def test_spellings_have_one_skeleton(wanted, spellings):
    assert {unit: skeleton(unit) for unit in spellings.split()} == dict.fromkeys(spellings.split(), wanted)


@pytest.mark.parametrize("spellings", [*SHARED.values(), *TYPOS], ids=[*SHARED, *TYPOS])
def test_spellings_share_a_key(spellings):
    first, *others = spellings.split()
    assert [other for other in others if not shared(first, other)] == []


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_unlike_names_share_none(one, other):
    assert not shared(one, other)


def test_a_unit_with_digits_is_found_by_its_equals_alone():
    assert shared("b52", "b52")
    assert not shared("b52", "b53")


def test_keys_of_nothing():
    offsets, keys = keys_many([])
    assert (offsets.tolist(), len(keys)) == ([0], 0)
    assert skeleton("") == ""


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="abcdghjkstxy1عبدحخشكهنو😀", max_size=30), max_size=5))
def test_keys_of_many_are_the_keys_of_each(names):
    offsets, keys = keys_many(names)
    assert offsets[0] == 0
    assert offsets[-1] == len(keys)
    for k, name in enumerate(names):
        own = keys[offsets[k] : offsets[k + 1]]
        assert 0 < len(own) <= MAX_KEYS
        assert np.array_equal(own, keys_many([name])[1])


def one_name(text):
    found = [unit for unit in units(text) if unit.role is not Role.PARTICLE]
    return found[0].text if len(found) == 1 and found[0].role is Role.NAME else ""


@needs_real
def test_real_pairs_share_a_key():
    lines = gzip.decompress(REAL.read_bytes()).decode().splitlines()[::8]
    rows = [line.split("\t") for line in lines]
    pairs = [(one_name(arabic), one_name(latin)) for arabic, latin in rows]
    pairs = [(arabic, latin) for arabic, latin in pairs if arabic and latin]
    found = sum(bool(shared(arabic, latin)) for arabic, latin in pairs)
    assert found / len(pairs) >= 0.97
