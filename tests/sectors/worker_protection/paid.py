# SPDX-License-Identifier: Apache-2.0
"""Wage files, contracts and officers for tests: two employers, workers named in three scripts, one month."""

import io

from taawun.apps.jobs import runner
from taawun.apps.people.access import actor_of
from taawun.sectors.worker_protection.wages import services
from taawun.sectors.worker_protection.wages.models import WageFile
from tests.apps.making import T0
from tests.house import FakeClock

PURPOSE = "worker-protection"
HEAD = "employer,worker,account,start,end,days,leave,fixed,variable,deducted,paid_on"
REGISTER = "employer,worker,net,currency,starts,ends,exit"
CONTRACTS = (
    "4402-1,Ghulam-1,120,BHD,2026-01-01",
    "4402-1,غلام-2,120,BHD,2026-01-01",
    "4402-1,غلام یوسف-3,120,BHD,2026-01-01,,2026-09-15",
    "4402-1,Absent-4,90,BHD,2026-01-01,,",
    "شركة-2,Sana-5,100,BHD,2026-01-01,,",
)
WAGES = (
    "4402-1,Ghulam-1,BH67BMAG00001299123456,2026-10-01,2026-10-31,31,0,120,0,0,2026-11-03",
    "4402-1,غلام-2,4551902459,2026-10-01,2026-10-31,31,0,95.5,0,0,2026-11-03",
    "4402-1,غلام یوسف-3,4551902460,2026-10-01,2026-10-31,31,0,120,0,0,2026-11-03",
    "شركة-2,Sana-5,4551902459,2026-10-01,2026-10-31,31,0,0,0,0,2026-12-20",
    "شركة-2,New-6,BH67BMAG00001299123457,2026-10-01,2026-10-31,31,0,80,0,0,2026-11-03",
)
FOUND = {
    "below": 1, "ghost": 1, "zero-pay": 1, "late": 1, "shared-account": 2, "account": 1, "unregistered": 1, "absent": 1,
}  # fmt: skip


def file_of(*lines: str) -> io.BytesIO:
    return io.BytesIO("\n".join([*lines, ""]).encode())


def work() -> None:
    runner.run_due(FakeClock(T0), "test")


def taken(keeper, layout: str = "bahrain-model", lines=(HEAD, *WAGES), *, at=T0) -> WageFile:
    """Take a file in and read it."""
    made = services.take_file(actor_of(keeper), file_of(*lines), layout, PURPOSE, at=at)
    work()
    made.refresh_from_db()
    return made


def month(keeper) -> WageFile:
    """Take the register and a month of wages in."""
    taken(keeper, "contracts-model", (REGISTER, *CONTRACTS))
    return taken(keeper)
