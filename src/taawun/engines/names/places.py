# SPDX-License-Identifier: Apache-2.0
"""Places: which place it is counts; whether it is called a city, a district or a port, little."""

from taawun.engines.names.lexicon import Role
from taawun.engines.names.profile import Profile

PLACE = Profile(
    "place",
    by_role={
        Role.PARTICLE: 0.3,
        Role.TITLE: 0.5,
        Role.LEGAL_FORM: 0.3,
        Role.GENERIC: 1.2,
        Role.ORDINAL: 4.0,
        Role.NUMBER: 4.0,
        Role.INITIAL: 1.5,
    },
    rarest=11.0,
)
