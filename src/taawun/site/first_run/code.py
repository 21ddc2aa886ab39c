# SPDX-License-Identifier: Apache-2.0
"""The one-time set-up code: whoever reads the terminal of `taawun serve`, and nobody else, may describe the node.

A code opens one browser and is then spent; the next one is printed. After too many wrong ones it is spent as well,
so that guessing never goes on against the same code.
"""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable
from typing import Final

ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is read for another
GROUPS, GROUP_CHARACTERS = 3, 5  # 73 bits
MOST_WRONG: Final = 10
TOKEN_BYTES: Final = 32


class Door:
    """Keeps the code that opens, and knows the browsers it was opened to."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell, self._lock = tell, threading.Lock()
        self._tokens: set[str] = set()
        self._code, self._wrong = "", 0

    def renew(self) -> None:
        """Make a code and tell it on the terminal."""
        groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_CHARACTERS)) for _ in range(GROUPS))
        self._code, self._wrong = "-".join(groups), 0
        self._tell(self._code)

    def open(self, said: str) -> str:
        """Return the token of a new browser if the code is right, else an empty text."""
        with self._lock:
            right = bool(self._code) and hmac.compare_digest(_plain(said).encode(), _plain(self._code).encode())
            if right:
                token = secrets.token_urlsafe(TOKEN_BYTES)
                self._tokens.add(_digest(token))
                self.renew()
                return token
            self._wrong += 1
            if self._wrong >= MOST_WRONG:
                self.renew()
            return ""

    def knows(self, token: str) -> bool:
        """Tell whether a browser was let in."""
        return bool(token) and _digest(token) in self._tokens


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _print(code: str) -> None:
    from taawun.site.cli.output import console, say

    console.print(say("Set-up code, for one browser:") + f"  {code}", markup=False)


DOOR: Final = Door(_print)
