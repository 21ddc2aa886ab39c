# SPDX-License-Identifier: Apache-2.0
"""What `taawun doctor` looks at. Each examination yields findings; a later one is skipped when it cannot succeed."""

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from taawun.kernel.errors import TaawunError
from taawun.kernel.wire.limits import CLOCK_SKEW
from taawun.site.cli.node import is_migrated, open_node
from taawun.site.config import NodeConfig

if TYPE_CHECKING:
    from taawun.apps.exchange.queries import PeerStatus

FREE_BYTES: Final = 1 << 30
EXPIRES_SOON: Final = timedelta(days=30)
SEALED_WITHIN: Final = timedelta(seconds=10)
MANY_QUEUED: Final = 1_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: "ok", "warn" or "bad", and what to do about it."""

    level: str
    what: str
    said: str
    do: str = ""


def examine() -> Iterator[Finding]:
    """Look at everything, from the ground up."""
    try:
        config = open_node()
    except TaawunError as error:
        yield Finding("bad", "settings", str(error), "Correct node.toml, or run `taawun init` for a new node.")
        return
    yield Finding("ok", "settings", f"{config.name} ({config.party}) in {config.home}")
    if config.stretching != "full":
        advice = "Never let a real officer in; make a new node without `stretching`."
        yield Finding("warn", "settings", "a node for rehearsals: its secrets are easily guessed", advice)
    yield from _files(config)
    yield _disk(config)
    database = list(_database())
    yield from database
    if any(found.level == "bad" for found in database):
        return
    for look in (_roster, _ledger, _peers):
        yield from look()


def _files(config: NodeConfig) -> Iterator[Finding]:
    """Look for secrets that others may read."""
    open_to_others = [path for path in _private_files(config) if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    for path in open_to_others:
        advice = f"chmod go= {path}; whoever could read a key may have copied it: consider `taawun key revoke`."
        yield Finding("bad", "permissions", f"{path.relative_to(config.home)} may be read by others", advice)
    if not open_to_others:
        yield Finding("ok", "permissions", "settings, keys and session secret are for their owner alone")


def _private_files(config: NodeConfig) -> Iterator[Path]:
    yield config.home / "node.toml"
    yield config.keys
    yield from sorted(config.keys.iterdir())


def _disk(config: NodeConfig) -> Finding:
    free = shutil.disk_usage(config.home).free
    said = f"{free / FREE_BYTES:.1f} GiB free"
    return Finding("ok", "disk", said) if free > FREE_BYTES else Finding("bad", "disk", said, "Make room now.")


def _database() -> Iterator[Finding]:
    from django.db import DatabaseError, connection, transaction

    try:
        migrated = is_migrated()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE taawun_doctor (one INTEGER)")
            cursor.execute("DROP TABLE taawun_doctor")
    except DatabaseError as error:
        advice = "Check that the server runs and that node.toml names it rightly."
        yield Finding("bad", "database", f"{connection.vendor} does not answer ({type(error).__name__})", advice)
        return
    if not migrated:
        yield Finding("bad", "database", "not up to date", "Take a backup, then run `taawun migrate`.")
        return
    yield Finding("ok", "database", f"{connection.vendor} answers, is writable and up to date")


def _roster() -> Iterator[Finding]:
    from taawun.apps.exchange.services import own_roster
    from taawun.apps.people.signers import node_signers, sealing_keys

    now = datetime.now(UTC)
    try:
        roster = own_roster()
        for purpose in ("node", "ledger", "roster"):
            node_signers(purpose)
        sealing_keys()
    except TaawunError as error:
        yield Finding("bad", "keys", str(error), "Restore keys/ from the backup; without keys the node cannot sign.")
        return
    yield Finding("ok", "keys", f"roster version {roster.version}; every key of the node opens")
    soon = [key for _, key in roster.by_key.values() if key.revoked is None and key.valid_until < now + EXPIRES_SOON]
    if soon:
        first = min(key.valid_until for key in soon)
        advice = "Make new keys, then run `taawun roster publish`."
        yield Finding("warn", "keys", f"{len(soon)} expire within 30 days, the first on {first:%Y-%m-%d}", advice)


def _ledger() -> Iterator[Finding]:
    from taawun.apps.ledger import access

    status, now = access.status(), datetime.now(UTC)
    if status.waiting_since is not None and status.waiting_since < now - SEALED_WITHIN:
        seconds = int((now - status.waiting_since).total_seconds())
        said = f"{status.waiting} entries have waited {seconds} s for their seal"
        yield Finding("bad", "ledger", said, "Start the worker: `taawun serve`, or `taawun worker` beside it.")
    else:
        yield Finding("ok", "ledger", f"{status.size} entries sealed, {status.waiting} waiting")
    if status.open_alerts:
        advice = "A ledger contradicts itself. Read the evidence on the ledger page, and call the other side."
        yield Finding("bad", "ledger", f"{status.open_alerts} alerts are open", advice)


def _peers() -> Iterator[Finding]:
    from taawun.apps.exchange.queries import peer_statuses

    peers = peer_statuses()
    if not peers:
        yield Finding("warn", "peers", "none", "Introduce the other party's node: `taawun pair URL`.")
    for peer in peers:
        yield from _peer(peer)


def _peer(peer: "PeerStatus") -> Iterator[Finding]:
    import httpx

    what = f"peer {peer.party}"
    if peer.state != "paired":
        yield Finding("warn", what, peer.state, "Both sides run `taawun pair`.")
    if peer.queued > MANY_QUEUED or peer.failures:
        said = f"{peer.queued} envelopes wait; {peer.failures} attempts failed {peer.failure}".rstrip()
        yield Finding("warn", what, said, "Nothing is lost. Ask the other side whether its node runs.")
    try:
        answer = httpx.get(f"{peer.url}/exchange/card", timeout=5, trust_env=False)
    except httpx.HTTPError as error:
        yield Finding("bad", what, f"{peer.url} does not answer ({type(error).__name__})", "Check line and firewall.")
        return
    if answer.status_code != httpx.codes.OK:
        yield Finding("bad", what, f"{peer.url} answers HTTP {answer.status_code}", "Ask the other side.")
        return
    yield _clock(what, answer.headers.get("Date", ""))


def _clock(what: str, stated: str) -> Finding:
    """Compare our clock with the one the other node states."""
    try:
        ahead = datetime.now(UTC) - parsedate_to_datetime(stated)
    except ValueError:
        return Finding("ok", what, "answers")
    if abs(ahead) < CLOCK_SKEW / 2:
        return Finding("ok", what, "answers, and its clock agrees with ours")
    advice = "Run a time service (chrony) on both sides; beyond five minutes, envelopes are refused (§20.3)."
    return Finding("bad", what, f"the clocks differ by {abs(ahead).total_seconds():.0f} s", advice)
