# SPDX-License-Identifier: Apache-2.0
"""Compile every kernel once, so that the first officer who searches does not wait for it.

    python -m taawun.engines.ready

The machine code is kept beside the package, or where NUMBA_CACHE_DIR says; it is made anew when the source or the
processor changes. `make setup` runs this, and so should whoever installs a wheel. The kernels of names and those of
the index are compiled side by side, in two processes. That costs more in all than one process, and is sooner done where
nothing else waits for the other core.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Final

from taawun.engines.matching import Index, Record
from taawun.engines.names import compare, compare_many

PEOPLE: Final = ("Muhammad Nawaz Khan", "محمد نواز خان", "عبد الرحمن التكريتي", "Abdul Rahman al-Tikriti")
KINDS: Final = ("person", "organisation", "vessel", "place")
INDEX: Final = "index"
"""The word that asks for the kernels of the index alone."""


def prepare() -> float:
    """Use every kernel once, and return how many seconds that took."""
    began = perf_counter()
    with subprocess.Popen([sys.executable, "-m", "taawun.engines.ready", INDEX]):
        _names()
    _index(whole=True)
    return perf_counter() - began


def prepare_beside() -> None:
    """Use every kernel once in this process, for whoever has other work for the other core."""
    _names()
    _index(whole=True)


def _names() -> None:
    for kind in KINDS:
        compare(PEOPLE[0], PEOPLE[1], kind)
        compare_many(PEOPLE[:2], PEOPLE[2:], kind)


def _index(*, whole: bool) -> None:
    """Build and search an index; only as a whole does it also compare the names that it finds."""
    records = [Record(id=str(number), names=(name,), fathers=(name,)) for number, name in enumerate(PEOPLE)]
    with tempfile.TemporaryDirectory(prefix="taawun-") as folder:
        index = Index.build(records, Path(folder) / "index", workers=1)
        index.search_many(records)
        if whole:
            index.search(records[0])
            for _ in index.screen(records):
                pass
            index.append([Record(id="new", names=PEOPLE[:1])])
            index.search(records[1])


if __name__ == "__main__":
    if INDEX in sys.argv[1:]:
        _index(whole=False)
    else:
        print(f"kernels ready in {prepare():.1f} s")  # noqa: T201 - a command
