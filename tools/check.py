# SPDX-License-Identifier: Apache-2.0
"""Run every checker, two at a time, and show what failed; `--fix` formats and generates instead."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
AT_ONCE = 2  # processes
WRITE = {"tools/catalogues.py": ("extract",)}  # a script that needs a word to write


@dataclass(frozen=True, slots=True)
class Check:
    """One checker: how it is run, how it is run to put things right, and what to do when it fails."""

    name: str
    check: tuple[str, ...]
    fix: tuple[str, ...] | None
    advice: str


def generator(script: str, advice: str) -> Check:
    """Return the check of a script in tools/ or spec/ that takes --check."""
    # As a module: a script's own folder on the path would hide the standard library's modules of its names.
    module = (str(BIN / "python"), "-m", script.removesuffix(".py").replace("/", "."))
    return Check(script, (*module, "--check"), (*module, *WRITE.get(script, ())), advice)


CHECKS = (
    Check("types", (str(BIN / "mypy"),), None, "each message names a file and a line; mypy's code is in brackets"),
    Check("lint", (str(BIN / "ruff"), "check", "--quiet"), (str(BIN / "ruff"), "check", "--fix"), "try `make fix`"),
    Check("layers", (str(BIN / "lint-imports"), "--no-cache"), None, "read docs/decisions/0001"),
    Check("registries", (str(BIN / "python"), "-m", "tools.no_hosts"), None, "read docs/decisions/0002"),
    generator("tools/settings_page.py", "run `make docs`"),
    generator("tools/instrument_schema.py", "run `make docs`"),
)


def found_generators() -> list[Check]:
    """Return the other scripts that take --check, wherever an area keeps them."""
    scripts = sorted([*ROOT.glob("tools/**/*.py"), *ROOT.glob("spec/*.py")])
    known = {check.name for check in CHECKS} | {"tools/check.py"}
    named = [(path.relative_to(ROOT).as_posix(), path) for path in scripts]
    return [
        generator(name, "run `make fix`")
        for name, path in named
        if name not in known and "--check" in path.read_text(encoding="utf-8")
    ]


def run(check: Check) -> tuple[Check, float, subprocess.CompletedProcess[str]]:
    """Run one checker and return how it went."""
    started = time.perf_counter()
    done = subprocess.run(check.check, cwd=ROOT, text=True, capture_output=True, check=False)
    return check, time.perf_counter() - started, done


def show(check: Check, seconds: float, done: subprocess.CompletedProcess[str]) -> bool:
    """Print how a checker went and return whether it is content."""
    right = done.returncode == 0
    print(f"{'ok    ' if right else 'FAILED'} {check.name} ({seconds:.1f} s)", flush=True)
    if not right:
        print(done.stdout + done.stderr + f"  -> {check.advice}\n", flush=True)
    return right


def main(arguments: list[str]) -> int:
    """Check everything, or put right what a program can."""
    checks = [*CHECKS, *found_generators()]
    if "--fix" in arguments:
        return max(subprocess.run(one.fix, cwd=ROOT, check=False).returncode for one in checks if one.fix)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = [show(*result) for result in pool.map(run, checks)]
    return not all(results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
