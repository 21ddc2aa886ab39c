# SPDX-License-Identifier: Apache-2.0
"""The commands `ais listen` and `ais import`: positions from a stream, or from a file, into the node's store."""

import json
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from taawun.kernel.errors import BadSetting
from taawun.site.checks import address
from taawun.site.cli.desk import AsOption, PurposeOption
from taawun.site.cli.node import open_migrated_node, open_node, sign_in
from taawun.site.cli.running import RUN
from taawun.site.cli.secrets import read_secrets
from taawun.site.cli.setup import SecretsOption

LOCAL: Final = ("127.0.0.1", "::1", "localhost")
"""Where a stream comes from: a receiver's own program on this machine. NMEA is neither signed nor sealed."""


def add_to(app: typer.Typer) -> None:
    """Declare the commands."""
    ais = typer.Typer(name="ais", help="Take in positions that vessels transmit (AIS).", no_args_is_help=True)
    ais.command("listen")(listen)
    ais.command("import")(import_positions)
    app.add_typer(ais, rich_help_panel=RUN)


def listen(
    udp: Annotated[str, typer.Option(metavar="HOST:PORT", help="Take datagrams at this address.")] = "",
    tcp: Annotated[str, typer.Option(metavar="HOST:PORT", help="Connect to a server at this address.")] = "",
    seconds: Annotated[float, typer.Option(help="Stop by itself after so many seconds; 0 goes on.")] = 0.0,
) -> None:
    """Keep what a receiver on this machine says, written together once a second, until Ctrl-C.

    Prints the counts as a line of JSON when it begins and when it ends. What cannot be read is counted and skipped.
    """
    host, port = _place(udp or tcp, one=bool(udp) != bool(tcp))
    open_migrated_node()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if seconds > 0:
        threading.Timer(seconds, stop.set).start()
    _tell(_keep(f"{'udp' if udp else 'tcp'} {host}:{port}", host, port, stop, datagrams=bool(udp)))


def import_positions(
    file: Annotated[Path, typer.Argument(help="A file of NMEA sentences, also packed with gzip.", exists=True)],
    officer: AsOption,
    purpose: PurposeOption,
    secrets: SecretsOption = None,
) -> None:
    """Import a file of sentences; its counts are printed as a line of JSON. Interrupted, the worker goes on with it."""
    open_node()
    importer = sign_in(officer, read_secrets(secrets))
    from taawun.apps.people.access import actor_of
    from taawun.sectors.coast_guard import services
    from taawun.site.cli.files import follow

    with file.open("rb") as opened:
        started = services.take_file(actor_of(importer), opened, purpose, name=file.name)
    follow(importer, started)
    started.refresh_from_db()
    _tell(started.counts)


def _keep(name: str, host: str, port: int, stop: threading.Event, *, datagrams: bool) -> dict[str, Any]:
    from taawun.formats.ais.bulk import Bulk
    from taawun.sectors.coast_guard import listening, services

    bulk, kept = Bulk(), 0
    bulk.feed(b"")  # what is compiled at first need is ready before anybody speaks
    source = listening.udp(host, port) if datagrams else None
    feed = services.begin_stream(name)
    _tell({"listening": name})
    try:
        heard = listening.batches(source, bulk, stop) if source else listening.tcp(host, port, bulk, stop)
        for batch in heard:
            kept += services.keep_stream(feed, batch, bulk.reader.heard.to_json())
    finally:
        if source:
            source.close()
    return {**bulk.reader.heard.to_json(), "kept": kept}


def _place(said: str, *, one: bool) -> tuple[str, int]:
    if not one:
        raise BadSetting("ais listen: expected one of --udp and --tcp.")
    expected = address(said)
    if expected is not None:
        raise BadSetting(f"ais listen: expected {expected}.")
    host, _, port = said.rpartition(":")
    if host.strip("[]") not in LOCAL:
        raise BadSetting("ais listen: expected an address of this machine, such as 127.0.0.1:10110.")
    return host.strip("[]"), int(port)


def _tell(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
