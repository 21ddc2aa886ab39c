# SPDX-License-Identifier: Apache-2.0
"""Names of drugs in three scripts, each with the one name of the UNODC and its schedule where it is controlled."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_name("data") / "drugs.tsv"
PRECURSORS: Final = "1988 I"
"""The schedule of what is notified before export (1988 convention, art. 12(10)(a))."""


@dataclass(frozen=True, slots=True)
class Drug:
    """A substance: `schedule` is empty where it is under no international control."""

    slug: str
    name: str
    schedule: str


def drug_of(written: str) -> Drug | None:
    """Return the drug that somebody wrote in any of the known spellings, or None: nothing is guessed."""
    return _by_name().get(" ".join(written.lower().split()))


def drugs() -> tuple[Drug, ...]:
    """Return all drugs of the table in its order."""
    return tuple(dict.fromkeys(_by_name().values()))


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Drug]:
    found: dict[str, Drug] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            slug, name, schedule, spellings = line.split("\t")
            found |= dict.fromkeys([name.lower(), *spellings.split(";")], Drug(slug, name, schedule))
    return found
