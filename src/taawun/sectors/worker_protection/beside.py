# SPDX-License-Identifier: Apache-2.0
"""What stands beside records of protection: of a call the way to its interview, of a consent what its case says.

What crosses is the consent of the case alone (spec §80.75): the record is the authority's own note of it, and each of
the two names the other here.
"""

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from taawun.apps.cases import access as cases
from taawun.apps.cases.access import Shown as CaseShown
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as registers
from taawun.apps.registers.access import Shown
from taawun.apps.registers.queries import Filters
from taawun.apps.sector import Panel
from taawun.apps.ui.reader import may, officer_of
from taawun.kernel.errors import NoSuchCase
from taawun.sectors.worker_protection.interviewing import PURPOSE

CALL: Final = "worker-hotline"
CONSENT: Final = "worker-referral"
PACK, KIND = "model-referral", "worker_referral"
HELD: Final = frozenset({"consented", "referred", "accepted"})
"""States of a referral in which its consent still stands."""
MOST: Final = 200
"""Consents on record among which those of the desk's cases are looked for."""


def interview(request: HttpRequest, shown: Shown) -> Panel | None:
    """Return the way from a call to an interview, for whoever may begin one."""
    if not may(request, "worker_protection:interview-new"):
        return None
    return Panel(_("Interview"), 1, "worker_protection/parts/call.html", {"record": shown.record.id})


def consent(request: HttpRequest, shown: Shown) -> Panel:
    """Return what the case that a consent names says of it, and whether what was revoked here still stands there."""
    found = _case(officer_of(request), str(shown.data.get("case", "")))
    context: dict[str, Any] = {"pack": PACK, "kind": KIND, "named": bool(shown.data.get("case"))}
    if found is not None:
        context |= {
            "case": found.case, "state": found.kind.workflow.states[found.case.state],
            "element": found.kind.elements["consent"], "filled": found.filled.get("consent"),
            "untold": bool(shown.data.get("revoked_on")) and found.case.state in HELD,
        }  # fmt: skip
    return Panel(_("Consent of the case"), int("case" in context), "worker_protection/parts/consent.html", context)


def on_record(officer: Officer, case_ids: set[str]) -> dict[str, str]:
    """Return of some cases the record of their consent, as far as the officer may see it; the newest of each."""
    if not case_ids:
        return {}
    page = registers.search(officer, Filters(type=CONSENT), PURPOSE, most=MOST)
    named = {str(row.data.get("case", "")): row.record.id for row in reversed(page.rows)}
    return {case: record for case, record in named.items() if case in case_ids}


def _case(officer: Officer, case_id: str) -> CaseShown | None:
    if not case_id:
        return None
    try:
        found = cases.case(officer, case_id, PURPOSE)
    except NoSuchCase:
        return None
    return found if found.case.kind == KIND else None
