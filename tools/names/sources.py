# SPDX-License-Identifier: Apache-2.0
"""What the letter-pair model learns from: three permissive sources of names, read, folded and split by hash.

coling   Wikidata names, Latin and Arabic with a count (COLING 2018 transliteration data, CC0)
google   Arabic and Latin names (Google's transliteration data, Apache-2.0)
rigour   clusters of one name in many scripts (`person_names.txt` of the source distribution, MIT)

A fifth of the clusters and of the pairs is kept out of training, by a hash of what identifies them, and
measures what training does. Nothing read here is copied into the project.
"""

import gzip
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from taawun.engines.names.normalise import fold

HELD_OUT = 20  # of a hundred
LONGEST_CLUSTER = 40  # spellings of one name in one script; beyond it a cluster is noise
DIGESTS = {
    "coling2018_wikidata_ar_train.tsv.gz": "098ba35dda1db48bc05a00a3a6592a6c76e5a829780f2a34dfe60ed101c96e4c",
    "google_ar2en.tsv.gz": "2b547efd04eb303da916bbeac5b00e53c75285f649d7bd80d90cc20c06a24437",
    "person_names.txt": "9d6381d55159f471082ecb88446f3f8cffe82eca4ee65ea3a84889dbe75b9e94",
}

_LATIN = re.compile(r"[a-z]{2,}")
_ARABIC = re.compile(r"[ء-ۿ]{2,}")
_AS_WRITTEN = re.compile(r"[A-Za-zÀ-ɏ\u0300-\u036fḀ-ỿ'’`ʿʾʼ]+|[\u0600-\u06ff\u200c]+")  # no third script


Group = tuple[tuple[str, ...], tuple[str, ...], float]  # Arabic spellings, Latin spellings, weight


@dataclass(slots=True)
class Names:
    """Spellings grouped by name: those that train, and those that measure what training does."""

    groups: list[Group] = field(default_factory=list)
    held_out: list[Group] = field(default_factory=list)


def is_held_out(identifier: str) -> bool:
    """Return whether what bears this identifier measures and does not train."""
    return int(hashlib.sha256(identifier.encode()).hexdigest()[:8], 16) % 100 < HELD_OUT


def read(folder: Path, person_names: Path) -> Names:
    """Return the names of the three sources, in an order that depends on nothing but their bytes."""
    for path in (folder / "coling2018_wikidata_ar_train.tsv.gz", folder / "google_ar2en.tsv.gz", person_names):
        if hashlib.sha256(path.read_bytes()).hexdigest() != DIGESTS[path.name]:
            raise SystemExit(f"{path} is not the file that the model was trained on")
    names = Names()
    for identifier, arabic, latin, weight in [*_coling(folder), *_google(folder), *_rigour(person_names)]:
        group = (_only(_ARABIC, arabic), _only(_LATIN, latin), weight)
        if len(group[0]) + len(group[1]) > 1:
            (names.held_out if is_held_out(identifier) else names.groups).append(group)
    return names


def _only(pattern: re.Pattern[str], spellings: list[str]) -> tuple[str, ...]:
    folded = dict.fromkeys(fold(spelling) for spelling in spellings if _AS_WRITTEN.fullmatch(spelling))
    return tuple(text for text in folded if pattern.fullmatch(text))[:LONGEST_CLUSTER]


Row = tuple[str, list[str], list[str], float]


def _coling(folder: Path) -> Iterator[Row]:
    for latin, arabic, count in _rows(folder / "coling2018_wikidata_ar_train.tsv.gz"):
        yield latin, [arabic.replace(" ", "")], [latin], min(2.0, 0.5 + 0.5 * int(count))


def _google(folder: Path) -> Iterator[Row]:
    for arabic, latin in _rows(folder / "google_ar2en.tsv.gz"):
        yield latin, [arabic], [latin], 1.0


def _rigour(path: Path) -> Iterator[Row]:
    for line in path.read_text(encoding="utf-8").splitlines():
        spellings, _, identifier = line.rpartition(" => ")
        words = [word.strip() for word in spellings.split(",")]
        yield identifier, words, words, 1.0


def _rows(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")
