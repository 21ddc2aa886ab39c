# SPDX-License-Identifier: Apache-2.0
"""Who signs a paper: a certificate and a way to sign with its key, wherever that key lies (docs/decisions/0022).

Papers are signed for courts and other ministries, with X.509 certificates and ECDSA or RSA over SHA-256. These keys
are not the keys of the node or its officers (spec §10.2), and never stand in for a release.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from stringprep import in_table_d1, in_table_d2
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from taawun.kernel.errors import BadPaperKey

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
YEARS: Final = 3
"""How long a self-signed certificate is good, in years of 365 days."""
RSA_BITS: Final = 2048
"""Shortest RSA key, in bits."""
CHAIN: Final = 8
"""Most certificates between a signer and a root."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate, the certificates above it, and its key as a function.

    `sign` takes the bytes to be signed and returns an ECDSA signature in DER, or RSA with PKCS#1 v1.5; both over
    SHA-256. It may ask a hardware module.
    """

    certificate: x509.Certificate
    sign: Callable[[bytes], bytes]
    chain: tuple[x509.Certificate, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a key that no court's program would take."""
        key = self.certificate.public_key()
        if isinstance(key, rsa.RSAPublicKey):
            if key.key_size < RSA_BITS:
                raise BadPaperKey(f"RSA of {key.key_size} bits; at least {RSA_BITS}.")
        elif not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name not in ("secp256r1", "secp384r1"):
            raise BadPaperKey("P-256, P-384 or RSA is expected.")
        if len(self.chain) > CHAIN:
            raise BadPaperKey(f"{len(self.chain)} certificates above the signer's; at most {CHAIN}.")

    @property
    def elliptic(self) -> bool:
        """Return whether the signature is ECDSA."""
        return isinstance(self.certificate.public_key(), ec.EllipticCurvePublicKey)

    @property
    def key_bits(self) -> int:
        """Return the size of the key, in bits."""
        key = self.certificate.public_key()
        return key.key_size if isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey) else 0


def with_key(key: PrivateKey, certificate: x509.Certificate, chain: Sequence[x509.Certificate] = ()) -> Signer:
    """Return a signer whose key lies in memory.

    Raises:
        BadPaperKey: when key and certificate do not belong together, or the key is of another kind.
    """
    if key.public_key() != certificate.public_key():
        raise BadPaperKey("The key does not belong to the certificate.")
    if isinstance(key, rsa.RSAPrivateKey):
        rsa_key = key
        return Signer(certificate, lambda data: rsa_key.sign(data, padding.PKCS1v15(), SHA256()), tuple(chain))
    curve_key = key
    return Signer(certificate, lambda data: curve_key.sign(data, ec.ECDSA(SHA256())), tuple(chain))


def self_signed(authority: str, party: str, *, at: datetime, key: ec.EllipticCurvePrivateKey | None = None) -> Signer:
    """Return a P-256 key with a certificate that vouches for itself: for tests, the demo, and until there is another.

    Args:
        authority: the name of the authority, 1 to 64 characters.
        party: the two letters of the party.
        at: the first moment of its validity, aware.
        key: the key; a new one if none is given.
    """
    key = key or ec.generate_private_key(ec.SECP256R1())
    authority = one_way(authority) or party
    parts = ((NameOID.COUNTRY_NAME, party), (NameOID.ORGANIZATION_NAME, authority), (NameOID.COMMON_NAME, authority))
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(at + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_SIGNING_ONLY, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    return with_key(key, certificate)


def one_way(name: str) -> str:
    """Return a name as a certificate may bear it: in one direction, which begins and ends it (RFC 3454 section 6).

    Of a name that mixes directions its Latin words are left; readers of certificates refuse it otherwise.
    """
    if not any(map(in_table_d1, name)):
        return name
    if any(map(in_table_d2, name)):
        words = [one for one in name.split() if any(map(in_table_d2, one)) and not any(map(in_table_d1, one))]
        return " ".join(words)
    right = [at for at, letter in enumerate(name) if in_table_d1(letter)]
    return name[right[0] : right[-1] + 1]


_SIGNING_ONLY = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def der(certificate: x509.Certificate) -> bytes:
    """Return the bytes of a certificate."""
    return certificate.public_bytes(Encoding.DER)
