# SPDX-License-Identifier: Apache-2.0
"""The design page of an exercise: its forms, what it shows of a plan that is not whole yet, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from taawun.apps.people.models import Officer
from taawun.kernel.errors import BadPlan
from taawun.sectors.exercises import controlling, reading, rules, services
from taawun.sectors.exercises.access import Exercise
from taawun.sectors.exercises.forms import FileForm, FrameForm, InjectForm, ObjectiveForm, PlayerForm
from taawun.sectors.exercises.rules import Inject, Objective, Player, line_of, lines_of
from taawun.sectors.exercises.words import PARTIES

Wrong = tuple[tuple[int, BadPlan], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What of a plan is there."""

    players: tuple[Player, ...]
    objectives: tuple[Objective, ...]
    injects: tuple[Inject, ...]


def parts_of(found: Exercise) -> Parts:
    """Return the parts of a plan that are there; a part that cannot be read is empty, and `found.wrong` says why."""
    parties = parties_of(found)
    players = _or_none(lambda: rules.players_of(_text(found, "players"), parties))
    objectives = _or_none(lambda: rules.objectives_of(_text(found, "objectives")))
    injects = _or_none(lambda: rules.injects_of(_text(found, "injects"), players, objectives, parties))
    return Parts(players, objectives, injects)


def parties_of(found: Exercise) -> tuple[str, str]:
    """Return the parties of an exercise, the convening one first."""
    return found.case.requesting, found.case.requested


def forms_of(found: Exercise, data: Any, act: str = "", files: Any = None) -> dict[str, forms.Form]:
    """Return the forms of the page; only that of the act that was asked for is filled."""
    parts, values = parts_of(found), found.values

    def given(name: str) -> Any:
        return data if act == name else None

    said = values.get("timing")
    timing = said if isinstance(said, dict) else {}
    start = {"name": values.get("name", found.case.title), "scenario": values.get("scenario", ""),
             "speed": timing.get("speed", 1), "late_after": timing.get("late_after", 60)}  # fmt: skip
    parties = [(one, PARTIES.get(one, one)) for one in parties_of(found)]
    players = [(one.code, f"{one.code} – {one.name}") for one in parts.players]
    objectives = [(str(one.number), f"{one.number}. {one.text}") for one in parts.objectives]
    return {
        "frame": FrameForm(given("frame"), initial=start), "player": PlayerForm(given("player"), parties),
        "objective": ObjectiveForm(given("objective")),
        "inject": InjectForm(given("inject"), parties, players, objectives),
        "file": FileForm(given("file"), files if act == "file" else None),
    }  # fmt: skip


def valid(made: dict[str, forms.Form], act: str) -> bool:
    """Tell whether the form of an act was filled rightly; an act without a form always is."""
    return act not in made or made[act].is_valid()


def acted(officer: Officer, found: Exercise, act: str, made: dict[str, forms.Form], data: Any) -> Wrong:
    """Do what the page asks, and return the wrong rows of a file.

    Raises:
        NotController, BadPlan, BadImportFile, TooLarge, NotEvaluable, NoRole.
    """
    controlling.require(officer, found.case)
    parts = parts_of(found)
    if act == "remove":
        services.design(officer, found.case.id, _without(parts, data.get("part", ""), data.get("key", "")))
    elif act in made and made[act].is_valid():
        said = made[act].cleaned_data
        if act == "file":
            return _taken(officer, found, parts, said["file"].read(reading.FILE_BYTES + 1))
        services.design(officer, found.case.id, _with(found, parts, act, said))
    return ()


def _with(found: Exercise, parts: Parts, act: str, said: dict[str, Any]) -> dict[str, Any]:
    if act == "frame":
        timing = {"speed": said["speed"], "late_after": said["late_after"]}
        return {"name": said["name"], "scenario": said["scenario"], "timing": timing}
    if act == "player":
        return {"players": _more(_players(parts), line_of((said["code"], said["party"], said["name"])))}
    if act == "objective":
        number = max((one.number for one in parts.objectives), default=0) + 1
        return {"objectives": _more(_objectives(parts), line_of((number, said["text"], said["capability"])))}
    del found
    cells = [said[name] for name in ("number", "minute", "sender", "to", "channel", "text", "expected", "controller",
                                     "objective")]  # fmt: skip
    return {"injects": _more(lines_of(parts.injects), line_of(cells))}


def _without(parts: Parts, part: str, key: str) -> dict[str, Any]:
    """Return a plan without one of its parts; the last one of its kind stays, for a plan needs one."""
    left = Parts(
        tuple(one for one in parts.players if part != "player" or one.code != key),
        tuple(one for one in parts.objectives if part != "objective" or str(one.number) != key),
        tuple(one for one in parts.injects if part != "inject" or str(one.number) != key),
    )
    lines = {"player": ("players", _players(left)), "objective": ("objectives", _objectives(left)),
             "inject": ("injects", lines_of(left.injects))}  # fmt: skip
    if part not in lines or not lines[part][1]:
        raise BadPlan(rules.SENTENCES["last"])
    return dict([lines[part]])


def _taken(officer: Officer, found: Exercise, parts: Parts, data: bytes) -> Wrong:
    known = [one.number for one in parts.injects]
    read = reading.read(data, parts.players, parts.objectives, parties_of(found), known)
    if not read.wrong:
        services.design(officer, found.case.id, {"injects": _more(lines_of(parts.injects), lines_of(read.injects))})
    return read.wrong


def _players(parts: Parts) -> str:
    return "\n".join(line_of((one.code, one.party, one.name)) for one in parts.players)


def _objectives(parts: Parts) -> str:
    return "\n".join(line_of((one.number, one.text, one.capability)) for one in parts.objectives)


def _more(lines: str, line: str) -> str:
    return f"{lines}\n{line}".strip()


def _text(found: Exercise, element: str) -> str:
    return str(found.values.get(element) or "")


def _or_none(read: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...]:
    try:
        return read()
    except BadPlan:
        return ()
