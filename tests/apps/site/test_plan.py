# SPDX-License-Identifier: Apache-2.0
"""A node is made whole or not at all."""

import json
import subprocess
import sys

from taawun.site.plan import UNFINISHED, is_empty, is_founded
from tests.apps.site.test_command_line import PLAN, SECRETS
from tests.warm import taawun

WEAK = SECRETS.replace("a long and quiet secret", "short")


def found(tmp_path, secrets):
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    kept = tmp_path / "secrets.toml"
    kept.touch(mode=0o600)
    kept.write_text(secrets, encoding="utf-8")
    home = tmp_path / "home"
    return taawun("init", "--from", str(tmp_path / "plan.toml"), "--secrets", str(kept), home=home), home


def test_a_founding_that_fails_leaves_nothing_and_can_be_repeated(tmp_path):
    said, home = found(tmp_path, WEAK)
    assert said.returncode == 1
    assert "people.weak-secret" in said.stderr
    assert not home.exists(), "what was begun is taken away"
    said, home = found(tmp_path, SECRETS)
    assert said.returncode == 0, said.stderr
    assert is_founded(home)
    assert not (home / UNFINISHED).exists()
    code = (
        "import json, sys; from taawun.site.cli.node import open_node, is_migrated; open_node(); print(is_migrated())"
    )
    tried = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        env={"TAAWUN_HOME": str(home), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert tried.stdout.strip() == "True", json.dumps(tried.stderr[-500:])


def test_a_home_with_something_else_in_it_is_not_empty(tmp_path):
    assert is_empty(tmp_path / "nowhere")
    (tmp_path / UNFINISHED).mkdir()
    assert is_empty(tmp_path), "what a founding that was killed left is no node"
    (tmp_path / "letters.txt").write_text("mine")
    assert not is_empty(tmp_path)
