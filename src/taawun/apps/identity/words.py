# SPDX-License-Identifier: Apache-2.0
"""What the codes of identity are called on the screen: reasons of a score, verdicts, alerts, sources of lists."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from taawun.apps.ui.words import Word

VERDICTS: Final[Mapping[str, Word]] = {
    "same": Word(_("Same subject"), "good"),
    "different": Word(_("Different subjects"), "calm"),
    "unsure": Word(_("Unsure"), "wait"),
    "open": Word(_("Not judged")),
}

ALERT_STATES: Final[Mapping[str, Word]] = {
    "raised": Word(_("Raised"), "bad"),
    "acknowledged": Word(_("Acknowledged"), "wait"),
    "closed": Word(_("Closed")),
}

AGREEMENT: Final[Mapping[str, Word]] = {
    "same": Word(_("Agree"), "good"),
    "partly": Word(_("Agree in part"), "wait"),
    "different": Word(_("Differ"), "bad"),
    "one-sided": Word(_("Only one says")),
    "withheld": Word(_("Withheld"), "wait"),
}

SOURCES: Final[Mapping[str, Word]] = {
    "chosen": Word(_("Chosen records")),
    "import": Word(_("One import")),
    "un": Word(_("United Nations list")),
}

KINDS: Final[Mapping[str, Word]] = {
    "person": Word(_("Person")),
    "organisation": Word(_("Organisation")),
    "vessel": Word(_("Vessel")),
    "place": Word(pgettext_lazy("kind of subject", "Place")),
}

PARTS: Final[Mapping[str, str | Promise]] = {
    "name": _("Name"),
    "birth": _("Date of birth"),
    "father": _("Father's name"),
    "documents": _("Documents"),
    "countries": _("Countries"),
}

SCREENED: Final[Mapping[str, Promise]] = {
    "read": _("Entries read"),
    "hit": _("With a hit"),
    "left_out": _("Rows left out"),
}
"""What the screening of a file says of its entries."""

ASKED: Final[Mapping[str, str | Promise]] = {
    "fathers": _("Father's name"),
    "births": _("Date of birth"),
    "countries": _("Countries"),
    "documents": _("Documents"),
}

REASONS: Final[Mapping[str, str | Promise]] = {
    "name-same": _("The names are the same, whatever the script."),
    "name-close": _("The names are close."),
    "name-partly": _("Part of the name is the same."),
    "name-different": _("The names differ."),
    "birth-same": _("The dates of birth are the same."),
    "birth-swapped": _("The dates of birth are the same with day and month changed over."),
    "birth-calendar": _("The dates of birth are the same in the Hijri calendar."),
    "birth-within": _("One date of birth lies within the other."),
    "birth-one-off": _("The dates of birth differ in one digit."),
    "birth-near": _("The dates of birth are near each other."),
    "birth-same-year": _("The years of birth are the same."),
    "birth-far": _("The dates of birth are far apart."),
    "father-same": _("The fathers' names are the same."),
    "father-partly": _("The fathers' names are the same in part."),
    "father-different": _("The fathers' names differ."),
    "document-same": _("A document is the same."),
    "document-different": _("Documents of one kind differ."),
    "country-same": _("A country is the same."),
    "country-different": _("The countries differ."),
    "sex-different": _("The sexes differ."),
    "kind-different": _("One is a person, the other is not, or the like."),
}

NOTES: Final[Mapping[str, str | Promise]] = {
    "nothing-to-compare": _("One of the names has no letters to compare."),
    "titles-only": _("One of the names consists of titles only."),
    "order-differs": _("The parts stand in another order."),
    "numbers-differ": _("The numbers in the names differ."),
    "number-on-one-side": _("Only one of the names has a number."),
    "legal-forms-differ": _("The legal forms differ."),
    "thin-evidence": _("The parts that agree are so common that they say little."),
    "initial": _("An initial stands for a name."),
    "joined": _("Two parts on one side are written as one on the other."),
    "acronym": _("An abbreviation stands for several words."),
}
"""What is told of two names beside their picture; what the picture itself shows has no word here."""
