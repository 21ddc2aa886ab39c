# SPDX-License-Identifier: Apache-2.0
"""The electronic signature in a letter: PAdES B-B, or B-T where a time-stamping authority answers (ETSI EN 319 142-1).

A final letter carries an empty field for each who signs; signing fills one and changes no byte that stood before.
Neither act touches the metadata, so that the paper stays what typst vouched for: PDF/A-3b.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from asn1crypto import tsp
from asn1crypto import x509 as asn1
from asn1crypto.algos import SignedDigestAlgorithm
from pyhanko.pdf_utils.generic import ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from taawun.formats.papers.letter import FIELD
from taawun.formats.papers.signer import Signer, der
from taawun.kernel.errors import BadPaper, NotSigned

PAPER_BYTES: Final = 64 << 20
"""Largest PDF that is signed or checked, in bytes."""
MESSAGE_BYTES: Final = 2_048
"""Room for the signature and what it signs beside the certificates, in bytes."""
STAMP_BYTES: Final = 16_384
"""Room for the answer of a time-stamping authority with its certificates, in bytes."""

LOOK: Final = replace(signers.DEFAULT_SIGNING_STAMP_STYLE, stamp_text="%(ts)s", background=None, border_width=0)
"""How a signature shows in its field: its moment, under the letter's own label. Its typeface has no Arabic letters, and
who signs stands beside the field in those of the letter."""
Stamp = Callable[[bytes], bytes]

_KEYWORD: Final = "signature-field:"
_DER_ECDSA_BYTES: Final = {256: 72, 384: 104}


def with_fields(pdf: bytes) -> bytes:
    """Return a final letter with its empty fields, at the places that the template wrote into the keywords.

    Raises:
        BadPaper: when the PDF names no place.
    """
    writer = _Appending(BytesIO(pdf))
    for name, page, x, y, width, height in _places(writer.prev):
        sheet = writer.find_page_for_modification(page)[0].get_object()  # type: ignore[no-untyped-call]
        top = float(sheet["/MediaBox"][3])
        box = round(x), round(top - y - height), round(x + width), round(top - y)
        fields.append_signature_field(writer, fields.SigFieldSpec(name, on_page=page, box=box))
    return writer.appended(hashlib.sha256(pdf).digest())


def sign(
    pdf: bytes, signer: Signer, *, when: datetime, reason: str = "", stamp: Stamp | None = None, field: str = FIELD
) -> bytes:
    """Return a letter signed in one of its fields.

    Args:
        pdf: a final letter from `render`.
        signer: whose certificate, and the way to sign with its key.
        when: the moment that the signature claims, aware.
        reason: why it was signed, in a line.
        field: FIELD, or COUNTERFIELD for who signs after the first.
        stamp: takes a request of RFC 3161 in DER and returns the authority's answer in DER; with it the level is B-T.

    Raises:
        BadPaper: for a PDF beyond the limits, without an empty field, or that cannot be read.
        NotSigned: when the key or the time-stamping authority did not do its part.
    """
    if len(pdf) > PAPER_BYTES:
        raise BadPaper(f"{len(pdf)} bytes; at most {PAPER_BYTES}.")
    claims = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", reason=reason or None, subfilter=fields.SigSeedSubFilter.PADES
    )
    stamper = _Stamper(stamp) if stamp else None
    act = _AtMoment(claims, signer=_Hand(signer), timestamper=stamper, stamp_style=LOOK)
    act.moment = when.astimezone(UTC).replace(microsecond=0)
    try:
        signed = act.sign_pdf(_Appending(BytesIO(pdf)), True, bytes_reserved=_room(signer, stamp))
    except TimestampRequestError as error:
        raise NotSigned("The time-stamping authority.") from error
    except (PdfError, SigningError) as error:
        raise BadPaper(type(error).__name__) from error
    return bytes(signed.getbuffer())


def _room(signer: Signer, stamp: Stamp | None) -> int:
    """Return how many hexadecimal figures the signature gets: said beforehand, the key and the authority act once."""
    certificates = sum(len(der(one)) for one in (signer.certificate, *signer.chain))
    return 2 * (MESSAGE_BYTES + certificates + (STAMP_BYTES if stamp else 0))


def _places(reader: PdfFileReader) -> Iterator[tuple[str, int, float, float, float, float]]:
    """Yield the name, the page (from 0), the upper left corner and the size of each field, in points."""
    said = str(reader.trailer["/Info"].get("/Keywords", "")) if "/Info" in reader.trailer else ""
    if not said.startswith(_KEYWORD):
        raise BadPaper("It names no place for a signature; a draft is not signed.")
    for one in said.split(", "):
        name, page, *place = one.removeprefix(_KEYWORD).split(":")
        x, y, width, height = map(float, place)
        yield name, int(page) - 1, x, y, width, height


class _Appending(IncrementalPdfFileWriter):
    """Appends to a PDF and leaves its metadata alone: they are those that PDF/A was checked with."""

    def _update_meta(self) -> None:
        """Do not date the change: a second date would contradict the attached one."""

    def appended(self, name: bytes) -> bytes:
        """Return all bytes, with the first sixteen of `name` as the second half of the file's identifier."""
        self._document_id[1] = ByteStringObject(name[:16])
        out = BytesIO()
        self.write(out)  # type: ignore[no-untyped-call]
        return out.getvalue()


class _AtMoment(signers.PdfSigner):
    """Signs at a moment that was given, not at that of the machine."""

    moment: datetime

    def init_signing_session(self, *arguments: Any, **named: Any) -> Any:
        """Return the session with our moment in it."""
        session = super().init_signing_session(*arguments, **named)
        session.system_time = self.moment
        return session


class _Hand(signers.Signer):
    """Brings our signer to pyHanko."""

    def __init__(self, signer: Signer) -> None:
        """Take the certificates over in pyHanko's form."""
        self.signer = signer
        chain = [asn1.Certificate.load(der(one)) for one in (signer.certificate, *signer.chain)]
        super().__init__(
            signing_cert=chain[0],
            cert_registry=SimpleCertificateStore.from_certs(chain[1:]),  # pyHanko adds the signer's own
            signature_mechanism=SignedDigestAlgorithm(
                {"algorithm": "sha256_ecdsa" if signer.elliptic else "sha256_rsa"}
            ),
            embed_roots=True,
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002
        """Return the raw signature; on the rehearsal for its length, the key is not asked."""
        if dry_run:
            bits = self.signer.key_bits
            return bytes(_DER_ECDSA_BYTES[bits] if self.signer.elliptic else bits // 8)
        return self.signer.sign(data)


class _Stamper(timestamps.TimeStamper):
    """Brings the caller's way to a time-stamping authority to pyHanko."""

    def __init__(self, stamp: Stamp) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.stamp = stamp

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return the authority's answer, parsed here, where it can be told from a fault of ours."""
        try:
            answer = tsp.TimeStampResp.load(self.stamp(req.dump()), strict=True)
            said = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
            fits = all(said[part].native == req[part].native for part in ("nonce", "message_imprint"))
            if answer["status"]["status"].native not in ("granted", "granted_with_mods") or not fits:
                raise TimestampRequestError("refused, or about something else")
        except (ValueError, TypeError, LookupError) as error:
            raise TimestampRequestError("unreadable") from error
        return answer
