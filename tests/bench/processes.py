# SPDX-License-Identifier: Apache-2.0
"""CPU time and peak memory of processes, as Linux counts them in /proc."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
Parts = dict[str, list[int]]
PARTS = {"taawun-web": "web", "taawun-tasks": "worker", "taawun-jobs": "worker"}


def group(leader: int) -> list[int]:
    """Return the processes of a group."""
    return [process for process in _all() if _fields(process)[2:3] == [str(leader)]]


def named(groups: dict[str, list[int]], others: Parts) -> Parts:
    """Return the parts of nodes by the names that `taawun serve` gave its children."""
    parts: Parts = {}
    for owner, processes in groups.items():
        for process in processes:
            name = (Path("/proc") / str(process) / "comm").read_text().strip()
            parts.setdefault(f"{owner} {PARTS.get(name, 'parent')}", []).append(process)
    return parts | others


def seconds(parts: Parts) -> dict[str, float]:
    """Return the CPU time of each part so far."""
    return {name: sum(_seconds(process) for process in processes) for name, processes in parts.items()}


def memory(parts: Parts) -> dict[str, int]:
    """Return the highest resident memory of each part's largest process, in megabytes."""
    return {name: max(map(_peak, processes)) for name, processes in parts.items()}


def _all() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _fields(process: int) -> list[str]:
    """Return what /proc says after the name: state, parent, group, …"""
    try:
        text = (Path("/proc") / str(process) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()


def _seconds(process: int) -> float:
    fields = _fields(process)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _peak(process: int) -> int:
    text = (Path("/proc") / str(process) / "status").read_text()
    line = next(line for line in text.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024
