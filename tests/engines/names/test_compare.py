# SPDX-License-Identifier: Apache-2.0
"""Whole names: the same subject written in two ways, two who are easily taken for one, and names that say nothing."""

import math

import numpy as np
import pytest

from taawun.engines.names import compare, compare_many, fold
from taawun.engines.names.calibration import trees
from taawun.engines.names.compare import PROFILES
from taawun.engines.names.rarity import weight, weights
from taawun.kernel.errors import UnknownNameKind

SAME = {
    "Latin and Urdu": ("Muhammad Nawaz Qureshi", "محمد نواز قریشی", "person"),
    "Latin and Arabic": ("Abdurrahman al-Tikriti", "عبد الرحمن التكريتي", "person"),
    "Urdu and Arabic letters": ("حبیب اللہ خٹک", "حبيب الله خٹك", "person"),
    "spelling": ("Yousaf Chaudhry Mehmood", "Yusuf Choudhary Mahmud", "person"),
    "compound split": ("Nizamuddin Siddiqui", "Nizam ud Din Siddiqi", "person"),
    "written together": ("Zahid Hussain Soomro", "Zahidhussain Sumro", "person"),
    "family first": ("Tikriti, Omar Sabawi", "عمر سبعاوي التكريتي", "person"),
    "title": ("الحاج جلال الدين حقاني", "Jalaluddin Haqqani", "person"),
    "part left out": ("Imran Aslam Bugti", "عمران بگٹی", "person"),
    "typing slip": ("Kamran Farooqi Lodhi", "Kamran Faroqi Lodhi", "person"),
    "first letter lost, two swapped": ("Muhammad Ismail Khan", "uhammad Isamil Khan", "person"),
    "slips in Arabic letters": ("عبدالله القحطاني", "عبدلله القحطاين", "person"),
    "legal form": ("Al-Noor Trading Co. Ltd", "شركة النور للتجارة المحدودة", "organisation"),
    "legal form in full": ("Zamzam Shipping Aktiengesellschaft", "ZAMZAM SHIPPING AG", "organisation"),
    "legal form of several words": ("Vostok Open Joint Stock Company", "OJSC Vostok", "organisation"),
    "legal form of several words in Arabic": ("شركة النور ذات مسؤولية محدودة", "Al Noor LLC", "organisation"),
    "number in words": ("Seven Seas Shipping", "7 Seas Shipping", "organisation"),
    "acronym": ("Hilal Furat Contracting Establishment", "H.F.C.E.", "organisation"),
    "ordinal": ("1st Karwan Bank", "First Karwan Bank", "organisation"),
    "organisation in Urdu": ("Karwan Textile (Pvt) Ltd", "کاروان ٹیکسٹائل پرائیویٹ لمیٹڈ", "organisation"),
    "prefix of a vessel": ("M/V Sahara Pearl 2", "SAHARA PEARL 2", "vessel"),
    "vessel in Arabic": ("Najm Al Bahr", "نجم البحر", "vessel"),
    "place": ("Kandahar", "قندهار", "place"),
    "kind of place": ("Rawalpindi District", "راولپنڈی", "place"),
}
OTHER = {
    "look alike": ("Hassan Raza Mengal", "Hussain Raza Mengal", "person"),
    "brothers": ("Salim Rashid al-Dosari", "ناصر راشد الدوسري", "person"),
    "common parts": ("Muhammad Ahmed Khan", "محمد علی خان", "person"),
    "same letters in part": ("خالد يوسف العبيدي", "خليل يوسف العبيدي", "person"),
    "nothing": ("Imran Bugti", "عبد الرحمن التكريتي", "person"),
    "another number": ("Brigade 44", "Brigade 45", "organisation"),
    "another word": ("Zamzam Shipping Ltd", "Karwan Shipping Ltd", "organisation"),
    "another word in Arabic": ("شركة النور للتجارة المحدودة", "Al-Wafa Trading Co. Ltd", "organisation"),
    "another ship of the fleet": ("Sahara Pearl 2", "Sahara Pearl 3", "vessel"),
    "another place": ("Lahore District", "پشاور", "place"),
}
SCRIPTS = {"Latin": "Zulfiqar Bhutto", "Arabic": "عبد العزيز العتيبي", "Urdu": "ذوالفقار بھٹو"}
LIKELY = 0.5


@pytest.mark.parametrize(("left", "right", "kind"), SAME.values(), ids=SAME)
def test_two_spellings_of_one_subject_are_likely_one(left, right, kind):
    assert compare(left, right, kind).score > LIKELY


@pytest.mark.parametrize(("left", "right", "kind"), OTHER.values(), ids=OTHER)
def test_two_subjects_that_share_much_are_likely_two(left, right, kind):
    assert compare(left, right, kind).score < LIKELY


@pytest.mark.parametrize(("left", "right", "kind"), [*SAME.values(), *OTHER.values()], ids=[*SAME, *OTHER])
def test_the_score_does_not_depend_on_which_name_comes_first(left, right, kind):
    assert compare(left, right, kind).score == pytest.approx(compare(right, left, kind).score, abs=0.02)


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=SCRIPTS)
def test_a_name_is_itself(name):
    assert compare(name, name).score > 0.95


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=SCRIPTS)
@pytest.mark.parametrize("mark", ["\u202e", "\u200f", "\u2067", "\u200b", "\ufeff"])
def test_invisible_marks_change_nothing(name, mark):
    assert compare(mark + name + mark, name).score == compare(name, name).score


EMPTY = ["", " ", "...", "\u202e\u200f", "😀"]


@pytest.mark.parametrize("name", EMPTY)
def test_nothing_to_compare_is_no_match_and_no_error(name):
    found = compare(name, "محمد خان")
    assert found.score == 0
    assert [reason.code for reason in found.explanation.reasons] == ["nothing-to-compare"]
    assert compare(name, name).score == 0


THIN = {
    "one letter": ("a", "a"),
    "one Arabic letter": ("م", "م"),
    "titles only": ("الحاج", "الحاج"),
    "titles only in Urdu": ("مولانا", "مولانا"),
    "one common name": ("Muhammad", "محمد"),
}


@pytest.mark.parametrize(("left", "right"), THIN.values(), ids=THIN)
def test_thin_evidence_is_no_match_even_between_equals(left, right):
    found = compare(left, right)
    assert found.score < LIKELY
    assert "thin-evidence" in {reason.code for reason in found.explanation.reasons}


def test_a_very_long_name_takes_bounded_work():
    assert 0 <= compare("Muhammad Khan " * 1000, "خان " * 1000).score <= 1


def test_a_kind_that_does_not_exist_is_refused():
    with pytest.raises(UnknownNameKind):
        compare("Ali", "علي", "animal")


@pytest.mark.parametrize("kind", PROFILES)
def test_many_pairs_score_as_each_does(kind):
    rows = [row for row in [*SAME.values(), *OTHER.values(), ("", "علی", kind), ("", "", kind)] if row[2] == kind]
    left, right, _ = zip(*rows, strict=True)
    singly = [compare(one, other, kind).score for one, other in zip(left, right, strict=True)]
    assert compare_many(left, right, kind) == pytest.approx(np.array(singly, dtype=np.float32), abs=1e-5)


def test_no_pairs_have_no_scores():
    assert compare_many([], []).shape == (0,)


def test_unequal_lists_are_refused():
    with pytest.raises(ValueError, match="2 names against 1"):
        compare_many(["Ali", "علي"], ["Ali"])


@pytest.mark.parametrize(("left", "right", "kind"), [*SAME.values(), *OTHER.values()], ids=[*SAME, *OTHER])
def test_the_parts_add_up_to_the_score(left, right, kind):
    found = compare(left, right, kind)
    told = found.explanation
    log_odds = told.base + sum(part.added for part in told.parts)
    assert 1 / (1 + math.exp(-log_odds)) == pytest.approx(found.score, abs=1e-4)


@pytest.mark.parametrize(
    ("common", "rare"), [("Muhammad", "Zulfiqar"), ("محمد", "ذوالفقار"), ("خان", "خٹک"), ("علی", "بگٹی")]
)
def test_a_common_name_weighs_less(common, rare):
    assert weight(fold(common)) + 2 < weight(fold(rare))


@pytest.mark.parametrize(("latin", "arabic"), [("muhammad", "محمد"), ("khan", "خان"), ("qureshi", "قريشي")])
def test_spellings_of_one_name_weigh_alike(latin, arabic):
    one, other = weights([latin, arabic])
    assert one == pytest.approx(other, abs=0.5)


@pytest.mark.parametrize("kind", PROFILES)
def test_the_trees_are_whole(kind):
    model = trees(kind)
    inner = model.feature >= 0
    assert model.roots.max() < len(model.feature)
    assert (model.below[inner] + 1 < len(model.feature)).all()
    assert np.isfinite(model.value).all()
