# SPDX-License-Identifier: Apache-2.0
"""Build what pages are served with, where Node is there: fonts, scripts, maps. Without Node, say what is missing.

A stamp of everything that is built from makes a second run cost nothing. The desk works without any of it, with
the system's fonts and without maps, so `--if-possible` never fails: a node is set up without Node too.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "src/taawun/apps/ui/static/built"
SOURCES = ("package.json", "package-lock.json", "assets")
WITHOUT = "pages use this system's fonts and have no maps"
INSTALL = "install Node 20 or later (on Debian: apt-get install nodejs npm), then run: make assets"


def stamp() -> str:
    """Return one digest of everything that the assets are built from."""
    digest = hashlib.sha256()
    files = [file for name in SOURCES for file in sorted([ROOT / name, *(ROOT / name).rglob("*")]) if file.is_file()]
    for file in files:
        digest.update(f"{file.relative_to(ROOT)}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def current(wanted: str) -> bool:
    """Return whether what stands was built from these sources."""
    file = BUILT / "stamp"
    return file.is_file() and file.read_text(encoding="utf-8") == wanted


def node() -> bool:
    """Return whether a Node that can build is there."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    said = subprocess.run(["node", "--version"], text=True, capture_output=True, check=False).stdout.strip()
    return said.removeprefix("v").partition(".")[0].isdecimal() and int(said[1:].partition(".")[0]) >= 20


def installed() -> bool:
    """Return whether the packages that the lock names are installed."""
    mark, lock = ROOT / "node_modules/.package-lock.json", ROOT / "package-lock.json"
    return mark.is_file() and mark.stat().st_mtime >= lock.stat().st_mtime


def build(wanted: str) -> str:
    """Install the locked packages and build; return what went wrong, or nothing."""
    steps = [] if installed() else [["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]]
    known = {**os.environ, "TAAWUN_ASSETS_STAMP": wanted}
    for step in [*steps, ["node", "assets/build.mjs"]]:
        done = subprocess.run(step, cwd=ROOT, text=True, capture_output=True, check=False, env=known)
        if done.returncode:
            return (done.stderr or done.stdout).strip()[-2000:] or f"{step[0]} failed"
    return ""


def main(arguments: list[str]) -> int:
    """Build what is not current; with `--if-possible`, a build that cannot be is said and is no failure."""
    wanted = stamp()
    if current(wanted):
        return 0
    problem = build(wanted) if node() else "there is no Node on this machine"
    if not problem:
        return 0
    print(f"assets: not built: {problem}\nassets: without them {WITHOUT}; {INSTALL}", file=sys.stderr)
    return 0 if "--if-possible" in arguments else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
