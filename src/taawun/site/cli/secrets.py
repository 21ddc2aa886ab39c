# SPDX-License-Identifier: Apache-2.0
"""Passwords and passphrases for a command: asked for at the terminal, or read from a file of mode 0600.

Never from the command line or the environment, which other processes can read. The file is TOML:

    [password]
    amina = "…"
    [passphrase]
    amina = "…"
"""

import stat
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import typer

from taawun.kernel.errors import BadSetting, KeyFileOpen

STDIN = "-"
SECRETS_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Secrets:
    """Where secrets come from; what a file does not hold is asked for."""

    passwords: dict[str, str] = field(default_factory=dict, repr=False)
    passphrases: dict[str, str] = field(default_factory=dict, repr=False)
    ask: bool = True

    def password(self, username: str, *, new: bool = False) -> str:
        """Return the sign-in password of an officer."""
        return self._one(self.passwords, username, "Password", new)

    def passphrase(self, username: str, *, new: bool = False) -> str:
        """Return the passphrase that opens an officer's signing keys."""
        return self._one(self.passphrases, username, "Passphrase of the signing keys", new)

    def _one(self, held: dict[str, str], username: str, what: str, new: bool) -> str:
        if username in held:
            return held[username]
        if not self.ask:
            raise BadSetting(f"The secrets file has no {what.lower()} for '{username}'.")
        return str(typer.prompt(f"{what} of {username}", hide_input=True, confirmation_prompt=new, err=True))


def read_secrets(source: str | None) -> Secrets:
    """Return secrets from a file or standard input (`-`); without either, they are asked for.

    Raises:
        KeyFileOpen: if others than its owner may read the file.
    """
    if source is None:
        return Secrets()
    text = sys.stdin.read(SECRETS_BYTES) if source == STDIN else _read(Path(source))
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise BadSetting("The secrets are not TOML with the tables [password] and [passphrase].") from None
    return Secrets(_texts(raw, "password"), _texts(raw, "passphrase"), ask=False)


def _read(path: Path) -> str:
    mode = path.stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileOpen(f"{path.name} has mode {stat.S_IMODE(mode):04o}; `chmod 600` it.")
    return path.read_text(encoding="utf-8")


def _texts(raw: dict[str, object], name: str) -> dict[str, str]:
    held = raw.get(name, {})
    if not isinstance(held, dict):
        raise BadSetting(f"[{name}] of the secrets is not a table.")
    return {str(key): str(value) for key, value in held.items()}
