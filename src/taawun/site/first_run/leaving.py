# SPDX-License-Identifier: Apache-2.0
"""The end of the first run: its web server stops, and `taawun serve` starts the node in its place."""

import os
import signal
import threading
from typing import Final

LAST_SECONDS: Final = 3.0
"""How long the last page has to fetch its style sheet."""


def leave_soon() -> None:
    """Tell the web server to stop once the last page is out."""
    threading.Timer(LAST_SECONDS, _leave, [os.getppid()]).start()


def _leave(server: int) -> None:
    if os.environ.get("TAAWUN_FIRST_RUN"):  # set by `taawun serve` alone: nothing else is stopped
        os.kill(server, signal.SIGTERM)
