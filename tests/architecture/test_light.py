# SPDX-License-Identifier: Apache-2.0
"""A web process and a worker start without the engines: what compares names is loaded where names are compared."""

import subprocess
import sys

from tests.architecture.source import PACKAGE

HEAVY = ("numba", "scipy", "pyarrow", "duckdb")
ASK = f"import sys, tests.conftest, taawun.site.urls; print([name for name in {HEAVY} if name in sys.modules])"


def test_the_site_loads_no_engine_when_it_starts():
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=PACKAGE.parent.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("[]"), done.stdout
