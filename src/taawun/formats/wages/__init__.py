# SPDX-License-Identifier: Apache-2.0
"""Wage files: bytes in, rows out, by a layout that is data (spec §80.80).

`layouts()` are the files in `layouts/`; `read` streams the lines of one file, `check` says whether a file is in order.
"""

from taawun.formats.wages.checking import Verdict, check
from taawun.formats.wages.layout import Layout, layouts, named
from taawun.formats.wages.lines import Contract, Flaw, Problem, Total, Wage
from taawun.formats.wages.reading import read

__all__ = [
    "Contract", "Flaw", "Layout", "Problem", "Total", "Verdict", "Wage", "check", "layouts", "named", "read",
]  # fmt: skip
