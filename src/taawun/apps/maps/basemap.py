# SPDX-License-Identifier: Apache-2.0
"""What lies under every map: land and boundaries as the build made them, and the names of places (spec §80.30).

The base map is built from Natural Earth by `make assets`; a node without it has no map and says so. A file
`maps/boundaries.json` (GeoJSON) in the node's home takes the place of the boundaries that were built.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from taawun.apps.maps.projecting import Box
from taawun.apps.maps.shapes import Place
from taawun.apps.ui import built
from taawun.formats.countries import NAMES
from taawun.kernel.errors import BadBoundaries

BASE: Final = "basemap.json"
OWN: Final = "maps/boundaries.json"
OWN_BYTES: Final = 20 * 1024 * 1024
"""Largest file of boundaries of a node's own."""
_PLACES: Final = Path(__file__).with_name("data") / "places.tsv"

Ring = tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Boxed:
    """A line or a ring with the box around it."""

    box: Box
    places: Ring


@dataclass(frozen=True, slots=True)
class Ground:
    """Land (polygons, each of rings) and boundaries (lines) at one scale."""

    land: tuple[tuple[Boxed, ...], ...]
    boundaries: tuple[Boxed, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a country or place in three languages; the lower the rank, the sooner it is shown."""

    at: Place
    names: tuple[tuple[str, str], ...]
    rank: int
    country: bool

    def name(self, language: str) -> str:
        """Return the name in a language of the desk."""
        return dict(self.names)[language]


@dataclass(frozen=True, slots=True)
class BaseMap:
    """The whole base map. `region` is the finer ground within `box`."""

    world: Ground
    region: Ground
    box: Box
    labels: tuple[Label, ...]
    own: bool

    def ground(self, box: Box) -> Ground:
        """Return the finer ground for a window that lies within its box, and the coarser one for all others."""
        west, south, east, north = self.box
        return self.region if west <= box[0] and south <= box[1] and box[2] <= east and box[3] <= north else self.world


def base_map() -> BaseMap | None:
    """Return the base map, or None where it was not built."""
    stored = built.manifest().get(BASE)
    if not stored:
        return None
    own = Path(settings.NODE.home) / OWN
    there = own.is_file()
    return _read(built.FOLDER / stored, own if there else None, own.stat().st_mtime_ns if there else 0)


def own_boundaries() -> dict[str, Any] | None:
    """Return the node's own boundaries as GeoJSON lines, or None where it has none."""
    own = Path(settings.NODE.home) / OWN
    if not own.is_file():
        return None
    return {"type": "MultiLineString", "coordinates": [[list(one) for one in line.places] for line in _own(own)]}


def labels_geojson(base: BaseMap) -> dict[str, Any]:
    """Return the labels as GeoJSON points with a name in each language."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": list(label.at)},
                "properties": {**dict(label.names), "rank": label.rank, "country": label.country},
            }
            for label in base.labels
        ],
    }


@lru_cache(maxsize=2)
def _read(base: Path, own: Path | None, _written: int) -> BaseMap:
    raw = json.loads(base.read_text(encoding="utf-8"))
    instead = tuple(_own(own)) if own else None
    return BaseMap(
        world=_ground(raw["world"], instead),
        region=_ground(raw["region"], instead),
        box=tuple(raw["region"]["box"]),
        labels=(*_countries(raw["labels"]), *_ports()),
        own=own is not None,
    )


def _ground(raw: dict[str, Any], instead: tuple[Boxed, ...] | None) -> Ground:
    land = tuple(tuple(_boxed(ring) for ring in polygon if ring) for polygon in raw["land"])
    lines = instead if instead is not None else tuple(_boxed(line) for line in raw["boundaries"])
    return Ground(tuple(polygon for polygon in land if polygon), lines)


def _boxed(places: list[list[float]]) -> Boxed:
    ring = tuple((float(x), float(y)) for x, y, *_height in places)
    lons, lats = [one[0] for one in ring], [one[1] for one in ring]
    return Boxed((min(lons), min(lats), max(lons), max(lats)), ring)


def _countries(raw: list[dict[str, Any]]) -> Iterator[Label]:
    for one in raw:
        if one["code"] in NAMES:
            names = tuple(NAMES[one["code"]].items())
            rank = next(rank for rank, size in enumerate((60, 5, 0.5, 0), start=1) if one["size"] >= size)
            yield Label((one["at"][0], one["at"][1]), names, rank, country=True)


def _ports() -> Iterator[Label]:
    for line in _PLACES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            rank, lat, lon, *names = line.split("\t")
            by_language = tuple(zip(("en", "ar", "ur"), names, strict=True))
            yield Label((float(lon), float(lat)), by_language, int(rank), country=False)


def _own(path: Path) -> list[Boxed]:
    """Return the lines of a node's own boundaries, whatever GeoJSON they stand in.

    Raises:
        BadBoundaries: the file cannot be read as such.
    """
    if path.stat().st_size > OWN_BYTES:
        raise BadBoundaries(f"larger than {OWN_BYTES} bytes.")
    try:
        return [_boxed(line) for line in _lines(json.loads(path.read_text(encoding="utf-8"))) if len(line) > 1]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadBoundaries(f"{error.__class__.__name__}.") from None


def _lines(raw: dict[str, Any]) -> Iterator[list[list[float]]]:
    match raw["type"]:
        case "FeatureCollection":
            yield from (line for one in raw["features"] for line in _lines(one))
        case "Feature":
            yield from _lines(raw["geometry"])
        case "LineString":
            yield raw["coordinates"]
        case "MultiLineString" | "Polygon":
            yield from raw["coordinates"]
        case "MultiPolygon":
            yield from (ring for polygon in raw["coordinates"] for ring in polygon)
