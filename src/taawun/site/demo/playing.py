# SPDX-License-Identifier: Apache-2.0
"""Playing the story on two cores: part after part, and within a part two lines of steps at a time (decision 0042)."""

import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Final, Self

from rich.text import Text

from taawun.site.cli.output import console
from taawun.site.demo.compiling import Compiling
from taawun.site.demo.run import Line, Shown, Step, Story

SIDE_BY_SIDE: Final = 2
"""Lines that are played at once; the processes of both nodes have more to do than two cores with that."""


class Players:
    """Who plays the lines. They stay to the end: a node that one of them started would end with its thread."""

    def __enter__(self) -> Self:
        """Begin to compile, and have the players ready."""
        self._over = threading.Event()
        with ExitStack() as stack:
            self._compiling = stack.enter_context(Compiling())
            self._pool = stack.enter_context(ThreadPoolExecutor(SIDE_BY_SIDE))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        """Wait until nobody plays any more."""
        self.stop()
        self._stack.close()

    def stop(self) -> None:
        """Let nobody begin another step, or wait for what is compiled."""
        self._over.set()
        self._compiling.end()

    def play(self, parts: Iterable[Sequence[Line]], story: Story) -> list[Shown]:
        """Play all parts, and return how each step went."""
        shown: list[Shown] = []
        for lines in parts:
            for played in [self._pool.submit(self._play, line, story) for line in lines]:
                shown += played.result()
        return shown

    def _play(self, line: Line, story: Story) -> list[Shown]:
        if line.comparing:
            self._compiling.wait()
        return [_show(step, story) for step in line.steps if not self._over.is_set()]


def _show(step: Step, story: Story) -> Shown:
    began = time.monotonic()
    try:
        evidence, right = step.show(story), True
    except Exception as error:  # noqa: BLE001 - the edge: whatever went wrong is the evidence of a failed step
        evidence, right = f"{type(error).__name__}: {error}", False
    shown = Shown(step.area, step.name, right, round(time.monotonic() - began, 3), evidence)
    mark = ("✓", "green") if right else ("✗", "bold red")
    console.print(
        Text.assemble(mark, f" {shown.seconds:6.2f} s  {step.name}", ("" if right else f"\n    {evidence}", "red"))
    )
    return shown
