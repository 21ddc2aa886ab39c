# SPDX-License-Identifier: Apache-2.0
"""Things of several kinds on one map: each kind has a colour and a form of its own, so that no colour alone tells it.

The forms are drawn once, here; the picture, the legend and the map that moves all take them from this list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

FORMS: Final = (
    "M-9,0A9,9 0 1 0 9,0A9,9 0 1 0 -9,0Z",
    "M-8,-8H8V8H-8Z",
    "M0,-11L11,0L0,11L-11,0Z",
    "M-6,-9H6L11,0L6,9H-6L-11,0Z",
    "M0,-12L11,8H-11Z",
    "M0,12L-11,-8H11Z",
    "M-9,-5L0,-11L9,-5V6H-9Z",
    "M-4,-10H4V-4H10V4H4V10H-4V4H-10V-4H-4Z",
    "M-12,-6H12V6H-12Z",
)
"""One outline for each tone, about 20 units wide around its middle; a number can stand in it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of things in the legend: its number from 1, what it is called, and its outline."""

    tone: int
    label: Any
    form: str


def legend_of(present: Iterable[str], labels: Mapping[str, Any]) -> dict[str, Kind]:
    """Return the kinds that are present, by their slugs, in the order of `labels`.

    A kind has the same tone whatever else is on the map; beyond the last form they begin again.
    """
    wanted = set(present)
    tones = {slug: number % len(FORMS) + 1 for number, slug in enumerate(labels)}
    return {slug: Kind(tones[slug], labels[slug], FORMS[tones[slug] - 1]) for slug in labels if slug in wanted}
