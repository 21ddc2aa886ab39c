# SPDX-License-Identifier: Apache-2.0
"""The command `pair`: the ceremony by which two nodes come to trust each other (spec §10.7)."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from taawun.kernel.errors import BadPairing
from taawun.site.cli.node import officer_named, open_node
from taawun.site.cli.output import console, good, note, say, table
from taawun.site.cli.secrets import Secrets, read_secrets
from taawun.site.cli.setup import SecretsOption

if TYPE_CHECKING:
    from taawun.kernel.ports import Signer

PARTNER = "The other party"


def add_to(app: typer.Typer) -> None:
    """Declare the command."""
    app.command(rich_help_panel=PARTNER)(pair)


def pair(
    target: Annotated[str, typer.Argument(metavar="URL | show | status", help="The other node's address.")],
    words: Annotated[
        str | None, typer.Option(help="The fingerprint the other side read out; else you are asked.")
    ] = None,
    officer: Annotated[list[str] | None, typer.Option(help="An officer of ours who signs; two are needed.")] = None,
    secrets: SecretsOption = None,
) -> None:
    """Pair with the other party's node.

    `pair show` prints our own fingerprint. `pair URL` fetches the other node's card and shows its fingerprint:
    telephone the other side and let them read theirs out, over a line that is not this network. Two of our officers
    then sign with their passphrases. Each side does this once; `pair status` says how far it is.
    """
    open_node()
    if target == "show":
        _show()
    elif target == "status":
        _status()
    else:
        _pair(target, words, officer or [], read_secrets(secrets))


def _show() -> None:
    from taawun.apps.exchange.services import own_card, own_words

    card = own_card()
    console.print(f"{card['name']}\n{card['url']}\n\n    {own_words()}\n")
    console.print(say("Read these words to the other side's officers over the telephone."))


def _status() -> None:
    from taawun.apps.exchange.queries import peer_statuses

    columns = (say("party"), say("name"), say("state"), say("queued"), say("last reached"), say("failure"))
    rows = [(p.party, p.name, p.state, p.queued, p.last_reached, p.failure) for p in peer_statuses()]
    table(say("Peers"), columns, rows)


def _pair(url: str, words: str | None, officers: list[str], secrets: Secrets) -> None:
    from taawun.apps.audit.services import Actor
    from taawun.apps.exchange import services
    from taawun.apps.exchange.transport import HttpTransport

    transport, now = HttpTransport(), datetime.now(UTC)
    card = services.fetch_card(transport, url, now)
    said = _compare(card, services.own_words()) if words is None else words
    signing = _signers(officers or _ask_officers(), secrets)
    peer = services.confirm(Actor.system("pairing"), card, said, signing, now)
    told = services.tell_half(transport, peer)
    good(say("Pairing with {party}: {state}.").format(party=peer.party, state=peer.state))
    if not told:
        note(say("The other node did not take our half; run this command again when it answers."))
    elif peer.state != "paired":
        console.print(say("Now the other side does the same with our address; `taawun pair status` says when."))


def _compare(card: Any, ours: str) -> str:
    console.print(f"{card.name} ({card.roster.party})\n{card.url}\n\n    {card.words}\n")
    console.print(say("Telephone the other side. They read their fingerprint out; it must be the one above."))
    console.print(say("Read ours to them:") + f" {ours}\n")
    return str(typer.prompt(say("Type the words that they read out")))


def _ask_officers() -> list[str]:
    return [typer.prompt(say("First officer who signs")), typer.prompt(say("Second officer who signs"))]


def _signers(names: list[str], secrets: Secrets) -> "list[tuple[Signer, ...]]":
    """Unlock the keys of different officers."""
    from taawun.apps.people.signers import signers_for

    officers = {officer.id: officer for officer in map(officer_named, names)}
    if len(officers) < 2:
        raise BadPairing("Two different officers sign.")
    return [signers_for(officer, secrets.passphrase(officer.username)) for officer in officers.values()]
