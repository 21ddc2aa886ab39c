# SPDX-License-Identifier: Apache-2.0
"""The two nodes as processes: founded by the command line, served by it, stopped, and killed without warning."""

import json
import os
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx

from taawun.site.cli.supervise import PARENT
from taawun.site.demo.cast import PASSPHRASE, PASSWORD, Side
from taawun.site.demo.port import Port
from taawun.site.home import write_private

START_SECONDS: Final = 120.0
WAIT_SECONDS: Final = 120.0
Answer = TypeVar("Answer")


class NotSeen(Exception):
    """What a step should have shown was not to be seen."""


class Refused(Exception):
    """A node refused an act; the story may have expected it."""

    def __init__(self, error: dict[str, str]) -> None:
        super().__init__(error["said"])
        self.code, self.section, self.said = error["code"], error["section"], error["said"]


class Node:
    """One party's node on this machine."""

    def __init__(self, side: Side, folder: Path, database: str) -> None:
        self.side, self.folder = side, folder
        self.home = folder / side.party.lower()
        self.secrets = folder / f"{side.party.lower()}.secrets.toml"
        self.log = folder / f"{side.party.lower()}.log"
        self._port = Port(side.port)
        self.port = self._port.number
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = database
        self._serve: subprocess.Popen[bytes] | None = None
        self._desk: subprocess.Popen[str] | None = None
        self._turn = threading.Lock()
        """Held by whoever is at the desk: two lines of the story are played at once, and it does one act at a time."""

    def found(self) -> subprocess.Popen[str]:
        """Begin `taawun init` for this node."""
        plan = self.folder / f"{self.side.party.lower()}.plan.toml"
        plan.write_text(_toml(self.side.plan(self.port, self.database)), encoding="utf-8")
        names = self.side.usernames
        tables = {"password": dict.fromkeys(names, PASSWORD), "passphrase": dict.fromkeys(names, PASSPHRASE)}
        write_private(self.secrets, _toml(tables))
        return self.begin("init", "--from", str(plan), "--secrets", str(self.secrets))

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin a command of this node."""
        command = [sys.executable, "-m", "taawun.site.cli", "--home", str(self.home), *arguments]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, text=True, env=self._environ(), **pipes)  # type: ignore[call-overload]

    def run(self, *arguments: str) -> str:
        """Run a command of this node and return what it printed."""
        return finished(self.begin(*arguments))

    def start(self) -> None:
        """Begin to serve, in a process group of its own."""
        command = [sys.executable, "-m", "taawun.site.cli", "--home", str(self.home), "serve"]
        with self.log.open("ab") as log:
            self._serve = subprocess.Popen(
                command,
                env=self._environ(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_up(self) -> None:
        """Wait until the node answers other nodes."""
        serve = self._serve
        if serve is None:
            raise NotSeen(f"{self.side.name} was not started.")
        deadline = time.monotonic() + START_SECONDS
        with browser(timeout=5) as client:
            while time.monotonic() < deadline and serve.poll() is None:
                try:
                    if client.get(f"{self.url}/exchange/card").status_code == httpx.codes.OK:
                        return
                except httpx.HTTPError:
                    time.sleep(0.1)
        raise NotSeen(f"{self.side.name} does not answer; see {self.log}.")

    def stop(self) -> None:
        """Stop serving as an operator would."""
        if self._serve and self._serve.poll() is None:
            self._serve.terminate()
            self._serve.wait(30)
        self._serve = None

    def kill(self) -> None:
        """Kill every process of the node at once, as a power cut would."""
        if self._serve and self._serve.poll() is None:
            os.killpg(self._serve.pid, signal.SIGKILL)
            self._serve.wait(30)
        self._serve = None

    def act(self, name: str, **arguments: Any) -> Any:
        """Let the node's desk do something and return what came of it.

        Raises:
            Refused: if the node said no.
        """
        with self._turn:
            desk = self._opened_desk()
            return self._ask(desk, {"act": name, "arguments": arguments})

    def refusal(self, name: str, **arguments: Any) -> Refused:
        """Let the desk try something that must be refused, and return the refusal."""
        try:
            self.act(name, **arguments)
        except Refused as refused:
            return refused
        raise NotSeen(f"{name} was allowed.")

    def close(self) -> None:
        """End all processes of this node, and give its port back."""
        self.stop()
        self._port.close()
        with self._turn:
            if self._desk and self._desk.stdin and self._desk.stdout:
                self._desk.stdin.close()
                self._desk.wait(60)
                self._desk.stdout.close()

    def open_desk(self) -> None:
        """Start the desk, which takes a moment; `act` waits for it."""
        with self.log.open("ab") as log:
            self._desk = subprocess.Popen(
                [sys.executable, "-m", "taawun.site.demo.desk"],
                env=self._environ(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def _environ(self) -> dict[str, str]:
        """Return the environment of this node's processes; many start, so they may keep compiled code."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return kept | {"TAAWUN_HOME": str(self.home), PARENT: str(os.getpid())}

    def _opened_desk(self) -> "subprocess.Popen[str]":
        if self._desk is None:
            self.open_desk()
        desk = self._desk
        if desk is None:
            raise NotSeen("The desk did not start.")
        if not getattr(self, "_ready", False):
            self._line(desk)
            self._ready = True
        return desk

    def _ask(self, desk: "subprocess.Popen[str]", asked: dict[str, Any]) -> Any:
        if desk.stdin is None:
            raise NotSeen("The desk is closed.")
        desk.stdin.write(json.dumps(asked) + "\n")
        desk.stdin.flush()
        answer = self._line(desk)
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["result"]

    def _line(self, desk: "subprocess.Popen[str]") -> dict[str, Any]:
        line = desk.stdout.readline() if desk.stdout else ""
        if not line:
            raise NotSeen(f"The desk of {self.side.name} ended; see {self.log}.")
        answer: dict[str, Any] = json.loads(line)
        return answer


def finished(process: "subprocess.Popen[str]", code: int = 0) -> str:
    """Wait for a command and return what it printed; its exit code must be the expected one."""
    out, err = process.communicate(timeout=300)
    if process.returncode != code:
        raise NotSeen(f"exit code {process.returncode}, expected {code}: {(err or out).strip()[-500:]}")
    return out if code == 0 else err


def browser(**more: Any) -> httpx.Client:
    """Return a client of a node on this machine. It meets no certificate, and loading all authorities takes long."""
    return httpx.Client(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), trust_env=False, **more)


def until(
    ask: Callable[[], Answer], right: Callable[[Answer], bool], what: str, seconds: float = WAIT_SECONDS
) -> Answer:
    """Ask again and again until the answer is right, and return it.

    Whoever has to give the answer gets more time than asking takes: both want the same two cores.
    """
    deadline = time.monotonic() + seconds
    while True:
        began = time.monotonic()
        answer = ask()
        if right(answer):
            return answer
        if time.monotonic() > deadline:
            raise NotSeen(f"{what}: not within {seconds:.0f} s; last seen {answer}")
        time.sleep(max(0.05, 2 * (time.monotonic() - began)))


def verifying(path: Path, words: str, *more: str) -> "subprocess.Popen[str]":
    """Begin `taawun verify` in a process without a home."""
    command = [sys.executable, "-m", "taawun.site.cli", "verify", str(path), "--words", words, *more]
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("TAAWUN", "DJANGO"))}
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _toml(tables: dict[str, Any]) -> str:
    """Write tables and lists of tables of plain values; a JSON text or list of texts is TOML too."""
    lines: list[str] = []
    for name, value in tables.items():
        rows = value if isinstance(value, list) else [value]
        for row in rows:
            lines.append(f"[[{name}]]" if isinstance(value, list) else f"[{name}]")
            lines += [f"{key} = {json.dumps(one, ensure_ascii=False)}" for key, one in row.items()]
    return "\n".join(lines) + "\n"
