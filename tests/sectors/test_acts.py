# SPDX-License-Identifier: Apache-2.0
"""An auditor reads words: no act that a service writes on the record, and no object of one, is shown by its code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import taawun
from taawun.apps.ui.templatetags.desk import act
from taawun.apps.ui.words import ACTS, OBJECTS

HOME = Path(taawun.__file__).parent
WRITING = frozenset({"acting", "refusing", "record", "Entry", "Line"})
"""How a service writes a line: (actor, act, object type, object, purpose …)."""
CODE = re.compile(r"[a-z][a-z-]*\.[a-z][a-z-]*")
BUILT = {
    "clock.{act}": ("clock.paused", "clock.resumed", "clock.extended"),
    "{what}.listed": ("inbox.listed", "outbox.listed", "release.listed"),
    "pair.judged-{Verdict(verdict)}": ("pair.judged-same", "pair.judged-different", "pair.judged-unsure"),
    "job.{step(State.RUNNING, move)}": ("job.done", "job.failed", "job.cancelled"),
    "handover.{field.replace('_', '-')}": ("handover.taken-over", "handover.taken-back"),
    "key.{act}": ("key.added", "key.rotated", "key.retired", "key.revoked"),
}
"""Acts whose names are put together, with what they come to."""
NO_ACT = frozenset({"plan.section", "import.reading", "screening.reading", "node.toml"})
"""Codes that look like an act: a kind of envelope, sentences on the progress of a job, a file."""
NOT_WRITING = frozenset({"jobs.py", "recurring.py", "rules.py", "words.py", "acts.py"})
"""Modules of repeated tasks, of rules over data, and of these words: what they name is no act."""


@cache
def trees() -> dict[str, ast.Module]:
    """Return every module of apps and sectors, by its path."""
    found = [one for part in ("apps", "sectors") for one in sorted((HOME / part).rglob("*.py"))]
    return {str(one): ast.parse(one.read_text("utf-8")) for one in found if "migrations" not in one.parts}


def lines() -> Iterator[tuple[str, ast.expr, ast.expr]]:
    """Yield (path, act, object type) of each call that writes a line."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and len(node.args) >= 4:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in WRITING:
                    yield path, node.args[1], node.args[2]


def texts(tree: ast.AST) -> Iterator[str]:
    """Yield the texts of a piece of code that have the form of an act."""
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield from [node.value] if CODE.fullmatch(node.value) else []


def written() -> set[str]:
    """Return all acts: those that calls name, and wherever else a service names one that begins like them."""
    named = {text for _path, said, _of in lines() for text in texts(said)}
    named |= {one for several in BUILT.values() for one in several}
    begins = {one.partition(".")[0] for one in named}
    modules = [tree for path, tree in trees().items() if Path(path).name not in NOT_WRITING]
    held = {text for tree in modules for text in texts(tree) if text.partition(".")[0] in begins}
    return (named | held) - NO_ACT


def test_every_act_that_a_service_writes_has_words():
    assert sorted(written() - ACTS.keys()) == []
    assert len(written()) > 150  # the reading of the code finds them


def test_every_act_that_is_put_together_is_listed_above():
    found = {ast.unparse(said)[2:-1] for _path, said, _of in lines() if isinstance(said, ast.JoinedStr)}
    assert sorted(found - BUILT.keys()) == []


def objects() -> Iterator[str]:
    """Yield the types of objects that calls name, as a text or by the OBJECT of their module."""
    writing = {path for path, _said, _of in lines()}
    for _path, _said, of in lines():
        yield from [of.value] if isinstance(of, ast.Constant) and of.value else []
    for node in (node for path in writing for node in ast.walk(trees()[path]) if isinstance(node, ast.AnnAssign)):
        if getattr(node.target, "id", "") in ("OBJECT", "SECTION") and isinstance(node.value, ast.Constant):
            yield node.value.value


def test_every_object_of_an_act_has_a_word():
    assert sorted(set(objects()) - OBJECTS.keys()) == []


def test_no_two_acts_have_the_same_words():
    said = [str(one) for code, one in ACTS.items() if "." in code]  # the others are kinds of ledger entries
    assert sorted({one for one in said if said.count(one) > 1}) == []


@pytest.mark.parametrize("code", ["conflict.overdue", "exercise.fired", "wages.forgotten"])
def test_an_act_is_told_by_a_word(code) -> None:
    assert str(ACTS[code]) in act(code)
    assert f'title="{code}"' in act(code)


def test_an_act_without_a_word_is_told_by_its_code() -> None:
    assert "unheard.of" in act("unheard.of")
