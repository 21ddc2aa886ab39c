# SPDX-License-Identifier: Apache-2.0
"""The words of exercises that pages and papers say, in the language of whoever reads."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from taawun.sectors.exercises.running import Shape

PARTIES: Final = {"PK": _("Pakistan"), "BH": _("Bahrain")}
CHANNELS: Final = {
    "radio": _("Radio"), "phone": _("Telephone"), "email": _("E-mail"), "letter": _("Letter"),
    "desk": _("This desk"), "person": _("In person"),
}  # fmt: skip
RATINGS: Final = {
    "P": _("Performed without challenges"),
    "S": _("Performed with some challenges"),
    "M": _("Performed with major challenges"),
    "U": _("Unable to be performed"),
}
SORTS: Final = {"strength": _("Strength"), "improve": _("Area for improvement")}
SHAPES: Final[Mapping[Shape, Any]] = {
    Shape.PLANNED: _("Planned"), Shape.FIRED: _("Fired"), Shape.LATE: _("Arrived late"),
    Shape.HELD: _("Held: its release is not approved"),
}  # fmt: skip
TONES: Final = {Shape.PLANNED: "plain", Shape.FIRED: "good", Shape.LATE: "wait", Shape.HELD: "bad"}
