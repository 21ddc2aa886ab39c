# SPDX-License-Identifier: Apache-2.0
"""Which tests ask PostgreSQL nothing that no other test asks it: a pytest plugin that writes `left_to_sqlite.txt`.

A statement is what it says without its values; one that is refused is another, by its error and the constraint.
Tests are chosen until every statement is asked, the most statements for the least time first; the list names the
others. It says what is left out, so a new test is run until the list is written again:

    TAAWUN_TEST_DATABASE=postgresql TAAWUN_TEST_THOROUGH=1 .venv/bin/pytest -n 0 -p tests.asked tests/apps tests/sectors
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import pytest

LIST: Final = Path(__file__).parent / "left_to_sqlite.txt"
QUICK: Final = 0.02  # seconds; no test counts as quicker
VALUES: Final = re.compile(r"'[^']*'|\b\d+\b|%s")
ROWS: Final = re.compile(r"\?(?:\s*,\s*\?)+")
GROUPS: Final = re.compile(r"(\(\?\))(?:\s*,\s*\(\?\))+")
NAMES: Final = re.compile(r'\bs\d+_x\d+\b|"_?cursor_[^"]*"')  # of savepoints and cursors
asked: dict[str, set[str]] = {}
seconds: Counter[str] = Counter()
_now: set[str] = set()


def shape(statement: str) -> str:
    """Return a statement without its values, however many there are."""
    text = VALUES.sub("?", NAMES.sub("name", statement))
    return " ".join(GROUPS.sub(r"\1", ROWS.sub("?", text)).split())


def needed(asked: Mapping[str, set[str]], seconds: Mapping[str, float]) -> set[str]:
    """Return tests that together ask every statement, cheap ones before dear ones."""
    missing, chosen = set().union(*asked.values()), set()
    while missing:
        best = max(asked, key=lambda test: (len(asked[test] & missing) / max(seconds[test], QUICK), test))
        chosen.add(best)
        missing -= asked[best]
    count = Counter(one for test in chosen for one in asked[test])
    for test in sorted(chosen, key=lambda test: (-seconds[test], test)):
        if all(count[one] > 1 for one in asked[test]):
            chosen.remove(test)
            count.subtract(asked[test])
    return chosen


def written(asked: Mapping[str, set[str]], seconds: Mapping[str, float]) -> str:
    """Return the list: functions of which no row is needed."""
    functions = {test.partition("[")[0] for test in needed(asked, seconds)}
    return "".join(f"{name}\n" for name in sorted({test.partition("[")[0] for test in asked} - functions))


def _told(run: Any) -> Any:
    def told(self: Any, statement: Any, *more: Any) -> Any:
        try:
            answer = run(self, statement, *more)
        except Exception as error:
            said = getattr(error.__cause__, "diag", None)
            rule = getattr(said, "constraint_name", None) or VALUES.sub("?", str(getattr(said, "message_primary", "")))
            _now.add(f"{type(error).__name__} {rule}: {shape(str(statement))}")
            raise
        _now.add(shape(str(statement)))
        return answer

    return told


def pytest_configure() -> None:
    from django.db.backends.utils import CursorWrapper

    for name in ("_execute", "_executemany"):
        setattr(CursorWrapper, name, _told(getattr(CursorWrapper, name)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _now.clear()
    began = perf_counter()
    answer = yield
    asked[item.nodeid], seconds[item.nodeid] = set(_now), perf_counter() - began
    return answer


def pytest_sessionfinish(exitstatus: int) -> None:
    if exitstatus == 0:
        LIST.write_text(written(asked, seconds), encoding="utf-8")
