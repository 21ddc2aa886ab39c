# SPDX-License-Identifier: Apache-2.0
"""The web server process: gunicorn with threads, configured from node.toml (docs/decisions/0004).

`python -m taawun.site.cli.web PROCESSES`; `taawun serve` starts it.
"""

import logging
import sys
from typing import Any

from gunicorn.app.base import BaseApplication

from taawun.kernel.errors import TaawunError
from taawun.kernel.exchange.post import HEADER_BYTES
from taawun.site.cli.node import open_migrated_node
from taawun.site.cli.output import complain
from taawun.site.cli.supervise import end_with_parent
from taawun.site.config import NodeConfig
from taawun.site.logs import logging_settings

TIMEOUT = 60  # seconds a worker may be silent
GRACE = 10  # seconds for requests in hand when it stops


class WithoutWords(logging.Filter):
    """Cuts gunicorn's remarks on bad requests: they quote what a stranger sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the kind of the remark and drop what follows it."""
        if record.levelno >= logging.WARNING:
            record.msg = record.msg.split(":")[0].split(" from ")[0] if isinstance(record.msg, str) else "error"
            record.args = ()
        return True


class Web(BaseApplication):
    """Gunicorn around the node's WSGI application."""

    def __init__(self, config: NodeConfig, processes: int) -> None:
        self.node, self.processes = config, processes
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn's options."""
        options: dict[str, Any] = {
            "bind": self.node.listen,
            "workers": self.processes,
            "worker_class": "gthread",
            "threads": self.node.threads,
            "timeout": TIMEOUT,
            "graceful_timeout": GRACE,
            "preload_app": True,
            "limit_request_field_size": HEADER_BYTES + 64,
            "control_socket_disable": True,
            "proc_name": f"taawun-{self.node.party.lower()}",
            "logconfig_dict": _logging(self.node.log_level),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application, loaded once before the processes part."""
        from taawun.site.wsgi import application

        return application


def _logging(level: str) -> dict[str, Any]:
    settings = logging_settings(level)
    settings["filters"] = {"without-words": {"()": "taawun.site.cli.web.WithoutWords"}}
    settings["loggers"]["gunicorn.error"] = {
        "handlers": ["stderr"],
        "level": "WARNING",
        "propagate": False,
        "filters": ["without-words"],
    }
    settings["loggers"]["gunicorn.access"] = {"handlers": [], "propagate": False}
    return settings


def main() -> None:
    """Run the web server until it is told to stop."""
    try:
        config = open_migrated_node()
    except TaawunError as error:
        complain(str(error))
        sys.exit(1)
    end_with_parent()
    Web(config, int(sys.argv[1])).run()


if __name__ == "__main__":
    main()
