# SPDX-License-Identifier: Apache-2.0
"""Make the table of distances to the shore that the engine of tracks ships (src/taawun/engines/tracks/data).

    .venv/bin/uv run --with scipy python -m tools.shore        (after `npm ci`: it reads world-atlas)

The land is Natural Earth's at 1:10 million (public domain), as the npm package world-atlas has it. Each cell of a
quarter of a degree says how far its nearest corner can be from the shore, so that no place is said to be further out
than it is. What it needs beyond the locked packages is asked for by name, once, so no check runs it: the tests of the
engine hold the table to places whose distance is known.
"""

import gzip
import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

ROOT: Final = Path(__file__).resolve().parent.parent
LAND: Final = ROOT / "node_modules/world-atlas/land-10m.json"
TABLE: Final = ROOT / "src/taawun/engines/tracks/data/shore.bin.gz"
CELLS: Final = 4
"""Cells of a degree."""
MOST: Final = 250
"""Nautical miles beyond which the table does not tell."""
STEP: Final = 0.02
"""Degrees between the places that stand for the coast."""
EARTH: Final = 3440.065
"""Radius in nautical miles."""


def rings(atlas: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Return the rings of the land, decoded from TopoJSON."""
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    found = []
    for shape in atlas["objects"]["land"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        for polygon in polygons:
            for ring in polygon:
                parts = [arcs[one] if one >= 0 else arcs[~one][::-1] for one in ring]
                found.append([place for number, part in enumerate(parts) for place in part[number > 0 :]])
    return found


def coast(lines: list[list[tuple[float, float]]]) -> Any:
    """Return places along all lines, no further apart than a step."""
    places = []
    for line in lines:
        for (ax, ay), (bx, by) in pairwise(line):
            parts = max(1, math.ceil(max(abs(bx - ax), abs(by - ay)) / STEP))
            places += [(ax + (bx - ax) * one / parts, ay + (by - ay) * one / parts) for one in range(parts)]
    return np.array(places)


def on_land(lines: list[list[tuple[float, float]]], lons: Any, lats: Any) -> Any:
    """Return for each cell whether its centre is on land: rings that it crosses, counted row by row."""
    land = np.zeros((lats.size, lons.size), bool)
    for line in lines:
        ring = np.array(line)
        (ax, ay), (bx, by) = ring[:-1].T, ring[1:].T
        low, high = np.searchsorted(lats, [ring[:, 1].min(), ring[:, 1].max()])
        for row in range(low, high):
            over = (ay > lats[row]) != (by > lats[row])
            crossing = np.sort(ax[over] + (lats[row] - ay[over]) / (by[over] - ay[over]) * (bx[over] - ax[over]))
            for left, right in zip(crossing[::2], crossing[1::2], strict=False):
                land[row, np.searchsorted(lons, left) : np.searchsorted(lons, right)] ^= True
    return land


def on_sphere(lons: Any, lats: Any) -> Any:
    """Return places as points of a sphere of radius one."""
    lon, lat = np.radians(lons), np.radians(lats)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def table() -> Any:
    """Return the whole table: rows from the south, nautical miles in each cell."""
    from scipy.spatial import cKDTree  # type: ignore[import-untyped,unused-ignore]

    lines = rings(json.loads(LAND.read_text(encoding="utf-8")))
    lons = (np.arange(360 * CELLS) + 0.5) / CELLS - 180
    lats = (np.arange(180 * CELLS) + 0.5) / CELLS - 90
    tree = cKDTree(on_sphere(*coast(lines).T))
    miles = np.empty((lats.size, lons.size))
    for row, lat in enumerate(lats):
        chord, _ = tree.query(on_sphere(lons, np.full_like(lons, lat)))
        corner = math.hypot(30 / CELLS, 30 / CELLS * math.cos(math.radians(abs(lat) - 0.5 / CELLS)))
        miles[row] = 2 * np.arcsin(chord / 2) * EARTH - corner - STEP * 60 / 2
    miles[on_land(lines, lons, lats)] = 0
    return np.clip(np.floor(miles), 0, MOST).astype(np.uint8)


def main() -> None:
    """Write the table."""
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_bytes(gzip.compress(table().tobytes(), 9, mtime=0))
    print(f"{TABLE.relative_to(ROOT)}: {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
