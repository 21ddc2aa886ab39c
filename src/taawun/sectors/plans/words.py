# SPDX-License-Identifier: Apache-2.0
"""What the pages of plans call things, and what they say of conflicts and what to do about them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.sectors.plans.conflicts import Kind
from taawun.sectors.plans.contents import Form

FORMS: Final = {
    Form.OVERVIEW: _("Overview"),
    Form.NARRATIVE: _("Narrative"),
    Form.PHASES: _("Phases"),
    Form.RESOURCES: _("Resources"),
    Form.AREAS: _("Areas"),
}
FIELDS: Final = {
    "title": _("Title"),
    "objective": _("Objective"),
    "begins": _("Begins"),
    "ends": _("Ends"),
    "owner": _("Owner"),
    "name": _("Name"),
    "resources": _("Resources"),
    "areas": _("Areas"),
    "tasks": _("What is done"),
    "count": _("How many"),
    "notes": _("Notes"),
    "area": _("Area"),
    "text": _("Text"),
}
SAID: Final = {
    Kind.RESOURCE_TWICE: _("A resource is in two phases at the same time."),
    Kind.RESOURCE_AWAY: _("A phase uses a resource on days when it cannot be had."),
    Kind.AREAS_OVERLAP: _("Two areas overlap at the same time."),
    Kind.OUTSIDE_PLAN: _("A phase lies outside the days of the plan."),
    Kind.ENDS_FIRST: _("It ends before it begins."),
    Kind.NO_OWNER: _("Nobody owns it."),
    Kind.NOT_THERE: _("It names a resource or an area that is not in the plan."),
    Kind.HALF: _("One side took it away while the other changed it."),
    Kind.NO_AREA: _("It is not said where it is."),
}
ADVICE: Final = {
    Kind.RESOURCE_TWICE: _("Move one phase, or give it another resource."),
    Kind.RESOURCE_AWAY: _("Move the phase, or ask its owner for other days."),
    Kind.AREAS_OVERLAP: _("Draw a line between them, or agree who leads there on these days."),
    Kind.OUTSIDE_PLAN: _("Move the phase, or change the days of the plan in its overview."),
    Kind.ENDS_FIRST: _("Turn the days round."),
    Kind.NO_OWNER: _("Name the party and the authority that answer for it."),
    Kind.NOT_THERE: _("Choose again, or wait for the section in which it stands."),
    Kind.HALF: _("Fill it in again, or take it away; ask the other side which was meant."),
    Kind.NO_AREA: _("Draw it on the map, or type its corners."),
}
