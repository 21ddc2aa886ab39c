# SPDX-License-Identifier: Apache-2.0
"""Machine-readable zones of travel documents and visas (ICAO Doc 9303).

`read(text, on)`, `read_many(zones, on)`, `check_many(zones)`.
"""

from taawun.formats.mrz.digits import BITS, NO_ZONE, check_digit, check_many
from taawun.formats.mrz.fields import Level, Problem
from taawun.formats.mrz.layouts import LAYOUTS, Form
from taawun.formats.mrz.many import read_many
from taawun.formats.mrz.mistakes import Change, Proposal, proposals, variants
from taawun.formats.mrz.reading import Digit, Mrz, Reading, parse, read
from taawun.formats.mrz.writing import write

__all__ = [
    "BITS",
    "LAYOUTS",
    "NO_ZONE",
    "Change",
    "Digit",
    "Form",
    "Level",
    "Mrz",
    "Problem",
    "Proposal",
    "Reading",
    "check_digit",
    "check_many",
    "parse",
    "proposals",
    "read",
    "read_many",
    "variants",
    "write",
]
