# SPDX-License-Identifier: Apache-2.0
"""In which cases the issuer of a record that was hit was asked before (spec §80.41)."""

from typing import Final

from taawun.apps.cases import seeing
from taawun.apps.cases.hits import KIND, PURPOSE
from taawun.apps.cases.models import Case, ElementValue
from taawun.apps.people import access as people
from taawun.apps.people.models import Officer
from taawun.apps.registers.purposes import purposes_of
from taawun.apps.ui.templatetags.desk import UUID

LOOKED: Final = 500
"""Cases, the last changed first, among which those of a record are sought."""


def about_hits(officer: Officer) -> dict[str, list[Case]]:
    """Return the newest cases that ask about hits and that an officer may read, by the record that was hit.

    Empty for whoever does not work for `PURPOSE`.
    """
    if PURPOSE not in purposes_of(frozenset(role for role, _ in people.roles_of(officer))):
        return {}
    rows = Case.objects.filter(seeing.open_to(officer, PURPOSE), kind=KIND).order_by("-changed", "-id")[:LOOKED]
    cases = {row.id: row for row in rows}
    found: dict[str, list[Case]] = {}
    said = ElementValue.objects.filter(case__in=list(cases), slug="hit").order_by("-case_id", "number")
    for case_id, value in said.values_list("case_id", "value"):
        record = UUID.search(str(value))
        if record and cases[case_id] not in found.setdefault(record[0], []):
            found[record[0]].append(cases[case_id])
    return found
