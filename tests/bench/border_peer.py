# SPDX-License-Identifier: Apache-2.0
"""How fast the package `mrz` checks zones, in its own environment: reads zones from a file, prints one JSON object."""

import json
import sys
import time
from pathlib import Path

from mrz.checker.td3 import TD3CodeChecker

zones = json.loads(Path(sys.argv[1]).read_text())
start = time.process_time()
right = sum(bool(TD3CodeChecker(one)) for one in zones)
print(json.dumps({"per_second": len(zones) / (time.process_time() - start), "right": right}))
