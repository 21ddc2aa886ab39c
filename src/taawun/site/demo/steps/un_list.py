# SPDX-License-Identifier: Apache-2.0
"""The story of the United Nations list at a node: its people become records, which the index of names then holds."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from taawun.site.demo.nodes import NotSeen
from taawun.site.demo.run import Story

AREA: Final = "exchange"
WHOLE_LIST: Final = Path("..", "shared", "data", "UN_consolidated.xml.gz")
MANY_PERSONS: Final = 500


def imported(story: Story) -> str:
    """The United Nations list becomes records of Islamabad: the whole one where it is at hand, else the extract."""
    source = str(WHOLE_LIST) if WHOLE_LIST.exists() else "un-extract"
    officer = ("--as", "amina", "--secrets", str(story.pk.secrets))
    said = story.pk.run("import", source, "--purpose", "sanctions", *officer)
    counts = story.pk.act("state")["records"]
    if counts.get("person", 0) < MANY_PERSONS:
        raise NotSeen(f"records: {counts}")
    return f"{Path(source).name}: {said.strip()}; records: {counts}"


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (("The UN consolidated list is imported", imported),)
