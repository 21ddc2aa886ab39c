# SPDX-License-Identifier: Apache-2.0
"""Sectors: plug-ins of one shape, none of which imports another (docs/how-to/write-a-sector.md)."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent


def found() -> tuple[str, ...]:
    """Return the slugs of the sectors that are there: the folders with a declaration."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/sector.py")))


def with_pages() -> tuple[str, ...]:
    """Return the slugs of the sectors that have pages of their own."""
    return tuple(
        slug for slug in found() if (FOLDER / slug / "pages.py").exists() or (FOLDER / slug / "pages").is_dir()
    )
