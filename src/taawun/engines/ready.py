# SPDX-License-Identifier: Apache-2.0
"""Compile every kernel once, so that the first officer who searches does not wait for it.

    python -m taawun.engines.ready

The machine code is kept beside the package, or where NUMBA_CACHE_DIR says; it is made anew when the source or the
processor changes. `make setup` runs this, and so should whoever installs a wheel.
"""

import tempfile
from pathlib import Path
from time import perf_counter

from taawun.engines.matching import Index, Record
from taawun.engines.names import compare, compare_many

PEOPLE = ("Muhammad Nawaz Khan", "محمد نواز خان", "عبد الرحمن التكريتي", "Abdul Rahman al-Tikriti")
KINDS = ("person", "organisation", "vessel", "place")


def prepare() -> float:
    """Use every kernel once, and return how many seconds that took."""
    began = perf_counter()
    for kind in KINDS:
        compare(PEOPLE[0], PEOPLE[1], kind)
        compare_many(PEOPLE[:2], PEOPLE[2:], kind)
    records = [Record(id=str(number), names=(name,), fathers=(name,)) for number, name in enumerate(PEOPLE)]
    with tempfile.TemporaryDirectory(prefix="taawun-") as folder:
        index = Index.build(records, Path(folder) / "index", workers=1)
        index.search(records[0])
        for _ in index.screen(records):
            pass
        index.append([Record(id="new", names=PEOPLE[:1])])
        index.search(records[1])
    return perf_counter() - began


if __name__ == "__main__":
    print(f"kernels ready in {prepare():.1f} s")  # noqa: T201 - a command
