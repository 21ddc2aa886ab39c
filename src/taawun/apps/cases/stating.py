# SPDX-License-Identifier: Apache-2.0
"""The door to cases by what they state: as an officer, for a purpose, with an audit line for each (spec §80.13)."""

from datetime import datetime
from typing import Any

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry
from taawun.apps.cases import seeing
from taawun.apps.cases.acting import OBJECT, moment
from taawun.apps.cases.models import Case, ElementValue
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer


def holding(
    officer: Officer,
    purpose: str,
    element: str,
    value: str,
    most: int,
    *,
    also: str = "",
    at: datetime | None = None,
) -> list[tuple[Case, Any]]:
    """Return the cases that an officer may see and in which an element has a value, the oldest first; each recorded.

    With each comes the last value of the element `also`, for the pages that list people; None where there is none.

    Raises:
        NoPurpose.
    """
    at = moment(at)
    wanted = seeing.open_to(officer, purpose)
    stated = ElementValue.objects.filter(slug=element, value=value).values("case_id")
    found = list(Case.objects.filter(wanted, id__in=stated).order_by("opened", "id")[:most])
    last = ElementValue.objects.filter(slug=also, case__in=found).order_by("number").values_list("case_id", "value")
    values = dict(last)
    lines = [Entry(actor_of(officer), "case.listed", OBJECT, one.id, purpose) for one in found]
    audit.record_many(lines or [Entry(actor_of(officer), "case.listed", OBJECT, "none", purpose)], at=at)
    return [(one, values.get(one.id)) for one in found]
