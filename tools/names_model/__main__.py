# SPDX-License-Identifier: Apache-2.0
"""Fit the last step of the score for each kind of name: `python -m tools.names_model DEV.tsv [--measure OTHER.tsv]`."""

import argparse
from pathlib import Path
from typing import Final

import numpy as np

from taawun.engines.names import calibration
from taawun.engines.names.assignment import FEATURES, LIGHTER
from taawun.engines.names.calibration import Trees, log_odds, thinness
from taawun.engines.names.compare import PROFILES
from tools.names_model.fitting import PRIOR, features_of, fit, read
from tools.names_model.measures import average_precision, best_f1, calibration_error

OUT: Final = Path("src/taawun/engines/names/data") / calibration.FILE
ARRAYS: Final = ("roots", "feature", "threshold", "below", "value")


def main() -> None:
    """Fit, write and measure."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("dev", type=Path)
    wanted.add_argument("--measure", type=Path)
    wanted.add_argument("--out", type=Path, default=OUT)
    given = wanted.parse_args()
    held: dict[str, object] = {"features": np.array(FEATURES)}
    for kind in PROFILES:
        pairs = read(given.dev, kind)
        model = fit(features_of(pairs.left, pairs.right, kind), pairs.same, kind)
        held |= {f"{kind}.{name}": array for name, array in zip(ARRAYS, model.arrays, strict=True)}
        held[f"{kind}.bias"] = np.float64(model.bias)
        if given.measure:
            report(kind, model, given.measure)
    np.savez_compressed(given.out, **held)  # type: ignore[arg-type]
    print(f"{given.out.stat().st_size} bytes")


def report(kind: str, model: Trees, path: Path) -> None:
    """Print how a model does on a set that it was not fitted on, in whole and by what was done to the names."""
    pairs = read(path, kind)
    seen = features_of(pairs.left, pairs.right, kind)
    odds = [log_odds(row, *model.arrays, model.bias) + thinness(row[LIGHTER]) for row in seen]  # type: ignore[call-arg]
    scores = (1 / (1 + np.exp(-np.array(odds)))).astype(np.float32)
    f1, threshold = best_f1(scores, pairs.same)
    error = calibration_error(scores, pairs.same, PRIOR)
    print(f"{kind}: AP {average_precision(scores, pairs.same):.4f} F1 {f1:.3f} at {threshold:.2f} off by {error:.3f}")
    for word in sorted({told.split()[0] for told in pairs.told if told.split()}) if kind == "person" else ():
        here = np.array([told.startswith(word) for told in pairs.told])
        print(f"  {word}: AP {average_precision(scores[here], pairs.same[here]):.4f}")


if __name__ == "__main__":
    main()
