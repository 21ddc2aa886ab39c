# SPDX-License-Identifier: Apache-2.0
"""What others do with a passenger list, in an environment of their own: pydifact reads, rapidfuzz compares."""

import json
import sys
import time
from pathlib import Path

from pydifact.segmentcollection import Interchange
from rapidfuzz import fuzz, process

asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))


def read(text: str) -> list[str]:
    """Return the names on a list."""
    found = Interchange.from_str(text)
    return [
        " ".join(reversed(one.elements[3])) for one in found.segments if one.tag == "NAD" and one.elements[0] == "FL"
    ]


def reads(text: str) -> bool:
    """Tell whether the library takes a message at all, with everybody on it."""
    try:
        return len(read(text)) >= asked["least"]
    except Exception:  # whatever it raises, it did not read it
        return False


start = time.perf_counter()
names = read(asked["list"])
parsed = time.perf_counter()
process.cdist(names, asked["names"], scorer=fuzz.WRatio, score_cutoff=90, workers=-1)
done = time.perf_counter()
shapes = {name: reads(text) for name, text in asked["shapes"].items()}
print(json.dumps({"parse_s": parsed - start, "compare_s": done - parsed, "people": len(names), "shapes": shapes}))
