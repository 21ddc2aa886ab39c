# SPDX-License-Identifier: Apache-2.0
"""Write spec/vectors, or with `--check` say which file is not what the generator makes."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tools.vectors import envelope, exchange, release, trust, worlds

FOLDER: Final = Path(__file__).parents[2] / "spec" / "vectors"
FILES: Final[dict[str, Callable[[], Any]]] = {
    "worlds.json": worlds.worlds,
    "10-trust.json": trust.vectors,
    "20-envelope.json": envelope.vectors,
    "30-exchange.json": exchange.vectors,
    "50-release.json": release.vectors,
}


def main(arguments: list[str]) -> int:
    """Write the files or compare them; 1 if one differs."""
    made = {name: _text(make()) for name, make in FILES.items()}
    if "--check" not in arguments:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        return 0
    wrong = [name for name, text in made.items() if _found(name) != text]
    for name in wrong:
        print(f"spec/vectors/{name} is not what `python -m tools.vectors` makes")
    return 1 if wrong else 0


def _text(value: Any) -> str:
    """Return JSON with one vector a line, so that a change shows in a diff."""
    if isinstance(value, list):
        rows = ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in value)
        return f"[\n{rows}\n]\n"
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _found(name: str) -> str:
    file = FOLDER / name
    return file.read_text(encoding="utf-8") if file.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
