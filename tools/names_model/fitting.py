# SPDX-License-Identifier: Apache-2.0
"""Fitting boosted trees on the development set, and putting them into the arrays that the engine walks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import lightgbm
import numpy as np
import numpy.typing as npt

from taawun.engines.names.assignment import FEATURES, SLIPS
from taawun.engines.names.calibration import LEAF, Trees
from taawun.engines.names.compare import CACHE_MANY, profile_of
from taawun.engines.names.scoring import Scratch, score_many
from taawun.engines.names.vocabulary import of_names

MONOTONE: Final = {
    "explained_more": 1,
    "explained_less": 1,
    "contradiction": -1,
    "looseness": -1,
    "disorder": -1,
    "evidence": 1,
    "weakest": 1,
    "first": 1,
    "last": 1,
    "worst_deficit": -1,
    "run_together": -1,
    "slips": -1,
    "unexplained_more": -1,
    "numbers": 1,
    "legal_forms": 1,
}
PARAMETERS: Final = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 8,
    "max_depth": 4,
    "min_data_in_leaf": 60,
    "lambda_l2": 5.0,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "monotone_constraints_method": "intermediate",
    "monotone_constraints": [MONOTONE.get(name, 0) for name in FEATURES],
    "seed": 1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
ROUNDS: Final = 160
SLIPS_COUNT: Final = ("person", "organisation")  # a vessel or a place is told from others by a letter or a digit
PRIOR: Final = 1 / 3  # share of pairs of one subject that a score of 0.5 supposes
NOTHING: Final = Trees(
    np.zeros(0, np.int32),
    np.zeros(0, np.int16),
    np.zeros(0, np.float32),
    np.zeros(0, np.int32),
    np.zeros(0, np.float32),
    0.0,
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """Pairs of one kind with their labels."""

    left: list[str]
    right: list[str]
    same: npt.NDArray[np.int8]
    told: list[str]  # tradition and what was done


def read(path: Path, kind: str) -> Labelled:
    """Read the pairs of a kind from a development set."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row[0] == kind]
    same = np.array([int(row[1]) for row in rows], dtype=np.int8)
    return Labelled([row[4] for row in rows], [row[5] for row in rows], same, [f"{row[2]} {row[3]}" for row in rows])


def features_of(left: Sequence[str], right: Sequence[str], kind: str) -> npt.NDArray[np.float32]:
    """Return what the kernel sees of each pair, float32[n, len(FEATURES)]."""
    profile = profile_of(kind)
    number: dict[str, int] = {}
    x, y = (np.array([number.setdefault(name, len(number)) for name in side], dtype=np.int64) for side in (left, right))
    vocabulary, scratch = of_names(list(number), profile), Scratch.new()
    keys, kept = np.zeros(CACHE_MANY, np.int64), np.zeros(CACHE_MANY, np.float32)
    seen, out = np.zeros((len(x), len(FEATURES)), np.float32), np.zeros(1, np.float32)
    for k in range(len(x)):
        score_many(
            x[k : k + 1], y[k : k + 1], *vocabulary.arrays, profile.acronyms, keys, kept,
            *NOTHING.arrays, 0.0, *scratch.arrays, out,
        )  # fmt: skip
        seen[k] = scratch.features
    return seen


def fit(seen: npt.NDArray[np.float32], same: npt.NDArray[np.int8], kind: str, rounds: int = ROUNDS) -> Trees:
    """Fit trees of a kind of name; pairs of one subject weigh PRIOR of the whole."""
    seen = seen if kind in SLIPS_COUNT else np.where(np.arange(len(FEATURES)) == SLIPS, np.float32(0), seen)
    weight = np.where(same, PRIOR / same.mean(), (1 - PRIOR) / (1 - same.mean()))
    data = lightgbm.Dataset(seen, same, weight=weight, feature_name=list(FEATURES), free_raw_data=False)
    fitted = lightgbm.train(PARAMETERS, data, rounds)
    return as_arrays(fitted.dump_model()["tree_info"])


def as_arrays(grown: list[dict[str, Any]]) -> Trees:
    """Return trees as flat arrays, children of a node side by side, means in the nodes between."""
    nodes: list[list[float]] = []  # feature, threshold, below, value
    roots = [_lay(tree["tree_structure"], nodes) for tree in grown]
    feature, threshold, below, value = zip(*nodes, strict=True)
    return Trees(
        np.array(roots, np.int32), np.array(feature, np.int16), np.array(threshold, np.float32),
        np.array(below, np.int32), np.array(value, np.float32), 0.0,
    )  # fmt: skip


def _lay(root: dict[str, Any], nodes: list[list[float]]) -> int:
    first = len(nodes)
    nodes.append([])
    waiting = [(root, first)]
    while waiting:
        node, place = waiting.pop()
        if "leaf_value" in node:
            nodes[place] = [LEAF, 0, 0, node["leaf_value"]]
            continue
        nodes[place] = [node["split_feature"], node["threshold"], len(nodes), _mean(node)[0]]
        nodes += [[], []]
        waiting += [(node["left_child"], len(nodes) - 2), (node["right_child"], len(nodes) - 1)]
    return first


def _mean(node: dict[str, Any]) -> tuple[float, float]:
    """Return mean and weight of the leaves below a node."""
    if "leaf_value" in node:
        return node["leaf_value"], node.get("leaf_count", 1) or 1
    parts = [_mean(node[side]) for side in ("left_child", "right_child")]
    weight = sum(part[1] for part in parts)
    return sum(value * count for value, count in parts) / weight, weight
