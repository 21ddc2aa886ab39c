# SPDX-License-Identifier: Apache-2.0
"""What the pages of the committee call things."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.sectors.committee.following import Stage
from taawun.sectors.committee.proposing import Kind

STAGES: Final = {
    Stage.DRAFT: _("Not yet assigned"),
    Stage.OPEN: _("Open"),
    Stage.DONE: _("Done, not yet verified"),
    Stage.VERIFIED: _("Verified"),
    Stage.DROPPED: _("Dropped"),
}
KINDS: Final = {
    Kind.TRACK: _("Sub-group"),
    Kind.MEMORANDUM: _("Memorandum"),
    Kind.POSTING: _("Liaison posting"),
    Kind.DECISION: _("Decision"),
    Kind.ACTION: _("Action"),
}
POSTS: Final = {"drug_liaison": _("Drug Liaison Officer"), "liaison": _("Liaison officer")}
PARTIES: Final = {"PK": _("Pakistan"), "BH": _("Bahrain")}
ZONES: Final = {"Asia/Karachi": _("Pakistan time"), "Asia/Bahrain": _("Bahrain time")}
