# SPDX-License-Identifier: Apache-2.0
"""Records of this sector that are read together: the versions of one worker's contract, and the charges for a job.

They are read through the registers, as the officer, for the purpose, each with its audit line.
"""

from dataclasses import dataclass
from typing import Final

from taawun.apps.people.models import Officer
from taawun.apps.registers import access as registers
from taawun.apps.registers.access import Row
from taawun.apps.registers.queries import Filters
from taawun.sectors.worker_protection.charges import Sums, sums
from taawun.sectors.worker_protection.contracts import VERSIONS, Compared, compare, newest

CONTRACT: Final = "worker-contract"
CHARGE: Final = "worker-charge"
MOST: Final = 400
"""Records of one page."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One worker's contract: the record of each version (None where there is none), and the comparison."""

    worker: str
    versions: tuple[Row | None, ...]
    fields: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Charges with their three columns by currency; `withheld` may not be shown to this officer."""

    rows: tuple[Row, ...]
    sums: tuple[Sums, ...]
    withheld: int


def contracts(officer: Officer, purpose: str) -> list[Beside]:
    """Return the contracts that may be shown, a worker each, with their versions side by side."""
    page = registers.search(officer, Filters(type=CONTRACT), purpose, most=MOST)
    workers: dict[str, list[Row]] = {}
    for row in page.rows:
        workers.setdefault(str(row.data.get("worker", "")), []).append(row)
    return [_beside(worker, rows) for worker, rows in sorted(workers.items()) if worker]


def ledger(officer: Officer, purpose: str, worker: str = "") -> Ledger:
    """Return the charges of one worker, or of all."""
    page = registers.search(officer, Filters(type=CHARGE), purpose, most=MOST)
    rows = tuple(row for row in page.rows if worker in ("", row.data.get("worker")))
    return Ledger(rows, sums(row.data for row in rows), page.withheld)


def _beside(worker: str, rows: list[Row]) -> Beside:
    chosen = newest(row.data for row in rows)
    by_version = {name: next(row for row in rows if row.data is data) for name, data in chosen.items()}
    return Beside(worker, tuple(by_version.get(name) for name in VERSIONS), compare(chosen))
