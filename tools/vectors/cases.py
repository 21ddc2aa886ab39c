# SPDX-License-Identifier: Apache-2.0
"""Write spec/vectors/60-cases.json and kinds.json: what any language can run about cases.

    python -m tools.vectors.cases [--check]

The expected answers are written here by hand; tests/kernel/cases/test_vectors.py asks the kernel and the schema for
theirs. Only digests are computed, from the canonical bytes of the input.
"""

import json
import sys
from pathlib import Path
from typing import Any

from tools.vectors import cases_gates, cases_kind, cases_moves

FOLDER = Path(__file__).resolve().parents[2] / "spec" / "vectors"


def vectors() -> list[Any]:
    """Return all vectors."""
    made = [*cases_moves.vectors(), *cases_gates.vectors()]
    names = [vector["name"] for vector in made]
    if len(set(names)) != len(names):
        raise ValueError("two vectors of one name")
    return made


def texts() -> dict[str, str]:
    """Return the text of each file: one vector a line, so that a change shows in a diff."""
    rows = ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in vectors())
    kinds = json.dumps({cases_kind.NAME: cases_kind.kind()}, ensure_ascii=False, sort_keys=True, indent=1)
    return {"60-cases.json": f"[\n{rows}\n]\n", "kinds.json": kinds + "\n"}


def main(arguments: list[str]) -> int:
    """Write the files, or with --check say which is not as it would be written."""
    wrong = 0
    for name, text in texts().items():
        file = FOLDER / name
        if "--check" not in arguments:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            print(f"{name} is not what `python -m tools.vectors.cases` makes")
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
