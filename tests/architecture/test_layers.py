# SPDX-License-Identifier: Apache-2.0
"""Who may import whom (docs/decisions/0001), and what the kernel may touch."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.source import APPS, PACKAGE, ROOT, dotted, imports, python_files, report, tree, where

KERNEL = PACKAGE / "kernel"
WITH_EXTRA = {PACKAGE / "engines/matching/spark.py"}
"""What runs only where an extra is installed, and whose tests skip without it."""
# Modules of the standard library that are a clock, a disk, a network, an environment or chance.
NOT_IN_KERNEL = frozenset(
    """asyncio concurrent.futures ctypes fcntl ftplib getpass glob http imaplib importlib io logging mmap
    multiprocessing os pathlib platform random secrets select selectors shelve shutil signal smtplib socket
    socketserver sqlite3 ssl subprocess sys tempfile threading time urllib.request xml""".split()
)
FORBIDDEN_CALLS = {
    "time.time": "take a Clock or a moment as an argument",
    "datetime.now": "take a Clock or a moment as an argument",
    "datetime.datetime.now": "take a Clock or a moment as an argument",
    "datetime.utcnow": "take a Clock or a moment as an argument",
    "datetime.today": "take a Clock or a moment as an argument",
    "date.today": "take the legal day as an argument",
    "os.environ": "take the setting as an argument",
    "os.urandom": "take random bytes as an argument",
    "uuid.uuid1": "use wire/ids.py with a moment and random bytes",
    "uuid.uuid4": "use wire/ids.py with a moment and random bytes",
    "open": "take bytes as an argument",
    "input": "take the answer as an argument",
    "print": "return the text",
}


@pytest.mark.checked
def test_the_layers_hold():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + "-> move the rule down, or pass what it needs as an argument"


def test_the_kernel_imports_the_standard_library_cryptography_and_orjson_alone():
    wrong = []
    for path in python_files(KERNEL):
        for name, node in imports(path):
            top = name.partition(".")[0]
            ours = name == "taawun.kernel" or name.startswith("taawun.kernel.")
            if not (ours or top in ("cryptography", "orjson") or top in sys.stdlib_module_names):
                wrong.append(f"{where(path, node)}: imports {name}")
    assert not wrong, report(wrong, "the kernel has no framework; give the value as an argument or use a port")


def test_the_kernel_has_no_clock_disk_network_environment_or_chance():
    wrong = []
    for path in python_files(KERNEL):
        for name, node in imports(path):
            if any(name == module or name.startswith(module + ".") for module in NOT_IN_KERNEL):
                wrong.append(f"{where(path, node)}: imports {name}")
        for node in ast.walk(tree(path)):
            # a field may be called `open`; only what is read can be the function
            read = isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load)
            name = dotted(node) if read else ""
            if name in FORBIDDEN_CALLS:
                wrong.append(f"{where(path, node)}: uses {name}: {FORBIDDEN_CALLS[name]}")
    assert not wrong, report(wrong, "time, keys, chance and files come into the kernel as arguments (ports.py)")


def test_what_the_test_command_runs_imports_nothing_that_is_not_locked():
    """A package that a developer happens to have is missing on the next machine."""
    packages = packages_distributions()
    locked = {_name(line) for line in (ROOT / "requirements/dev.txt").read_text(encoding="utf-8").splitlines()}
    wrong = [
        f"{where(path, node)}: imports {name}"
        for path in _run_by_tests()
        for name, node in imports(path)
        if not _ours(top := name.partition(".")[0]) and locked.isdisjoint(map(_name, packages.get(top, ())))
    ]
    assert not wrong, report(wrong, "name its package in pyproject.toml and relock, or take its --check away")


def _run_by_tests() -> list[Path]:
    tests = [path for path in python_files(ROOT / "tests") if ROOT / "tests/bench" not in path.parents]
    checked = [path for path in python_files(ROOT / "tools") if "--check" in path.read_text(encoding="utf-8")]
    return [*(path for path in python_files() if path not in WITH_EXTRA), *tests, *checked]


def _ours(top: str) -> bool:
    return top in sys.stdlib_module_names or top in {"taawun", "tests", "tools"}


def _name(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text.partition("==")[0]).lower()


def test_no_app_imports_a_sector():
    wrong = [
        f"{where(path, node)}: imports {name}"
        for path in python_files(APPS)
        for name, node in imports(path)
        if name.startswith("taawun.sectors")
    ]
    assert not wrong, report(wrong, "a sector registers itself through its declaration; the app asks the registry")


def test_no_sector_imports_another():
    sectors = PACKAGE / "sectors"
    wrong = []
    for path in python_files(sectors):
        own = path.relative_to(sectors).parts[0]
        for name, node in imports(path):
            parts = name.split(".")
            if parts[:2] == ["taawun", "sectors"] and len(parts) > 2 and parts[2] != own:
                wrong.append(f"{where(path, node)}: imports {name}")
    assert not wrong, report(wrong, "move what two sectors share into an app or the kernel")
