# SPDX-License-Identifier: Apache-2.0
"""The specification as the architecture tests read it: numbered paragraphs, and what proves each."""

import json
import re
from functools import cache
from typing import Any

from tests.architecture.source import ROOT

SPEC = ROOT / "spec"
PARAGRAPH = re.compile(r"^\*\*(\d{2}\.\d+)\*\*", re.MULTILINE)
MUST = re.compile(r"\bMUST(?: NOT)?\b")
MENTION = re.compile(r"""[§"'](\d{2}\.\d+)(?!\d)""")


@cache
def paragraphs() -> dict[str, str]:
    """Return number -> text of every paragraph of spec/*.md."""
    found: dict[str, str] = {}
    for path in sorted(SPEC.glob("*.md")):
        parts = PARAGRAPH.split(path.read_text(encoding="utf-8"))
        for number, text in zip(parts[1::2], parts[2::2], strict=True):
            assert number not in found, f"spec §{number} stands twice, once more in {path.name}; renumber one"
            found[number] = re.split(r"^#", text, maxsplit=1, flags=re.MULTILINE)[0]
    return found


def duties() -> set[str]:
    """Return the numbers of paragraphs that say MUST."""
    return {number for number, text in paragraphs().items() if MUST.search(text)}


def _sections(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["section"].lstrip("§")} if isinstance(value.get("section"), str) else set()
        return own.union(*map(_sections, value.values()))
    return set().union(*map(_sections, value)) if isinstance(value, list) else set()


@cache
def proven() -> set[str]:
    """Return the paragraphs that a vector or a test names."""
    found: set[str] = set()
    for path in (SPEC / "vectors").rglob("*.json"):
        found |= _sections(json.loads(path.read_text(encoding="utf-8")))
    for folder in ("tests", "conformance"):
        for path in (ROOT / folder).rglob("*.py"):
            found |= set(MENTION.findall(path.read_text(encoding="utf-8")))
    return found
