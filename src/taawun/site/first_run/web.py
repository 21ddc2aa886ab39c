# SPDX-License-Identifier: Apache-2.0
"""The web server of the first run: one process, because the answers live in its memory, on loopback by default.

`python -m taawun.site.first_run.web HOST:PORT`; `taawun serve` starts it. It ends when the node is founded.
"""

import os
import sys
from typing import Any, Final

from gunicorn.app.base import BaseApplication

from taawun.site.checks import LOOPBACK
from taawun.site.cli.output import console, note, say
from taawun.site.cli.supervise import end_with_parent

SETTINGS: Final = "taawun.site.first_run.settings"
THREADS: Final = 4
SILENT_SECONDS: Final = 120


class Web(BaseApplication):
    """Gunicorn around the pages of the first run."""

    def __init__(self, listen: str) -> None:
        self.listen = listen
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn's options; nothing of a request is ever logged."""
        options: dict[str, Any] = {
            "bind": self.listen,
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": SILENT_SECONDS,
            "graceful_timeout": SILENT_SECONDS,
            "preload_app": True,
            "control_socket_disable": True,
            "loglevel": "critical",
            "post_worker_init": _tell,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application."""
        from django.core.wsgi import get_wsgi_application

        return get_wsgi_application()


def _tell(worker: object) -> None:
    """Say where the pages are and what opens them."""
    del worker
    from taawun.site.first_run.code import DOOR

    listen = os.environ["TAAWUN_FIRST_RUN"]
    console.print(say("There is no node here yet. Describe it at {url}").format(url=f"http://{listen}/"))
    if listen.rpartition(":")[0].strip("[]") not in LOOPBACK:
        note(say("This address is not loopback: whatever is typed there crosses the network unsealed."))
    DOOR.renew()


def main() -> None:
    """Serve until the node is founded or a signal comes."""
    os.environ["TAAWUN_FIRST_RUN"] = sys.argv[1]
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    end_with_parent()
    Web(sys.argv[1]).run()


if __name__ == "__main__":
    main()
