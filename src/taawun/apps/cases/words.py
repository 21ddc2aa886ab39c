# SPDX-License-Identifier: Apache-2.0
"""What the codes of cases are called on the screen; states, moves and gates have their titles in the pack."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from taawun.apps.ui.words import Word

Name = str | Promise

SIDES: Final[Mapping[str, Name]] = {
    "requesting": pgettext_lazy("side of a case", "requesting"),
    "requested": pgettext_lazy("side of a case", "requested"),
}

SIDE_TITLES: Final[Mapping[str, Name]] = {
    "requesting": _("Requesting side"),
    "requested": _("Requested side"),
}

OUTCOMES: Final[Mapping[str, Word]] = {
    "met": Word(_("Ground met"), "bad"),
    "not_met": Word(_("Ground not met"), "good"),
    "not_assessed": Word(_("Not assessed"), "wait"),
}

STATUSES: Final[Mapping[str, Word]] = {
    "model": Word(_("Model: in force between nobody"), "wait"),
    "signed": Word(_("Signed, not yet in force"), "calm"),
    "in_force": Word(_("In force"), "good"),
}

DATES: Final[Mapping[str, Name]] = {
    "drafted": _("Drafted on"),
    "signed": _("Signed on"),
    "in_force": _("In force since"),
}

PERSON: Final[Mapping[str, Name]] = {
    "suspect": _("Suspect"),
    "accused": _("Accused person"),
    "convicted": _("Convicted person"),
    "witness": pgettext_lazy("person", "Witness"),
    "victim": _("Victim"),
    "expert": _("Expert"),
    "detained": _("Detained person"),
    "other": _("Other person"),
}

PHASES: Final[Mapping[str, Name]] = {
    "": _("Not sent yet"),
    "examination": _("Under examination"),
    "execution": _("Being carried out"),
    "monitoring": _("Being watched"),
}
"""Phases that several states share; any other is called as its one state is."""

LENGTHS: Final[Mapping[str, Promise]] = {
    "hours": ngettext_lazy("%(length)d hour", "%(length)d hours", "length"),
    "days": ngettext_lazy("%(length)d calendar day", "%(length)d calendar days", "length"),
    "months": ngettext_lazy("%(length)d month", "%(length)d months", "length"),
    "shared_working_days": ngettext_lazy(
        "%(length)d working day of both sides", "%(length)d working days of both sides", "length"
    ),
}
"""How long a clock runs, by its unit."""

BASES: Final[Mapping[str, Name]] = {
    "": _("Nothing"),
    "mandatory": _("No mandatory ground may be met"),
    "all": _("No ground may be met; optional ones may be waived"),
    "ground": _("A ground to refuse must be met"),
    "ground:own_national": _("The person must have been found an own national"),
    "ground:consent": _("It must be stated of the person that they do not consent"),
}
"""What a move asks of the gates."""

GIVEN: Final[Mapping[str, Name]] = {
    "months": _("Least months of penalty"),
    "months_when_sentenced": _("Least months left of a sentence"),
    "months_sentenced": _("Least months that were imposed"),
    "accessory": _("One offence that reaches it takes the others along"),
    "years": _("Age in years"),
    "of": _("Looked at"),
    "remaining_sentence.months": _("Least months left of a sentence"),
    "current_vetting.months": _("Most months since the vetting"),
}
"""What a pack gives a computed gate, by its name, or by the rule and its name."""

TASKS: Final[Mapping[str, Name]] = {
    "oversight_notice": _("A met ground was found otherwise by two; oversight is told"),
    "tell_counsel": _("Tell the counsel channel of the claim for asylum"),
    "speciality_alarm": _("A charge lies outside what was granted: act on speciality"),
}
"""Tasks that no workflow raises."""

BLOCKS: Final[Mapping[str, Name]] = {"asylum_pending": _("A claim for asylum is pending")}

CLOCK_EVENTS: Final[Mapping[str, Name]] = {
    "started": pgettext_lazy("clock", "Started"),
    "warned": _("Warned"),
    "ended": _("Ran out"),
    "paused": _("Paused"),
    "resumed": _("Resumed"),
    "extended": _("Extended"),
    "stopped": _("Stopped"),
}

PAPER_KINDS: Final[Mapping[str, Name]] = {
    "document": _("Document"),
    "translation": _("Translation"),
    "letter": _("Letter"),
    "evidence": _("Evidence"),
    "reference": _("Sent by the other side"),
}

NOT_COME: Final[Mapping[str, Name]] = {
    "": _("Its bytes have not come yet."),
    "wire.too-large": _("Too large to travel, or one too many for this case. It is taken in by hand."),
    "exchange.bad-piece": _("What came was not the paper that was named, and was thrown away."),
    **dict.fromkeys(
        ("exchange.unreachable", "exchange.bad-answer", "seal.not-openable", "wire.bad-shape", "trust.unknown-sender"),
        _("The other side did not give it at the last try."),
    ),
}
"""Why a paper of the other side is not here, by the code of the last try."""

CUSTODY: Final[Mapping[str, Name]] = {
    "taken_in": _("Taken in"),
    "sealed": _("Sealed"),
    "opened": _("Opened"),
    "examined": _("Examined"),
    "copied": _("Copied"),
    "handed_over": _("Handed over"),
    "sent": _("Sent"),
    "returned": _("Returned"),
    "destroyed": _("Destroyed"),
}

CHANNELS: Final[Mapping[str, Name]] = {
    "central_authority": _("Between central authorities"),
    "police": _("From police to police"),
    "diplomatic": _("Through diplomats"),
}
"""The way in which a case goes."""

LETTERS: Final[Mapping[str, Name]] = {
    "request": _("Letter of request"),
    "provisional_arrest": _("Request for provisional arrest"),
    "acknowledgement": _("Acknowledgement of receipt"),
    "refusal": _("Refusal with reasons"),
    "assurance": _("Letter of assurance"),
    "surrender": _("Record of surrender"),
    "notice": _("Notice"),
}

LANGUAGES: Final[Mapping[str, Name]] = {"en": _("English"), "ar": _("Arabic"), "ur": _("Urdu"), "zxx": _("No language")}

ELEMENT_KINDS: Final[Mapping[str, Name]] = {
    "text": _("Text"),
    "long": _("Longer text"),
    "date": _("Day"),
    "number": _("Number"),
    "choice": _("Choice"),
    "person": _("Person"),
    "offences": _("Table of offences"),
    "documents": _("Documents"),
    "form": _("Form of its own"),
}

CATEGORIES: Final[Mapping[str, Name]] = {
    "narcotics": _("Narcotics"),
    "terrorism": _("Terrorism"),
    "homicide": _("Homicide"),
    "trafficking_persons": _("Trafficking in persons"),
    "smuggling_migrants": _("Smuggling of migrants"),
    "money_laundering": _("Money laundering"),
    "corruption": _("Corruption"),
    "fraud": _("Fraud"),
    "robbery": _("Robbery"),
    "sexual_violence": _("Sexual violence"),
    "cybercrime": _("Cybercrime"),
    "other": pgettext_lazy("kind of offence", "Other"),
}

YES_NO: Final[Mapping[str, Name]] = {"True": _("Yes"), "False": _("No")}


def called(names: Mapping[str, Name], code: object) -> str:
    """Return the word of a code, or the code itself."""
    text = str(code)
    return str(names.get(text, text))
