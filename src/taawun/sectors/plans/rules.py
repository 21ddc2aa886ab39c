# SPDX-License-Identifier: Apache-2.0
"""The rules over what a side can bring to a plan: pure functions over the data of one record (spec §80.40)."""

from collections.abc import Iterator
from datetime import date

from taawun.apps.sector import Data, Level, Remark


def check_asset(data: Data) -> Iterator[Remark]:
    """Note what a planner cannot count on: nobody to ask for it, or a readiness that is not stated."""
    if not data.get("authority"):
        yield Remark("plan-asset.no-authority", "authority", "Nobody is named who can commit it.")
    if not data.get("hours"):
        yield Remark("plan-asset.no-readiness", "hours", "It is not stated how fast it is ready.", Level.NOTE)


def days(begins: str, ends: str) -> int:
    """Return how many days a span written as 2026-01-31 has, both its ends among them."""
    return (date.fromisoformat(ends) - date.fromisoformat(begins)).days + 1
