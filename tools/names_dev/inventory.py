# SPDX-License-Identifier: Apache-2.0
"""The names that the development set is composed of: common ones by tradition, and a tail of rare ones."""

import gzip
import hashlib
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
HELD_OUT: Final = 20  # percent of the clusters, by the hash of their identifier
_EASTERN: Final = frozenset("عحصضظذطق")  # letters that transcriptions of Western names do not use
_LATIN: Final = re.compile(r"[a-z]{3,12}")
_ARABIC: Final = re.compile(r"[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]{2,12}")


@dataclass(frozen=True, slots=True)
class Name:
    """One name with its spellings in both scripts, the usual first."""

    latin: tuple[str, ...]
    arabic: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inventory:
    """Lists of names by "tradition slot", the tail, and those of the tail that are of Arabic-script origin."""

    lists: dict[str, tuple[Name, ...]]
    tail: tuple[Name, ...]
    eastern: tuple[Name, ...]

    @classmethod
    def read(cls, clusters: Path, wikidata: Path) -> "Inventory":
        """Read the project's lists, the held-out clusters, and the commonest tokens of Wikidata as Western names."""
        tail, lists = read_tail(clusters), read_lists()
        lists["western name"] = read_counted(wikidata)
        return cls(lists, tail, tuple(name for name in tail if _EASTERN & set(name.arabic[0])))

    def draw(self, rng: random.Random, key: str, tail: float = 0.0) -> Name:
        """Return a name of a list, common ones more often (Zipf); with probability `tail`, a rare one."""
        if rng.random() < tail:
            return rng.choice(self.eastern)
        names = self.lists[key]
        return rng.choices(names, zipf(len(names)))[0]

    def draw_western(self, rng: random.Random) -> Name:
        """Return a Western name, half of them common, half of the tail."""
        return self.draw(rng, "western name") if rng.random() < 0.5 else rng.choice(self.tail)


def zipf(count: int, power: float = 0.8) -> list[float]:
    """Return the relative frequencies of `count` ranked names."""
    return [1 / (rank + 1) ** power for rank in range(count)]


def read_lists(path: Path = HERE / "core_names.txt") -> dict[str, tuple[Name, ...]]:
    """Read the project's own lists."""
    lists: dict[str, list[Name]] = {}
    current: list[Name] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = lists.setdefault(line.strip("[]"), [])
        elif "=" in line and not line.startswith("#"):
            latin, arabic = (tuple(word.replace("_", " ") for word in side.split()) for side in line.split("=", 1))
            current.append(Name(latin, arabic))
    return {key: tuple(names) for key, names in lists.items()}


def read_clusters(path: Path) -> Iterable[tuple[str, list[str]]]:
    """Yield identifier and spellings of each cluster of rigour's `person_names.txt`."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            forms, _, identifier = line.rstrip("\n").rpartition(" => ")
            yield identifier, [form.strip() for form in forms.split(",")]


def read_counted(path: Path, most: int = 3_000) -> tuple[Name, ...]:
    """Return the commonest Latin tokens with their Arabic transcription, by count."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    plain = [(int(count), latin, arabic.replace(" ", "")) for latin, arabic, count in rows if _LATIN.fullmatch(latin)]
    ranked = sorted((row for row in plain if not _EASTERN & set(row[2])), reverse=True)[:most]
    spellings: dict[str, list[str]] = {}
    for _, latin, arabic in ranked:
        spellings.setdefault(latin, []).append(arabic)
    return tuple(Name((latin,), tuple(arabic)) for latin, arabic in spellings.items())


def held_out(identifier: str) -> bool:
    """Whether a cluster is kept from training (one rule for the token model and for this set)."""
    return int(hashlib.md5(identifier.encode()).hexdigest()[:8], 16) % 100 < HELD_OUT


def read_tail(path: Path) -> tuple[Name, ...]:
    """Return the held-out clusters that have both scripts, as names."""
    tail = []
    for identifier, forms in read_clusters(path):
        latin = tuple(form for form in forms if _LATIN.fullmatch(form))[:6]
        arabic = tuple(form for form in forms if _ARABIC.fullmatch(form))[:3]
        if latin and arabic and held_out(identifier):
            tail.append(Name(latin, arabic))
    return tuple(tail)
