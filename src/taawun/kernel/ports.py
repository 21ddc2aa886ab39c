# SPDX-License-Identifier: Apache-2.0
"""What a node must supply to the kernel: time, signatures and a way to carry bytes (spec §10.3)."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        ...


class Signer(Protocol):
    """Holds one private key, wherever it lives, and signs with it."""

    @property
    def algorithm(self) -> str:
        """Return the name of the signature algorithm, as in spec §20.7."""
        ...

    @property
    def key_id(self) -> str:
        """Return the identifier of the public key, as in spec §10.3."""
        ...

    @property
    def public(self) -> bytes:
        """Return the raw public key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the raw signature over the message."""
        ...


class Transport(Protocol):
    """Carries bytes to a party's node and brings its answer back."""

    def post(self, party: str, path: str, body: bytes) -> bytes:
        """Deliver `body` to `path` of a party's node and return the answer.

        Raises:
            ConnectionError: if no answer came; the bytes may or may not have arrived.
        """
        ...
