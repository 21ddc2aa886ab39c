# SPDX-License-Identifier: Apache-2.0
"""The command line: quick help, one line for each failure, secrets from nowhere but a private file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from taawun.kernel.trust.fingerprint import words
from tests.warm import taawun

SECRET = "a long and quiet secret"
PLAN = """
[node]
party = "PK"
name = "Islamabad"
url = "http://127.0.0.1:8790"
listen = "127.0.0.1:8790"
stretching = "light"
[[authority]]
code = "anf"
title_en = "Anti-Narcotics Force"
title_ar = "قوة مكافحة المخدرات"
title_ur = "انسدادِ منشیات فورس"
[[officer]]
username = "amina"
name = "آمنہ قریشی"
authority = "anf"
roles = ["desk_officer", "operator"]
[[officer]]
username = "bilal"
name = "بلال أحمد"
authority = "anf"
roles = ["releasing_officer"]
"""
_TABLE = "".join(f"{name} = {SECRET!r}\n" for name in ("amina", "bilal", "nobody"))
SECRETS = f"[password]\n{_TABLE}[passphrase]\n{_TABLE}"


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    """A founded node with the file of its officers' secrets beside it."""
    folder = tmp_path_factory.mktemp("node")
    (folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    secrets = folder / "secrets.toml"
    secrets.touch(mode=0o600)
    secrets.write_text(SECRETS, encoding="utf-8")
    said = taawun("init", "--from", str(folder / "plan.toml"), "--secrets", str(secrets), home=folder / "home")
    assert said.returncode == 0, said.stderr
    return folder / "home"


def secrets_of(node):
    return ("--secrets", str(node.parent / "secrets.toml"))


def test_help_names_the_commands_and_no_framework():
    said = taawun("--help")
    assert "serve" in said.stdout
    assert "Django" not in said.stdout


def test_help_imports_no_framework():
    heavy = "('django', 'httpx', 'gunicorn')"
    code = f"import sys; import taawun.site.cli.app; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def commands(*above):
    """Return every command, deep first, as its help shows them."""
    from typer.main import get_command

    from taawun.site.cli.app import app

    def walk(command, path):
        yield path
        for name, inner in getattr(command, "commands", {}).items():
            yield from walk(inner, (*path, name))

    return list(walk(get_command(app), above))


@pytest.mark.parametrize("path", commands(), ids=lambda path: " ".join(path) or "taawun")
def test_every_command_explains_itself(path):
    from typer.main import get_command

    from taawun.site.cli.app import app

    command = get_command(app)
    for name in path:
        command = command.commands[name]
    assert command.help
    assert all(getattr(one, "help", None) or one.param_type_name == "argument" or one.name in ("page", "processes")
               for one in command.params)  # fmt: skip
    assert not any("pass" in option for one in command.params for option in one.opts), "secrets are no options"


FAILURES = {
    "no home": ((), "site.no-home"),
    "an unknown name": (("inbox", "--as", "nobody", "--purpose", "x"), "people.wrong-password"),
    "no such envelope": (("show", "nope", "--as", "amina", "--purpose", "x"), "exchange.no-such-envelope"),
    "no role": (("releases", "--as", "bilal", "--purpose", ""), "audit.no-purpose"),
    "an operator only": (("roster", "publish", "--as", "bilal"), "people.no-role"),
    "a stranger": (
        ("send", "AE", "--as", "amina", "--purpose", "immigration", "--instrument", "x", "--article", "1"),
        "site.bad-setting",
    ),
    "records together, of which there are none": (
        (
            "send",
            "BH",
            "--as",
            "amina",
            "--purpose",
            "immigration",
            "--instrument",
            "x",
            "--article",
            "1",
            "--record",
            "nope",
            "--record",
            "none",
        ),
        "record.not-found",
    ),
    "one who does not answer": (("pair", "http://127.0.0.1:9", "--words", "x"), "exchange.unreachable"),
    "a node on top of a node": (("init",), "site.no-home"),
}


@pytest.mark.parametrize(("arguments", "code"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_one_line_with_its_code(node, tmp_path, arguments, code):
    home = node if arguments else tmp_path
    needs = arguments and arguments[0] not in ("init",)
    said = taawun(*(arguments or ("doctor",)), *(secrets_of(node) if needs else ()), home=home)
    text = said.stderr + said.stdout
    assert said.returncode == 1, text
    assert code in text
    assert "Traceback" not in text
    assert SECRET not in text


def test_secrets_that_others_may_read_are_refused(node, tmp_path):
    open_file = tmp_path / "secrets.toml"
    open_file.write_text(SECRETS, encoding="utf-8")
    open_file.chmod(0o644)
    said = taawun("inbox", "--as", "amina", "--purpose", "x", "--secrets", str(open_file), home=node)
    assert said.returncode == 1
    assert "people.key-file-open" in said.stderr


def test_a_draft_is_sent_only_with_an_approval(node, tmp_path):
    message = tmp_path / "message.txt"
    message.write_text("کیا کشتی پہنچ گئی؟", encoding="utf-8")
    basis = ("--purpose", "counter-narcotics", "--instrument", "pk-bh-2025", "--article", "4")
    drafted = taawun(
        "send", "BH", "--as", "amina", "--message", str(message), "--language", "ur", "--no-personal", *basis,
        *secrets_of(node), home=node,
    )  # fmt: skip
    assert drafted.returncode == 0, drafted.stderr
    release = drafted.stdout.split()[2]
    assert "releasing_officer" in drafted.stdout
    own = taawun("approve", release, "--as", "amina", *secrets_of(node), home=node)
    assert "release.drafter-approved" in own.stderr
    done = taawun("approve", release, "--as", "bilal", "--no-send", *secrets_of(node), home=node)
    assert "approved" in done.stdout, done.stderr
    gone = taawun("withdraw", release, "--as", "amina", *secrets_of(node), home=node)
    assert gone.returncode == 0, gone.stderr
    late = taawun("approve", release, "--as", "bilal", *secrets_of(node), home=node)
    assert "release.closed" in late.stderr


def test_pair_show_says_the_fingerprint_of_the_roster(node):
    said = taawun("pair", "show", home=node)
    assert said.stdout.count("-") >= 7
    assert len(words("0" * 64)) == len(next(line.strip() for line in said.stdout.splitlines() if line.count("-") == 7))


def test_doctor_says_what_to_do(node):
    (node / "keys" / "session.secret").chmod(0o644)
    try:
        said = taawun("doctor", "--json", home=node)
    finally:
        (node / "keys" / "session.secret").chmod(0o600)
    found = [json.loads(line) for line in said.stdout.splitlines()]
    assert said.returncode == 1
    assert {one["check"] for one in found if one["level"] == "bad"} >= {"permissions"}
    assert all(one["do"] for one in found if one["level"] != "ok")


def test_verify_asks_for_a_fingerprint(tmp_path):
    file = tmp_path / "x.proof"
    file.write_bytes(b"{}")
    assert "--words" in taawun("verify", str(file)).stderr
    refused = taawun("verify", str(file), "--words", "x")
    assert refused.returncode == 1
    assert "wire.bad-shape" in refused.stderr


def test_the_makefile_calls_a_command_that_exists():
    makefile = (Path(__file__).parent.parent.parent.parent / "Makefile").read_text(encoding="utf-8")
    named = {line.split("taawun ")[1].split()[0] for line in makefile.splitlines() if "$(BIN)/taawun " in line}
    assert named <= {path[0] for path in commands() if path}
