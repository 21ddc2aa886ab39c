# SPDX-License-Identifier: Apache-2.0
"""The UN list's persons as records in Latin letters, and the same persons asked for in Arabic script."""

import re

from taawun.engines.matching import PartialDate, Record
from taawun.kernel.errors import TaawunError
from tests.bench.names.sets import is_arabic, persons

DATE = re.compile(r"(\d{4})(?:-(\d\d)-(\d\d))?(~?)(?:/(\d{4}))?")


def births(texts: tuple[str, ...]) -> tuple[PartialDate, ...]:
    """Return the dates that an entry gives; one that is no date is left out."""
    found = []
    for text in texts:
        match = DATE.fullmatch(text)
        if match:
            year, month, day, about, until = match.groups()
            end = (int(until), 12, 31) if until else None
            try:
                found.append(PartialDate(int(year), int(month or 0), int(day or 0), end, approximate=bool(about)))
            except TaawunError:
                continue
    return tuple(found)


def listed_and_asked() -> tuple[list[Record], list[Record], list[str]]:
    """Return the list, those asked for (original name and first date), and the ids meant; empty without the list."""
    listed = [Record(f"un-{i}", (entry.name,), births=births(entry.birth_dates)) for i, entry in enumerate(persons())]
    meant = [(i, entry) for i, entry in enumerate(persons()) if is_arabic(entry.original_script)]
    asked = [Record(f"asked-{i}", (entry.original_script,), births=births(entry.birth_dates)[:1]) for i, entry in meant]
    return listed, asked, [f"un-{i}" for i, _ in meant]
