# SPDX-License-Identifier: Apache-2.0
"""The two databases a node can stand on, as Django settings: a SQLite file, or a PostgreSQL server."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_TIMEOUT = 30  # seconds a writer waits for the one before it
POSTGRESQL_CONNECT_TIMEOUT = 10  # seconds

# FULL: what a receipt promises must survive a power cut (spec §30).
SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"


def database_settings(url: str, home: Path) -> dict[str, Any]:
    """Return Django's settings for the database that a node names."""
    if url.startswith("sqlite:"):
        return _sqlite(home / url.removeprefix("sqlite:"))
    return _postgresql(url)


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "taawun.site.sqlite",
        "NAME": str(path),
        "OPTIONS": {
            "init_command": SQLITE_START,
            "timeout": SQLITE_TIMEOUT,
            "transaction_mode": "IMMEDIATE",
        },
        # A file as in production: an in-memory database knows neither WAL nor a second connection.
        "TEST": {"NAME": str(path.with_suffix(".test.sqlite3"))},
        "CONN_MAX_AGE": None,
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or (parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": {"connect_timeout": POSTGRESQL_CONNECT_TIMEOUT, **options},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
