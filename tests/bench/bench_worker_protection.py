# SPDX-License-Identifier: Apache-2.0
"""A wage file of half a million rows checked in constant memory, beside csv and python-stdnum row by row; a month of
120,000 workers through all detectors, beside the plain script that looks each worker up in a list of contracts.

The file is made while it is read. The peer of the first does the same checks with the standard library and asks
python-stdnum for each account, on a part of the rows; both are given as rows a second.
"""

import csv
import io
import tracemalloc
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter
from typing import Any

from stdnum import iban

from taawun.formats.wages import Contract, Wage, check, named
from taawun.sectors.worker_protection.detecting import Register, Terms, detect

AREA = "worker_protection"
ROWS, PEER_ROWS = 500_000, 20_000
WORKERS, PEER_WORKERS = 120_000, 3_000
BATCH = 1_000
START, END = date(2026, 10, 1), date(2026, 10, 31)

Line = dict[str, Any]


def run() -> Iterator[Line]:
    """Yield the measurements of worker protection."""
    yield checking()
    yield detecting()


def checking() -> Line:
    """Measure seconds for a file of half a million rows, and its memory on a tenth of it."""
    layout = named("uae-sif")
    accounts = [account(n) for n in range(BATCH)]
    check(Made(2_000, accounts), layout)
    began = perf_counter()
    verdict = check(Made(ROWS, accounts), layout)
    ours = perf_counter() - began
    if not verdict.accepted or verdict.rows != ROWS:
        raise RuntimeError(f"{verdict.rows} rows, {verdict.counts}")
    peaks = [peak(rows, accounts) for rows in (5_000, 50_000)]
    began = perf_counter()
    plainly(Made(PEER_ROWS, accounts))
    peer = (perf_counter() - began) * ROWS / PEER_ROWS
    note = f"{ROWS} rows accepted; peak memory {peaks[0]:,} bytes at 5,000 rows and {peaks[1]:,} at 50,000;"
    note += f" the peer on {PEER_ROWS} rows"
    return {"bench": "worker_protection/check", "value": round(ours, 2), "unit": "s", "peer": "csv + python-stdnum",
            "peer_value": round(peer, 2), "note": note}  # fmt: skip


def detecting() -> Line:
    """Measure seconds for a month of 120,000 workers through all detectors."""
    wages, contracts = month(WORKERS)
    terms = Terms("BHD", 15, None)
    began = perf_counter()
    found = sum(1 for _ in detect(wages, Register(contracts), terms))
    ours = perf_counter() - began
    few, theirs = wages[:PEER_WORKERS], contracts[: PEER_WORKERS + PEER_WORKERS // 50]
    began = perf_counter()
    by_list(few, theirs)
    peer = (perf_counter() - began) * WORKERS / PEER_WORKERS
    note = f"{found} findings; the peer (python-stdnum, Decimal, dictionaries of rows) on {PEER_WORKERS} workers"
    return {"bench": "worker_protection/detect", "value": round(ours, 2), "unit": "s", "peer": "plain script",
            "peer_value": round(peer, 2), "note": note}  # fmt: skip


class Made(io.RawIOBase):
    """A salary information file that is made while it is read, line by line."""

    def __init__(self, rows: int, accounts: list[str]) -> None:
        self._lines, self._rest = lines(rows, accounts), b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return the next line."""
        return next(self._lines, b"")


def lines(rows: int, accounts: list[str]) -> Iterator[bytes]:
    """Yield the lines of a file that is in order."""
    total = 0
    for n in range(rows):
        fixed = 100_000 + n % 5_000
        total += fixed + 25
        pay = f"{fixed // 100}.{fixed % 100:02d},0.25"
        yield f"EDR,{n:014d},640110101,{accounts[n % BATCH]},2026-10-01,2026-10-31,31,{pay},0\r\n".encode()
    paid = f"{total // 100}.{total % 100:02d}"
    yield f"SCR,0000000000103,302210101,2026-11-03,1107,102026,{rows},{paid},AED,bench\r\n".encode()


def account(number: int) -> str:
    """Return an IBAN of the Emirates that checks."""
    digits = 98 - int(f"033{number:016d}101400") % 97
    return f"AE{digits:02d}033{number:016d}"


def peak(rows: int, accounts: list[str]) -> int:
    """Return the most bytes that a check held at once."""
    tracemalloc.start()
    check(Made(rows, accounts), named("uae-sif"))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def plainly(file: Made) -> Decimal:
    """Check a file as a script would: csv, Decimal, date and python-stdnum for each row."""
    total, rows = Decimal(0), 0
    for row in csv.reader(line.decode() for line in iter(file.readline, b"")):
        if row[0] == "EDR":
            if not iban.is_valid(row[3]) or date.fromisoformat(row[4]) > date.fromisoformat(row[5]):
                raise RuntimeError(row[3])
            total += Decimal(row[7]) + Decimal(row[8])
            rows += 1
        elif int(row[6]) != rows or Decimal(row[7]) != total:
            raise RuntimeError("total")
    return total


def month(workers: int) -> tuple[list[Wage], list[Contract]]:
    """Return wages and contracts in which each kind of finding occurs."""
    wages, contracts = [], []
    accounts = [account(n) for n in range(workers)]
    for n in range(workers):
        worker, employer = f"W{n:08d}", f"E{n % 900}"
        gone = date(2026, 9, 1) if n % 701 == 0 else None
        contracts.append(Contract(n + 2, employer, worker, 120_000, "BHD", date(2026, 1, 1), None, gone))
        if n % 97 == 0:
            continue
        pay = 0 if n % 499 == 0 else 95_000 if n % 50 == 0 else 120_000
        paid_on = END + timedelta(days=40 if n % 211 == 0 else 3)
        at = accounts[n // 3 if n % 307 == 0 else n]
        wages.append(Wage(n + 2, worker, at, START, END, 31, 0, pay, 0, 0, employer, paid_on))
    return wages, contracts


def by_list(wages: list[Wage], contracts: list[Contract]) -> int:
    """Look for the same findings as a plain script does."""
    found, holders, paid = 0, defaultdict(set), set()
    terms = {one.worker: {"net": Decimal(one.net) / 1000, "exit": one.exit} for one in contracts}
    for one in wages:
        net = Decimal(one.paid) / 1000
        found += not iban.is_valid(one.account)
        found += net < terms[one.worker]["net"]
        found += bool(one.paid_on and (one.paid_on - one.end).days > 15)
        found += bool(terms[one.worker]["exit"] and terms[one.worker]["exit"] < one.start)
        holders[one.account].add(one.worker)
        paid.add(one.worker)
    found += sum(len(some) for some in holders.values() if len(some) > 1)
    return found + len(terms.keys() - paid)
