# SPDX-License-Identifier: Apache-2.0
"""Writing one part of an index: records in, one file out, in bounded memory.

Records pass once: their lines go to the file at once, their names, births and numbers into columns. At the end
names are numbered by date of birth (`rowdates`), units get their postings, and all of it follows the lines.
What cannot be found again (no letters in any name and no document) is refused and reported, never lost.
"""

import time
from array import array
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from taawun.engines.matching import documents, stored
from taawun.engines.matching.arrays import bag_hashes, hash_texts, invert, reorder, starts_of, texts_as_bytes
from taawun.engines.matching.columns import Letters, Names
from taawun.engines.matching.dates import pack
from taawun.engines.matching.files import SectionWriter
from taawun.engines.matching.glue import Unit, glued
from taawun.engines.matching.heads import heads_of, told_of
from taawun.engines.matching.near import stored_of
from taawun.engines.matching.owners import NOBODY, empty_of, forms_of, own_names
from taawun.engines.matching.parsing import Parsed, parsed
from taawun.engines.matching.records import MAX_BIRTHS, MAX_FATHERS, MAX_NAMES, Record, Refused, Report
from taawun.engines.matching.rowdates import KEYS, row_keys
from taawun.engines.matching.units import weights_of
from taawun.engines.names.compare import profile_of
from taawun.engines.names.keys import keys_many, skeletons
from taawun.engines.names.letters import code_many
from taawun.engines.names.normalise import MAX_LETTERS
from taawun.engines.names.units import UnitTable, units_many
from taawun.kernel.errors import DuplicateIds

CHUNK: Final = 1 << 15
"""Records taken at a time; also how often progress is told."""

MAX_REFUSALS: Final = 1000
"""Refusals that a report names; all are counted."""

KINDS: Final = ("person", "organisation", "vessel", "place")
SEXES: Final = ("", "m", "f")

Progress = Callable[[int], None]


class _Columns:
    """What is kept of each record while records pass; see `_sections` for what becomes of it."""

    def __init__(self) -> None:
        self.vocabulary: dict[Unit, int] = {}
        self.names, self.fathers = Names(self.vocabulary), Names(self.vocabulary)
        self.row_record, self.row_key = array("i"), array("H")
        self.birth_counts, self.father_counts, self.facts = array("B"), array("B"), bytearray()
        self.birth_low, self.birth_high, self.birth_flags = array("i"), array("i"), array("B")
        self.name_letters, self.father_letters = Letters(), Letters()
        self.numbers: list[str] = []
        self.number_record = array("i")
        self.extra: list[tuple[int, int, int]] = []  # names under a second date: (row of the name, record, date key)
        self.ids: list[NDArray[np.uint64]] = []
        self.records = self.position = self.refused_count = self.cut = 0
        self.refused: list[Refused] = []

    def take(self, chunk: list[Record], parsed: Parsed) -> list[Record]:
        """Add the records of a chunk, whose names are parsed; return those that were taken."""
        lengths = [length for kind, table in parsed.names for length in self.names.add(table, kind).tolist()]
        self.cut += sum(max(0, len(record.names) - MAX_NAMES) for record in chunk)
        self.cut += sum(len(name) > MAX_LETTERS for record in chunk for name in record.names[:MAX_NAMES])
        taken = []
        at = 0
        for record in chunk:
            count = min(len(record.names), MAX_NAMES)
            usable = [length > 0 for length in lengths[at : at + count]]
            at += count
            keys = documents.keys(record.documents) if record.documents else ()
            if not any(usable) and not keys:
                self._refuse(record)
                self._rows(NOBODY, usable, ())
            else:
                self._rows(self.records, usable, row_keys(record.births))
                self._facts(record, keys)
                taken.append(record)
                self.records += 1
            self.position += 1
        self._father_units(chunk, taken, parsed.fathers)
        self.name_letters.add([name for record in taken for name in record.names[:MAX_NAMES]])
        self.father_letters.add([name for record in taken for name in record.fathers[:MAX_FATHERS]])
        self.ids.append(hash_texts(*texts_as_bytes([record.id for record in taken])))
        return taken

    def _father_units(self, chunk: list[Record], taken: list[Record], parsed: UnitTable | None) -> None:
        """Add the fathers' names; those of refused records stay with nobody and are parsed away."""
        self.father_counts.extend(min(len(record.fathers), MAX_FATHERS) for record in taken)
        if parsed is None:
            return
        if len(taken) < len(chunk):
            parsed = units_many([name for record in taken for name in record.fathers[:MAX_FATHERS]], "person")
        self.fathers.add(parsed, "person")

    def _rows(self, record: int, usable: list[bool], keys: tuple[int, ...]) -> None:
        """Note which name goes where: a name without units, or of a refused record, goes nowhere (no key)."""
        empty = empty_of(record) if record >= 0 else NOBODY
        for good in usable:
            self.row_record.append(record if good else empty)
            self.row_key.append(keys[0] if good and keys else 0)
        if len(keys) > 1:
            first = len(self.row_record) - len(usable)
            self.extra.extend((first + k, record, key) for key in keys[1:] for k, good in enumerate(usable) if good)

    def _facts(self, record: Record, keys: tuple[str, ...]) -> None:
        births = record.births[:MAX_BIRTHS]
        self.birth_counts.append(len(births))
        for birth in births:
            low, high, flags = pack(birth)
            self.birth_low.append(low)
            self.birth_high.append(high)
            self.birth_flags.append(flags)
        self.facts.append(facts_of(record))
        for key in keys:
            self.numbers.append(key)
            self.number_record.append(self.records)

    def _refuse(self, record: Record) -> None:
        self.refused_count += 1
        if len(self.refused) < MAX_REFUSALS:
            reason = "no name has letters" if record.names else "no name"
            self.refused.append(Refused(self.position, record.id, f"{reason}, and no document number"))


def facts_of(record: Record) -> int:
    """Return kind and sex as one small number, for kernels: the kind's place, plus 8 × the sex's."""
    kind = KINDS.index(record.kind) if record.kind in KINDS else len(KINDS)
    return kind + 8 * (SEXES.index(record.sex) if record.sex in SEXES else 0)


def write_part(records: Iterable[Record], path: Path, *, progress: Progress | None = None, workers: int = 1) -> Report:
    """Write the records to one part file and return the report.

    Raises:
        DuplicateIds: two records have the same id; nothing is written then.
    """
    started = time.monotonic()
    columns = _Columns()
    with SectionWriter(path) as writer:
        blocks = array("q", [0])
        with writer.stream("records") as write:
            for packed in _packed(_passed(iter(records), columns, progress, workers)):
                write(packed)
                blocks.append(blocks[-1] + len(packed))
        writer.add("record_blocks", np.frombuffer(blocks, np.int64))
        rows = _write_sections(columns, writer)
        report = Report(
            columns.records,
            rows,
            columns.refused_count,
            tuple(columns.refused),
            columns.cut,
            round(time.monotonic() - started, 3),
        )
        writer.finish(_meta(report))
    return report


def _meta(report: Report) -> dict[str, Any]:
    refused = [[one.position, one.id, one.reason] for one in report.refused]
    counts = {"records": report.records, "names": report.names, "refused_count": report.refused_count}
    return {**counts, "refused": refused, "cut_names": report.cut_names, "seconds": report.seconds}


def _passed(
    records: Iterator[Record], columns: _Columns, progress: Progress | None, workers: int
) -> Iterator[list[str]]:
    """Yield the lines of the records taken, a chunk at a time; another process parses the next chunk meanwhile."""
    for chunk, units in parsed(_chunks(records), workers):
        yield [stored.line_of(record) for record in columns.take(chunk, units)]
        if progress is not None:
            progress(columns.position)


def _chunks(records: Iterator[Record]) -> Iterator[list[Record]]:
    while chunk := list(islice(records, CHUNK)):
        yield chunk


def _packed(chunks: Iterator[list[str]]) -> Iterator[bytes]:
    """Yield compressed blocks of lines; a thread compresses one chunk while the next one is taken."""
    with ThreadPoolExecutor(1) as pool:
        before: Future[list[bytes]] | None = None
        held: list[str] = []
        for lines in chunks:
            held += lines
            whole = len(held) - len(held) % stored.BLOCK
            after = pool.submit(_pack, held[:whole])
            held = held[whole:]
            yield from before.result() if before else ()
            before = after
        yield from before.result() if before else ()
        yield from _pack(held)


def _pack(lines: list[str]) -> list[bytes]:
    return [stored.pack_block(lines[at : at + stored.BLOCK]) for at in range(0, len(lines), stored.BLOCK)]


def _write_sections(columns: _Columns, writer: SectionWriter) -> int:
    """Write everything after the lines; return how many rows (names under dates) there are."""
    _write_ids(columns, writer)
    columns.name_letters.write("name_letters", writer)
    columns.father_letters.write("father_letters", writer)
    _write_births(columns, writer)
    placed = _placed(columns)
    rows = _with_glued(placed, columns)
    described = _write_vocabulary(columns, writer)
    borne = _write_rows(columns, writer, described["unit_class"], rows)
    for name, values in stored_of([text for text, _, _ in columns.vocabulary], borne, described).items():
        writer.add(name, values)
    return len(placed.record)


def _write_ids(columns: _Columns, writer: SectionWriter) -> None:
    hashes = np.concatenate([np.zeros(0, np.uint64), *columns.ids])
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    if (ordered[1:] == ordered[:-1]).any():
        at = int(np.flatnonzero(ordered[1:] == ordered[:-1])[0])
        raise DuplicateIds(f"The records at {int(order[at])} and {int(order[at + 1])}, counted from 0.")
    writer.add("id_hash", ordered)
    writer.add("id_record", order.astype(np.int32))
    numbers = hash_texts(*texts_as_bytes(columns.numbers))
    order = np.argsort(numbers, kind="stable")
    writer.add("number_hash", numbers[order])
    writer.add("number_record", np.array(columns.number_record, np.int32)[order])


def _write_births(columns: _Columns, writer: SectionWriter) -> None:
    writer.add("birth_at", starts_of(np.frombuffer(columns.birth_counts, np.uint8)).astype(np.int32))
    writer.add("birth_low", np.array(columns.birth_low, np.int32))
    writer.add("birth_high", np.array(columns.birth_high, np.int32))
    writer.add("birth_flags", np.array(columns.birth_flags, np.uint8))
    writer.add("facts", np.frombuffer(columns.facts, np.uint8))


def _write_vocabulary(columns: _Columns, writer: SectionWriter) -> dict[str, NDArray[Any]]:
    """Write the units with all that comparing needs; return their letters, keys and classes (hash of the skeleton)."""
    vocabulary = [text for text, _, _ in columns.vocabulary]
    coded = code_many(vocabulary)
    key_at, keys = keys_many(vocabulary)
    writer.add("unit_weights", weights_of(columns.vocabulary))
    writer.add("unit_roles", np.fromiter((role for _, role, _ in columns.vocabulary), np.uint8, len(vocabulary)))
    kinds = {kind: profile_of(kind).classes for _, _, kind in columns.vocabulary}
    writer.add("unit_forms", forms_of(columns.vocabulary, kinds))
    classes = hash_texts(
        *texts_as_bytes([one or unit for one, unit in zip(skeletons(vocabulary), vocabulary, strict=True)])
    )
    described = {f"coded_{name}": getattr(coded, name) for name in ("codes", "offsets", "arabic", "own")}
    described |= {**_filed(key_at, keys), "unit_class": classes}
    for name, values in described.items():
        writer.add(name, values)
    return described


def _filed(at: NDArray[np.int64], keys: NDArray[np.uint64]) -> dict[str, NDArray[Any]]:
    """Return the distinct keys, ascending, and the units under each."""
    values, numbers = np.unique(keys, return_inverse=True)
    starts, units = invert(at, numbers.astype(np.int32), len(values))
    return {"key_values": values, "key_at": starts, "key_units": units}


class _Rows(NamedTuple):
    """Names under dates: the names as units, and for each row its record, its date key and its name."""

    at: NDArray[np.int64]
    units: NDArray[np.int32]
    record: NDArray[np.int32]
    key: NDArray[np.uint16]
    name: NDArray[np.int64]


def _with_glued(rows: _Rows, columns: _Columns) -> _Rows:
    """Add the second form of names whose short units may be written together."""
    names, starts, units = glued(rows.at, rows.units, columns.vocabulary)
    form = np.full(len(rows.at), -1, np.int64)
    form[names] = np.arange(len(names)) + len(rows.at) - 1
    more = np.flatnonzero(form[rows.name] >= 0)
    return _Rows(
        np.concatenate([rows.at, starts[1:] + rows.at[-1]]),
        np.concatenate([rows.units, units]),
        np.concatenate([rows.record, rows.record[more]]),
        np.concatenate([rows.key, rows.key[more]]),
        np.concatenate([rows.name, form[rows.name[more]]]),
    )


def _write_rows(
    columns: _Columns, writer: SectionWriter, classes: NDArray[np.uint64], rows: _Rows
) -> NDArray[np.int64]:
    """Write the names by their dates, and the postings of their units; return how many names bear each unit."""
    at, units, record, key, source = rows
    order = np.argsort(key, kind="stable")
    name_at, name_rows = own_names(np.array(columns.row_record, np.int32), order, columns.records)
    writer.add("name_at", name_at)
    writer.add("name_rows", name_rows)
    row_at, row_units = reorder(at, units, source[order])
    row_record = record[order]
    count = len(columns.vocabulary)
    writer.add("heads", heads_of(row_at, row_units, row_record, _told(columns), weights_of(columns.vocabulary)))
    writer.add("row_units", row_units)
    writer.add("date_rows", np.searchsorted(key[order], np.arange(KEYS + 1)).astype(np.int32))
    post_at, post_rows = invert(row_at, row_units, count)
    writer.add("post_at", post_at)
    writer.add("post_rows", post_rows)
    _write_namesakes(bag_hashes(row_at, row_units, classes), writer)
    _write_fathers(columns, writer, row_record, count)
    return np.diff(post_at)


def _placed(columns: _Columns) -> _Rows:
    """Return the names under their dates; names that go nowhere are left out."""
    at, units = columns.names.arrays()
    record, key = np.array(columns.row_record, np.int32), np.array(columns.row_key, np.uint16)
    source = np.flatnonzero(record >= 0)
    extra = np.array(columns.extra, np.int64).reshape(-1, 3)
    return _Rows(
        at,
        units,
        np.concatenate([record[source], extra[:, 1].astype(np.int32)]),
        np.concatenate([key[source], extra[:, 2].astype(np.uint16)]),
        np.concatenate([source, extra[:, 0]]),
    )


def _told(columns: _Columns) -> NDArray[np.int32]:
    return told_of(
        np.array(columns.birth_counts, np.uint8),
        np.array(columns.birth_low, np.int32),
        np.array(columns.birth_high, np.int32),
        np.array(columns.birth_flags, np.uint8),
        np.array(columns.father_counts, np.uint8),
        np.frombuffer(columns.facts, np.uint8),
    )


def _write_namesakes(bags: NDArray[np.uint64], writer: SectionWriter) -> None:
    values, counts = np.unique(bags, return_counts=True)
    several = counts > 1
    writer.add("namesake_hash", values[several])
    writer.add("namesake_count", counts[several].astype(np.int32))


def _write_fathers(columns: _Columns, writer: SectionWriter, row_record: NDArray[np.int32], count: int) -> None:
    """Write the fathers' names by record, and postings from their units to the first row of each record."""
    at, units = columns.fathers.arrays()
    father_at = starts_of(np.frombuffer(columns.father_counts, np.uint8)).astype(np.int32)
    writer.add("father_at", father_at)
    writer.add("father_unit_at", at)
    writer.add("father_units", units)
    by_record = np.append(at[father_at], at[-1])  # and one record without fathers, for rows that are not the first
    first = np.full(columns.records, -1, np.int64)
    first[row_record[::-1]] = np.arange(len(row_record))[::-1]
    is_first = first[row_record] == np.arange(len(row_record))
    shown = np.where(is_first, row_record, columns.records).astype(np.int64)
    gathered, moved = reorder(by_record, units, shown)
    post_at, post_rows = invert(gathered, moved, count)
    writer.add("father_post_at", post_at)
    writer.add("father_post_rows", post_rows)
