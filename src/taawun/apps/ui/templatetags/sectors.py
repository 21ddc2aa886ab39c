# SPDX-License-Identifier: Apache-2.0
"""Where a page of a sector stands: under the page of its sector."""

from typing import Any

from django import template
from django.urls import reverse

from taawun.apps.registers.speaking import said
from taawun.apps.sector import sectors

register = template.Library()


@register.inclusion_tag("ui/parts/trail.html")
def sector_trail(slug: str, here: str) -> dict[str, Any]:
    """Show the way to a page of a sector, through the sector."""
    return {"here": here, "url": reverse("ui:sector", args=[slug]), "label": said(sectors()[slug].title)}
