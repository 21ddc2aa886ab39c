# SPDX-License-Identifier: Apache-2.0
"""The unfinished results of a screening, beside the output file: what makes it resumable after any end.

The first line says which screening it is: list, names and options, by digest. Then a line for each result, and from
time to time a line that says up to which row all is written. Whatever follows the last such line is written anew.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from taawun.kernel.errors import OtherScreening
from taawun.site.screening.results import Result

EVERY_ROWS: Final = 1_000
"""Rows after which it is written down how far the screening has come."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What was counted so far."""

    rows: int = 0
    hits: int = 0
    rows_hit: int = 0
    lost: int = 0
    partly: int = 0


class Journal:
    """A journal that is open for writing, and knows how far an earlier one had come."""

    def __init__(self, path: Path, about: Mapping[str, Any]) -> None:
        """Open the journal of this screening, or begin it.

        Raises:
            OtherScreening: the file is the journal of another one, or no journal.
        """
        self.path = path
        self.done, self.totals = 0, Totals()
        end = self._resume(about) if path.exists() else 0
        self._file: IO[bytes] = path.open("r+b" if end else "xb")
        if end:
            self._file.truncate(end)
            self._file.seek(end)
        else:
            path.chmod(0o600)  # names of people
            self._line({"screening": about})
            self._keep()

    def _resume(self, about: Mapping[str, Any]) -> int:
        """Return where the last line ends that says how far all is written, and take its counts."""
        end = 0
        with self.path.open("rb") as file:
            for line in iter(file.readline, b""):
                value = _value(line)
                if not end and (not isinstance(value, dict) or value.get("screening") != about):
                    raise OtherScreening(f"{self.path.name} is not the beginning of this one.")
                if isinstance(value, dict) and "done" in value:
                    self.done, self.totals = value["done"], Totals(**value["totals"])
                    end = file.tell()
                end = end or file.tell()
        return end

    def add(self, result: Result) -> None:
        """Write one result."""
        self._line(result)

    def reached(self, row: int, totals: Totals) -> None:
        """Say that everything up to a row is written, and force it to disk."""
        self.done, self.totals = row, totals
        self._line({"done": row, "totals": {name: getattr(totals, name) for name in Totals.__slots__}})
        self._keep()

    def results(self) -> Iterator[Result]:
        """Yield the results that are written."""
        self._keep()
        with self.path.open("rb") as file:
            next(file)
            for line in file:
                value = json.loads(line)
                if "done" not in value:
                    yield value

    def _line(self, value: Any) -> None:
        self._file.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")

    def _keep(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _value(line: bytes) -> Any:
    try:
        return json.loads(line) if line.endswith(b"\n") else None
    except ValueError:
        return None
