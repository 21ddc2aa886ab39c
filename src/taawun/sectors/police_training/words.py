# SPDX-License-Identifier: Apache-2.0
"""What the pages of training say of answers, phases and months."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.cases import access as cases
from taawun.apps.cases.models import Case
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.speaking import said
from taawun.formats.badges.verifying import Answer
from taawun.sectors.police_training import sessions
from taawun.sectors.police_training.access import Listed

ANSWERS: Final = {
    Answer.VALID: ("good", _("Valid")),
    Answer.NOT_VALID: ("bad", _("Not valid")),
    Answer.NOT_KNOWN: ("wait", _("Not known")),
}
"""The class and the words of each answer."""


def module(slug: str) -> str:
    """Return the title of a module."""
    choices = type_named(sessions.SHEET).fields["module"].choices
    return said(choices[slug]) if slug in choices else slug


def phase(case: Case) -> str:
    """Return where a nomination stands, in words."""
    return said(cases.kind_of(case).workflow.states[case.state].title)


def by_month(found: Iterable[Listed]) -> list[tuple[str, list[Listed]]]:
    """Return sessions by the month in which they begin."""
    return [(month, list(rows)) for month, rows in groupby(found, key=_month)]


def _month(one: Listed) -> str:
    data: Any = one.row.data
    return str(data.get("starts", ""))[:7]
