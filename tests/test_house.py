# SPDX-License-Identifier: Apache-2.0
"""The ground that other tests stand on: homes, settings, databases, clocks, closed sockets."""

import socket
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from taawun.kernel.errors import BadSetting, NoHome
from taawun.site.config import build_config, find_home, read_config
from taawun.site.home import write_config
from tests import asked, house
from tests.house import NODE, FakeClock, on_postgresql

WRONG = {
    "a party in lower case": ({"party": "pk"}, "'party'.*two upper-case letters"),
    "an empty name": ({"name": " "}, "'name'.*1 to 80"),
    "plain http beyond loopback": ({"url": "http://node.example"}, "'url'.*only on loopback"),
    "a URL with a path": ({"url": "https://node.example/a"}, "'url'"),
    "an address without a port": ({"listen": "127.0.0.1"}, "'listen'"),
    "an unknown database": ({"database": "mysql://x/y"}, "'database'.*postgresql"),
    "a language without pages": ({"language": "fr"}, "'language'.*en, ar or ur"),
    "an unknown zone": ({"time_zone": "Asia/Nowhere"}, "'time_zone'.*IANA"),
    "light secrets at an address": ({"url": "https://node.example", "stretching": "light"}, "'stretching'.*loopback"),
    "light secrets for others": ({"listen": "0.0.0.0:8440", "stretching": "light"}, "'stretching'.*loopback"),
    "a truth value for a number": ({"threads": True}, "'threads'.*from 1 to 64"),
    "a setting nobody declared": ({"debug": True}, "'debug' is not a setting"),
}


@pytest.mark.parametrize(("change", "reason"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_refused_by_name(tmp_path, change, reason):
    with pytest.raises(BadSetting, match=reason):
        build_config(tmp_path, {**NODE, **change})


def test_a_missing_setting_is_refused_by_name(tmp_path):
    with pytest.raises(BadSetting, match="'url' is missing"):
        build_config(tmp_path, {"party": "PK", "name": "x"})


@pytest.mark.parametrize("name", ["Islamabad", "المنامة", 'اسلام آباد "مرکزی" \\ نوڈ'])
def test_settings_survive_the_file_in_three_scripts(tmp_path, name):
    written = write_config(tmp_path, **{**NODE, "name": name})
    assert read_config(tmp_path) == written
    assert read_config(tmp_path) == replace(written, name=name)


def test_a_home_is_readable_by_its_owner_alone(home):
    for path in (home, home / "keys", home / "node.toml", home / "keys/session.secret"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_folder_without_settings_is_no_home(tmp_path):
    with pytest.raises(NoHome, match="taawun init"):
        read_config(tmp_path)
    with pytest.raises(NoHome, match="TAAWUN_HOME"):
        find_home({})


def test_the_clock_moves_only_by_hand(clock: FakeClock):
    before = clock.now()
    assert clock.now() == before
    assert (clock.advance(1.5) - before).total_seconds() == 1.5


def test_no_test_reaches_another_host():
    with pytest.raises(Exception, match="connect"), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for():
    from django.db import connection

    assert connection.vendor == ("postgresql" if on_postgresql() else "sqlite")
    with connection.cursor() as cursor:
        if on_postgresql():
            cursor.execute("SHOW server_version")
            assert int(str(cursor.fetchone()[0]).partition(".")[0]) >= 15
            return
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA synchronous").fetchone() == (1,)  # in a transaction; see test_sqlite.py


def test_settings_never_name_a_real_home():
    from django.conf import settings

    assert "taawun-test-" in str(settings.NODE.home)
    assert Path(settings.NODE.home, "node.toml").exists()


class Row:
    """A test as it is collected, with the marks it bears."""

    def __init__(self, file, name, **marks):
        self.path, self.name, self.marks = Path(file), name, marks
        self.nodeid = f"{file}::{name}"

    def get_closest_marker(self, name):
        return self.marks.get(name)


def rows(file, count, **marks):
    return [Row(file, f"test_it[{number}]", **marks) for number in range(count)]


CHOSEN = {
    "a long table is sampled": (rows("tests/apps/a.py", 9), "048"),
    "a short one is whole": (rows("tests/apps/a.py", 3), "012"),
    "each asks something of its own": (rows("tests/apps/a.py", 5, dialect=pytest.mark.dialect.mark), "01234"),
    "what is committed": (rows("tests/apps/a.py", 5, django_db=pytest.mark.django_db(transaction=True).mark), "01234"),
    "what starts nodes": (rows("tests/federation/a.py", 5), "01234"),
}


@pytest.mark.parametrize(("items", "left"), CHOSEN.values(), ids=CHOSEN)
def test_of_a_table_of_rows_postgresql_runs_a_sample(monkeypatch, items, left):
    monkeypatch.delenv("TAAWUN_TEST_THOROUGH", raising=False)
    assert house.chosen_rows(items) == {f"{items[0].path.as_posix()}::test_it[{number}]" for number in left}
    monkeypatch.setenv("TAAWUN_TEST_THOROUGH", "1")
    assert len(house.chosen_rows(items)) == len(items)


def test_what_is_left_to_sqlite_is_named_by_tests_that_exist():
    files: dict[str, str] = {}
    for name in house.LEFT.read_text(encoding="utf-8").splitlines():
        file, _, test = name.rpartition("::")
        file = file.partition("::")[0]
        files.setdefault(file, Path(house.LEFT.parent.parent, file).read_text(encoding="utf-8"))
        assert f"def {test}(" in files[file], f"{name}: write the list again, as tests/asked.py says"


def test_what_asks_like_others_is_left_to_sqlite_unless_it_commits_or_the_run_is_thorough(monkeypatch):
    monkeypatch.delenv("TAAWUN_TEST_THOROUGH", raising=False)
    (row,) = rows("tests/apps/a.py", 1)
    (commits,) = rows("tests/apps/a.py", 1, django_db=pytest.mark.django_db(transaction=True).mark)
    left = frozenset({"tests/apps/a.py::test_it"})
    assert house.asks_like_others(row, left)
    assert not house.asks_like_others(commits, left)
    assert not house.asks_like_others(row, frozenset())
    assert house.left_to_sqlite()
    monkeypatch.setenv("TAAWUN_TEST_THOROUGH", "1")
    assert not house.left_to_sqlite()


def test_tests_are_chosen_until_every_statement_is_asked_the_cheap_before_the_dear():
    statements = {"a": {"1", "2"}, "b": {"2"}, "c": {"1", "2", "3"}, "d": {"3"}}
    assert asked.needed(statements, {"a": 1, "b": 1, "c": 90, "d": 1}) == {"a", "d"}
    assert asked.needed(statements, {"a": 1, "b": 1, "c": 1, "d": 1}) == {"c"}
    rows_of_c = {f"{name}[{row}]": said for name, said in statements.items() for row in "xy"}
    assert asked.written(rows_of_c, dict.fromkeys(rows_of_c, 1)) == "a\nb\nd\n"


SAID = {
    "values": ("SELECT 1 WHERE a = 'x' AND b = %s", "SELECT 2 WHERE a = 'y' AND b = 7"),
    "how many are asked for": ("WHERE id IN (%s, %s, %s)", "WHERE id IN (%s)"),
    "how many rows are written": ("VALUES (%s, %s), (%s, %s)", "VALUES (%s, 4)"),
    "the name of a savepoint": ('SAVEPOINT "s140_x3"', 'SAVEPOINT "s9_x12"'),
}


@pytest.mark.parametrize(("one", "other"), SAID.values(), ids=SAID)
def test_a_statement_is_what_it_says_without_its_values(one, other):
    assert asked.shape(one) == asked.shape(other)
    assert asked.shape(one) != asked.shape(one + " AND a IS NULL")
