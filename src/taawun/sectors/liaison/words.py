# SPDX-License-Identifier: Apache-2.0
"""What the pages of the liaison desk call things."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.sectors.liaison.testing import Standing

STATES: Final = {
    "in-force": (_("In force"), "good"),
    "not-begun": (_("Not begun"), "wait"),
    "ended": (_("Ended"), "bad"),
}
STANDINGS: Final = {
    Standing.GOOD: (_("Answers"), "good"),
    Standing.DUE: (_("To be tested this month"), "wait"),
    Standing.FAILED: (_("Did not answer"), "bad"),
    Standing.UNTESTED: (_("Not tested"), "bad"),
}
SIGNS: Final = {Standing.GOOD: "✓", Standing.FAILED: "✗", Standing.UNTESTED: "–"}
"""What stands in a month of the picture; colour alone says nothing."""
PARTS: Final = {
    "tasking": _("Open taskings"),
    "follow": _("Contacts to be followed up"),
    "contact": _("Contacts made"),
    "notice": _("Open notices"),
    "duty": _("Who answers day and night"),
}
"""Parts of a handover report."""
