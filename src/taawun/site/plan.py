# SPDX-License-Identifier: Apache-2.0
"""A new node from a plan: settings, authorities, officers (spec §10). Used by `taawun init` and by the first run.

A node is made whole or not at all: it is founded in a folder inside its home, and moved to its place when everything
is there, its settings last. Whatever goes wrong before leaves the home as it was.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol

from taawun.kernel.errors import BadSetting, NoHome
from taawun.site.config import CONFIG_FILE

AUTHORITY: Final = ("code", "title_en", "title_ar", "title_ur")
OFFICER: Final = ("username", "name", "authority", "roles", "language", "time_zone")
PARTS: Final = ("node", "authority", "officer")
UNFINISHED: Final = ".founding"
"""The folder in a home in which a node is made."""


class Asked(Protocol):
    """Where the secrets of officers come from."""

    def password(self, username: str, *, new: bool = False) -> str:
        """Return the sign-in password of an officer."""
        ...

    def passphrase(self, username: str, *, new: bool = False) -> str:
        """Return the passphrase of an officer's signing keys."""
        ...


def is_founded(home: Path) -> bool:
    """Tell whether a home holds a node."""
    return (home / CONFIG_FILE).exists()


def is_empty(home: Path) -> bool:
    """Tell whether a node can be made here: nothing is there, or only what a broken founding left."""
    return not home.exists() or (home.is_dir() and all(path.name == UNFINISHED for path in home.iterdir()))


def found_plan(
    home: Path, plan: Mapping[str, Any], secrets: Asked, then: Callable[[Mapping[str, Any]], None] | None = None
) -> str:
    """Make the node of a plan in a home and return the fingerprint of its roster.

    Args:
        home: the folder; it holds no node yet.
        plan: `{"node": {…}, "authority": [{…}], "officer": [{…}]}`.
        secrets: where passwords and passphrases come from.
        then: called with the officers by sign-in name before the node is moved to its place.

    Raises:
        NoHome: if the home holds a node.
        TaawunError: whatever is wrong with the plan; then nothing was made.
    """
    if is_founded(home):
        raise NoHome(f"{home} already holds a node; nothing was changed.")
    check_plan(plan)
    with apart(home) as unfinished:
        return _found(unfinished, plan, secrets, then)


def check_plan(plan: Mapping[str, Any]) -> None:
    """Refuse a plan that lacks a part, and an officer without an authority or a role, before anything is made."""
    if plan.keys() - set(PARTS) or not all(plan.get(name) for name in PARTS):
        raise BadSetting("A plan has [node], at least one [[authority]] and at least one [[officer]].")
    codes = {one.get("code") for one in plan["authority"]}
    for officer in plan["officer"]:
        if officer.get("authority") not in codes or not officer.get("roles"):
            raise BadSetting("Each officer needs at least one role, and an authority of this plan.")


@contextmanager
def apart(home: Path) -> Iterator[Path]:
    """Give a folder to make the node in; move what it holds into the home at the end, or leave nothing."""
    made, unfinished = not home.exists(), home / UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700, parents=True)
    before = os.environ.get("TAAWUN_HOME")
    os.environ["TAAWUN_HOME"] = str(unfinished)
    try:
        yield unfinished
        _move(unfinished, home)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        if made and not any(home.iterdir()):
            home.rmdir()
        os.environ["TAAWUN_HOME"] = before or str(home)


def _move(unfinished: Path, home: Path) -> None:
    """Move everything to its place; the settings come last, because they make it a node."""
    home.chmod(0o700)
    for path in sorted(unfinished.iterdir(), key=lambda path: path.name == CONFIG_FILE):
        path.rename(home / path.name)


def _found(
    home: Path, plan: Mapping[str, Any], secrets: Asked, then: Callable[[Mapping[str, Any]], None] | None
) -> str:
    from taawun.site.cli.node import migrate, open_node
    from taawun.site.home import make_home

    make_home(home, **plan["node"])
    config = open_node()
    migrate()
    from django.db import connections, transaction

    from taawun.apps.exchange.services import own_words
    from taawun.site.founding import NewAuthority, found

    authorities = [NewAuthority(**_fields(one, AUTHORITY)) for one in plan["authority"]]
    officers = [_officer(one, secrets, config.time_zone) for one in plan["officer"]]
    with transaction.atomic():
        made = found(config.party, authorities, officers, datetime.now(UTC))
        if then is not None:
            then(made)
        words = own_words()
    connections.close_all()
    return words


def _officer(one: Mapping[str, Any], secrets: Asked, zone: str) -> Any:
    from taawun.site.founding import NewOfficer

    fields = {"time_zone": zone, **_fields(one, OFFICER)}
    fields["roles"] = tuple(fields["roles"])
    name = fields["username"]
    return NewOfficer(
        **fields, password=secrets.password(name, new=True), passphrase=secrets.passphrase(name, new=True)
    )


def _fields(one: Mapping[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    unknown = one.keys() - set(allowed)
    if unknown:
        raise BadSetting(f"Unknown in the plan: {', '.join(sorted(unknown))}.")
    return dict(one)
