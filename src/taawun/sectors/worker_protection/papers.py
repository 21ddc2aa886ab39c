# SPDX-License-Identifier: Apache-2.0
"""Records of this sector that are read together: the versions of one worker's contract, and the charges for a job.

They are read through the registers, as the officer, for the purpose, each with its audit line.
"""

from dataclasses import dataclass
from itertools import islice
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
"""Records that are read at once."""
MOST_PAGES: Final = 10


@dataclass(frozen=True, slots=True)
class Walked:
    """All records of a type that may be shown; `withheld` may not be, and `cut` tells that older ones were not read."""

    rows: tuple[Row, ...]
    withheld: int
    cut: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """One worker's contract: the record of each version (None where there is none), and the comparison."""

    worker: str
    versions: tuple[Row | None, ...]
    fields: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Charges with their three columns by currency, and how they were read."""

    walked: Walked
    rows: tuple[Row, ...]
    sums: tuple[Sums, ...]


def contracts(officer: Officer, purpose: str) -> tuple[list[Beside], Walked]:
    """Return the contracts that may be shown, a worker each with the versions side by side, and how they were read."""
    walked = _walked(officer, CONTRACT, purpose)
    workers: dict[str, list[Row]] = {}
    for row in walked.rows:
        workers.setdefault(str(row.data.get("worker", "")), []).append(row)
    return [_beside(worker, rows) for worker, rows in sorted(workers.items()) if worker], walked


def ledger(officer: Officer, purpose: str, worker: str = "") -> Ledger:
    """Return the charges of one worker, or of all."""
    walked = _walked(officer, CHARGE, purpose)
    rows = tuple(row for row in walked.rows if worker in ("", row.data.get("worker")))
    return Ledger(walked, rows, sums(row.data for row in rows))


def _walked(officer: Officer, record_type: str, purpose: str) -> Walked:
    pages = list(islice(registers.pages(officer, Filters(type=record_type), purpose, most=MOST), MOST_PAGES))
    rows = tuple(row for page in pages for row in page.rows)
    return Walked(rows, sum(page.withheld for page in pages), bool(pages[-1].older))


def _beside(worker: str, rows: list[Row]) -> Beside:
    chosen = newest(row.data for row in rows)
    by_version = {name: next(row for row in rows if row.data is data) for name, data in chosen.items()}
    return Beside(worker, tuple(by_version.get(name) for name in VERSIONS), compare(chosen))
