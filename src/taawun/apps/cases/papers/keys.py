# SPDX-License-Identifier: Apache-2.0
"""The key with which an authority of ours signs papers for courts: one file, `keys/papers-<authority>.pem`.

It holds a private key (PKCS #8, P-256, P-384 or RSA), its certificate, and the certificates above it. It is no key of
the node or of an officer (spec §10.2) and never stands in for a release. Like every key file it is refused, not
repaired, when others may read it.
"""

import os
import re
import stat
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.conf import settings

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.people.access import ADMINISTRATION, require_actor
from taawun.formats.papers import signer
from taawun.kernel.errors import KeyFileMissing, KeyFileOpen
from taawun.kernel.ledger.entry import Kind

NAME_CHARACTERS: Final = 64
"""Longest name of an authority in a certificate."""
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def make_key(actor: Actor, authority: str, title: str, *, at: datetime) -> None:
    """Make a key with a certificate that vouches for itself, where there is none; a ministry puts its own file there.

    Raises:
        NoRole: by anybody but an operator.
        FileExistsError: there is a key already; none is ever overwritten.
    """
    with audit.acting(actor, "paper-key.created", "authority", authority, ADMINISTRATION, ledger=Kind.KEY_ADDED, at=at):
        require_actor(actor, "operator")
        made, key = _self_signed(title, at)
        path = _path(authority)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key + made.public_bytes(Encoding.PEM))
            file.flush()
            os.fsync(file.fileno())


def signer_of(authority: str) -> signer.Signer:
    """Return the signer of an authority's papers.

    Raises:
        KeyFileMissing: it has no key, or one of another kind.
        KeyFileOpen: others may read it.
    """
    path = _path(authority)
    try:
        mode = path.stat().st_mode
        data = path.read_bytes()
    except FileNotFoundError:
        raise KeyFileMissing(path.name) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileOpen(f"{path.name} has mode {stat.S_IMODE(mode):04o}.")
    try:
        key, chain = load_pem_private_key(data, None), x509.load_pem_x509_certificates(data)
    except ValueError:
        raise KeyFileMissing(f"{path.name} holds no key and certificate.") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise KeyFileMissing(f"{path.name} holds a key of another kind.")
    return signer.with_key(key, chain[0], chain[1:])


def has_key(authority: str) -> bool:
    """Tell whether an authority of ours can sign papers."""
    return bool(_CODE.fullmatch(authority)) and _path(authority).exists()


def _self_signed(title: str, at: datetime) -> tuple[x509.Certificate, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = signer.self_signed(title[:NAME_CHARACTERS], settings.TAAWUN_PARTY, at=at, key=key).certificate
    return certificate, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _path(authority: str) -> Path:
    if not _CODE.fullmatch(authority):
        raise KeyFileMissing("An authority is named by lower-case letters, digits and hyphens.")
    return Path(settings.NODE.keys) / f"papers-{authority}.pem"
