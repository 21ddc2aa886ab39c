# SPDX-License-Identifier: Apache-2.0
"""The part of the live page that says who controls an exercise and who plays whom: its form, and what it does."""

from typing import Any

from django.conf import settings

from taawun.apps.people.models import Officer
from taawun.apps.registers.services import may_draft
from taawun.kernel.errors import NoSuchOfficer
from taawun.sectors.exercises import access, controlling
from taawun.sectors.exercises.access import Exercise
from taawun.sectors.exercises.forms import CONTROLLER, PersonForm


def acted(officer: Officer, exercise: str, data: Any) -> None:
    """Take the control, give a part to an officer, or take one back.

    Raises:
        NotController, NoSuchOfficer, BadPlan, NoRole.
    """
    found, act = access.exercise(officer, exercise), data.get("act", "")
    if act == "take":
        controlling.take(officer, found.case)
    elif act == "drop":
        controlling.drop(officer, found.case, data.get("code", ""), data.get("officer", ""))
    elif act == "person":
        _given(officer, found, data)


def _given(officer: Officer, found: Exercise, data: Any) -> None:
    form = _form(officer, found, data)
    if not form.is_valid():
        raise NoSuchOfficer
    part, other = form.cleaned_data["part"], form.cleaned_data["officer"]
    if part == CONTROLLER or found.plan is None:
        controlling.add(officer, found.case, other)
    else:
        controlling.seat(officer, found.case, found.plan, part, other)


def _form(officer: Officer, found: Exercise, data: Any = None) -> PersonForm:
    ours = [one for one in found.plan.players if one.party == settings.TAAWUN_PARTY] if found.plan else []
    officers = dict(controlling.candidates(officer, player=True))
    return PersonForm(data, [(one.code, f"{one.code} – {one.name}") for one in ours], list(officers.items()))


def context_of(officer: Officer, found: Exercise) -> dict[str, Any]:
    """Return what the live page shows of it: all of it to controllers, to others whether they can take the control."""
    if not found.controls:
        return {"may_take": may_draft(officer) and not controlling.is_controlled(found.case)}
    return {"people": controlling.people_of(found.case), "form": _form(officer, found)}
