# SPDX-License-Identifier: Apache-2.0
"""What Node built for the pages, by name: fonts, scripts, maps. Without it nothing is linked and pages still work.

`make assets` writes static/built with a manifest; each file's name carries the digest of its content.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.templatetags.static import static

FOLDER: Final = Path(__file__).resolve().parent / "static" / "built"


@lru_cache(maxsize=1)
def manifest() -> dict[str, str]:
    """Return the stored name of each thing that was built; nothing where nothing was."""
    file = FOLDER / "manifest.json"
    if not file.is_file():
        return {}
    read: Any = json.loads(file.read_text(encoding="utf-8"))
    return {str(name): str(stored) for name, stored in read.items()}


def address(name: str) -> str:
    """Return the address of something built, or an empty text where it was not built."""
    stored = manifest().get(name)
    return static(f"built/{stored}") if stored else ""
