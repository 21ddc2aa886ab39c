# SPDX-License-Identifier: Apache-2.0
"""Names: whether two names, in any script, are of one person, organisation, vessel or place, and why.

From the text to the score, each module decides one thing: `normalise` (letters), `units` (what is compared),
`similarity` (two units, letter by letter), `rarity` (what a unit weighs), `meeting` and `assignment` (which unit meets
which), `calibration` (a probability), `explanation` (why). `keys` finds candidates; nothing here knows of a list.
"""

from taawun.engines.names.compare import Comparison, compare, compare_many
from taawun.engines.names.explanation import Explanation, Leftover, Pair, Part, Reason
from taawun.engines.names.keys import keys_many, skeleton
from taawun.engines.names.normalise import fold
from taawun.engines.names.similarity import similarity
from taawun.engines.names.units import Role, Unit, UnitTable, units, units_many

__all__ = [
    "Comparison",
    "Explanation",
    "Leftover",
    "Pair",
    "Part",
    "Reason",
    "Role",
    "Unit",
    "UnitTable",
    "compare",
    "compare_many",
    "fold",
    "keys_many",
    "similarity",
    "skeleton",
    "units",
    "units_many",
]
