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
    """Carries bytes to another node and brings its answer back."""

    def post(self, url: str, path: str, body: bytes, signature: str) -> bytes:
        """Deliver `body` to `path` of the node at `url` and return its answer.

        Raises:
            PeerUnreachable: if no usable answer came; the bytes may or may not have arrived.
        """
        ...

    def get(self, url: str, path: str) -> bytes:
        """Return what the node at `url` shows at `path`.

        Raises:
            PeerUnreachable: if no usable answer came.
        """
        ...
