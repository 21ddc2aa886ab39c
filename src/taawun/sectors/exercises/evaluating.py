# SPDX-License-Identifier: Apache-2.0
"""The evaluation page of an exercise: its forms, its ratings grid and its charts, and what it does."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.people.models import Officer
from taawun.apps.ui import languages
from taawun.apps.ui.charts import draw
from taawun.sectors.exercises import access, reporting, services
from taawun.sectors.exercises.access import Exercise
from taawun.sectors.exercises.forms import ImprovementForm, ObservationForm, RatingForm
from taawun.sectors.exercises.planning import parties_of
from taawun.sectors.exercises.services import Item
from taawun.sectors.exercises.words import PARTIES, RATINGS, SORTS


def forms_of(officer: Officer, found: Exercise, data: Any = None, act: str = "") -> dict[str, Any]:
    """Return the forms of the page; only that of the act that was asked for is filled."""
    plan = found.plan
    capabilities = [(one, one) for one in plan.capabilities] if plan else []
    told = [one.inject for one in access.events(officer, found)]
    injects = [(str(one.number), f"{one.number}. {one.text[:60]}") for one in told]
    parties = [(one, PARTIES.get(one, one)) for one in parties_of(found)]

    def given(name: str) -> Any:
        return data if act == name else None

    ours, theirs = access.both_ratings(officer, found).values()
    ratings = [
        (
            one,
            f"rating-{number}",
            RatingForm(given(f"rating-{number}"), initial={"rating": one.rating, "text": one.text}),
            other,
        )
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True))
    ]
    return {
        "observation": ObservationForm(given("observation"), capabilities, injects), "ratings": ratings,
        "improvement": ImprovementForm(given("improvement"), capabilities, parties),
    }  # fmt: skip


def acted(officer: Officer, found: Exercise, act: str, made: dict[str, Any], data: Any) -> bool:
    """Do what the page asks, and tell whether it was done: its form may be filled wrongly.

    Raises:
        NotEvaluable, BadPlan, BadRecordData, BadContents, NoRole.
    """
    case = found.case.id
    if act == "action":
        services.hand_on(officer, str(data.get("improvement", "")))
        return True
    if act == "observation" and made[act].is_valid():
        said = made[act].cleaned_data
        services.observe(officer, case, said["capability"], said["sort"], said["text"], said["inject"])
        return True
    if act == "improvement" and made[act].is_valid():
        services.improve(officer, case, Item(**made[act].cleaned_data))
        return True
    for one, name, form, _theirs in made["ratings"]:
        if name == act and form.is_valid():
            services.rate(officer, case, one.capability, form.cleaned_data["rating"], form.cleaned_data["text"])
            return True
    return False


def context_of(officer: Officer, found: Exercise) -> dict[str, Any]:
    """Return what the page shows beside its forms."""
    ratings = access.ratings(officer, found)
    counted = reporting.figures(ratings)
    rtl = languages.find(get_language()).direction == "rtl"
    series = {_("Capabilities"): [Decimal(counted[code]) for code in RATINGS]}
    chart = draw(_("Ratings"), "ratings", "bar", list(RATINGS), series, rtl=rtl)
    observed = [
        (one, SORTS[one.sort], PARTIES.get(one.party, one.party)) for one in access.observations(officer, found.case.id)
    ]
    other = next(one for one in parties_of(found) if one != settings.TAAWUN_PARTY)
    planned = [(one, PARTIES.get(one.owner, one.owner)) for one in access.improvements(found.case.id)]
    return {
        "observations": observed, "improvements": planned,
        "chart": chart if any(one.rating for one in ratings) else None,
        "figures": [(code, RATINGS[code], counted[code]) for code in RATINGS],
        "languages": languages.ALL, "ours": settings.TAAWUN_PARTY, "other": PARTIES.get(other, other),
    }  # fmt: skip
