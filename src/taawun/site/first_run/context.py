# SPDX-License-Identifier: Apache-2.0
"""What every page of the first run knows: language, the name of the node so far, and the steps."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from taawun.apps.ui import languages
from taawun.site.first_run.draft import DESK, STEPS

TITLES: Final[dict[str, str | Promise]] = {
    "party": _("Party"),
    "authorities": _("Authorities"),
    "officers": _("First officers"),
    "keys": _("Keys of the node"),
    "pairing": _("Pairing"),
    "records": _("First records"),
    "summary": _("Summary"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the list of steps shows it."""

    slug: str
    title: str | Promise
    done: bool
    open: bool

    @property
    def url(self) -> str:
        """Return the address of the step."""
        return reverse(f"first_run:{self.slug}")


def around(request: HttpRequest) -> dict[str, Any]:
    """Return what the base page shows around every page."""
    del request
    draft = DESK.draft
    reached = STEPS.index(draft.first_open())
    return {
        "node": {"party": draft.node.get("party", "–"), "name": draft.node.get("name") or _("New node")},
        "language": languages.find(get_language()),
        "languages": languages.ALL,
        "menu": [],
        "zone_name": draft.node.get("time_zone", "UTC"),
        "steps": [Step(slug, TITLES[slug], draft.complete(slug), n <= reached) for n, slug in enumerate(STEPS)],
        "can_undo": DESK.can_undo,
    }
