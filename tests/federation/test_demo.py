# SPDX-License-Identifier: Apache-2.0
"""The demonstration as a newcomer runs it: every step is seen, and the evidence is written."""

import json

import pytest

from taawun.kernel.errors import AnotherStory
from taawun.site.demo import run
from taawun.site.demo.steps import STEPS
from tests.federation.nodes import databases, taawun

pytestmark = [pytest.mark.slow, pytest.mark.once]


def test_every_step_of_the_demo_holds(tmp_path):
    chosen = [part for party, url in databases().items() for part in ("--database", f"{party}={url}")]
    done = taawun("demo", "--once", "--json", str(tmp_path / "steps.json"), *chosen, cwd=tmp_path)
    assert (tmp_path / "steps.json").exists(), done.stdout + done.stderr
    steps = json.loads((tmp_path / "steps.json").read_text(encoding="utf-8"))["steps"]
    assert [step for step in steps if not step["ok"]] == []
    assert [(step["area"], step["name"]) for step in steps] == [(step.area, step.name) for step in STEPS]
    assert all(step["evidence"] and step["seconds"] >= 0 for step in steps)
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["steps.json"], "--once leaves nothing behind"


def test_a_second_story_in_the_folder_of_one_that_runs_is_refused_and_takes_nothing_away(tmp_path):
    with run._folder(run.Options(folder=tmp_path / "demo")) as folder:
        (folder / "kept").touch()
        with pytest.raises(AnotherStory), run._folder(run.Options(folder=folder)):
            pass
        assert (folder / "kept").exists()
    with run._folder(run.Options(folder=folder)):
        assert not (folder / "kept").exists()
