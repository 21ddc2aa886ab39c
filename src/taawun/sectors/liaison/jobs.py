# SPDX-License-Identifier: Apache-2.0
"""What the worker repeats for the liaison desk: a test of each contact is asked for every month."""

from datetime import datetime

from taawun.apps.jobs.registry import every
from taawun.sectors.liaison import services


@every(3600, "liaison.tests")
def tests(now: datetime) -> None:
    """Ask for the tests of the month that were not asked for yet."""
    services.ask_for_tests(now)
