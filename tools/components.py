# SPDX-License-Identifier: Apache-2.0
"""Write docs/reference/components.json, what a node consists of, from the two locks; with --check, only compare.

It is a CycloneDX 1.5 document, which scanners for known weaknesses read (ASVS 14.2.5). It has no date and no number of
its own: the same locks give the same bytes.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs/reference/components.json"
PINNED: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def component(kind: str, name: str, version: str) -> dict[str, str]:
    """Return one component; its address says where it is from: `pypi` or `npm`."""
    address = f"pkg:{kind}/{quote(name, safe='/')}@{quote(version)}"
    return {"type": "library", "bom-ref": address, "name": name, "version": version, "purl": address}


def of_python() -> list[dict[str, str]]:
    """Return what a node runs on."""
    return [component("pypi", *one) for one in PINNED.findall((ROOT / "requirements/run.txt").read_text("utf-8"))]


def of_pages() -> list[dict[str, str]]:
    """Return what the scripts of the pages are built from."""
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    named = {(path.rpartition("node_modules/")[2], one["version"]) for path, one in locked.items() if path}
    return [component("npm", name, version) for name, version in sorted(named)]


def document() -> str:
    """Return the whole document."""
    said: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "taawun"}},
        "components": of_python() + of_pages(),
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write the document, or check it."""
    if "--check" in arguments:
        right = PAGE.exists() and PAGE.read_text(encoding="utf-8") == document()
        if not right:
            print(f"{PAGE.name} is not what the locks say; run `make docs`", file=sys.stderr)
        return not right
    PAGE.write_text(document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
