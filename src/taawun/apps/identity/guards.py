# SPDX-License-Identifier: Apache-2.0
"""Triggers that keep judgements as they were made: neither changed nor deleted."""

from typing import Final

from taawun.apps.triggers import Guard, Refused

GUARD: Final = Guard(
    "identity",
    "a judgement is never changed; a later one supersedes it",
    tuple(Refused("identity_judgement", act) for act in ("update", "delete")),
)
