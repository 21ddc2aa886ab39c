# SPDX-License-Identifier: Apache-2.0
"""Logs: one JSON object a line on standard error, made of facts the code names, never of personal data.

Only the message and the fields given in `extra={"facts": {...}}` are written. An exception is written as its
type and, for our own errors, its code and §: a traceback or an error's text may quote what a person sent.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from taawun.kernel.errors import TaawunError


class JsonLines(logging.Formatter):
    """Formats one log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for one log record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update(getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[1] is not None:
            line.update(_error_facts(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False, default=str)


def _error_facts(error: BaseException) -> dict[str, str | int]:
    facts: dict[str, str | int] = {"error": type(error).__name__}
    if isinstance(error, TaawunError):
        facts |= {"code": error.code, "section": error.section}
    trace = error.__traceback__
    while trace is not None:
        facts |= {"file": trace.tb_frame.f_code.co_filename, "line": trace.tb_lineno}
        trace = trace.tb_next
    return facts


def logging_settings(level: str) -> dict[str, Any]:
    """Return Django's LOGGING for a level named in node.toml."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "taawun.site.logs.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        # Its lines quote paths and parameters, which may name a person; the endpoint logs its own codes.
        "loggers": {
            "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "axes": {"level": "ERROR"},  # what it counts is on the record
            "fido2": {"level": "WARNING"},  # it would name each passkey
            "httpx": {"level": "WARNING"},  # a line for each request says nothing that the outbox does not
        },
    }
