# SPDX-License-Identifier: Apache-2.0
"""One kind of case of a pack, from what a lawyer writes to the wire form of it (spec §65.4).

A workflow's moves name the states they start from as `from` and the one they reach as `to`; a title of an element's
group says who fills it: `request` by the requesting side before it signs, `answer` by either side later.
"""

from collections.abc import Mapping
from typing import Any, Final

from taawun.kernel.cases.contents import EVERYTHING
from taawun.kernel.instruments.compose import Composer, named, names_in
from taawun.kernel.instruments.problems import Wrong

_KIND: Final = {"title", "workflow", "elements", "gates", "clocks"}
_MOVE_WORDS: Final = {"from": "sources", "to": "target"}
_GATES: Final = {"from", "mandatory", "optional", "set", "add"}


def compose_kind(composer: Composer, slug: str, raw: Any, place: str) -> dict[str, Any]:
    """Return the wire form of one kind.

    Raises:
        Wrong: a part of it is not there or not of the expected form.
    """
    if not isinstance(raw, Mapping) or set(raw) - _KIND or "workflow" not in raw:
        raise Wrong(place, "shape", expected=", ".join(sorted(_KIND)))
    workflow = composer.file(raw["workflow"], f"{place}/workflow")
    groups = {group: _elements(composer, raw, place, group) for group in ("request", "answer")}
    return {
        "slug": slug,
        "title": raw.get("title", workflow.get("title")),
        "workflow": _workflow(composer, workflow, str(raw["workflow"]), list(groups["request"])),
        "elements": named({**groups["request"], **groups["answer"]}),
        "gates": _gates(composer, raw.get("gates", {}), f"{place}/gates"),
        "clocks": named(composer.cite(composer.section(raw.get("clocks", {}), f"{place}/clocks"), f"{place}/clocks")),
    }


def _elements(composer: Composer, raw: Mapping[str, Any], place: str, group: str) -> dict[str, Any]:
    place = f"{place}/elements/{group}"
    section = raw.get("elements", {})
    if not isinstance(section, Mapping):
        raise Wrong(place, "shape", expected="parts with names")
    found = composer.section(section.get(group, {}), place, group)
    return {slug: _element(composer, part, f"{place}/{slug}", group) for slug, part in found.items()}


def _element(composer: Composer, part: Mapping[str, Any], place: str, group: str) -> dict[str, Any]:
    made = {key: value for key, value in part.items() if key not in ("fields", "choices")}
    made.setdefault("required", False)
    if group == "answer" and made["required"]:
        raise Wrong(place, "shape", expected="an answer without `required`: moves name what they need")
    made = dict(composer.cite(made, place))
    if "choices" in part:
        made["choices"] = [list(pair) for pair in _mapping(part["choices"], place).items()]
    if "fields" in part:
        inherited = {"sources": part.get("sources", [])}
        fields = _mapping(part["fields"], place).items()
        made["fields"] = named(
            {slug: _element(composer, {**inherited, **one}, f"{place}/{slug}", "field") for slug, one in fields}
        )
    return made


def _mapping(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Wrong(place, "shape", expected="parts with names")
    return value


def _gates(composer: Composer, raw: Any, place: str) -> list[dict[str, Any]]:
    """Return the grounds of a kind in the order of its two lists."""
    section = _mapping(raw, place)
    if set(section) - _GATES:
        raise Wrong(place, "unknown-part", names=", ".join(sorted(set(section) - _GATES)))
    lists = [(slug, True) for slug in names_in(section.get("mandatory", []), f"{place}/mandatory")]
    lists += [(slug, False) for slug in names_in(section.get("optional", []), f"{place}/optional")]
    rest = {key: value for key, value in section.items() if key not in ("mandatory", "optional")}
    found = composer.section({**rest, "add": rest.get("add", {})}, place)
    made: dict[str, dict[str, Any]] = {}
    for slug, mandatory in lists:
        if slug in made:
            raise Wrong(place, "both-lists", name=slug)
        if slug not in found:
            raise Wrong(place, "no-part", name=slug, where=section.get("from", place))
        made[slug] = _gate(composer, found[slug], mandatory, f"{place}/{slug}")
    return named(made)


def _gate(composer: Composer, part: Mapping[str, Any], mandatory: bool, place: str) -> dict[str, Any]:
    given = dict(_mapping(part.get("given", {}), place))
    made = composer.cite({key: value for key, value in part.items() if key != "given"}, place)
    if "table" in given:
        given["table"] = _table(composer, given["table"], f"{place}/given/table")
    return {**made, "mandatory": mandatory, "given": given}


def _table(composer: Composer, name: object, place: str) -> list[dict[str, Any]]:
    """Return a table of law with its sources as text; the rule that asks it decides what its rows mean."""
    rows = composer.file(name, place).get("rows")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, Mapping) for row in rows):
        raise Wrong(place, "shape", expected="a table with rows")
    return [_row(composer, row, f"{place}/{number}") for number, row in enumerate(rows)]


def _row(composer: Composer, row: Mapping[str, Any], place: str) -> dict[str, Any]:
    source = composer.source(row.get("source"), place)
    said = ", ".join(part for part in (source["title"], source["article"]) if part)
    return {key: value if _is_plain(value) else str(value) for key, value in row.items()} | {"source": said}


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | bool | int)


def _workflow(composer: Composer, raw: Mapping[str, Any], file: str, request: list[str]) -> dict[str, Any]:
    moves = composer.cite(composer.section(raw.get("moves"), f"{file}/moves"), f"{file}/moves")
    made = {key: value for key, value in raw.items() if key not in ("workflow", "states", "moves", "tasks")}
    return {
        **made,
        "slug": raw.get("workflow"),
        "states": named(composer.section(raw.get("states"), f"{file}/states")),
        "moves": named({slug: _move(part, request) for slug, part in moves.items()}),
        "tasks": named(composer.section(raw.get("tasks", {}), f"{file}/tasks")),
    }


def _move(part: Mapping[str, Any], request: list[str]) -> dict[str, Any]:
    """Return a move with the words of the engine; what carries everything carries each element of the request."""
    made = {_MOVE_WORDS.get(key, key): value for key, value in part.items()}
    made.setdefault("target", "")
    carries = made.get("carries", [])
    if isinstance(carries, list) and EVERYTHING in carries:
        made["carries"] = sorted({*request, *carries} - {EVERYTHING})
    return made
