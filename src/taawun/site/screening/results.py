# SPDX-License-Identifier: Apache-2.0
"""What a screening found, as plain values: a row of results for each hit, each problem, and, if asked, no hit."""

from collections.abc import Iterator
from typing import Any, Final

from taawun.engines.matching import Match, Record
from taawun.formats.people import RowProblem
from taawun.site.screening import words
from taawun.site.screening.working import Screened

HIT, NO_HIT, PARTLY, LOST = "hit", "no hit", "read in part", "not screened"
FIELDS: Final = (
    "row", "result", "score", "name", "name_met", "birth", "list_id", "list_name", "list_birth", "list_countries",
    "name_score", "birth_score", "father_score", "documents_score", "countries_score", "namesakes", "reasons",
    "alignment", "column", "problem",
)  # fmt: skip
"""Columns of the results."""

Result = dict[str, Any]


def results_of(one: Screened, *, every: bool) -> Iterator[Result]:
    """Yield what is to be told of a row: its hits, its problems, and with `every` also that there was no hit."""
    for problem in one.row.problems:
        yield _problem(problem)
    if one.row.record is None:
        return
    for match in one.matches:
        yield _hit(one.row.number, one.row.record, match)
    if every and not one.matches:
        yield {"row": one.row.number, "result": NO_HIT, **_asked(one.row.record)}


def _problem(problem: RowProblem) -> Result:
    result = LOST if problem.lost else PARTLY
    return {"row": problem.row, "result": result, "column": problem.column, "problem": problem.reason.value}


def _hit(row: int, record: Record, match: Match) -> Result:
    asked, found = words.names_met(match)
    parts = match.parts
    return {
        "row": row,
        "result": HIT,
        "score": match.score,
        **_asked(record),
        "name_met": asked,
        "list_id": match.record.id,
        "list_name": found,
        "list_birth": _births(match.record),
        "list_countries": " ".join(match.record.countries),
        "name_score": parts.name,
        "birth_score": parts.birth,
        "father_score": parts.father,
        "documents_score": parts.documents,
        "countries_score": parts.countries,
        "namesakes": match.namesakes,
        "reasons": words.sentence(match),
        "alignment": words.alignment(match, record.kind),
    }


def _asked(record: Record) -> Result:
    return {"name": "; ".join(record.names), "birth": _births(record)}


def _births(record: Record) -> str:
    return "; ".join(map(str, record.births))
