# SPDX-License-Identifier: Apache-2.0
"""Running the story: each step timed, its evidence kept; a failed step does not hide the next.

Which steps follow one another, and which are played side by side, stands in `steps`; how, in `playing`.
"""

import fcntl
import json
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from rich.table import Table
from rich.text import Text

from taawun.kernel.errors import AnotherStory
from taawun.site.cli.output import console, say
from taawun.site.demo.cast import ANSWERING, BAHRAIN, PAKISTAN, PASSPHRASE, PASSWORD
from taawun.site.demo.nodes import Node

FOLDER: Final = ".demo"
MARK: Final = ".taawun-demo"  # only a folder that the demo made is ever removed


@dataclass(frozen=True, slots=True)
class Options:
    """How the demonstration runs."""

    once: bool = False
    json_file: Path | None = None
    databases: dict[str, str] = field(default_factory=dict)
    folder: Path | None = None


@dataclass(slots=True)
class Story:
    """What the steps share: the two nodes, and what earlier steps found out."""

    pk: Node
    bh: Node
    folder: Path
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def nodes(self) -> tuple[Node, Node]:
        """Return both nodes."""
        return self.pk, self.bh


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to show: a sentence, and the function that shows it and returns the evidence."""

    area: str
    name: str
    show: Callable[[Story], str]


@dataclass(frozen=True, slots=True)
class Line:
    """Steps that follow one another, while another line may be played beside them."""

    steps: tuple[Step, ...]
    comparing: bool = False
    """It needs what compares names and reads positions, and waits until that is compiled."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How one step went."""

    area: str
    name: str
    ok: bool
    seconds: float
    evidence: str


def run(options: Options) -> int:
    """Play the story; return 0 only if every step held."""
    from taawun.site.demo.playing import Players
    from taawun.site.demo.steps import PARTS, STEPS

    began = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both nodes are stopped, however this one is
    with _folder(options) as folder, Players() as players:
        story = _story(folder, options)
        try:
            shown = sorted(players.play(PARTS, story), key=lambda one: _place(STEPS, one))
            _report(shown, options, time.monotonic() - began)
            if not options.once:
                _stay(story)
        except KeyboardInterrupt:
            return 130
        finally:
            players.stop()
            for node in story.nodes:
                node.close()
    return 0 if shown and all(one.ok for one in shown) else 1


def _story(folder: Path, options: Options) -> Story:
    pk, bh = (
        Node(side, folder, options.databases.get(side.party, "sqlite:db.sqlite3")) for side in (PAKISTAN, BAHRAIN)
    )
    return Story(pk, bh, folder)


def _place(steps: Sequence[Step], shown: Shown) -> int:
    return [(one.area, one.name) for one in steps].index((shown.area, shown.name))


def _report(shown: Sequence[Shown], options: Options, seconds: float) -> None:
    """Print the summary, and write the evidence where it was asked for."""
    table = Table(header_style="bold", show_lines=False)
    for column in (say("area"), say("step"), say("seconds"), say("evidence")):
        table.add_column(column, overflow="fold", justify="right" if column == say("seconds") else "left")
    for one in shown:
        style = "" if one.ok else "red"
        table.add_row(one.area, Text(one.name, style), f"{one.seconds:.2f}", Text(one.evidence, style or "dim"))
    console.print(table)
    held = sum(one.ok for one in shown)
    console.print(say("{held} of {count} steps held in {seconds:.1f} s.").format(
        held=held, count=len(shown), seconds=seconds
    ))  # fmt: skip
    if options.json_file:
        text = json.dumps({"steps": [asdict(one) for one in shown]}, ensure_ascii=False, indent=2)
        options.json_file.write_text(text + "\n", encoding="utf-8")


def _stay(story: Story) -> None:
    """Keep the pages up until Ctrl-C."""
    console.print(say("The pages of both nodes are open. The officers are fictional; sign in as one of them:"))
    for node in story.nodes:
        console.print(f"  {node.side.name}: {node.url}  ({', '.join(node.side.usernames)})")
    console.print(say("Password: {password}").format(password=PASSWORD))
    console.print(say("Passphrase of the signing keys: {passphrase}").format(passphrase=PASSPHRASE))
    if "waiting" in story.facts:
        console.print(say("A question waits for {username}: sign in, open My day, and answer it.").format(
            username=ANSWERING
        ))  # fmt: skip
    console.print(say("Ctrl-C ends it."))
    while True:
        time.sleep(1)


@contextmanager
def _folder(options: Options) -> Iterator[Path]:
    """Give the homes a folder: a temporary one for --once, else one that stays for looking round.

    Raises:
        AnotherStory: if its nodes are still running.
    """
    if options.folder is None and options.once:
        with tempfile.TemporaryDirectory(prefix="taawun-demo-") as name:
            yield Path(name)
        return
    folder = (options.folder or Path(FOLDER)).resolve()
    if (folder / MARK).exists():
        with _alone(folder):
            shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True)
    (folder / MARK).touch()
    with _alone(folder):
        yield folder


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's mark, which a demonstration holds as long as it runs."""
    with (folder / MARK).open("a") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherStory from None
        yield
