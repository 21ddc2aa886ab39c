# SPDX-License-Identifier: Apache-2.0
"""What the codes of the counter are called on the screen: problems of a zone, answers, reasons, what to do next."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from taawun.apps.ui.words import Word
from taawun.sectors.border_security.checking import Answer, Why
from taawun.sectors.border_security.counter import Step

Said = Mapping[str, str | Promise]

PROBLEMS: Final[Said] = {
    "nothing": _("Nothing was typed."),
    "too-long": _("%(got)s characters are too many; a machine-readable zone has 90 at the most."),
    "length": _(
        "This is no whole machine-readable zone: it has %(got)s characters, in lines of %(lines)s. "
        "A passport has two lines of 44, a card three of 30 or two of 36."
    ),
    "keys": _(
        "The keyboard is set to another language, so other letters came than are printed. "
        "Set it to English, and read the document again."
    ),
    "characters": _("There are %(count)s kinds of signs in it that no machine-readable zone has."),
    "digit": _("The check digit is %(stated)s and should be %(computed)s."),
    "specimen": _("UTO is the code of specimens: no state issued this document."),
    "unknown-code": _("The code of the state is not known."),
    "unknown-kind": _("The kind of document is not known."),
    "no-number": _("There is no number."),
    "impossible-date": _("This is no date."),
    "expired": _("The document has expired."),
    "unknown-birth": _("The date of birth is not known to the issuer."),
    "unknown-sex": _("The letter for the sex is none of M, F and <."),
    "no-name": _("There is no name."),
    "digit-in-name": _("A digit stands in the name."),
    "name-full": _("The name fills its field; more of it may have been left out."),
    "typed-breaks": _("The lines were broken elsewhere and were joined."),
    "typed-around": _("Signs before or after the zone were left out."),
    "typed-filled": _("Fillers at the end of a line were missing and were added."),
    "typed-small": _("Small letters were read as capitals."),
    "typed-digits": _("Arabic digits were read as Western ones."),
    "typed-width": _("Wide signs were read as plain ones."),
    "typed-arabic-keys": _("The keyboard was in the Arabic layout; the letters on the same keys were read."),
}

PARTS: Final[Said] = {
    "number": pgettext_lazy("of a document", "Number"),
    "birth": _("Date of birth"),
    "expires": _("Valid until"),
    "optional": _("Optional data"),
    "composite": _("All together"),
    "issuer": _("Issued by"),
    "nationality": _("Nationality"),
    "code": _("Kind"),
    "sex": _("Sex"),
    "names": _("Name"),
}

ANSWERS: Final[Mapping[str, Word]] = {
    Answer.HIT: Word(_("Hit"), "bad"),
    Answer.POSSIBLE: Word(_("Possible hit"), "wait"),
    Answer.NO_HIT: Word(_("No hit"), "calm"),
    Answer.CANNOT: Word(_("Cannot be checked"), "wait"),
}

WHY: Final[Said] = {
    Why.ALIKE: _("The number differs only where O and 0, or I and 1, are easily mixed up."),
    Why.UNSURE: _("The check digit of the number does not hold, so the number may be another one."),
    Why.NO_COUNTRY: _("The issuer is no country that is known here."),
    Why.NO_NUMBER: _("There is no number to look for."),
    Why.NO_NOTICES: _("You may see no notice of any document of this country, so finding none says nothing."),
}

STEPS: Final[Said] = {
    Step.READ_AGAIN: _("Read the document again, or type what is printed in its two or three lines."),
    Step.LOOK: _("Compare each sign that is marked with the document. Read it again if it is printed otherwise."),
    Step.ASK_ISSUER: _("Do nothing to the holder because of this. Ask the issuer to confirm the hit first."),
    Step.COMPARE_NUMBER: _("Compare the number with the document, sign by sign, and read it again."),
    Step.OTHER_MEANS: _("Check the document by other means; this node cannot say anything about it."),
    Step.COMPARE_PERSON: _("Compare the person with each record below. A likeness is a question and no answer."),
    Step.NO_NAMES: _("The name was not compared: there is no name, or the index of names is not built yet."),
    Step.NOTHING_FOUND: _("Nothing was found among the records that you may see. Other registers were not asked."),
}

KINDS: Final[Said] = {
    "P": _("Passport"),
    "V": _("Visa"),
    "I": _("Identity card"),
    "A": _("Identity card"),
    "C": _("Identity card"),
}

SEXES: Final[Said] = {
    "male": pgettext_lazy("sex", "Male"),
    "female": pgettext_lazy("sex", "Female"),
}
