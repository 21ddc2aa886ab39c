# SPDX-License-Identifier: Apache-2.0
"""Routes between countries as lines on a map, from the middle of one to the middle of the other.

A line says that a report named both countries. It is no track, and its width means nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from taawun.apps.maps import basemap
from taawun.apps.maps.shapes import Form, Place, Shape
from taawun.formats.countries import code_of
from taawun.sectors.counter_narcotics.access import Weighed
from taawun.sectors.counter_narcotics.words import country

MOST_ROUTES: Final = 25


@dataclass(frozen=True, slots=True)
class Route:
    """Where a route begins and ends in the reader's words, its figures, and its line where both have a place."""

    departure: str
    destination: str
    figures: Weighed
    shape: Shape | None


def placed(found: Sequence[Weighed]) -> list[Route]:
    """Return the most frequent routes; those with a line stand first, in the order of the map's numbers."""
    middles = _middles()
    made = [_route(one, middles) for one in found[:MOST_ROUTES]]
    return sorted(made, key=lambda one: one.shape is None)


def _route(figures: Weighed, middles: dict[str, Place]) -> Route:
    departure, _tab, destination = figures.name.partition("\t")
    ends = [middles.get(code_of(name) or "") for name in (departure, destination)]
    shape = Shape(Form.LINE, (ends[0], ends[1])) if ends[0] and ends[1] else None
    return Route(country(departure), country(destination), figures, shape)


def _middles() -> dict[str, Place]:
    """Return where the name of each country stands on the base map; nothing where the node has no map."""
    base = basemap.base_map()
    labels = [one for one in base.labels if one.country] if base else []
    return {code: one.at for one in labels if (code := code_of(one.name("en")))}
