# SPDX-License-Identifier: Apache-2.0
"""Train the letter-pair model from its sources, and write the file the engine reads.

python -m tools.names.train --names FOLDER --clusters person_names.txt [--out FILE | --compare] [--measure]

FOLDER holds the two tables named in `sources.DIGESTS`; docs/explanation/names-model.md says where all three come
from. The same sources give the same bytes; --compare compares them with the file instead of writing it, and
--measure adds how well true pairs that were held out are told from look-alikes.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

from taawun.engines.names import tables
from taawun.engines.names.letters import ARABIC, ARABIC_BASE, LATIN, LONGEST, Coded, encode
from taawun.engines.names.tables import ARABIC_SIZE, CROSS, IN_ARABIC, IN_LATIN, LATIN_SIZE, Floats, Layout
from tools.names import discriminate, multigram, negatives, sources
from tools.names.discriminate import Examples
from tools.names.pairs import Pair, Pairs, pairs_of, training_pairs

TARGET = Path(tables.__file__).parent / "data" / tables.FILE
SHIFT = ARABIC_BASE - 1
KINDS: tuple[tuple[str, Layout, tuple[int, int]], ...] = (
    ("cross", CROSS, (SHIFT, 0)),
    ("latin", IN_LATIN, (0, 0)),
    ("arabic", IN_ARABIC, (SHIFT, SHIFT)),
)
ANCHORS = 20_000  # spellings of each side for which look-alikes are sought
MEASURED = 5_000
ROUNDS = 4
FALSE_WEIGHT = 2.0  # of look-alikes while the tables move
BALANCE = 0.7  # of look-alikes for the answer: 0.5 is where they weigh this much against true pairs
FIRST_LAYER = (-4.0, 0.0, 11.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # before it is trained
LETTER_FLOOR = 0.05  # count of a letter never seen after another
SHARE = 2  # the feature that ranks look-alikes: likelihood above chance, by the surprise of both


def main() -> None:
    """Train, and write, compare or measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--names", type=Path, required=True, help="folder of the coling and google tables")
    parser.add_argument("--clusters", type=Path, required=True, help="person_names.txt")
    parser.add_argument("--compare", action="store_true", help="compare with the file instead of writing it")
    parser.add_argument("--out", type=Path, default=TARGET, help="the file to write")
    parser.add_argument("--measure", action="store_true", help="tell how well held-out pairs are told apart")
    args = parser.parse_args()
    names = sources.read(args.names, args.clusters)
    flat = train(training_pairs(names))
    data = tables.pack(flat)
    if args.measure:
        measure(tables.unpack(data), pairs_of(names.held_out), training_pairs(names))
    if args.compare:
        sys.exit(0 if args.out.read_bytes() == data else f"{args.out.name} is not what its sources give")
    args.out.write_bytes(data)
    say(f"{args.out} has {len(data):,} bytes")


def train(pairs: Pairs) -> Floats:
    """Return the whole model, float32[TOTAL]."""
    flat = np.zeros(tables.TOTAL, dtype=np.float32)
    flat[tables.LATIN_LETTERS : tables.ARABIC_LETTERS] = letter_model([b for _, b, _ in pairs.cross], 0, LATIN_SIZE)
    flat[tables.ARABIC_LETTERS :] = letter_model([a for a, _, _ in pairs.cross], SHIFT, ARABIC_SIZE)
    links = negatives.joined([*pairs.cross, *pairs.latin, *pairs.arabic])
    surely = negatives.of_known(pairs.known)
    for (name, layout, shifts), apart in zip(KINDS, surely, strict=True):
        rows = usable(getattr(pairs, name))
        spread(flat, layout, first_tables(rows, layout, shifts))
        true = [row for row in rows if row[0] != row[1]]
        false = look_alikes(flat, layout, shifts, true, links, ANCHORS) + usable(apart)
        say(f"{name}: {len(true):,} true pairs, {len(false):,} look-alikes")
        examples = examples_of(flat, true, [(a, b, w * FALSE_WEIGHT) for a, b, w in false])
        losses = discriminate.train(flat, layout, shifts, examples, ROUNDS, seed=1)
        flat[layout.final] += np.log(FALSE_WEIGHT / BALANCE)
        say(f"{name}: loss {' '.join(f'{loss:.4f}' for loss in losses)}")
    return flat


def usable(rows: list[Pair]) -> list[Pair]:
    """Return the pairs whose units the tables can hold."""
    return [(a, b, weight) for a, b, weight in rows if _fits(a) and _fits(b)]


def _fits(unit: str) -> bool:
    letters = set(unit)
    return 1 < len(unit) <= LONGEST and (letters <= set(LATIN) or letters <= set(ARABIC))


def letter_model(units: list[str], shift: int, size: int) -> Floats:
    """Return log-probabilities of each letter after each, and of the end, flat."""
    counts = np.full((size, size + 1), LETTER_FLOOR)
    for unit in units:
        if _fits(unit):
            letters = [0, *(encode(unit).astype(np.int64) - shift), size]
            np.add.at(counts, (letters[:-1], letters[1:]), 1)
    counts[:, 0] = np.finfo(np.float32).tiny
    logs: Floats = np.log(counts / counts.sum(axis=1, keepdims=True)).astype(np.float32).ravel()
    return logs


def first_tables(rows: list[Pair], layout: Layout, shifts: tuple[int, int]) -> multigram.Tables:
    """Return the multigram's tables for one kind of pair."""
    coded = [(bytes(encode(a) - shifts[0]), bytes(encode(b) - shifts[1]), weight) for a, b, weight in rows]
    return multigram.estimate(multigram.Packed(coded, layout.nx, layout.ny), symmetric=shifts[0] == shifts[1])


def spread(flat: Floats, at: Layout, first: multigram.Tables) -> None:
    """Put the multigram's tables into every context of the model."""
    p11, p10, p01, p21, p12 = first
    flat[at.w11 : at.w10] = np.tile(p11.ravel(), 3)
    flat[at.w10 : at.w10 + 2 * at.nx * at.nx] = np.tile(p10, 2 * at.nx)
    flat[at.w01 : at.w01 + 2 * at.ny * at.ny] = np.tile(p01, 2 * at.ny)
    flat[at.w21 : at.w21 + p21.size] = p21.ravel()
    flat[at.w12 : at.w12 + p12.size] = p12.ravel()
    flat[at.final : at.end] = FIRST_LAYER


def look_alikes(
    flat: Floats, layout: Layout, shifts: tuple[int, int], true: list[Pair], links: dict[str, set[str]], anchors: int
) -> list[Pair]:
    """Return false pairs that the tables find likely, sought from both sides; the X side first."""

    def score(left: list[str], right: list[str], i: negatives.Ints, j: negatives.Ints) -> npt.NDArray[np.float64]:
        x, y = coded_by(flat, left), coded_by(flat, right)
        turned = layout is CROSS and left[0].isascii()
        found = discriminate.Examples(y, x, j, i) if turned else discriminate.Examples(x, y, i, j)
        return discriminate.evidence_of(flat, layout, shifts, found)[:, SHARE]

    xs, ys = sorted({a for a, _, _ in true}), sorted({b for _, b, _ in true})
    if layout is not CROSS:
        xs = ys = sorted({*xs, *ys})
    found = negatives.hard(xs, ys, links, score, anchors, seed=1)
    if layout is CROSS:
        found += [(a, b, weight) for b, a, weight in negatives.hard(ys, xs, links, score, anchors, seed=2)]
    return found


def coded_by(flat: Floats, units: list[str]) -> Coded:
    """Return units as arrays, with the letter models of the model in training."""
    codes = [encode(unit) for unit in units]
    offsets = np.zeros(len(units) + 1, dtype=np.int64)
    np.cumsum([len(code) for code in codes], out=offsets[1:])
    whole = np.concatenate(codes)
    return Coded(whole, offsets, whole[offsets[:-1]] >= ARABIC_BASE, tables.own_of(whole, offsets, flat))


def examples_of(flat: Floats, true: list[Pair], false: list[Pair]) -> Examples:
    """Return true and false pairs as arrays."""
    rows = [*true, *false]
    xs, ys = sorted({a for a, _, _ in rows}), sorted({b for _, b, _ in rows})
    x_of, y_of = {unit: k for k, unit in enumerate(xs)}, {unit: k for k, unit in enumerate(ys)}
    i, j = np.array([(x_of[a], y_of[b]) for a, b, _ in rows], dtype=np.int32).T.copy()
    truth = np.repeat([1.0, 0.0], [len(true), len(false)])
    return Examples(coded_by(flat, xs), coded_by(flat, ys), i, j, truth, np.array([w for *_, w in rows]))


def measure(flat: Floats, held_out: Pairs, trained: Pairs) -> None:
    """Say the average precision on held-out true pairs among their look-alikes, for each kind of pair."""
    for name, layout, shifts in KINDS:
        seen = {(a, b) for a, b, _ in getattr(trained, name)}
        true = usable(getattr(held_out, name))
        links = negatives.joined([*held_out.cross, *held_out.latin, *held_out.arabic])
        false = look_alikes(flat, layout, shifts, true, links, MEASURED)
        new = [row for row in true if row[:2] not in seen and row[0] != row[1]]
        examples = examples_of(flat, new, false)
        found = discriminate.evidence_of(flat, layout, shifts, examples)
        of = found @ flat[layout.final : layout.end]
        say(f"{name}: AP {average_precision(examples, of):.4f} of {len(new):,} true and {len(false):,} false pairs")


def average_precision(examples: Examples, scores: npt.NDArray[np.float64]) -> float:
    """Return the weighted average precision."""
    order = np.argsort(-scores, kind="stable")
    weight, true = examples.weight[order], examples.true[order]
    precision = np.cumsum(true * weight) / np.cumsum(weight)
    return float((precision * true * weight).sum() / (true * weight).sum())


def say(text: str) -> None:
    """Print a line with the time of day."""
    print(time.strftime("%H:%M:%S"), text, flush=True)


if __name__ == "__main__":
    main()
