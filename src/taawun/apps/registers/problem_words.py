# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a value, in the reader's language.

`checks` and `kinds` say it in English, and so it is kept with the rows of an import. Here each of their sentences
stands with its places for numbers, so that a kept one is shown in whatever language its reader uses.
"""

import re
from functools import cache
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SENTENCES: Final = (
    gettext_noop("is missing"),
    gettext_noop("is not text"),
    gettext_noop("is not a field of this type"),
    gettext_noop("is not one of the choices"),
    gettext_noop("is empty or has blanks around it"),
    gettext_noop("holds hidden characters or is not in NFC"),
    gettext_noop("is not a date such as 1971, 1971-03, 1971-03-02, 1971~ or 1968/1973"),
    gettext_noop("ends before it begins"),
    gettext_noop("is not a decimal number in Western digits"),
    gettext_noop("is not an ISO 3166 alpha-2 code"),
    gettext_noop("is not in one line with Western digits"),
    gettext_noop("is not the identifier of a record"),
    gettext_noop("is not in one line"),
    gettext_noop("is not latitude,longitude in decimal degrees, such as 25.1126,62.3254"),
    gettext_noop("names something twice"),
    gettext_noop("is marked but not in the data"),
    gettext_noop("needs a person category: this type holds personal data"),
    gettext_noop("is for the purpose {purpose} alone: nothing else opens this type"),
    gettext_noop("A safeguard is open: ask the protection officer."),
    gettext_noop("is not taken from a file: state it in the form."),
    gettext_noop("has more cells than the header"),
    gettext_noop("says in every cell what row {row} says"),
    gettext_noop("is missing from the list too often; nobody was delisted"),
    gettext_noop("is longer than {limit} characters"),
    gettext_noop("is not a list of 1 to {most} values"),
    gettext_noop("is not between {least} and {most}"),
    gettext_noop("is less than {least}"),
    gettext_noop("is more than {most}"),
)
_PLACE: Final = re.compile(r"\\\{(\w+)\\\}")


def sentence(what: str) -> str:
    """Return what is wrong in the reader's language; a sector's sentence is in its own catalogue, as it stands."""
    for pattern, template in _patterns():
        match = pattern.fullmatch(what)
        if match:
            return _(template).format(**match.groupdict())
    return _(what) if what else ""


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(text))), text) for text in SENTENCES)
