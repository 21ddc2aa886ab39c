# SPDX-License-Identifier: Apache-2.0
"""Countries by name in three scripts, and entities for FollowTheMoney."""

import json

import pytest

from taawun.formats import countries, ftm
from taawun.formats.ftm import Property

NAMED = {
    "a code": ("PK", "PK"),
    "English": ("pakistan", "PK"),
    "Arabic": ("باكستان", "PK"),
    "Urdu": ("پاکستان", "PK"),
    "Urdu from an Arabic keyboard": ("پاكستان", "PK"),
    "the United Nations' name": ("Democratic People's Republic of Korea", "KP"),
    "a name with and": ("Bosnia and Herzegovina", "BA"),
    "a name with &": ("Bosnia & Herzegovina", "BA"),
    "Turkey": ("Turkey", "TR"),
    "Türkiye": ("TÜRKİYE".replace("İ", "I"), "TR"),
    "what is no more": ("former Soviet Union", "SU"),
    "the smaller Congo": ("Congo", "CG"),
    "not available": ("na", None),
    "nothing": ("", None),
    "nowhere": ("Atlantis", None),
}


@pytest.mark.parametrize(("name", "code"), NAMED.values(), ids=NAMED)
def test_a_country_is_known_by_its_names(name, code):
    assert countries.code_of(name) == code


def test_an_entity_says_what_follow_the_money_can_say():
    made = ftm.entity(
        "one",
        "Person",
        [
            Property("name", "name", ("أحمد", "احمد", "Ahmad")),
            Property("birthDate", "date", ("1971~", "1968/1973", "1971")),
            Property("nationality", "country", ("PK", "SU")),
            Property("alias", "name", ()),
        ],
    )
    assert made == {
        "id": "one",
        "schema": "Person",
        "properties": {
            "name": ["أحمد", "احمد", "Ahmad"],
            "birthDate": ["1971", "1968", "1973"],
            "nationality": ["pk", "suhh"],
        },
    }
    (line,) = ftm.lines([made])
    assert json.loads(line) == made
    assert "أحمد" in line
