# SPDX-License-Identifier: Apache-2.0
"""Running an import of statistics: rows in large steps, each with the place to go on from; then what is seen in them.

Memory does not grow with the file. A dataset is shown only once it is whole; a file that breaks off leaves nothing.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db import transaction

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.jobs.context import Context
from taawun.apps.ledger import services as ledger
from taawun.apps.registers.importing import files
from taawun.apps.rows import change, fetch, into
from taawun.formats import unodc
from taawun.formats.drug_units import number_of
from taawun.formats.unodc import LEFT_OUT, Flaw, Seized
from taawun.kernel.errors import BadImportFile, TooLarge
from taawun.sectors.counter_narcotics.fences import Spread
from taawun.sectors.counter_narcotics.models import Dataset, Flawed, Seizure

CHUNK_ROWS: Final = 20_000
"""Rows of one transaction."""
READING: Final = "import.reading"
LEDGER_KIND: Final = "record"
CELLS: Final = (
    "region", "subregion", "country", "division", "place", "day", "drug", "amount", "unit", "hiding", "installation",
    "transport", "production", "departure", "destination", "routing",
)  # fmt: skip
"""The attributes of the sixteen cells, in the order of the file."""
NARROWED: Final = ("country", "drug", "departure", "destination", "year")
MOST_VALUES: Final = 1_000
"""Values of one kind that a reader can choose from."""
_COLUMNS: Final = ("dataset_id", "number", *CELLS, "year", "stated", "micrograms", "factor", "same")
_AMOUNT: Final = CELLS.index("amount")


def run(context: Context) -> dict[str, Any]:
    """Run or go on with the import of one file, and return what became of its lines."""
    dataset = Dataset.objects.get(id=context.params["dataset"])
    with files.opened(dataset.digest) as file:
        total = context.total or unodc.lines_in(file)
        file.seek(0)
        try:
            _read(context, dataset, islice(unodc.rows(file), context.cursor or 0, None), total)
        except (BadImportFile, TooLarge):
            with transaction.atomic():
                empty(dataset)
            raise
    return finish(dataset, context.actor(dataset.authority), context.clock.now())


def _read(context: Context, dataset: Dataset, found: "islice[Seized]", total: int) -> None:
    done = context.cursor or 0
    while chunk := list(islice(found, CHUNK_ROWS)):
        done += len(chunk)
        with transaction.atomic():
            store(dataset, chunk)
            context.advance(done, max(total, done), done, message=READING)
    with transaction.atomic():
        context.advance(done, done, done, message=READING)  # the lines were counted with the header, and blank ones


def store(dataset: Dataset, chunk: Sequence[Seized]) -> None:
    """Store some rows and what is wrong with them; a line that is no row leaves only the latter."""
    good = [one for one in chunk if LEFT_OUT.isdisjoint(one.flaws)]
    into(Seizure, *_COLUMNS).write(
        (dataset.id, one.number, *one.cells, one.year, _stated(one), one.micrograms, one.factor, one.digest)
        for one in good
    )
    flawed = [(dataset.id, one.number, str(kind)) for one in chunk for kind in one.flaws]
    into(Flawed, "dataset_id", "number", "kind").write(flawed)


def finish(dataset: Dataset, actor: Actor, now: datetime) -> dict[str, Any]:
    """Find what only the whole shows, and make the dataset visible: one audit line and one ledger entry for all."""
    with audit.acting(actor, "statistics.imported", "statistics", dataset.id, dataset.purpose, at=now):
        change("DELETE FROM counter_narcotics_flawed WHERE dataset_id = %s AND kind IN ('duplicate', 'outlier')",
               [dataset.id])  # fmt: skip
        _duplicates(dataset)
        _outliers(dataset)
        dataset.rows = _count("counter_narcotics_seizure", dataset)
        dataset.flaws = _flaws(dataset)
        dataset.values = {name: _values(dataset, name) for name in NARROWED}
        dataset.finished = now
        dataset.save(update_fields=["rows", "flaws", "values", "finished"])
        ledger.accept(LEDGER_KIND, dataset.digest, at=now)
    return {"rows": dataset.rows, **dataset.flaws}


def empty(dataset: Dataset) -> int:
    """Take all rows of a dataset away, and return how many they were."""
    change("DELETE FROM counter_narcotics_flawed WHERE dataset_id = %s", [dataset.id])
    return change("DELETE FROM counter_narcotics_seizure WHERE dataset_id = %s", [dataset.id])


def _stated(one: Seized) -> float | None:
    value = number_of(one.cells[_AMOUNT])
    return None if value is None else float(value)


def _duplicates(dataset: Dataset) -> None:
    """Mark every row that repeats an earlier one in all its cells; the first of them is none."""
    change(
        f"INSERT INTO counter_narcotics_flawed (dataset_id, number, kind) SELECT dataset_id, number, '{Flaw.DUPLICATE}'"  # noqa: S608 - our own words
        " FROM (SELECT dataset_id, number, ROW_NUMBER() OVER (PARTITION BY same ORDER BY number) AS nth"
        " FROM counter_narcotics_seizure WHERE dataset_id = %s) AS counted WHERE nth > 1",
        [dataset.id],
    )


def _outliers(dataset: Dataset) -> None:
    spread, weighed = Spread(), Seizure.objects.filter(dataset=dataset, micrograms__gt=0).order_by()
    for drug, micrograms in weighed.values_list("drug", "micrograms").iterator(chunk_size=CHUNK_ROWS):
        spread.add(drug, micrograms or 0)
    fences = spread.fences()
    for drug, fence in fences.items():
        change(
            f"INSERT INTO counter_narcotics_flawed (dataset_id, number, kind) SELECT dataset_id, number,"  # noqa: S608 - our own words
            f" '{Flaw.OUTLIER}' FROM counter_narcotics_seizure WHERE dataset_id = %s AND drug = %s AND micrograms > %s",
            [dataset.id, drug, fence],
        )


def _flaws(dataset: Dataset) -> dict[str, int]:
    found = fetch("SELECT kind, COUNT(*) FROM counter_narcotics_flawed WHERE dataset_id = %s GROUP BY kind",
                  [dataset.id])  # fmt: skip
    return dict(Counter({str(kind): int(count) for kind, count in found}))


def _count(table: str, dataset: Dataset) -> int:
    return int(fetch(f"SELECT COUNT(*) FROM {table} WHERE dataset_id = %s", [dataset.id])[0][0])  # noqa: S608


def _values(dataset: Dataset, name: str) -> list[Any]:
    """Return the values of one attribute in order, the most frequent ones where there are too many to choose from."""
    found = fetch(
        f"SELECT {name}, COUNT(*) FROM counter_narcotics_seizure WHERE dataset_id = %s"  # noqa: S608 - our own column
        f" GROUP BY {name} ORDER BY COUNT(*) DESC LIMIT {MOST_VALUES}",
        [dataset.id],
    )
    return sorted(value for value, _count in found if value not in ("", None))
