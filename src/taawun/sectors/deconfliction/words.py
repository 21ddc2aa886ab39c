# SPDX-License-Identifier: Apache-2.0
"""What kinds, states, bands and reasons are called on the pages."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Final[Mapping[str, Promise]] = {
    "raid": _("Raid"),
    "surveillance": _("Surveillance"),
    "undercover": _("Undercover work"),
    "warrant": _("Execution of a warrant"),
    "controlled_delivery": _("Controlled delivery"),
    "boarding": _("Boarding"),
    "patrol": _("Patrol"),
}
TARGETS: Final[Mapping[str, Promise]] = {
    "phone": _("Telephone"),
    "plate": _("Number plate"),
    "document": _("Document"),
    "name": _("Name"),
}
STATES: Final[Mapping[str, Promise]] = {
    "draft": _("Draft"),
    "live": _("Live"),
    "over": _("Over"),
    "withdrawn": _("Withdrawn"),
}
STANDS: Final[Mapping[str, Promise]] = {
    "open": _("Open: not all leads are told"),
    "told": _("Told: waits to be closed"),
    "closed": _("Closed"),
}
NEAR: Final[Mapping[str, Promise]] = {
    "same-place": _("At the same place"),
    "within-1-nm": _("Within 1 nautical mile"),
    "within-5-nm": _("Within 5 nautical miles"),
    "within-20-nm": _("Within 20 nautical miles"),
    "farther": _("Farther away"),
}
APART: Final[Mapping[str, Promise]] = {
    "same-time": _("At the same time"),
    "within-hour": _("Within an hour of each other"),
    "within-day": _("Within a day of each other"),
    "farther": _("Days apart"),
}
REASONS: Final[Mapping[str, Promise]] = {
    "agreed": _("Both leads agreed how to go on"),
    "moved": _("One changed place or time"),
    "withdrawn": _("One was withdrawn"),
    "joined": _("They became one operation"),
    "none": _("There was no real conflict"),
}
