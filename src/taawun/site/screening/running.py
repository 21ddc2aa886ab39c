# SPDX-License-Identifier: Apache-2.0
"""One screening from its beginning, or from where an earlier run of the same one stopped, to its results."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from taawun.formats.people import ListRow, RecordSource
from taawun.site.screening import writing
from taawun.site.screening.journal import EVERY_ROWS, Journal, Totals
from taawun.site.screening.lists import Listed, cache_folder, digest_of, listed
from taawun.site.screening.results import Result, results_of
from taawun.site.screening.working import Screened, screened

UNFINISHED: Final = ".unfinished"
"""What is appended to the output file's name while it is not whole."""
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to screen: hits for one name, least score, also names without a hit, where results and index go."""

    limit: int = 5
    threshold: float = 0.5
    every: bool = False
    output: Path | None = None
    index: Path | None = None


def prepare(
    source: RecordSource, options: Options, *, since: RecordSource | None = None, progress: Progress | None = None
) -> Listed:
    """Return the list ready to be screened against; what could not be written later is refused now."""
    if options.output:
        writing.check(options.output)
    return listed(source, options.index or cache_folder(), since=since, progress=progress)


class Screening:
    """A screening of one file of names. `results` does the work; `totals` is what it came to."""

    def __init__(self, source: RecordSource, ready: Listed, options: Options) -> None:
        self._source, self._ready, self._options = source, ready, options
        self._about = {
            "list": ready.digest,
            "list records": ready.counts.records,
            "list rows not read": ready.counts.lost,
            "list entries left out as unchanged": ready.counts.unchanged,
            "names": digest_of(source) if options.output else "",
            "limit": options.limit,
            "threshold": options.threshold,
            "all": options.every,
        }
        self._journal = self._opened_journal()
        self.totals = self._journal.totals if self._journal else Totals()
        self.resumed = self._journal.done if self._journal else 0

    def _opened_journal(self) -> Journal | None:
        output = self._options.output
        return Journal(output.with_name(output.name + UNFINISHED), self._about) if output else None

    def results(self, progress: Progress) -> Iterator[Result]:
        """Yield results as they come. What an earlier run had found is not yielded here, but by `finish`."""
        rows = (row for row in self._source.rows() if row.number > self.resumed)
        last = self.resumed
        for one in screened(rows, self._ready.index, limit=self._options.limit, threshold=self._options.threshold):
            found = list(results_of(one, every=self._options.every))
            self.totals = _counted(self.totals, one)
            for result in found:
                if self._journal:
                    self._journal.add(result)
                yield result
            last = one.row.number
            if self.totals.rows % EVERY_ROWS == 0:
                self._reached(last)
                progress(self._source.progress.done)
        self._reached(last)

    def finish(self) -> Iterator[Result]:
        """Write the output file, take the journal away, and yield what an earlier run had found."""
        if self._journal is None or self._options.output is None:
            return
        at = datetime.now(UTC).isoformat(timespec="seconds")
        about: dict[str, Any] = {**self._about, "finished": at, **_said(self.totals)}
        writing.write(self._options.output, self._journal.results(), about)
        if self.resumed:
            yield from (one for one in self._journal.results() if one["row"] <= self.resumed)
        self._journal.close()
        self._journal.path.unlink()

    def close(self) -> None:
        """Let go of the journal; what it holds stays for the next run."""
        if self._journal:
            self._journal.close()

    def _reached(self, row: int) -> None:
        if self._journal:
            self._journal.reached(row, self.totals)


def _counted(totals: Totals, one: Screened) -> Totals:
    row: ListRow = one.row
    return replace(
        totals,
        rows=totals.rows + 1,
        hits=totals.hits + len(one.matches),
        rows_hit=totals.rows_hit + bool(one.matches),
        lost=totals.lost + (row.record is None),
        partly=totals.partly + (row.record is not None and bool(row.problems)),
    )


def _said(totals: Totals) -> dict[str, int]:
    return {"rows": totals.rows, "rows with a hit": totals.rows_hit, "hits": totals.hits, "rows not read": totals.lost}
