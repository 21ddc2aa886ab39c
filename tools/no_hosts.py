# SPDX-License-Identifier: Apache-2.0
"""Check that no tracked file names a package registry: packages are asked for by name and hash alone.

A lock file with addresses works on one network and tells the world which mirror a ministry uses. The client's
own configuration decides where packages come from (docs/decisions/0002).
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Written in pieces, so that this file does not name what it looks for.
REGISTRIES = re.compile(
    r"py"
    r"pi\.org|python"
    r"hosted\.org|npm"
    r"js\.(?:org|com)|npm"
    r"mirror|yarn"
    r"pkg\.com"
    r"|deb\."
    r"debian\.org|security\."
    r"debian\.org|rubygems\."
    r"org|crates\."
    r"io|proxy\."
    r"golang\.org",
    re.IGNORECASE,
)
LOCK_ADDRESS = re.compile(r"https?://|file://|--(?:extra-)?index-url|--find-links|--trusted-host")


def tracked() -> list[Path]:
    """Return the files that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def hosts_in(path: Path, text: str) -> list[str]:
    """Return one sentence for each line of a file that names a host it must not."""
    rules = [REGISTRIES, LOCK_ADDRESS] if path.parent.name == "requirements" else [REGISTRIES]
    return [
        f"{path.relative_to(ROOT)}:{number}: names a registry or an index; ask for packages by name and hash alone"
        for number, line in enumerate(text.splitlines(), start=1)
        if any(rule.search(line) for rule in rules)
    ]


def unhashed(path: Path, text: str) -> list[str]:
    """Return one sentence for each requirement without a hash."""
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^#.*\n", "", text).strip())
    return [
        f"{path.relative_to(ROOT)}: '{entry.split()[0]}' has no hash; run `make lock`"
        for entry in entries
        if "--hash=sha256:" not in entry
    ]


def problems() -> list[str]:
    """Return everything that is wrong, one sentence each."""
    found: list[str] = []
    for path in tracked():
        try:
            found += hosts_in(path, path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue  # a picture, a font or a database: no address is fetched from it
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        found += unhashed(path, path.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    found = problems()
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    sys.exit(bool(found))
