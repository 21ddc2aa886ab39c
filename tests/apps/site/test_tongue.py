# SPDX-License-Identifier: Apache-2.0
"""A terminal is spoken to in its language, where the desk speaks it."""

import pytest

from taawun.kernel.errors import NoPurpose, TooLarge
from taawun.site.cli import saying, tongue

ASKED = {
    "nothing": ({}, "en"),
    "Arabic of Bahrain": ({"LANG": "ar_BH.UTF-8"}, "ar"),
    "Urdu before the rest": ({"LC_ALL": "ur_PK", "LANG": "ar_BH.UTF-8"}, "ur"),
    "several, the first that is spoken": ({"LANGUAGE": "fr:ur:ar", "LANG": "en_GB"}, "ur"),
    "a language that is not spoken": ({"LANG": "fr_FR.UTF-8"}, "en"),
    "no language at all": ({"LC_ALL": "C.UTF-8"}, "en"),
    "an empty one": ({"LANGUAGE": "", "LANG": "ar"}, "ar"),
}


@pytest.mark.parametrize(("environment", "language"), ASKED.values(), ids=ASKED)
def test_the_environment_names_the_language(environment, language):
    assert tongue.language_of(environment) == language


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_an_error_is_said_in_the_language_with_its_code_and_paragraph(monkeypatch, language):
    for name in tongue.NAMED_BY:
        monkeypatch.delenv(name, raising=False)
    error = TooLarge("70000 bytes.")
    assert saying.spoken(error) == str(error)
    monkeypatch.setenv("LANGUAGE", language)
    told = saying.spoken(error)
    assert told != str(error)
    assert TooLarge.sentence not in told
    assert told.endswith("70000 bytes. [wire.too-large, §20.3]")
    assert saying.spoken(NoPurpose()).endswith(f"[{NoPurpose.code}, §{NoPurpose.section}]")


def test_what_no_catalogue_says_is_said_in_english(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "ar")
    assert tongue.say("Nobody says this.") == "Nobody says this."
    assert tongue.say("") == ""
