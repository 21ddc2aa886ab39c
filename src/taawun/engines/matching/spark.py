# SPDX-License-Identifier: Apache-2.0
"""Screening on Apache Spark: the same kernels, on as many hosts as there are, with the same results.

The neighbours of all units asked about are looked up once, here, and broadcast. Records asked about travel in
Arrow batches, partitioned by year of birth, so that one task reads few pages of the index. The index itself is
mapped from its folder, which every host must see under the same path; it is never sent about.

Needs the extra `taawun[spark]` and Java.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from taawun.engines.matching import stored
from taawun.engines.matching.asked import ask
from taawun.engines.matching.index import AT_A_TIME, Index
from taawun.engines.matching.near import Found
from taawun.engines.matching.records import Code, Match, Parts, Reason, Record
from taawun.kernel.errors import IndexDamaged, NoSpark

PARTITIONS_PER_CORE: Final = 4

LEAST_IN_PARTITION: Final = 500
"""Records for which a partition of its own is worth while."""

BY: Final = "year_of_birth"
LOCAL: Final[dict[str, bool | float | int | str | None]] = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
}
"""Settings of a session that is started here; a running session keeps its own."""

_ASKED: Final = "position long, year_of_birth int, line string"
_ANSWERED: Final = "position long, answer string"


def session() -> Any:
    """Return the running Spark session, or a new one on this machine.

    Raises:
        NoSpark: pyspark, pyarrow or Java is missing.
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        import pyarrow as pa  # noqa: F401 - Spark asks for it only when the first batch travels
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise NoSpark("Install the extra taawun[spark].") from error
    try:
        return SparkSession.builder.appName("taawun").config(map=LOCAL).getOrCreate()
    except (PySparkRuntimeError, FileNotFoundError) as error:
        raise NoSpark("Java was not found.") from error


def screen(
    records: Iterable[Record], index: Index, *, limit: int, threshold: float, spark: Any = None
) -> Iterator[tuple[str, tuple[Match, ...]]]:
    """Yield the id of each record with its matches, in the order given, as `Index.screen` finds them."""
    spark = spark or session()
    cores = spark.sparkContext.defaultParallelism
    asked = [(record.id, record) for record in records]
    table = spark.sparkContext.broadcast(_neighbours([record for _, record in asked], index))
    rows = [(at, _year(record), stored.line_of(record)) for at, (_, record) in enumerate(asked)]
    partitions = min(cores * PARTITIONS_PER_CORE, 1 + len(rows) // LEAST_IN_PARTITION)
    frame = spark.createDataFrame(rows, _ASKED).repartitionByRange(partitions, BY)
    files = tuple(part.path.name for part in index.parts)
    task = _Task(str(index.path.resolve()), files, limit, threshold, table)
    answers = frame.mapInArrow(task, _ANSWERED).orderBy("position")
    for row in answers.toLocalIterator(prefetchPartitions=True):
        yield asked[row["position"]][0], tuple(_match(one) for one in json.loads(row["answer"]))
    table.unpersist()


def _year(record: Record) -> int:
    return record.births[0].year if record.births else 0


def _neighbours(records: list[Record], index: Index) -> list[dict[str, Found]]:
    """Return for each part of the index the neighbours of every unit asked about."""
    texts = list(dict.fromkeys(text for some in _some(records) for text in ask(some).texts))
    for part in index.parts:
        part.near.of(texts)
    return [{text: part.near.known[text] for text in texts} for part in index.parts]


def _some(records: Iterable[Record]) -> Iterator[list[Record]]:
    waiting = iter(records)
    while some := list(islice(waiting, AT_A_TIME)):
        yield some


@lru_cache(maxsize=2)
def _opened(path: str, files: tuple[str, ...]) -> Index:
    """Return the index as it was when the driver looked; it stays open for the next task of this process."""
    index = Index.open(Path(path))
    if tuple(part.path.name for part in index.parts) != files:
        raise IndexDamaged("It was changed while Spark was screening.")
    return index


class _Task:
    """What one Spark task does with the batches of its partition."""

    def __init__(self, path: str, files: tuple[str, ...], limit: int, threshold: float, table: Any) -> None:
        self._path, self._files, self._limit, self._threshold, self._table = path, files, limit, threshold, table

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow as pa

        index = _opened(self._path, self._files)
        for part, known in zip(index.parts, self._table.value, strict=True):
            part.near.known.update(known)
        for batch in batches:
            records = [stored.record_of(line) for line in batch.column("line").to_pylist()]
            found = index.screen(records, self._limit, 1, threshold=self._threshold)
            answers = [json.dumps([_said(match) for match in matches]) for _, matches in found]
            yield pa.RecordBatch.from_arrays(
                [batch.column("position"), pa.array(answers, pa.string())], names=["position", "answer"]
            )


def _said(match: Match) -> list[Any]:
    parts = match.parts
    shown = [parts.name, parts.birth, parts.father, parts.documents, parts.countries]
    reasons = [[reason.code, reason.params] for reason in match.reasons]
    return [stored.line_of(match.record), match.score, shown, reasons, match.namesakes]


def _match(said: list[Any]) -> Match:
    line, score, shown, reasons, namesakes = said
    told = tuple(Reason(Code(code), tuple((key, value) for key, value in params)) for code, params in reasons)
    return Match(stored.record_of(line), score, Parts(*shown), told, namesakes)
