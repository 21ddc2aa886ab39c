# SPDX-License-Identifier: Apache-2.0
"""What the codes of passenger lists are called on the screen: what is wrong with a whole list."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WRONG: Final[Mapping[str, str | Promise]] = {
    "other_count": _("It states another number than there is; ask the carrier whether entries are missing."),
    "other_length": _(
        "The number of segments that it states is another; part of it may be missing. Ask the carrier to send it again."
    ),
    "no_end": _("It has no end, so entries may be missing; ask the carrier to send it again."),
    "breaks_off": _("It breaks off in the middle of an entry; ask the carrier to send it again."),
    "no_flight": _("It names no flight."),
    "no_tag": _("A segment of it cannot be read."),
    "bad_bytes": _("It has letters outside the character set that it declares."),
    "many": _("A segment has more parts than one may have; the rest was left out."),
}
"""By the names of `paxlst.Wrong`, as far as they are about a list and not about one entry."""
