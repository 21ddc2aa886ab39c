# SPDX-License-Identifier: Apache-2.0
"""In which language a terminal is spoken to: that of its environment, where the desk speaks it; English otherwise.

The catalogues are those of the desk, so that an error is called the same on a page and in a terminal.
"""

import os
from collections.abc import Mapping
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parents[2]
FOLDERS: Final = (PACKAGE / "locale", PACKAGE.parents[1] / "locale")
"""Where the catalogues lie: in the installed package, or beside the source."""
SPOKEN: Final = ("en", "ar", "ur")
NAMED_BY: Final = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Variables of the environment that name a language, the first that is set wins; LANGUAGE may name several."""


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language that an environment asks for, if it is one of `SPOKEN`; English otherwise."""
    named = next((environment[name] for name in NAMED_BY if environment.get(name)), "")
    wanted = (one.partition("_")[0].partition(".")[0].lower() for one in named.split(":"))
    return next((one for one in wanted if one in SPOKEN), "en")


def catalogue_of(language: str) -> NullTranslations:
    """Return the catalogue of a language; one that says everything in English where there is none."""
    folder = next((one for one in FOLDERS if one.is_dir()), FOLDERS[0])
    return translation("django", str(folder), [language], fallback=True)


def say(sentence: str) -> str:
    """Return a sentence of ours in the language of this terminal."""
    return catalogue_of(language_of(os.environ)).gettext(sentence) if sentence else ""
