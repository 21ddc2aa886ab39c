# SPDX-License-Identifier: Apache-2.0
"""What a right value of a setting looks like. A check returns what it expected, or None when content."""

import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LANGUAGES: Final = ("en", "ar", "ur")
LOG_LEVELS: Final = ("debug", "info", "warning", "error")
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
NAME_LENGTH: Final = 80  # characters
PORTS: Final = range(1, 65_536)


def party(value: Any) -> str | None:
    """Check an ISO 3166-1 alpha-2 code."""
    right = isinstance(value, str) and re.fullmatch(r"[A-Z]{2}", value)
    return None if right else "two upper-case letters such as PK"


def short_text(value: Any) -> str | None:
    """Check a name that fits on one line."""
    right = isinstance(value, str) and value.strip() and len(value) <= NAME_LENGTH and value.isprintable()
    return None if right else f"a text of 1 to {NAME_LENGTH} printable characters"


def url(value: Any) -> str | None:
    """Check an https address without a path; http is only for loopback."""
    expected = "an address such as https://node.interior.example (http only on loopback)"
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
        port = parts.port
    except ValueError:
        return expected
    bare = parts.path in ("", "/") and not parts.query and not parts.fragment and not parts.username
    scheme = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return None if parts.hostname and bare and scheme and port != 0 else expected


def text_or_empty(value: Any) -> str | None:
    """Check a name that fits on one line, or nothing."""
    return None if value == "" else short_text(value)


def url_or_empty(value: Any) -> str | None:
    """Check an https address, which may have a path, or nothing; http is only for loopback."""
    if value == "":
        return None
    parts = urlsplit(value if isinstance(value, str) else "")
    wrong = url(parts._replace(path="").geturl())
    return wrong and "an address such as https://login.ministry.example/realms/officers, or empty"


def address(value: Any) -> str | None:
    """Check host:port."""
    host, _, port = value.rpartition(":") if isinstance(value, str) else ("", "", "")
    right = host and port.isdecimal() and int(port) in PORTS
    return None if right else "a host and a port such as 127.0.0.1:8440"


def on_this_machine(reached: str, listen: str) -> bool:
    """Tell whether only this machine reaches a node: plain http at loopback, and listening there alone."""
    parts, host = urlsplit(reached), listen.rpartition(":")[0].strip("[]")
    return parts.scheme == "http" and parts.hostname in LOOPBACK and host in LOOPBACK


def address_or_empty(value: Any) -> str | None:
    """Check a host and port, or nothing."""
    return None if value == "" else address(value)


def database(value: Any) -> str | None:
    """Check sqlite:NAME or a PostgreSQL URL."""
    text = value if isinstance(value, str) else ""
    if re.fullmatch(r"sqlite:[\w.-]+", text):
        return None
    parts = urlsplit(text)
    if parts.scheme == "postgresql" and len(parts.path) > 1:
        return None
    return "sqlite:db.sqlite3, or postgresql://user@host:5432/name"


def language(value: Any) -> str | None:
    """Check that pages exist in this language."""
    return None if value in LANGUAGES else "en, ar or ur"


def time_zone(value: Any) -> str | None:
    """Check an IANA zone that this machine knows."""
    expected = "an IANA zone such as Asia/Karachi or Asia/Bahrain"
    try:
        ZoneInfo(value if isinstance(value, str) else "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return expected
    return None


def log_level(value: Any) -> str | None:
    """Check the name of a log level."""
    return None if value in LOG_LEVELS else "debug, info, warning or error"


def one_of(*words: str) -> Callable[[Any], str | None]:
    """Return a check for one of these words."""

    def check(value: Any) -> str | None:
        return None if value in words else " or ".join(words)

    return check


def between(low: int, high: int) -> Callable[[Any], str | None]:
    """Return a check for a whole number from low to high."""

    def check(value: Any) -> str | None:
        right = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return None if right else f"a whole number from {low} to {high}"

    return check
