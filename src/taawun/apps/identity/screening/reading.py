# SPDX-License-Identifier: Apache-2.0
"""Files of entries: kept in the node's files while they are screened, read row by row, then forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from taawun.apps.identity import engine
from taawun.apps.registers import kinds
from taawun.kernel.errors import TaawunError

if TYPE_CHECKING:
    from taawun.engines.matching import Record

REMEMBERED: Final = 200_000
"""Entries among which one that stands there twice is found: more than one list of travellers has."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: its number in the file, what it asks about, and what of it was not understood, by column."""

    number: int
    record: "Record | None"
    problems: tuple[tuple[str, str], ...] = ()


def folder() -> Path:
    """Return the folder of files that are screened, made at first need."""
    path = engine.folder() / "screened"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def rows(digest: str, on: date | None = None) -> Iterator[Row]:
    """Yield the entries of a kept file, whatever known format it has; one that stands there again is told so.

    On a day that is stated, somebody who is not born yet is told so too.

    Raises:
        BadList, BadColumns: it cannot be read at all, or breaks off.
    """
    from taawun.formats import people

    seen: set[bytes] = set()
    for one in people.open_list(folder() / digest).rows():
        told = [(plain(problem.column), str(problem.reason)) for problem in one.problems]
        if on is not None and one.record is not None and unborn(one.record, on):
            told.append(("birth", str(people.Reason.NOT_YET)))
        key = _key(one.record) if one.record is not None else b""
        if key in seen and str(people.Reason.TWICE) not in [what for _column, what in told]:
            told.append(("", str(people.Reason.TWICE)))
        if key and len(seen) < REMEMBERED:
            seen.add(key)
        yield Row(one.number, one.record, tuple(told))


def unborn(record: "Record", on: date) -> bool:
    """Tell whether each date of birth lies wholly after a day; tomorrow is today somewhere on Earth."""
    last = on + timedelta(days=1)
    return bool(record.births) and all(one.earliest > (last.year, last.month, last.day) for one in record.births)


def _key(record: "Record") -> bytes:
    """Return what two entries have alike that are one: kind, names, dates of birth and documents."""
    papers = [one.number for one in record.documents]
    said = ("\x1f".join(part) for part in ((record.kind,), record.names, map(str, record.births), papers))
    return blake2b("\x1e".join(said).encode("utf-8", "replace"), digest_size=12).digest()


def check(digest: str) -> None:
    """Open a file; one that cannot be read is refused and not kept.

    Raises:
        BadList, BadColumns.
    """
    try:
        next(rows(digest), None)
    except TaawunError:
        forget(digest)
        raise


def count(digest: str) -> int:
    """Return how many entries a file has; the whole of it is read, so that a broken one screens nothing."""
    return sum(1 for _ in rows(digest))


def forget(digest: str) -> None:
    """Remove a file: what was asked stands in the rows."""
    (folder() / digest).unlink(missing_ok=True)


def asked(record: "Record | None") -> dict[str, Any]:
    """Return an entry as it is kept and shown; empty for one that could not be read."""
    if record is None:
        return {}
    said = {
        "names": record.names,
        "fathers": record.fathers,
        "births": [str(one) for one in record.births],
        "countries": record.countries,
        "documents": [one.number for one in record.documents],
    }
    return {"kind": record.kind, **{name: list(map(plain, values)) for name, values in said.items() if values}}


def plain(text: str) -> str:
    """Return a text from outside as it can be stored and shown: without hidden signs and halves of characters."""
    return kinds.clean("text", text.encode("utf-8", "replace").decode("utf-8"))
