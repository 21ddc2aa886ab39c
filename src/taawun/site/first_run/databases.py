# SPDX-License-Identifier: Apache-2.0
"""Whether a database can take a new node: it answers, and holds none."""

from typing import Final

from django.utils.translation import gettext as _

CONNECT_SECONDS: Final = 10
HIDDEN: Final = "•••"


def why_not(url: str) -> str:
    """Return why a node cannot stand on this database, or an empty text. A file in the home needs no look."""
    if not url.startswith("postgresql:"):
        return ""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as line:
            made = line.execute("SELECT to_regclass('people_officer')").fetchone()
            taken = made and made[0] and line.execute("SELECT 1 FROM people_officer LIMIT 1").fetchone()
    except psycopg.Error:  # its words can hold the address with its password
        return _("The server does not answer, or does not let this account in.")
    return _("This database already holds a node. Name an empty one.") if taken else ""


def without_password(url: str) -> str:
    """Return the address of a database as it may be shown."""
    head, at, tail = url.rpartition("@")
    scheme, colon, who = head.partition("://")
    user, secret, _password = who.partition(":")
    return f"{scheme}{colon}{user}:{HIDDEN}{at}{tail}" if secret else url
