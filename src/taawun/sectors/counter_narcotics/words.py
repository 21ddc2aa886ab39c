# SPDX-License-Identifier: Apache-2.0
"""What the codes of this sector are called on its pages, and the countries of a file."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from taawun.apps.ui import languages
from taawun.formats.countries import NAMES, code_of
from taawun.formats.unodc import Flaw

FLAWS: Final[Mapping[str, Promise]] = {
    Flaw.DUPLICATE: _("Exact duplicate of an earlier row"),
    Flaw.OUTLIER: _("Outlier: far above the other amounts of this drug"),
    Flaw.NOT_POSITIVE: _("Amount not above zero"),
    Flaw.NO_AMOUNT: _("No amount stated, which is not zero"),
    Flaw.UNIT: _("Unit that is no mass or volume"),
    Flaw.TOO_MUCH: _("Amount beyond what can be weighed"),
    Flaw.DATE: _("Impossible date"),
    Flaw.COLUMNS: _("Line left out: wrong number of columns"),
    Flaw.LENGTH: _("Line left out: a cell without end"),
}
SUPPORT: Final[Mapping[str, Promise]] = {
    "not assessable": _("Not assessable"),
    "support for different sources": _("Support for different sources"),
    "no support either way": _("No support either way"),
    "weak support for a common source": _("Weak support for a common source"),
    "moderate support for a common source": _("Moderate support for a common source"),
    "moderately strong support for a common source": _("Moderately strong support for a common source"),
    "strong support for a common source": _("Strong support for a common source"),
    "very strong support for a common source": _("Very strong support for a common source"),
    "extremely strong support for a common source": _("Extremely strong support for a common source"),
}
"""What a likelihood ratio says in words (profiles.verbal)."""


def country(stated: str) -> str:
    """Return what a country that a file names is called in the reader's language; as stated where it is not known."""
    code = code_of(stated)
    return NAMES[code][languages.find(get_language()).code] if code and code in NAMES else stated
