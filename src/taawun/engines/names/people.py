# SPDX-License-Identifier: Apache-2.0
"""Persons: every name counts by its rarity; titles and particles hardly, initials a little."""

from taawun.engines.names.lexicon import Role
from taawun.engines.names.profile import Profile

PERSON = Profile(
    "person",
    by_role={Role.PARTICLE: 0.4, Role.TITLE: 0.3, Role.INITIAL: 1.5, Role.ORDINAL: 1.0, Role.NUMBER: 0.5},
    rarest=11.0,
)
