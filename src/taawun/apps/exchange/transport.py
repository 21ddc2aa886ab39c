# SPDX-License-Identifier: Apache-2.0
"""HTTP between nodes, by httpx: one pooled client, strict limits on what comes back (spec §30.1)."""

import json
import re
from time import monotonic
from typing import Final

import httpx

from taawun.kernel.errors import PeerUnreachable
from taawun.kernel.exchange.post import HEADER
from taawun.kernel.wire.limits import BATCH_BYTES

TIMEOUT: Final = httpx.Timeout(30.0, connect=5.0)  # seconds
ANSWER_BYTES: Final = 4 * BATCH_BYTES
ANSWER_SECONDS: Final = 120.0
"""Longest time that an answer may take to arrive, in seconds, however steadily it drips."""
_CODE = re.compile(r"[a-z0-9.-]{1,80}")


class HttpTransport:
    """Posts to other nodes. Redirects are not followed: a peer is where the pairing says it is."""

    def __init__(self, client: httpx.Client | None = None) -> None:
        self._client = client or httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False)

    def post(self, url: str, path: str, body: bytes, signature: str) -> bytes:
        """Deliver bytes and return the answer; see `taawun.kernel.ports.Transport`."""
        headers = {HEADER: signature, "Content-Type": "application/json"} if signature else {}
        return self._ask("POST", url + path, body, headers)

    def get(self, url: str, path: str) -> bytes:
        """Return what the other node shows."""
        return self._ask("GET", url + path, b"", {})

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _ask(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> bytes:
        try:
            with self._client.stream(method, url, content=body, headers=headers) as answer:
                data = _read(answer)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise PeerUnreachable(type(error).__name__) from None
        if answer.status_code != httpx.codes.OK:
            raise PeerUnreachable(f"HTTP {answer.status_code}{_problem(data)}.")
        return data


def _read(answer: httpx.Response) -> bytes:
    """Read an answer, but never more than the limit."""
    data, until = bytearray(), monotonic() + ANSWER_SECONDS
    for chunk in answer.iter_bytes():
        data += chunk
        if monotonic() > until:
            raise PeerUnreachable(f"An answer that took more than {ANSWER_SECONDS:.0f} seconds.")
        if len(data) > ANSWER_BYTES:
            raise PeerUnreachable(f"An answer of more than {ANSWER_BYTES} bytes.")
    return bytes(data)


def _problem(data: bytes) -> str:
    """Return the error code that the other node gave, if it has the form of one."""
    try:
        code = json.loads(data)["code"]
    except (ValueError, KeyError, TypeError):
        return ""
    return f", {code}" if isinstance(code, str) and _CODE.fullmatch(code) else ""
