# SPDX-License-Identifier: Apache-2.0
"""Write the development set: `python -m tools.names_dev OUT.tsv --clusters person_names.txt`."""

import argparse
import random
from pathlib import Path

from tools.names_dev.inventory import Inventory
from tools.names_dev.pairs import Pair, people, searched, things

SIZES = {"organisation": 12_000, "vessel": 4_000, "place": 4_000}
PEOPLE = 30_000


def main() -> None:
    """Compose and write."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("out", type=Path)
    wanted.add_argument("--clusters", type=Path, required=True)
    wanted.add_argument("--wikidata", type=Path, required=True)
    wanted.add_argument("--seed", type=int, default=1)
    given = wanted.parse_args()
    pairs = compose(Inventory.read(given.clusters, given.wikidata), given.seed)
    with given.out.open("w", encoding="utf-8") as out:
        for pair in pairs:
            fields = (pair.kind, str(int(pair.same)), pair.tradition, pair.done, pair.left, pair.right)
            out.write("\t".join(fields) + "\n")


def compose(inventory: Inventory, seed: int) -> list[Pair]:
    """Return the whole set for a seed; the same seed gives the same set."""
    pairs = [*people(random.Random(f"{seed} people"), inventory, PEOPLE)]
    pairs += searched(random.Random(f"{seed} crowd"), inventory)
    for kind, count in SIZES.items():
        pairs += things(random.Random(f"{seed} {kind}"), inventory, kind, count)
    return pairs


if __name__ == "__main__":
    main()
