# SPDX-License-Identifier: Apache-2.0
"""Which port a node of a story listens on, when several stories run on one machine at once."""

import errno
import socket
from typing import Final

PORTS_TRIED: Final = 50


class Port:
    """A port of this machine that is ours until `close`: nobody listens on it, and no other story takes it.

    Two stories that start at once would both find the same port free, and pair each with the other's node. The UDP
    port of the same number is what they claim first: one process at a time holds it, and it ends with the process.
    """

    def __init__(self, wanted: int) -> None:
        for number in range(wanted, wanted + PORTS_TRIED * 2, 2):
            claim = socket.socket(type=socket.SOCK_DGRAM)
            if _bound(claim, number) and _nobody_listens(number):
                self.number, self._claim = number, claim
                return
            claim.close()
        raise OSError(errno.EADDRINUSE, f"No free port from {wanted} on.")

    def close(self) -> None:
        """Let others have it."""
        self._claim.close()


def _nobody_listens(number: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return _bound(probe, number)


def _bound(made: socket.socket, number: int) -> bool:
    try:
        made.bind(("127.0.0.1", number))
    except OSError:
        return False
    return True
