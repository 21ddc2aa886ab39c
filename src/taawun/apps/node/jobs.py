# SPDX-License-Identifier: Apache-2.0
"""What the worker repeats for the node page: it says that it lives, and forgets workers that are long gone."""

import os
import socket
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Final

from taawun.apps.jobs.registry import every
from taawun.apps.node.models import Heartbeat

BEAT_SECONDS: Final = 15
ALIVE: Final = timedelta(seconds=4 * BEAT_SECONDS)
"""A worker that was silent for longer is taken for dead."""
FORGOTTEN: Final = timedelta(days=1)


@every(BEAT_SECONDS, "node.beat")
def beat(now: datetime) -> None:
    """Say that this worker lives."""
    worker = f"{socket.gethostname()}:{os.getpid()}"
    Heartbeat.objects.update_or_create(worker=worker, defaults={"at": now, "version": version("taawun")})
    Heartbeat.objects.filter(at__lt=now - FORGOTTEN).delete()
