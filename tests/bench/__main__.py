# SPDX-License-Identifier: Apache-2.0
"""Run the measurements of the named areas, and print one JSON object a line.

A measurement is a module `tests/bench/bench_<anything>.py` with `AREA = "exchange"` and `run()`, which yields
dictionaries with the keys of `KEYS`; what is left out is null. `python -m tests.bench exchange,ledger` runs
two areas, without a name all of them.
"""

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

KEYS = ("bench", "value", "unit", "peer", "peer_value", "ratio", "note")


def modules() -> list[ModuleType]:
    """Return every measuring module, in the order of their names."""
    return [import_module(f"tests.bench.{path.stem}") for path in sorted(Path(__file__).parent.glob("bench_*.py"))]


def line(measured: dict[str, Any]) -> dict[str, Any]:
    """Return one measurement with all its keys, and the ratio where a peer was measured."""
    unknown = set(measured) - set(KEYS)
    if unknown:
        raise ValueError(f"a measurement has the keys {KEYS}, not {sorted(unknown)}")
    whole = {key: measured.get(key) for key in KEYS}
    if whole["ratio"] is None and whole["peer_value"]:
        whole["ratio"] = round(whole["value"] / whole["peer_value"], 2)
    return whole


def measure(areas: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the measurements of the areas, or of all areas when none is named."""
    found = modules()
    known = {module.AREA for module in found}
    if areas - known:
        raise SystemExit(f"no such area: {', '.join(sorted(areas - known))}; there are {', '.join(sorted(known))}")
    for module in found:
        if not areas or module.AREA in areas:
            yield from map(line, module.run())


def main(arguments: list[str]) -> None:
    """Print the measurements as they come."""
    areas = {name for argument in arguments for name in argument.replace(",", " ").split()}
    for measured in measure(areas):
        print(json.dumps(measured, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
