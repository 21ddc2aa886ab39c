# SPDX-License-Identifier: Apache-2.0
"""Whole journeys in a real browser: in each language, by mouse and by keyboard alone.

A short run makes each journey in three of the six ways: once in each language, by mouse and by keyboard in turn, so
that every way is gone three times over the six journeys (the first run of a node is the sixth). A thorough run makes
them all.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.browser.journeys import walks
from tests.browser.journeys.conftest import Scene

pytestmark = pytest.mark.slow
Walk = Callable[[Scene, Path], None]
LANGUAGES: Final = ("en", "ar", "ur")
HANDS: Final = ("mouse", "keyboard")
WALKS: Final[tuple[Walk, ...]] = (
    walks.answer_a_request,
    walks.ask_for_assistance,
    walks.meet_a_gate,
    walks.import_a_table,
    walks.judge_a_hit,
)


def ways(journey: int) -> list[tuple[str, str]]:
    """Return in which language and by what a journey is made."""
    if os.environ.get("TAAWUN_TEST_THOROUGH"):
        return [(language, by) for language in LANGUAGES for by in HANDS]
    return [(language, HANDS[(journey + turn) % len(HANDS)]) for turn, language in enumerate(LANGUAGES)]


@pytest.mark.parametrize(
    ("walk", "language", "by"),
    [
        pytest.param(walk, *way, id="-".join((walk.__name__, *way)))
        for number, walk in enumerate(WALKS)
        for way in ways(number)
    ],
)
def test_a_journey(scene: Scene, walk: Walk, tmp_path: Path) -> None:
    walk(scene, tmp_path)
    assert sum(actor.looker.pages for actor in scene.actors) > 5
