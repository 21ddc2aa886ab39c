# SPDX-License-Identifier: Apache-2.0
"""Commands on how officers sign in, for an operator: open a lock, take lost second factors away (spec §10.12)."""

from typing import Annotated

import typer

from taawun.kernel.errors import NoSuchOfficer
from taawun.site.cli.desk import AsOption
from taawun.site.cli.node import open_node
from taawun.site.cli.node import sign_in as sign_in_as
from taawun.site.cli.output import good, say
from taawun.site.cli.secrets import read_secrets
from taawun.site.cli.setup import SecretsOption

RUN = "Run a node"
NameArgument = Annotated[str, typer.Argument(metavar="OFFICER", help="The officer's sign-in name.")]
group = typer.Typer(no_args_is_help=True, help="How officers sign in: locks and second factors.")


def add_to(app: typer.Typer) -> None:
    """Declare the commands."""
    group.command("unlock")(unlock)
    group.command("unlock-address")(unlock_address)
    group.command("reset")(reset)
    app.add_typer(group, name="sign-in", rich_help_panel=RUN)


def unlock(name: NameArgument, officer: AsOption, secrets: SecretsOption = None) -> None:
    """Open the lock of an officer who failed too often, before its quarter of an hour is over."""
    open_node()
    operator = sign_in_as(officer, read_secrets(secrets))
    from taawun.apps.people.access import actor_of, named
    from taawun.apps.sign_in import services

    found = named(name)
    if found is None:
        raise NoSuchOfficer
    services.unlock(actor_of(operator), found)
    good(say("{name} may try to sign in again.").format(name=name))


def unlock_address(
    address: Annotated[str, typer.Argument(help="The address, as the web server sees it.")],
    officer: AsOption,
    secrets: SecretsOption = None,
) -> None:
    """Open the lock of an address from which too many failed."""
    open_node()
    operator = sign_in_as(officer, read_secrets(secrets))
    from taawun.apps.people.access import actor_of
    from taawun.apps.sign_in import services

    services.unlock_address(actor_of(operator), address)
    good(say("{name} may try to sign in again.").format(name=address))


def reset(name: NameArgument, officer: AsOption, secrets: SecretsOption = None) -> None:
    """Take away all second factors of an officer who lost them, and end their sessions; they begin again."""
    open_node()
    operator = sign_in_as(officer, read_secrets(secrets))
    from taawun.apps.people.access import actor_of, named
    from taawun.apps.sign_in import services

    found = named(name)
    if found is None:
        raise NoSuchOfficer
    services.reset_factors(actor_of(operator), found)
    good(say("{name} has no second factor any more and is signed out everywhere.").format(name=name))
