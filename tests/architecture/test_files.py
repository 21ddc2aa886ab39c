# SPDX-License-Identifier: Apache-2.0
"""Files as a reader meets them: short, licensed, without a registry's address, with help that tells the truth."""

import ast
import re
import subprocess

import pytest

from tests.architecture.source import PACKAGE, ROOT, python_files, report, tree, where
from tools import no_hosts, settings_page

LONGEST = 400  # lines of a source file
SPDX = "SPDX-License-Identifier: Apache-2.0"
SOURCES = (".py", ".css", ".js", ".sh", ".toml", ".yaml", ".yml")  # templates and pictures go to the reader
UNMARKED = ("docs/", "locale/", "spec/vectors/", "publiccode.yml")
LONG_ON_PURPOSE = {"src/taawun/kernel/errors.py": "one tree of errors, in one file that every area adds to"}


def sources():
    for path in no_hosts.tracked():
        name = path.relative_to(ROOT).as_posix()
        generated = "/migrations/" in name or path.stat().st_size == 0
        if path.suffix in SOURCES and not generated and not name.startswith(UNMARKED):
            yield name, path


def test_every_source_file_names_its_licence():
    wrong = [name for name, path in sources() if SPDX not in path.read_text(encoding="utf-8")[:400]]
    assert not wrong, report(wrong, f"write `{SPDX}` in a comment at the top")


def test_no_source_file_is_long():
    lengths = [(path, len(path.read_text(encoding="utf-8").splitlines())) for path in python_files()]
    wrong = [
        f"{where(path)}: {lines} lines"
        for path, lines in lengths
        if lines > LONGEST and where(path) not in LONG_ON_PURPOSE and "migrations" not in path.parts
    ]
    assert not wrong, report(wrong, f"split it along what it decides; {LONGEST} lines is the limit, 100 the habit")


def test_every_module_says_what_it_is():
    wrong = [
        where(path)
        for path in python_files()
        if "migrations" not in path.parts and tree(path).body and not ast.get_docstring(tree(path))
    ]
    assert not wrong, report(wrong, "open the module with two to five lines: what it decides, and which § it follows")


def test_nothing_that_a_machine_made_for_itself_is_tracked():
    names = [path.relative_to(ROOT).as_posix() for path in no_hosts.tracked()]
    wrong = [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".sqlite3", ".log"))]
    assert not wrong, report(wrong, "`git rm --cached` it; .gitignore names such files, so never add with force")


def test_no_tracked_file_names_a_registry():
    wrong = no_hosts.problems()
    assert not wrong, report(wrong, "read docs/decisions/0002")


def test_the_settings_page_says_what_the_settings_say():
    assert settings_page.main(["--check"]) == 0, "run `make docs`"


def test_the_readme_shows_the_real_help():
    command = ["make", "--no-print-directory", "help"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\n(make COMMAND\n.*?)```", page, re.DOTALL)
    assert shown is not None, "README.md has no block that begins with ```text and `make COMMAND`"
    assert shown[1].strip() == said.stdout.strip(), "copy the output of `make help` into README.md"


def test_every_link_between_our_pages_leads_somewhere():
    wrong = [
        f"{where(path)}: {target}"
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "spec").glob("*.md")]
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert not wrong, report(wrong, "correct the link, or write the page")


@pytest.mark.parametrize("name", ["LICENSE", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", "publiccode.yml"])
def test_the_house_is_complete(name):
    assert (ROOT / name).stat().st_size > 0, f"{name} is empty"


def test_the_package_and_the_project_agree_on_the_version():
    import tomllib

    from taawun import __version__

    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == __version__
    assert PACKAGE.joinpath("__init__.py").exists()
