# SPDX-License-Identifier: Apache-2.0
"""Compiling what compares names and reads positions while the story begins: once on a machine, and it takes a minute.

What is compiled already is only loaded. What goes wrong here goes wrong again in the step that needs it, and is said
there. `python -m taawun.site.demo.compiling`
"""

import os
import subprocess
import sys
from typing import Self

from taawun.site.cli.supervise import PARENT, end_with_parent


class Compiling:
    """A process that compiles; it ends with this one."""

    def __enter__(self) -> Self:
        """Begin."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "taawun.site.demo.compiling"],
            env=kept | {PARENT: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return self

    def __exit__(self, *error: object) -> None:
        """End it."""
        self.end()
        self._process.wait()

    def end(self) -> None:
        """Ask it to end, if it has not: a kernel is put in its place whole or not at all."""
        self._process.terminate()

    def wait(self) -> None:
        """Wait until everything is compiled."""
        self._process.wait()


def main() -> None:
    """Compile everything in one process: the other core plays the story."""
    end_with_parent()
    from taawun.engines.ready import prepare_beside
    from taawun.formats.ais.ready import prepare

    prepare()
    prepare_beside()


if __name__ == "__main__":
    main()
