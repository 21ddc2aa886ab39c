# SPDX-License-Identifier: Apache-2.0
"""The XAdES B-B signature of a container: one reference for each file, and the signer's own properties.

signxml builds and checks the XML; what a container needs and it does not have is added here: several files that lie
outside the XML, the moment as an argument, and a media type for each file. A signature counts only when it covers
every file, by its bytes, and nothing that is not there.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature as WrongKey
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureConstructionMethod, SignatureMethod
from signxml.exceptions import InvalidDigest, InvalidSignature, SignXMLException
from signxml.xades.xades import XAdESSignatureConfiguration, XAdESSigner, XAdESVerifier, XAdESVerifyResult

from taawun.formats.asic.names import reference, referred
from taawun.formats.papers.signer import CHAIN, Signer
from taawun.formats.papers.trust import Signed, common_name, leads_to, valid
from taawun.kernel.errors import AlteredContainer, BadContainer

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"
ASIC: Final = "http://uri.etsi.org/02918/v1.2.1#"
_EXCLUSIVE = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0
_METHODS = frozenset(
    {SignatureMethod.ECDSA_SHA256, SignatureMethod.ECDSA_SHA384, SignatureMethod.RSA_SHA256, SignatureMethod.RSA_SHA384}
    | {SignatureMethod.ECDSA_SHA512, SignatureMethod.RSA_SHA512}
)
_DIGESTS = frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512})


@dataclass(frozen=True, slots=True)
class Checked:
    """A signature that covers every file, and the media types that it signs."""

    signed: Signed
    media_types: dict[str, str]


def sign(files: Mapping[str, bytes], types: Mapping[str, str], signer: Signer, *, when: datetime) -> bytes:
    """Return `META-INF/signatures0.xml` over the files."""
    hand = _Hand(files, types, when, SignatureMethod.ECDSA_SHA256 if signer.elliptic else SignatureMethod.RSA_SHA256)
    key: Any = _Key(signer)
    signature = hand.sign(b"", key=key, cert=[signer.certificate, *signer.chain], always_add_key_value=False)
    root = etree.Element(f"{{{ASIC}}}XAdESSignatures", nsmap={"asic": ASIC})
    root.append(signature)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def check(data: bytes, files: Mapping[str, bytes], roots: Sequence[x509.Certificate], *, at: datetime) -> Checked:
    """Return who signed, when the signature fits and covers every file.

    Raises:
        BadContainer: for XML that is not one XAdES signature, or one that does not cover every file by its bytes.
        AlteredContainer: when the signature does not fit, or a file has changed.
    """
    signature = _only_signature(data)
    names = _covered(signature)
    if sorted(names.values()) != sorted(files):
        raise BadContainer("A signature does not cover exactly the files that lie in the container.")
    leaf, *others = _certificates(signature)
    properties = _verified(signature, leaf, files, at)
    signed = Signed(
        who=common_name(leaf), certificate=leaf, when=_claimed(properties), stamped=None, intact=True,
        trusted=bool(roots) and leads_to(roots, leaf, others, at), whole=True, level="B-B",
    )  # fmt: skip
    return Checked(signed, _media_types(properties, names))


def _verified(signature: Any, leaf: x509.Certificate, files: Mapping[str, bytes], at: datetime) -> Any:
    """Return the signed properties, after the signature was found to fit the certificate, the files and itself."""
    expected = XAdESSignatureConfiguration(
        expect_references=True,  # any number; `check` has compared the names
        signature_methods=_METHODS,
        digest_algorithms=_DIGESTS,
        # Whether the certificate is valid is `leads_to`'s to say; here is asked only whether it made this signature.
        verification_time=at if valid(leaf, at) else leaf.not_valid_before_utc,
    )
    try:
        found = XAdESVerifier().verify(
            signature, x509_cert=leaf, expect_config=expected, uri_resolver=lambda uri: files[referred(uri)]
        )
    except (InvalidDigest, InvalidSignature, WrongKey) as error:
        raise AlteredContainer(type(error).__name__) from error
    except (SignXMLException, ValueError, LookupError, TypeError, AttributeError, etree.LxmlError) as error:
        raise BadContainer(f"A signature cannot be read: {type(error).__name__}.") from error
    return next(one.signed_xml for one in found if isinstance(one, XAdESVerifyResult))


def _only_signature(data: bytes) -> Any:
    """Return the one signature of a signature file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.LxmlError as error:
        raise BadContainer("A signature is no XML.") from error
    if root.getroottree().docinfo.doctype or root.tag != f"{{{ASIC}}}XAdESSignatures":
        raise BadContainer("A signature file is not that of ASiC-E with XAdES.")
    if [one.tag for one in root] != [f"{{{DS}}}Signature"]:
        raise BadContainer("A signature file holds exactly one signature.")
    return root[0]


def _covered(signature: Any) -> dict[str, str]:
    """Return the name of each file that a signature refers to, by the identifier of its reference."""
    names: dict[str, str] = {}
    infos = signature.findall(f"{{{DS}}}SignedInfo")
    for number, one in enumerate(infos[0].findall(f"{{{DS}}}Reference") if len(infos) == 1 else ()):
        if (uri := one.get("URI", "")).startswith("#"):
            continue
        if one.find(f"{{{DS}}}Transforms") is not None:
            raise BadContainer("A signature covers a file after changing it.")
        names[one.get("Id", f" {number}")] = referred(uri)
    return names


def _certificates(signature: Any) -> list[x509.Certificate]:
    """Return the certificates in a signature, the signer's first."""
    found = signature.findall(f"{{{DS}}}KeyInfo/{{{DS}}}X509Data/{{{DS}}}X509Certificate")
    if not 1 <= len(found) <= CHAIN + 1:
        raise BadContainer(f"A signature carries {len(found)} certificates; from 1 to {CHAIN + 1}.")
    try:
        return [x509.load_der_x509_certificate(b64decode(one.text or "")) for one in found]
    except ValueError as error:
        raise BadContainer("A certificate cannot be read.") from error


def _claimed(properties: Any) -> datetime | None:
    """Return the moment that the signer claims, if it is one."""
    said = properties.findtext(f"{{{XADES}}}SignedSignatureProperties/{{{XADES}}}SigningTime", "")
    try:
        moment = datetime.fromisoformat(said.strip())
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _media_types(properties: Any, names: Mapping[str, str]) -> dict[str, str]:
    """Return the media type of each file for which the signer states one."""
    path = f"{{{XADES}}}SignedDataObjectProperties/{{{XADES}}}DataObjectFormat"
    said = {
        one.get("ObjectReference", "").removeprefix("#"): (one.findtext(f"{{{XADES}}}MimeType") or "").strip()
        for one in properties.findall(path)
    }
    return {names[identifier]: media_type for identifier, media_type in said.items() if identifier in names}


class _Key:
    """Brings our signer to signxml, which asks a key for its size and for a signature over SHA-256."""

    def __init__(self, signer: Signer) -> None:
        self.signer, self.key_size = signer, signer.key_bits

    def sign(self, data: bytes, **_: object) -> bytes:
        """Return the raw signature."""
        return self.signer.sign(data)


class _Hand(XAdESSigner):
    """Signs files that lie beside the XML: signxml itself would sign parts of one document."""

    def __init__(
        self, files: Mapping[str, bytes], types: Mapping[str, str], when: datetime, method: SignatureMethod
    ) -> None:
        """Take what is to be signed, and the moment."""
        super().__init__(
            method=SignatureConstructionMethod.detached,
            signature_algorithm=method,
            digest_algorithm=DigestAlgorithm.SHA256,
            c14n_algorithm=_EXCLUSIVE,
        )
        self.files, self.types, self.when = files, types, when

    def _unpack(self, _data: Any, _references: Any) -> tuple[Any, Any, list[Any], list[Any]]:
        root = etree.Element(f"{{{DS}}}Signature", nsmap=self.namespaces)
        return root, root, [], []

    def _build_sig(self, sig_root: Any, *_: Any, **__: Any) -> tuple[Any, Any]:
        """Return SignedInfo with a reference for each file, by its bytes, and the place for the value."""
        info = etree.SubElement(sig_root, f"{{{DS}}}SignedInfo")
        etree.SubElement(info, f"{{{DS}}}CanonicalizationMethod", Algorithm=self.c14n_alg.value)
        etree.SubElement(info, f"{{{DS}}}SignatureMethod", Algorithm=self.sign_alg.value)
        for number, (name, data) in enumerate(self.files.items()):
            one = etree.SubElement(info, f"{{{DS}}}Reference", Id=f"file-{number}", URI=reference(name))
            etree.SubElement(one, f"{{{DS}}}DigestMethod", Algorithm=self.digest_alg.value)
            etree.SubElement(one, f"{{{DS}}}DigestValue").text = b64encode(sha256(data).digest()).decode()
        return info, etree.SubElement(sig_root, f"{{{DS}}}SignatureValue")

    def _add_reference_to_signed_info(self, sig_root: Any, node_to_reference: Any, **attrs: Any) -> None:
        """Refer to a part of the XML, and say in which form it was digested: unsaid, it would be another one."""
        super()._add_reference_to_signed_info(sig_root, node_to_reference, **attrs)  # type: ignore[no-untyped-call]
        added = sig_root.find(f"{{{DS}}}SignedInfo")[-1]
        transforms = etree.Element(f"{{{DS}}}Transforms")
        etree.SubElement(transforms, f"{{{DS}}}Transform", Algorithm=self.c14n_alg.value)
        added.insert(0, transforms)

    def add_signing_time(self, signed_signature_properties: Any, *_: Any, **__: Any) -> None:
        """Write the moment that was given, not that of the machine."""
        moment = etree.SubElement(signed_signature_properties, f"{{{XADES}}}SigningTime")
        moment.text = self.when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

    def add_data_object_format(self, signed_data_object_properties: Any, *_: Any, **__: Any) -> None:
        """Write the media type of each file."""
        for number, name in enumerate(self.files):
            one = etree.SubElement(signed_data_object_properties, f"{{{XADES}}}DataObjectFormat")
            one.set("ObjectReference", f"#file-{number}")
            etree.SubElement(one, f"{{{XADES}}}MimeType").text = self.types[name]
