# SPDX-License-Identifier: Apache-2.0
"""How the cost of a search grows with the list, as numbers and as a picture with logarithmic axes.

    python -m tests.bench.names.growth [FILE.json]

The bench of matching writes the numbers (`.bench/growth.json`); this draws them into docs/explanation. Cost is
processor time, which other programs on the machine change less than the clock. Where the list says ten times as much,
the grey line rises tenfold: what stays below it grows slower than the list.
"""

import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[3]
NUMBERS: Final = ROOT / ".bench" / "growth.json"
PICTURE: Final = ROOT / "docs" / "explanation" / "matching-growth.svg"

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 360, 70, 20, 130, 50
"""Of the picture and its margins, in units of the drawing."""

SERIES: Final = (("single_ms", "one search"), ("batch_ms", "one of a batch"))

Row = dict[str, float]


def rows(found: Mapping[int, Mapping[str, Any]]) -> list[Row]:
    """Return what was measured at each size of the list: processor milliseconds of a search, and recall."""
    return [
        {
            "records": size,
            "batch_ms": round(one["batch_cpu_ms"], 4),
            "single_ms": round(one["p50_cpu_ms"], 4),
            "single_p95_ms": round(one["p95_cpu_ms"], 4),
            "recall50": round(one["recall"]["r50"], 4),
        }
        for size, one in sorted(found.items())
    ]


def power(measured: Sequence[Row], series: str = "batch_ms") -> float:
    """Return by which power of the list's size a cost grows, from the smallest to the largest list."""
    first, last = measured[0], measured[-1]
    return math.log(last[series] / first[series]) / math.log(last["records"] / first["records"])


def write(measured: Sequence[Row], path: Path = NUMBERS) -> None:
    """Write the numbers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(list(measured), indent=1) + "\n", encoding="utf-8")


def picture(measured: Sequence[Row]) -> str:
    """Return the picture as SVG."""
    sizes = [row["records"] for row in measured]
    costs = [row[name] for row in measured for name, _ in SERIES]
    low, high = math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs)))
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])

    def at(size: float, cost: float) -> tuple[float, float]:
        x = LEFT + (math.log10(size) - first) / (last - first) * (WIDTH - LEFT - RIGHT)
        y = TOP + (high - math.log10(cost)) / (high - low) * (HEIGHT - TOP - BOTTOM)
        return round(x, 1), round(y, 1)

    parts = [f'<text x="{LEFT}" y="{HEIGHT - 8}">records in the list</text>']
    for exponent in range(low, high + 1):
        x, y = at(sizes[0], 10.0**exponent)
        parts.append(f'<path class="grid" d="M{x} {y}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text class="end" x="{LEFT - 8}" y="{y + 4}">{10.0**exponent:g} ms</text>')
    for size in sizes:
        x, y = at(size, 10.0**low)
        parts.append(f'<text class="middle" x="{x}" y="{y + 18}">{size:,.0f}</text>')
    parts.append(_proportional(measured, 10.0**high, at))
    for name, words in SERIES:
        points = [at(row["records"], row[name]) for row in measured]
        parts.append(f'<path class="{name}" d="M{" L".join(f"{x} {y}" for x, y in points)}"/>')
        parts += [f'<circle class="{name}" cx="{x}" cy="{y}" r="3"/>' for x, y in points]
        parts.append(f'<text x="{points[-1][0] + 8}" y="{points[-1][1] + 4}">{words}</text>')
    return _HEAD + "".join(f"\n{part}" for part in parts) + "\n</svg>\n"


def _proportional(measured: Sequence[Row], most: float, at: Any) -> str:
    """Return the line of a cost that grows as the list does, from the cheapest cost to the picture's edge."""
    size, cost = measured[0]["records"], measured[0]["batch_ms"]
    end = min(measured[-1]["records"], size * most / cost)
    (x, y), (far, up) = at(size, cost), at(end, cost * end / size)
    return f'<path class="as-the-list" d="M{x} {y} L{far} {up}"/>'


_HEAD: Final = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">
<title>Processor time of a search by the size of the list</title>
<style>text {{ font: 13px sans-serif; fill: #333 }} .end {{ text-anchor: end }} .middle {{ text-anchor: middle }}
path {{ fill: none; stroke-width: 2 }} .grid {{ stroke: #ddd; stroke-width: 1 }} .as-the-list {{ stroke: #aaa }}
path.single_ms {{ stroke: #0b6e4f }} path.batch_ms {{ stroke: #8a4b08 }}
circle.single_ms {{ fill: #0b6e4f }} circle.batch_ms {{ fill: #8a4b08 }}</style>"""


def main(numbers: Path = NUMBERS) -> None:
    """Draw the numbers of a file."""
    measured: list[Row] = json.loads(numbers.read_text(encoding="utf-8"))
    PICTURE.write_text(picture(measured), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
