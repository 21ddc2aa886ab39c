# SPDX-License-Identifier: Apache-2.0
"""HTTP to servers of others: to the address that an operator wrote and nowhere else (spec §85.8).

The name is looked up once and the connection goes to the address that was judged; a redirect is not followed, a packed
answer not unpacked, and an answer not read beyond its limit.
"""

import ipaddress
import socket
from base64 import b64encode
from dataclasses import dataclass
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

import httpx

from taawun.apps.taxii.asking import MEDIA
from taawun.kernel.errors import BadServerAddress, ServerUnreachable

TIMEOUT: Final = httpx.Timeout(30.0, connect=10.0)  # seconds
ANSWER_BYTES: Final = 64 << 20
ANSWER_SECONDS: Final = 120.0
LAST: Final = "X-TAXII-Date-Added-Last"


@dataclass(frozen=True, slots=True)
class Remote:
    """A server of others, with what opens it."""

    address: str
    username: str
    secret: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Came:
    """An answer: status, body, and the last moment that it covers."""

    status: int
    body: bytes
    last: str


def check_address(address: str, *, inside: bool) -> None:
    """Refuse an address to which the node does not go.

    Raises:
        BadServerAddress: no TLS, credentials or a query in it, or not the address of a collection.
    """
    parts = urlsplit(address)
    good = parts.scheme == "https" or (parts.scheme == "http" and inside)
    if not good or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise BadServerAddress("https, a host and a path.")
    if "/collections/" not in parts.path or not parts.path.endswith("/"):
        raise BadServerAddress("The path of a collection, with a stroke at its end.")


def resolved(host: str, port: int, *, inside: bool) -> str:
    """Return one address of a host, judged: outside means an address of the public network, whatever the name says.

    Raises:
        BadServerAddress, ServerUnreachable.
    """
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ServerUnreachable("The name is not known.") from None
    found = [str(row[4][0]).partition("%")[0] for row in rows]
    if not inside and not all(ipaddress.ip_address(one).is_global for one in found):
        raise BadServerAddress("An address of this machine or of a private network.")
    if not found:
        raise ServerUnreachable("The name has no address.")
    return found[0]


def ask(
    client: httpx.Client, remote: Remote, method: str, path: str, params: dict[str, str], body: bytes = b""
) -> Came:
    """Ask a server for something under the address of its collection.

    Raises:
        ServerUnreachable, BadServerAddress.
    """
    check_address(remote.address, inside=remote.inside)
    url = httpx.URL(remote.address).join(path).copy_merge_params(params)
    port = url.port or (443 if url.scheme == "https" else 80)
    at = resolved(url.host, port, inside=remote.inside)
    headers = {"Accept": MEDIA, "Accept-Encoding": "identity", "Host": url.netloc.decode("ascii")}
    headers |= {"Content-Type": MEDIA} if body else {}
    if remote.secret:
        word = f"{remote.username}:{remote.secret}" if remote.username else ""
        basic = f"Basic {b64encode(word.encode()).decode('ascii')}"
        headers["Authorization"] = basic if word else f"Bearer {remote.secret}"
    try:
        request = client.build_request(
            method, url.copy_with(host=at), headers=headers, content=body or None,
            extensions={"sni_hostname": url.host},
        )  # fmt: skip
        answer = client.send(request, stream=True, follow_redirects=False)
        try:
            return Came(answer.status_code, _read(answer), answer.headers.get(LAST, ""))
        finally:
            answer.close()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ServerUnreachable(type(error).__name__) from None


def _read(answer: httpx.Response) -> bytes:
    """Read an answer as it comes, but never more than the limit and never unpacked."""
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ServerUnreachable("A packed answer, which was not asked for.")
    data, until = bytearray(), monotonic() + ANSWER_SECONDS
    for chunk in answer.iter_raw():
        data += chunk
        if len(data) > ANSWER_BYTES or monotonic() > until:
            raise ServerUnreachable("An answer that is too large or too slow.")
    return bytes(data)
