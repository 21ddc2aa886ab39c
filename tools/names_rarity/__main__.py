# SPDX-License-Identifier: Apache-2.0
"""Derive the table of how often a consonant skeleton stands in a name, as bits: `python -m tools.names_rarity`."""

import argparse
import gzip
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np

from taawun.engines.names import rarity
from taawun.engines.names.keys import skeleton
from taawun.engines.names.units import Role, units
from tools.names_dev.inventory import Name, read_clusters, read_lists, zipf

OUT: Final = Path("src/taawun/engines/names/data") / rarity.FILE
SHARES: Final = {"core": 0.6, "wikidata": 0.3, "clusters": 0.1}
TRADITIONS: Final = {"pakistan": 0.35, "levant": 0.25, "gulf": 0.2, "persian": 0.2}
GIVEN, FAMILY, COMPOUND = 1.5, 0.9, 0.06  # how many of them stand in a name
KEPT_BELOW: Final = 12.0  # bits; what is rarer is not listed
COMPOUNDS: Final = {
    "abd": ("abdul {}", "عبد ال{}"),
    "uddin": ("{} uddin", "{} الدين"),
    "ullah": ("{} ullah", "{} الله"),
}

Frequencies = defaultdict[str, float]


def skeletons(spellings: Iterable[str]) -> set[str]:
    """Return the skeletons of the name units in some spellings."""
    return {skeleton(unit.text) for text in spellings for unit in units(text) if unit.role in {Role.NAME, Role.TITLE}}


def core() -> Frequencies:
    """Return how often each skeleton stands in a name of the project's traditions."""
    lists, total = read_lists(), Frequencies(float)
    for tradition, share in TRADITIONS.items():
        for slot, times in (("given", GIVEN), ("family", FAMILY)):
            _add(total, lists[f"{tradition} {slot}"], share * times)
    for kind, patterns in COMPOUNDS.items():
        latin, arabic = patterns
        compounds = [
            Name(tuple(latin.format(word) for word in name.latin), tuple(arabic.format(word) for word in name.arabic))
            for name in lists[kind]
        ]
        _add(total, compounds, COMPOUND)
    return total


def _add(total: Frequencies, names: Iterable[Name], times: float) -> None:
    names = tuple(names)
    shares = zipf(len(names))
    whole = sum(shares)
    for name, share in zip(names, shares, strict=True):
        for key in skeletons((*name.latin, *name.arabic)):
            total[key] += times * share / whole


def wikidata(path: Path) -> Frequencies:
    """Return the same by the counts of name tokens in Wikidata, two tokens to a name."""
    counts: Frequencies = Frequencies(float)
    whole = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            latin, arabic, count = line.rstrip("\n").split("\t")
            whole += int(count)
            for key in skeletons((latin, arabic.replace(" ", ""))):
                counts[key] += int(count)
    return _shares(counts, whole)


def _shares(counts: Frequencies, whole: int) -> Frequencies:
    return Frequencies(float, {key: 2 * count / whole for key, count in counts.items()})


def clusters(path: Path) -> Frequencies:
    """Return the same, each cluster of spellings counted once."""
    counts: Frequencies = Frequencies(float)
    whole = 0
    for forms in _single_words(path):
        whole += 1
        for key in skeletons(forms):
            counts[key] += 1
    return _shares(counts, whole)


def _single_words(path: Path) -> Iterator[list[str]]:
    for _, forms in read_clusters(path):
        plain = [form for form in forms if " " not in form and (form.isascii() or "\u0621" <= form[0] <= "\u06d3")]
        if plain:
            yield plain


def main() -> None:
    """Derive and write."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--clusters", type=Path, required=True)
    wanted.add_argument("--wikidata", type=Path, required=True)
    wanted.add_argument("--out", type=Path, default=OUT)
    given = wanted.parse_args()
    total: Frequencies = Frequencies(float)
    sources = {"core": core(), "wikidata": wikidata(given.wikidata), "clusters": clusters(given.clusters)}
    for source, counts in sources.items():
        for key, frequency in counts.items():
            total[key] += SHARES[source] * frequency
    bits = {key: -math.log2(frequency) for key, frequency in total.items() if key and frequency < 1}
    kept = sorted(
        (rarity.digest(key), round(weight * rarity.STEP)) for key, weight in bits.items() if weight <= KEPT_BELOW
    )
    digests, weights = np.array(kept, dtype=np.int64).T
    np.savez_compressed(given.out, skeletons=digests.astype(np.uint32), weights=weights.astype(np.uint8))
    print(f"{len(kept)} skeletons of {len(bits)}; {given.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
