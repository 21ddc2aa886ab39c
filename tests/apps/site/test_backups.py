# SPDX-License-Identifier: Apache-2.0
"""A node becomes a file and a file a node, whole or not at all; tried with the real commands."""

import sqlite3
import stat

import pytest

from taawun.site.plan import is_founded
from tests.apps.site.test_command_line import SECRET, node, secrets_of
from tests.warm import taawun

__all__ = ["node"]
KEY = "a quiet place for everything"


@pytest.fixture(scope="module")
def made(node):
    """A founded node, and a backup of it."""
    secrets = node.parent / "backup.toml"
    secrets.touch(mode=0o600)
    secrets.write_text(f"[passphrase]\nbackup = {KEY!r}\n")
    file = node.parent / "pk.backup"
    said = taawun("backup", str(file), "--secrets", str(secrets), home=node)
    assert said.returncode == 0, said.stderr
    return file, secrets


def restore(made, home, *more, file=None):
    return taawun("restore", str(file or made[0]), "--secrets", str(made[1]), *more, home=home)


def rows(home, query):
    line = sqlite3.connect(home / "db.sqlite3")
    try:
        return line.execute(query).fetchall()
    finally:
        line.close()


def test_a_node_comes_back_as_it_was(made, node, tmp_path):
    home = tmp_path / "new"
    said = restore(made, home)
    assert said.returncode == 0, said.stderr
    assert is_founded(home)
    for query in (
        "SELECT username, password FROM people_officer ORDER BY username",
        "SELECT key_id, wrapped FROM people_officerkey ORDER BY key_id",
        "SELECT version, digest FROM exchange_ownroster",
    ):
        assert rows(home, query) == rows(node, query)
    for path in (node / "keys").iterdir():
        assert (home / "keys" / path.name).read_bytes() == path.read_bytes()
        assert stat.S_IMODE((home / "keys" / path.name).stat().st_mode) == 0o600
    words = [taawun("pair", "show", home=one).stdout for one in (home, node)]
    assert words[0] == words[1]
    assert words[0].strip()
    said = taawun("roster", "publish", "--as", "amina", *secrets_of(node), home=home)
    assert said.returncode == 0, "its keys sign: " + said.stderr
    said = taawun("doctor", home=home)
    assert "every key of the node opens" in said.stdout


def test_what_is_in_a_backup_cannot_be_read_without_its_passphrase(made):
    data = made[0].read_bytes()
    assert stat.S_IMODE(made[0].stat().st_mode) == 0o600
    for word in (b"PRIVATE KEY", b"amina", "آمنہ".encode(), b"SQLite format", SECRET.encode()):
        assert word not in data


def test_a_backup_is_checked_without_making_anything(made, tmp_path):
    said = restore(made, tmp_path / "new", "--check")
    assert said.returncode == 0, said.stderr
    assert "is whole" in said.stdout
    assert not (tmp_path / "new").exists()


def test_a_broken_backup_makes_nothing(made, tmp_path):
    cut = tmp_path / "cut.backup"
    cut.write_bytes(made[0].read_bytes()[:-100])
    said = restore(made, tmp_path / "new", file=cut)
    assert said.returncode == 1
    assert "node.bad-backup" in said.stderr
    assert not (tmp_path / "new").exists()


def test_a_home_in_use_and_a_file_that_exists_are_left_alone(made, node):
    said = restore(made, node)
    assert said.returncode == 1
    assert "is not empty" in said.stderr
    before = made[0].read_bytes()
    said = taawun("backup", str(made[0]), "--secrets", str(made[1]), home=node)
    assert said.returncode == 1
    assert made[0].read_bytes() == before
