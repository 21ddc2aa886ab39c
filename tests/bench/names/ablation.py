# SPDX-License-Identifier: Apache-2.0
"""What each part of the engine earns: the same pairs scored while one part is replaced by something plain.

    python -m tests.bench.names.ablation JOB.json ANSWER.json

- rarity: every unit weighs the same.
- roles: particles, titles, legal forms and initials are names like any other.
- joins: words as they are written, nothing put together ("Abd" "Rahman", "Salah" "ud" "Din"), and no roles.
- letters: Jaro-Winkler on words spelled out letter by letter, instead of the learned letter pairs. A kernel
  cannot be changed once compiled, so this runs in a process of its own.

The last step of the score (calibration) was fitted with all parts in place and is not fitted anew.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from taawun.engines.names import compare_many, fold, meeting, scoring, vocabulary
from taawun.engines.names.compiled import stamp
from taawun.engines.names.letters import ALPHABET
from taawun.engines.names.units import Role, UnitTable
from tests.bench.names.sets import Pairs
from tests.bench.names.tail import SOUNDS

PLAIN_BITS: Final = 6.0
"""What every unit weighs without rarity."""
ROOT: Final = Path(__file__).resolve().parents[3]


def scores(pairs: Pairs) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Yield the name of each part and the scores without it; the pairs are all of one kind."""
    for part, change in CHANGES.items():
        with replaced(vocabulary, *change):
            yield part, np.asarray(compare_many(pairs.left, pairs.right, pairs.kinds[0]), np.float64)
    yield "letters", unlearned(pairs)


@contextmanager
def replaced(module: Any, name: str, other: Callable[..., Any]) -> Iterator[None]:
    """Put another function in a module's place for a while."""
    usual = getattr(module, name)
    setattr(module, name, other)
    try:
        yield
    finally:
        setattr(module, name, usual)


def equal_weights(texts: list[str], *_: object) -> NDArray[np.float32]:
    return np.full(len(texts), PLAIN_BITS, np.float32)


def only_names(texts: list[str], kind: str = "person", workers: int = 1) -> UnitTable:
    table = usual_units(texts, kind, workers)
    return UnitTable(table.vocabulary, np.full_like(table.roles, Role.NAME), table.offsets, table.ids)


def only_words(texts: list[str], *_: object) -> UnitTable:
    number: dict[str, int] = {}
    names = [[number.setdefault(word, len(number)) for word in fold(text).split()[:12]] for text in texts]
    offsets = np.cumsum([0, *map(len, names)], dtype=np.int64)
    ids = np.array([one for name in names for one in name], np.int32)
    return UnitTable(list(number), np.full(len(number), Role.NAME, np.uint8), offsets, ids)


usual_units = vocabulary.units_many
CHANGES: Final[dict[str, tuple[str, Callable[..., Any]]]] = {
    "rarity": ("weights", equal_weights),
    "roles": ("units_many", only_names),
    "joins": ("units_many", only_words),
}


# --- without the learned letters ------------------------------------------------------------------


def unlearned(pairs: Pairs) -> NDArray[np.float64]:
    """Return the scores without the learned letter pairs."""
    with tempfile.TemporaryDirectory(prefix="taawun-bench-") as folder:
        job, answer = Path(folder) / "job.json", Path(folder) / "answer.json"
        job.write_text(json.dumps([pairs.left, pairs.right, pairs.kinds[0]]))
        command = [sys.executable, "-m", "tests.bench.names.ablation", str(job), str(answer)]
        subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        return np.array(json.loads(answer.read_text()))


def spelled_out() -> NDArray[np.uint8]:
    """Return for each code of a letter its usual spelling in Latin letters, uint8[256, 2], zero where there is none."""
    usual = {sound.letter: sound.gulf[0] for sound in reversed(SOUNDS.values()) if len(sound.letter) == 1}
    table = np.zeros((256, 2), np.uint8)
    for code, letter in enumerate(ALPHABET, start=1):
        spelling = letter.encode("ascii") if letter.isascii() else usual.get(letter, "").encode("ascii")
        table[code, : len(spelling)] = list(spelling[:2])
    return table


LATIN: Final = spelled_out()


@njit
def spell(codes, start, end, out):
    count = 0
    for at in range(start, end):
        for letter in LATIN[codes[at]]:
            if letter:
                out[count] = letter
                count += 1
    return count


@njit
def jaro_winkler(a, start, end, _own, b, b_start, b_end, _b_own, _weights, _work):
    """Stand in for `similarity.pair_similarity`: Jaro-Winkler of two units spelled out in Latin letters."""
    x, y = np.zeros(256, np.uint8), np.zeros(256, np.uint8)
    n, m = spell(a, start, end, x), spell(b, b_start, b_end, y)
    if n == 0 or m == 0:
        return np.float32(0.0)
    window = max(0, max(n, m) // 2 - 1)
    met, taken, common = np.zeros(n, np.uint8), np.zeros(m, np.uint8), 0
    for i in range(n):
        for j in range(max(0, i - window), min(m, i + window + 1)):
            if not taken[j] and x[i] == y[j]:
                met[i] = taken[j] = 1
                common += 1
                break
    if common == 0:
        return np.float32(0.0)
    moved, j = 0, 0
    for i in range(n):
        if met[i]:
            while not taken[j]:
                j += 1
            moved += x[i] != y[j]
            j += 1
    jaro = (common / n + common / m + (common - moved / 2) / common) / 3
    prefix = 0
    while prefix < min(4, n, m) and x[prefix] == y[prefix]:
        prefix += 1
    return np.float32(jaro + 0.1 * prefix * (1 - jaro) if jaro > 0.7 else jaro)


def main(job: str, answer: str) -> None:
    """Score pairs with a kernel of its own, compiled with the stand-in."""
    left, right, kind = json.loads(Path(job).read_text())
    source = stamp(meeting, sys.modules[__name__])
    with replaced(meeting, "pair_similarity", jaro_winkler), replaced(scoring, "score_many", scoring._kernel(source)):
        Path(answer).write_text(json.dumps([float(score) for score in compare_many(left, right, kind)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
