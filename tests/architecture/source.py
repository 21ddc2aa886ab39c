# SPDX-License-Identifier: Apache-2.0
"""The source tree as the architecture tests read it: files, imports and citations, found without importing."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SRC = ROOT / "src"
PACKAGE = SRC / "taawun"
APPS = PACKAGE / "apps"


def python_files(folder: Path = PACKAGE) -> list[Path]:
    """Return the Python files under a folder."""
    return sorted(folder.rglob("*.py"))


def where(path: Path, node: ast.AST | None = None) -> str:
    """Return file:line as an editor opens it."""
    return f"{path.relative_to(ROOT)}" + (f":{node.lineno}" if node is not None else "")


@cache
def tree(path: Path) -> ast.Module:
    """Return the parsed source of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Yield every imported module, `from x import y` as x.y, wherever in the file it stands."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{where(path, node)}: import by the whole name, not with dots"
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def dotted(node: ast.AST) -> str:
    """Return the text of a dotted name such as `time.time`, or nothing."""
    if isinstance(node, ast.Attribute):
        left = dotted(node.value)
        return f"{left}.{node.attr}" if left else ""
    return node.id if isinstance(node, ast.Name) else ""


CITED = re.compile(r"(?:§{1,2}|spec\s+)\s?(\d{2}\.\d+)")
ATTRIBUTE = re.compile(r"""\bsection(?::\s*[\w\[\]]+)?\s*=\s*["'](\d{2}\.\d+)["']""")


def citations(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and paragraph of every §20.4 and `section = "20.4"` in a file."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        for match in [*CITED.finditer(line), *ATTRIBUTE.finditer(line)]:
            yield number, match[1]


def report(problems: list[str], advice: str) -> str:
    """Return a failing message: what is wrong, line by line, and what to do."""
    return "\n".join(["", *problems, f"-> {advice}"])
