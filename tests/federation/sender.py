# SPDX-License-Identifier: Apache-2.0
"""A sender who holds a party's real keys and keeps no rule: what a broken or malicious node could post."""

import os
import re
from datetime import UTC, datetime

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from taawun.kernel.exchange.post import HEADER, sign_request, write_post
from taawun.kernel.trust.roster import roster_from_wire
from taawun.kernel.wire.sealing import CONTENT_KEY_BYTES, seal
from taawun.kernel.wire.signing import ED25519, key_id
from taawun.site.demo.nodes import Node

ENVELOPES = "/exchange/envelopes"


class KeySigner:
    """A signer around a private key that was read from the node's own folder."""

    algorithm = ED25519

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self.private = private
        self.public = private.public_key().public_bytes_raw()
        self.key_id = key_id(ED25519, self.public)

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


class Sender:
    """Posts in the name of one party to the node of another."""

    def __init__(self, ours: Node, theirs: Node) -> None:
        self.us, self.them, self.url = ours.side.party, theirs.side.party, theirs.url
        (path,) = (ours.home / "keys").glob("node-ed25519*.pem")
        self.signer = KeySigner(load_pem_private_key(path.read_bytes(), None))
        self.client = httpx.Client(timeout=60, trust_env=False)
        card = self.client.get(f"{self.url}/exchange/card").json()
        self.public = roster_from_wire(card["roster"]["body"]).sealing_key(datetime.now(UTC)).public

    def sign(self, path: str, body: bytes) -> str:
        return sign_request(path, self.us, self.them, datetime.now(UTC), body, [self.signer])

    def post(self, path: str, body: bytes, signature: str | None = None, **headers: str) -> httpx.Response:
        """Post bytes, signed as they are unless another signature is given ("" for none)."""
        signed = self.sign(path, body) if signature is None else signature
        sent = ({HEADER: signed} if signed else {}) | headers
        return self.client.post(self.url + path, content=body, headers=sent)

    def seal(self, *plain: bytes) -> bytes:
        """Return a POST that carries these bytes, each sealed to the other node as an envelope would be."""
        items = seal(self.us, self.them, self.public, os.urandom(CONTENT_KEY_BYTES), list(plain))
        return write_post(self.us, self.them, datetime.now(UTC), items)


def code_of(answer: httpx.Response) -> str:
    """Return the code and § of a refused request."""
    problem = answer.json()
    assert re.fullmatch(r"[a-z0-9.-]+", problem["code"]), problem
    assert re.fullmatch(r"\d{2}\.\d+", problem["section"]), problem
    return problem["code"]


def verdicts_of(answer: httpx.Response) -> list[str]:
    """Return the codes of the receipts of a POST, each of which must be a rejection with code and §."""
    assert answer.status_code == httpx.codes.OK, answer.text
    receipts = [one["receipt"] for one in answer.json()["receipts"]]
    assert all(one["kind"] == "rejected" and one["code"] and one["section"] for one in receipts), receipts
    return [one["code"] for one in receipts]
