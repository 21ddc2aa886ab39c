# SPDX-License-Identifier: Apache-2.0
"""Running an import of wages: rows in large steps, each with the place to go on from; then what the month shows.

Memory does not grow with the file while it is read. A file that is rejected keeps its problems with their lines, and
no row. Findings are computed when the file is whole, and again when somebody asks, against the registers of contracts:
for each employer the newest that names it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db import transaction

from taawun.apps.audit import services as audit
from taawun.apps.ids import new_id
from taawun.apps.jobs.context import Context
from taawun.apps.ledger import services as ledger
from taawun.apps.registers.importing import files
from taawun.apps.rows import change, fetch, into
from taawun.formats.wages import Contract, Flaw, Problem, Total, Wage, named, read
from taawun.formats.wages.lines import BREAKING, Line
from taawun.sectors.worker_protection.detecting import Register, Terms, detect, scaled
from taawun.sectors.worker_protection.wages.models import ContractRow, WageFile, WageFinding, WageProblem, WageRow

CHUNK_LINES: Final = 20_000
"""What one transaction stores."""
MOST_PROBLEMS: Final = 1_000
"""Problems of one chunk that are kept one by one; all are counted."""
READING: Final = "import.reading"
LEDGER_KIND: Final = "record"
_WAGE: Final = (
    "line", "worker", "account", "start", "end", "days", "leave", "fixed", "variable", "deducted", "employer",
    "paid_on",
)  # fmt: skip
_CONTRACT: Final = ("line", "employer", "worker", "net", "currency", "starts", "ends", "exit")
_FINDING: Final = ("id", "file_id", "kind", "line", "worker", "employer", "expected", "found", "days", "record")
IN_LINES: Final = "line."
"""Before the kind of a flaw in the result of an import: a finding may be of a kind of the same name."""
_TABLES: Final = ("wagefinding", "wageproblem", "wagerow", "contractrow")


def run(context: Context) -> dict[str, Any]:
    """Run or go on with the import of one file, and return what became of its lines."""
    file = WageFile.objects.get(id=context.params["file"])
    with files.opened(file.digest) as opened:
        total = context.total or sum(chunk.count(b"\n") for chunk in iter(lambda: opened.read(1 << 20), b"")) or 1
        opened.seek(0)
        lines = islice(read(opened, named(file.layout)), int(context.cursor or 0), None)
        _read(context, file, lines, total)
    return finish(file, context)


def _read(context: Context, file: WageFile, lines: Iterator[Line], total: int) -> None:
    done = int(context.cursor or 0)
    while chunk := list(islice(lines, CHUNK_LINES)):
        done += len(chunk)
        with transaction.atomic():
            store(file, chunk)
            context.advance(done, max(total, done), done, message=READING)


def store(file: WageFile, chunk: Sequence[Line]) -> None:
    """Store what some lines say and what is wrong with them; it belongs into the transaction of its chunk."""
    wages = [one for one in chunk if isinstance(one, Wage)]
    contracts = [one for one in chunk if isinstance(one, Contract)]
    problems = [one for one in chunk if isinstance(one, Problem)]
    into(WageRow, "file_id", *_WAGE).write((file.id, *one) for one in wages)
    into(ContractRow, "file_id", *_CONTRACT).write((file.id, *one) for one in contracts)
    kept = [one for one in problems if one.kind in BREAKING] + [one for one in problems if one.kind not in BREAKING]
    into(WageProblem, "file_id", "line", "kind", "field").write(
        (file.id, one.line, str(one.kind), one.field) for one in kept[:MOST_PROBLEMS]
    )
    counted = Counter(file.problems)
    counted.update(str(one.kind) for one in problems)
    file.problems = dict(counted)
    for one in chunk:
        if isinstance(one, Total):
            file.month, file.employer, file.made, file.currency = one.month, one.employer, one.made, one.currency
    file.rows += len(wages) + len(contracts)
    file.sum += sum(one.paid for one in wages)
    file.save(update_fields=["problems", "month", "employer", "made", "currency", "rows", "sum"])


def finish(file: WageFile, context: Context) -> dict[str, Any]:
    """Find what the month shows, and make the file visible: one audit line and one ledger entry for all."""
    now: datetime = context.clock.now()
    with audit.acting(context.actor(file.authority), "wages.imported", "wages", file.id, file.purpose, at=now):
        file.rejected = not file.rows or any(Flaw(kind) in BREAKING for kind in file.problems)
        if file.rejected:
            empty(file, problems=False)
        elif file.holds == "wages":
            file.month = file.month or _month(file)
            file.findings = _find(file)
        file.finished = now
        file.save(update_fields=["rejected", "month", "findings", "finished"])
        ledger.accept(LEDGER_KIND, file.digest, at=now)
    flaws = {IN_LINES + kind: count for kind, count in file.problems.items()}
    return {"rows": 0 if file.rejected else file.rows, "rejected": file.rejected, **flaws, **file.findings}


def compare(context: Context) -> dict[str, Any]:
    """Find anew what the month of a file shows beside the registers that there are now."""
    with transaction.atomic():
        file = WageFile.objects.select_for_update().get(id=context.params["file"])
        file.findings = _find(file)
        file.save(update_fields=["findings"])
    return {"rows": file.rows, **file.findings}


def empty(file: WageFile, *, problems: bool = True) -> int:
    """Take all rows of a file away, and return how many rows of wages or contracts they were."""
    kept = () if problems else ("wageproblem",)
    gone = {
        table: change(f"DELETE FROM worker_protection_{table} WHERE file_id = %s", [file.id])  # noqa: S608 - our words
        for table in _TABLES
        if table not in kept
    }
    return gone["wagerow"] + gone["contractrow"]


def erase(file: WageFile) -> int:
    """Erase a file, its rows, and the bytes it came as, unless another import holds the same bytes."""
    gone = empty(file)
    digest, others = file.digest, WageFile.objects.filter(digest=file.digest).exclude(id=file.id)
    if not others.exists():
        transaction.on_commit(lambda: (files.folder() / digest).unlink(missing_ok=True))
    file.delete()
    return gone


def _find(file: WageFile) -> dict[str, int]:
    """Compute and store the findings, and return how many there are of each kind; what became a record stays one."""
    stated = WageFinding.objects.filter(file=file).exclude(record="").values_list("kind", "line", "worker", "record")
    records = {tuple(place): record for *place, record in stated}
    change("DELETE FROM worker_protection_wagefinding WHERE file_id = %s", [file.id])
    found = detect(_wages(file), Register(_contracts(file)), _terms(file))
    counted: Counter[str] = Counter()
    while chunk := list(islice(found, CHUNK_LINES)):
        counted.update(str(one.kind) for one in chunk)
        into(WageFinding, *_FINDING).write(
            (
                new_id(),
                file.id,
                str(one.kind),
                one.line,
                one.worker,
                one.employer,
                one.expected,
                one.found,
                one.days,
                records.get((str(one.kind), one.line, one.worker), ""),
            )
            for one in chunk
        )
    return dict(counted)


def _wages(file: WageFile) -> Iterator[Wage]:
    rows = WageRow.objects.filter(file=file).order_by("line").values_list(*_WAGE)
    return (Wage(*one) for one in rows.iterator(chunk_size=CHUNK_LINES))


def _contracts(file: WageFile) -> Iterator[Contract]:
    """Yield what is registered, in the smallest unit of the file: for each employer what the newest register says."""
    told: set[str] = set()
    for register in WageFile.objects.filter(holds="contracts", finished__isnull=False, rejected=False):
        rows = ContractRow.objects.filter(file=register).order_by()
        for one in rows.values_list(*_CONTRACT).iterator(chunk_size=CHUNK_LINES):
            made = Contract(*one)
            if made.employer not in told:
                yield made._replace(net=scaled(made.net, file.places - register.places))
        told.update(rows.values_list("employer", flat=True).distinct())


def _terms(file: WageFile) -> Terms:
    layout = named(file.layout)
    return Terms(
        currency=file.currency,
        late_after_days=layout.late_after_days,
        made=file.made,
        employer=file.employer,
    )


def _month(file: WageFile) -> str:
    found = fetch("SELECT MAX(start) FROM worker_protection_wagerow WHERE file_id = %s", [file.id])
    return str(found[0][0])[:7] if found and found[0][0] else ""
