# SPDX-License-Identifier: Apache-2.0
"""How fast the package `mrz` checks zones and reads their fields, in its own environment.

Reads zones from a file, checks them in several rounds, and prints the best one as a JSON object.
"""

import json
import sys
import time
from pathlib import Path

from mrz.checker.td3 import TD3CodeChecker

zones = json.loads(Path(sys.argv[1]).read_text())
taken = []
for _ in range(int(sys.argv[2])):
    start = time.process_time()
    right = sum(bool(TD3CodeChecker(one)) for one in zones)
    taken.append(time.process_time() - start)
print(json.dumps({"per_second": len(zones) / min(taken), "right": right}))
