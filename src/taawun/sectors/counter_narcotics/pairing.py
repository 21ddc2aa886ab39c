# SPDX-License-Identifier: Apache-2.0
"""Records of this sector that are read together: profiles in pairs, and the steps of custody of one seizure.

They are read through the registers, as the officer, for the purpose, each with its audit line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from taawun.apps.people.models import Officer
from taawun.apps.registers import access as registers
from taawun.apps.registers.access import Row
from taawun.apps.registers.queries import Filters
from taawun.apps.sector import Remark
from taawun.sectors.counter_narcotics import custody, profiles
from taawun.sectors.counter_narcotics.custody import place_of
from taawun.sectors.counter_narcotics.profiles import FALSE_RATE, Reference, Verdict

MOST_PROFILES: Final = 200
MOST_PAIRS: Final = 100
MOST_STEPS: Final = 1_000
STEP: Final = "custody-step"
_PLACED: Final = frozenset({"number", "date", "step"})
"""What decides where a step stands."""
FALSE_PERCENT: Final = f"{FALSE_RATE:.0%}"
FEWEST: Final = {
    "different": profiles.FEWEST_DIFFERENT, "same": profiles.FEWEST_SAME, "peaks": profiles.LEAST_PEAKS,
}  # fmt: skip
"""Known pairs of either kind, and common components, with fewer of which a pair is not assessable."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two profiles and what they say."""

    left: Row
    right: Row
    verdict: Verdict
    known: Reference | None


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs, how many profiles were withheld, and whether there are more profiles or more pairs than were looked at."""

    found: tuple[Pair, ...]
    withheld: int
    more_profiles: bool
    more_pairs: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps of a seizure's custody that may be shown, what does not fit in them, and whether that is all."""

    steps: tuple[Row, ...]
    remarks: tuple[Remark, ...]
    withheld: int
    more: bool


def pairs(officer: Officer, purpose: str) -> Pairs:
    """Return pairs of profiles that may be compared, the most alike first; two of known sources say nothing new."""
    page = registers.search(officer, Filters(type="drug-profile"), purpose, most=MOST_PROFILES)
    kinds = {row.record.id: kind for row in page.rows if (kind := profiles.kind_of(row.data))}
    rows = [row for row in page.rows if row.record.id in kinds]
    known = {kind: _reference([row for row in rows if kinds[row.record.id] == kind]) for kind in set(kinds.values())}
    found = []
    for left, right in combinations(rows, 2):
        kind = kinds[left.record.id]
        if kind == kinds[right.record.id] and not (left.data.get("source") and right.data.get("source")):
            found.append(Pair(left, right, _compared(left.data, right.data, known[kind]), known[kind]))
    found.sort(key=lambda one: -2.0 if one.verdict.likeness is None else one.verdict.likeness, reverse=True)
    return Pairs(tuple(found[:MOST_PAIRS]), page.withheld, bool(page.older), len(found) > MOST_PAIRS)


def chain(officer: Officer, seizure: str, purpose: str) -> Chain:
    """Return the steps of a seizure's custody in their order, and what does not fit together in them.

    Steps that a partner states stand among ours, each under its party. One of which the number, the day or what was
    done may not be shown has no place in the order: it is counted with those that may not be shown at all.
    """
    page = registers.search(officer, Filters(type=STEP, names=seizure), purpose, most=MOST_STEPS)
    named = [row for row in page.rows if row.data.get("seizure") == seizure]
    steps = sorted((row for row in named if _PLACED.isdisjoint(row.withheld)), key=lambda row: place_of(row.data))
    remarks = custody.check_chain([row.data for row in steps])
    return Chain(tuple(steps), tuple(remarks), page.withheld + len(named) - len(steps), bool(page.older))


def _reference(rows: Sequence[Row]) -> Reference | None:
    data = [row.data for row in rows if row.data.get("source")]
    return profiles.reference([(str(one["source"]), _peaks(one)) for one in data])


def _compared(left: Mapping[str, Any], right: Mapping[str, Any], known: Reference | None) -> Verdict:
    return profiles.compare(_peaks(left), _peaks(right), known)


def _peaks(data: Mapping[str, Any]) -> dict[str, float]:
    return profiles.peaks(data.get("peaks", []))
