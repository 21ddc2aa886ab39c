# SPDX-License-Identifier: Apache-2.0
"""Commands of an officer: draft a release, approve it, send it; read what came (spec 50, §30.6)."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from taawun.kernel.errors import BadSetting
from taawun.site.cli.node import officer_named, open_node, sign_in
from taawun.site.cli.output import console, good, json_line, printable, say, table
from taawun.site.cli.secrets import read_secrets
from taawun.site.cli.setup import SecretsOption

if TYPE_CHECKING:
    from taawun.apps.people.models import Officer

DESK = "The desk"
AsOption = Annotated[str, typer.Option("--as", metavar="OFFICER", help="Your sign-in name.")]
PurposeOption = Annotated[str, typer.Option(help="What you read or share it for, e.g. counter-narcotics.")]
ReleaseArgument = Annotated[list[str], typer.Argument(metavar="RELEASE…", help="Identifiers of releases.")]


def add_to(app: typer.Typer) -> None:
    """Declare the commands."""
    for command in (send, approve, withdraw, releases, inbox, outbox, show):
        app.command(rich_help_panel=DESK)(command)


def send(
    to: Annotated[str, typer.Argument(metavar="PARTY", help="The party that gets it, e.g. BH.")],
    officer: AsOption,
    purpose: PurposeOption,
    instrument: Annotated[str, typer.Option(help="The instrument that allows it, e.g. pk-bh-mou-2025.")],
    article: Annotated[str, typer.Option(help="The article of the instrument.")],
    record: Annotated[
        list[str] | None,
        typer.Option(help="A record of ours, by its identifier; several go together under one release."),
    ] = None,
    message: Annotated[Path | None, typer.Option(help="A file with a written message; - reads it here.")] = None,
    about: Annotated[str | None, typer.Option(help="The envelope that the message answers.")] = None,
    language: Annotated[str, typer.Option(help="Language of the message: en, ar or ur.")] = "en",
    personal: Annotated[bool, typer.Option(help="Whether a message holds personal data.")] = True,
    ask_read: Annotated[bool, typer.Option(help="Ask for a receipt when an officer reads it.")] = False,
    secrets: SecretsOption = None,
) -> None:
    """Draft a release of records or of a message. Nothing leaves before `taawun approve`.

    The rules of our roster say who must approve; whoever drafts never approves.
    """
    open_node()
    if (not record) == (message is None):
        raise BadSetting("Name either --record or --message.")
    drafter = sign_in(officer, read_secrets(secrets))
    from taawun.apps.exchange import services
    from taawun.apps.people.access import actor_of
    from taawun.kernel.wire.envelope import Basis

    basis = Basis(instrument, article)
    text = _text(message) if message else ""
    wish = (
        _record_wish(record, to, purpose, basis, ask_read)
        if record
        else _message_wish(text, language, about, to, purpose, basis, personal, ask_read)
    )
    release = services.draft_release(actor_of(drafter), wish, datetime.now(UTC))
    good(say("Release {id} is drafted.").format(id=release.id))
    console.print(say("Still needed: {roles}.").format(roles=", ".join(services.still_needed(release))))


def approve(
    release: ReleaseArgument,
    officer: AsOption,
    send_now: Annotated[bool, typer.Option("--send/--no-send", help="Send what is now approved.")] = True,
    secrets: SecretsOption = None,
) -> None:
    """Sign releases as an officer, and send those that are then approved by all who must."""
    open_node()
    approver, now = officer_named(officer), datetime.now(UTC)
    from taawun.apps.exchange import access, services
    from taawun.apps.people.access import actor_of
    from taawun.apps.people.signers import unlock

    access.require_act(approver, release, "approval")
    with unlock(approver, read_secrets(secrets).passphrase(officer)) as keys:
        rows = services.approve(actor_of(approver), release, keys.signers, now)
    done = [row.id for row in rows if row.state == "approved"]
    for row in rows:
        waits = services.still_needed(row) if row.id not in done else ()
        good(f"{row.id}: {row.state}" + (f"; {', '.join(waits)}" if waits else ""))
    if done and send_now:
        for envelope in services.send(actor_of(approver), done, now):
            good(say("Envelope {id} to {party} is queued.").format(id=envelope.id, party=envelope.peer_id))


def withdraw(release: Annotated[str, typer.Argument()], officer: AsOption, secrets: SecretsOption = None) -> None:
    """Take back a release that was not sent."""
    open_node()
    from taawun.apps.exchange import access, services
    from taawun.apps.people.access import actor_of

    signed_in = sign_in(officer, read_secrets(secrets))
    access.require_act(signed_in, [release], "release.withdrawn")
    services.withdraw(actor_of(signed_in), release, datetime.now(UTC))
    good(say("Release {id} is withdrawn.").format(id=release))


def releases(officer: AsOption, purpose: PurposeOption, page: int = 1, secrets: SecretsOption = None) -> None:
    """List releases: drafts, approved, sent, withdrawn."""
    reader = _reader(officer, secrets)
    from taawun.apps.exchange import access

    rows = access.releases(reader, purpose, page=page)
    columns = (say("release"), say("state"), say("kind"), say("to"), say("purpose"), say("created"))
    table("", columns, [(r.id, r.state, r.kind, ", ".join(r.recipients), r.purpose, r.created) for r in rows])


def inbox(officer: AsOption, purpose: PurposeOption, page: int = 1, secrets: SecretsOption = None) -> None:
    """List what came, newest first, without contents."""
    reader = _reader(officer, secrets)
    from taawun.apps.exchange import access

    rows = access.inbox(reader, purpose, page)
    columns = (say("envelope"), say("from"), say("kind"), say("state"), say("code"), say("received"), say("read"))
    table("", columns, [(r.id, r.peer_id, r.kind, r.state, r.code, r.received, r.read_at) for r in rows])


def outbox(officer: AsOption, purpose: PurposeOption, page: int = 1, secrets: SecretsOption = None) -> None:
    """List what was sent, newest first, with how far it came."""
    reader = _reader(officer, secrets)
    from taawun.apps.exchange import access

    rows = access.outbox(reader, purpose, page)
    columns = (say("envelope"), say("to"), say("kind"), say("state"), say("code"), say("created"), say("attempts"))
    table("", columns, [(r.id, r.peer_id, r.kind, r.state, r.code, r.created, r.attempts) for r in rows])


def show(
    envelope: Annotated[str, typer.Argument(metavar="ID")],
    officer: AsOption,
    purpose: PurposeOption,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    secrets: SecretsOption = None,
) -> None:
    """Show one envelope: header, content, release and receipts. Reading is recorded, with your purpose."""
    reader = _reader(officer, secrets)
    from taawun.apps.exchange import access, services

    opened = access.envelope(reader, envelope, purpose)
    services.mark_read(opened.row, datetime.now(UTC))
    parts = {"header": opened.header, "body": opened.body, "release": opened.release, "receipts": opened.receipts}
    if as_json:
        json_line(parts)
        return
    for name, part in parts.items():
        console.print(f"[bold]{name}[/bold]")
        console.print(printable(json.dumps(part, ensure_ascii=False, indent=2)), markup=False)


def _reader(officer: str, secrets: str | None) -> "Officer":
    open_node()
    return sign_in(officer, read_secrets(secrets))


def _text(path: Path) -> str:
    if str(path) == "-":
        return typer.get_text_stream("stdin").read().strip()
    return path.read_text(encoding="utf-8").strip()


def _message_wish(
    text: str, language: str, about: str | None, to: str, purpose: str, basis: Any, personal: bool, ask_read: bool
) -> Any:
    from taawun.apps.exchange.messages import KIND, write_message
    from taawun.apps.exchange.services import Wish

    return Wish(
        kind=KIND,
        body=write_message(text, language, about),
        recipients=(to,),
        purpose=purpose,
        basis=basis,
        object_type="message",
        object_id=about or "",
        personal=personal,
        ask_read=ask_read,
    )


def _record_wish(records: list[str], to: str, purpose: str, basis: Any, ask_read: bool) -> Any:
    """Return the wish for one record or several; the markings are asked before anybody is asked to approve."""
    from taawun.apps.registers.releasing import wish_for, wish_for_set

    if len(records) == 1:
        return replace(wish_for(records[0], [to], purpose, basis), ask_read=ask_read)
    return replace(wish_for_set(records, [to], purpose, basis), ask_read=ask_read)
