# SPDX-License-Identifier: Apache-2.0
"""Vessels: the name without its prefix ("MV", "M/T"); a different number is a different ship of the fleet.

Call signs, IMO and MMSI numbers identify a vessel before its name does; `engines.matching` compares those.
"""

from taawun.engines.names.lexicon import Role
from taawun.engines.names.profile import Profile

VESSEL = Profile(
    "vessel",
    by_role={
        Role.PARTICLE: 0.3,
        Role.TITLE: 0.2,
        Role.LEGAL_FORM: 0.3,
        Role.GENERIC: 3.0,
        Role.ORDINAL: 5.0,
        Role.NUMBER: 5.0,
        Role.INITIAL: 2.5,
    },
    rarest=11.0,
    acronyms=True,
)
