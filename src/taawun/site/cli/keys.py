# SPDX-License-Identifier: Apache-2.0
"""Commands on keys and the roster: list, revoke, publish (spec §10.4 to §10.6)."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from taawun.site.cli.desk import AsOption
from taawun.site.cli.node import open_node, sign_in
from taawun.site.cli.output import console, good, say, table
from taawun.site.cli.secrets import read_secrets
from taawun.site.cli.setup import SecretsOption

TRUST = "The other party"
roster = typer.Typer(no_args_is_help=True, help="Our roster: who signs for us, as the other party knows it.")
key = typer.Typer(no_args_is_help=True, help="Keys of the node and of officers.")


def add_to(app: typer.Typer) -> None:
    """Declare the commands."""
    roster.command("publish")(publish)
    roster.command("rotate-root")(rotate_root)
    key.command("list")(list_keys)
    key.command("rotate")(rotate)
    key.command("revoke")(revoke)
    app.add_typer(roster, name="roster", rich_help_panel=TRUST)
    app.add_typer(key, name="key", rich_help_panel=TRUST)


def publish(officer: AsOption, secrets: SecretsOption = None) -> None:
    """Publish the next version of our roster, from keys, officers and roles as they are now.

    The worker gives it to every peer before anything that is signed under it.
    """
    open_node()
    operator = sign_in(officer, read_secrets(secrets))
    from taawun.apps.exchange.services import own_words
    from taawun.apps.people.access import actor_of, require
    from taawun.site import founding

    require(operator, "operator")
    made = founding.publish(actor_of(operator), datetime.now(UTC))
    good(say("Version {version} of our roster is published.").format(version=made.version))
    console.print(say("Its fingerprint, for pairings from now on:") + f"\n\n    {own_words()}\n")


def rotate_root(officer: AsOption, secrets: SecretsOption = None) -> None:
    """Make a new root of our roster, and publish the version that the old and the new root sign.

    Do it when the root has been long in use, or may have been copied. Peers take the new version from the worker; from
    then on the old root counts for nothing. Take a backup afterwards: an older one holds the old root alone.
    """
    open_node()
    operator = sign_in(officer, read_secrets(secrets))
    from taawun.apps.people.access import actor_of, require
    from taawun.site import founding

    require(operator, "operator")
    made = founding.rotate_root(actor_of(operator), datetime.now(UTC))
    good(say("The roster has a new root since version {version}.").format(version=made.version))


def list_keys() -> None:
    """List the keys in our roster: whose, for what, and until when."""
    open_node()
    from taawun.apps.exchange.services import own_roster

    rows = [
        (key.id, holder.use, holder.id, key.valid_until, key.revoked)
        for holder in own_roster().holders
        for key in holder.keys
    ]
    table("", (say("key"), say("use"), say("holder"), say("until"), say("revoked from")), rows)


class Rotated(StrEnum):
    """Whose keys can be made anew."""

    NODE = "node"
    LEDGER = "ledger"
    SEAL = "seal"


def rotate(what: Rotated, officer: AsOption, secrets: SecretsOption = None) -> None:
    """Make new keys of the node, retire the old ones, and publish the roster that says so.

    What the old keys signed stays good, and what was sealed to an old key can still be opened.
    """
    open_node()
    operator = sign_in(officer, read_secrets(secrets))
    from taawun.apps.people.access import actor_of
    from taawun.apps.people.services import rotate_node_key
    from taawun.site import founding

    actor, now = actor_of(operator), datetime.now(UTC)
    rotate_node_key(actor, what.value, at=now)
    made = founding.publish(actor, now)
    good(say("New keys for {what}; version {version} of our roster says so.").format(what=what, version=made.version))


def revoke(
    key_id: Annotated[str, typer.Argument(metavar="KEY")],
    officer: AsOption,
    since: Annotated[
        datetime | None, typer.Option("--from", help="From when its signatures are worthless, in UTC; else from now.")
    ] = None,
    secrets: SecretsOption = None,
) -> None:
    """Declare a key worthless from a time on, and publish the roster that says so.

    Everything first seen from that time on is refused by the other party, whatever date it bears. Revoking cannot
    be undone.
    """
    open_node()
    operator = sign_in(officer, read_secrets(secrets))
    from taawun.apps.people.access import actor_of, key_named
    from taawun.apps.people.services import revoke_key
    from taawun.site import founding

    actor, now = actor_of(operator), datetime.now(UTC)
    revoke_key(actor, key_named(key_id), since.replace(tzinfo=UTC) if since else now, at=now)
    made = founding.publish(actor, now)
    good(say("The key is revoked; version {version} of our roster says so.").format(version=made.version))
