# SPDX-License-Identifier: Apache-2.0
"""The facts-only extract of the UN list that ships with the project: data/un_extract.jsonl.gz.

Names, aliases with quality, names in original script, dates, nationalities, reference and listing date; no
narrative, no addresses and no documents. Made by tools/extract_un.py; source and date are in data/README.md.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from taawun.formats.un_list import Alias, UnEntry
from taawun.kernel.errors import BadImportFile

FILE: Final = Path(__file__).with_name("data") / "un_extract.jsonl.gz"
_LISTS: Final = ("birth_dates", "nationalities", "countries")
_TEXTS: Final = ("kind", "reference", "data_id", "list_name", "name", "original_script", "listed_on", "sex")


def read(file: Iterable[bytes]) -> Iterator[UnEntry]:
    """Yield the entries of an extract, given its uncompressed bytes."""
    for number, entry in enumerate(read_what_can_be(file), 1):
        if entry is None:
            raise BadImportFile("Line {line} is not an entry of an extract.", line=number)
        yield entry


def read_what_can_be(file: Iterable[bytes]) -> Iterator[UnEntry | None]:
    """Yield the entries of an extract, None for a line that is none."""
    for line in file:
        try:
            yield _entry(dict(json.loads(line)))
        except (ValueError, TypeError, RecursionError):
            yield None


def shipped() -> Iterator[UnEntry]:
    """Yield the entries of the extract that ships with the project."""
    with gzip.open(FILE) as file:
        yield from read(file)


def write(entries: Iterable[UnEntry]) -> bytes:
    """Return the compressed bytes of an extract; the same entries always give the same bytes."""
    text = "".join(json.dumps(_facts(one), ensure_ascii=False, sort_keys=True) + "\n" for one in entries)
    return gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)


def _facts(entry: UnEntry) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(entry, name) for name in (*_TEXTS, *_LISTS)}
    facts["aliases"] = [[alias.name, alias.quality] for alias in entry.aliases]
    return {name: value for name, value in facts.items() if value}


def _entry(raw: dict[str, Any]) -> UnEntry:
    texts = {name: str(raw.get(name, "")) for name in _TEXTS}
    lists = {name: tuple(map(str, raw.get(name, ()))) for name in _LISTS}
    aliases = tuple(Alias(name, quality) for name, quality in raw.get("aliases", ()))
    if texts["kind"] not in ("person", "organisation") or not texts["reference"] or not texts["name"]:
        raise ValueError("an entry needs a kind, a reference and a name")
    facts: dict[str, Any] = {**texts, **lists, "aliases": aliases}
    return UnEntry(**facts)
