# SPDX-License-Identifier: Apache-2.0
"""Is a wage file in order? One pass in constant memory: figures, and the first problems (spec §80.80)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Final

from taawun.formats.wages.layout import Layout
from taawun.formats.wages.lines import WARNINGS, Flaw, Problem, Total, Wage
from taawun.formats.wages.reading import read

MOST_PROBLEMS: Final = 1_000
"""Problems that are told one by one; all are counted."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: rows that could be read, their sum in the smallest unit, and what is wrong."""

    layout: Layout
    rows: int
    sum: int
    stated: Total | None
    problems: tuple[Problem, ...]
    counts: Mapping[Flaw, int]

    @property
    def accepted(self) -> bool:
        """Say whether nothing but warnings was found; a file without a row is no wage file."""
        return self.rows > 0 and all(kind in WARNINGS for kind in self.counts)


def check(file: IO[bytes], layout: Layout) -> Verdict:
    """Read a whole file and return what was found."""
    rows = total = 0
    stated: Total | None = None
    problems: list[Problem] = []
    counts = Counter[Flaw]()
    for one in read(file, layout):
        if isinstance(one, Wage):
            rows += 1
            total += one.paid
        elif isinstance(one, Problem):
            counts[one.kind] += 1
            if len(problems) < MOST_PROBLEMS:
                problems.append(one)
        elif isinstance(one, Total):
            stated = one
        else:
            rows += 1
    return Verdict(layout, rows, total, stated, tuple(problems), counts)
