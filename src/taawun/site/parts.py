# SPDX-License-Identifier: Apache-2.0
"""The parts of a worker, apart from it: the command line names them before Django is loaded."""

from enum import StrEnum


class Part(StrEnum):
    """What a worker may do alone."""

    TASKS = "tasks"
    JOBS = "jobs"
