# SPDX-License-Identifier: Apache-2.0
"""Parsing the names of long lists in another process, while this one takes the records in.

The process is one of our own and reads requests from its standard input, so the caller's program is not imported
again, as the standard pools would do; that program may be a script. If it cannot start, or is killed, the names
are parsed here: slower, but nothing is lost.
"""

import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain, groupby, islice
from typing import IO, Final, NamedTuple

from taawun.engines.matching.records import MAX_FATHERS, MAX_NAMES, Record
from taawun.engines.names.units import UnitTable, units_many

CHUNKS_PARSED_HERE: Final = 3
"""Chunks from which a list is long enough that another process is worth its start."""

AHEAD: Final = 3
"""Chunks that wait for being parsed."""

_END_SECONDS: Final = 10

Request = tuple[list[tuple[str, list[str]]], list[str]]
"""What is asked: (kind, names) for each run of records of one kind, and the fathers' names."""


class Parsed(NamedTuple):
    """The names of a chunk as units, by runs of one kind, and the fathers' names, if there are any."""

    names: list[tuple[str, UnitTable]]
    fathers: UnitTable | None


def parse(names: list[tuple[str, list[str]]], fathers: list[str]) -> Parsed:
    """Return the names of a request as units."""
    tables = [(kind, units_many(texts, kind)) for kind, texts in names]
    return Parsed(tables, units_many(fathers, "person") if fathers else None)


def request(chunk: list[Record]) -> Request:
    """Return what has to be parsed of a chunk."""
    runs = ((kind, list(group)) for kind, group in groupby(chunk, key=lambda record: record.kind))
    names = [(kind, [name for record in group for name in record.names[:MAX_NAMES]]) for kind, group in runs]
    return names, [name for record in chunk for name in record.fathers[:MAX_FATHERS]]


def parsed(chunks: Iterator[list[Record]], workers: int) -> Iterator[tuple[list[Record], Parsed]]:
    """Yield each chunk with its names parsed, in order; a short list, or one worker, needs no other process."""
    first = list(islice(chunks, CHUNKS_PARSED_HERE))
    if len(first) < CHUNKS_PARSED_HERE or workers < 2:
        for chunk in chain(first, chunks):
            yield chunk, parse(*request(chunk))
        return
    with _parser() as process, ThreadPoolExecutor(1) as thread:
        waiting: deque[tuple[list[Record], Future[Parsed]]] = deque()
        for chunk in chain(first, chunks):
            waiting.append((chunk, thread.submit(_asked, process, request(chunk))))
            if len(waiting) > AHEAD:
                before, answer = waiting.popleft()
                yield before, answer.result()
        for before, answer in waiting:
            yield before, answer.result()


@contextmanager
def _parser() -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-c", f"from {__name__} import serve; serve()"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            _close(pipe)
        process.wait(_END_SECONDS)


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except BrokenPipeError:
        return


def _asked(process: "subprocess.Popen[bytes]", asked: Request) -> Parsed:
    """Return the answer of the other process, or one made here when it is gone."""
    if process.stdin is None or process.stdout is None:
        return parse(*asked)
    try:
        pickle.dump(asked, process.stdin, pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()
        answer: Parsed = pickle.load(process.stdout)  # noqa: S301 - from the process started above
    except (OSError, EOFError, pickle.UnpicklingError):
        return parse(*asked)
    return answer


def serve() -> None:
    """Answer requests until the input ends: the life of the other process."""
    while True:
        try:
            asked: Request = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        pickle.dump(parse(*asked), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.flush()
