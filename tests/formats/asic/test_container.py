# SPDX-License-Identifier: Apache-2.0
"""Containers for courts: what goes in comes out, and whatever is not covered, whole and plain is refused."""

import shutil
import struct
import subprocess
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from lxml import etree

from taawun.formats.asic import container, xades, zipping
from taawun.formats.asic.container import File, open_container, pack
from taawun.formats.papers import signer
from taawun.kernel.errors import AlteredContainer, BadContainer, ContainerTooLarge, NoPaperRoots
from tests.formats.papers.making import T, ours, theirs

FILES = (
    File("letter.pdf", "application/pdf", b"%PDF-1.7 ..."),
    File("المرفقات/صورة المحضر.xml", "application/xml", b"<?xml version='1.0'?>\n<a  b='1'></a>"),
    File("منسلکات/بیان 1.txt", "text/plain", "بیان".encode()),
    File("annexes/100% & more #2.bin", "application/octet-stream", bytes(range(256)) * 40),
)
SIGNATURE = "META-INF/signatures0.xml"


@pytest.fixture(scope="module")
def packed():
    return pack(FILES, ours(), when=T)


def opened(data, roots=None, at=T):
    return open_container(data, roots or [ours().certificate], at=at)


def entries(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def rezipped(data, change=lambda names: names, method=zipfile.ZIP_DEFLATED):
    """Return the container with changed entries, zipped by a plain program."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in change(entries(data)).items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name == "mimetype" else method)
    return out.getvalue()


def test_what_goes_in_comes_out(packed):
    found = opened(packed)
    assert found.files == FILES
    assert [(one.who, one.when, one.good) for one in found.signatures] == [
        ("Central Authority, Ministry of Interior", T, True)
    ]
    assert found.good


def test_the_form_is_that_of_the_standard(packed):
    assert packed[:4] == b"PK\x03\x04"
    assert packed[30:69] == b"mimetypeapplication/vnd.etsi.asic-e+zip"
    assert list(entries(packed))[1:] == [*(file.name for file in FILES), "META-INF/manifest.xml", SIGNATURE]
    root = etree.fromstring(entries(packed)[SIGNATURE])
    references = root.findall(f"{{{xades.DS}}}Signature/{{{xades.DS}}}SignedInfo/{{{xades.DS}}}Reference")
    assert len(references) == len(FILES) + 2
    assert references[1].get("URI").isascii()


def test_the_same_files_give_the_same_entries():
    assert (
        list(entries(pack(FILES, ours(), when=T)).items())[:-1]
        == list(entries(pack(FILES, ours(), when=T)).items())[:-1]
    )


def test_another_program_zipped_it_and_it_is_as_good(packed):
    assert opened(rezipped(packed)).files == FILES
    assert opened(rezipped(packed, method=zipfile.ZIP_STORED)).files == FILES


def test_another_program_finds_the_signature_good(tmp_path):
    if shutil.which("xmlsec1") is None:
        pytest.skip("xmlsec1 is not installed: apt-get install xmlsec1")
    plain = [FILES[0], File("annexes/2.txt", "text/plain", "بیان".encode())]  # it does not decode references
    with zipfile.ZipFile(BytesIO(pack(plain, ours(), when=T))) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "root.pem").write_bytes(ours().certificate.public_bytes(signer.Encoding.PEM))
    command = [
        "xmlsec1", "--verify", "--enabled-reference-uris", "empty,same-doc,local,remote", "--trusted-pem", "root.pem",
        "--verification-gmt-time", "2026-11-23 00:00:00", "--id-attr:Id", "SignedProperties", SIGNATURE,
    ]  # fmt: skip
    for data, good in ((plain[0].data, True), (b"%PDF-1.7 ..,", False)):
        (tmp_path / "letter.pdf").write_bytes(data)
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode == 0) is good, done.stderr


def test_a_stranger_is_named_and_not_trusted(packed):
    found = opened(packed, [theirs().certificate])
    assert found.files == FILES
    assert not found.good
    assert found.signatures[0].who == "Central Authority, Ministry of Interior"


def test_a_certificate_counts_only_while_it_is_valid(packed):
    assert not opened(packed, at=T - timedelta(days=1)).good
    assert not opened(packed, at=T + timedelta(days=2_000)).good


def test_no_roots_is_not_every_root(packed):
    with pytest.raises(NoPaperRoots):
        open_container(packed, [], at=T)


# --- what was changed after signing -----------------------------------------------------------------------


def with_entry(name, content):
    return lambda names: {**names, name: content}


def without(name):
    return lambda names: {one: content for one, content in names.items() if one != name}


def in_signature(old, new):
    def change(names):
        assert old in names[SIGNATURE]
        return {**names, SIGNATURE: names[SIGNATURE].replace(old, new, 1)}

    return change


def renamed(old, new):
    return lambda names: {new if one == old else one: content for one, content in names.items()}


ALTERED = {
    "a byte of a file": with_entry("letter.pdf", b"%PDF-1.7 ..,"),
    "white space in an XML file": with_entry(FILES[1].name, b"<?xml version='1.0'?>\n<a b='1'></a>"),
    "an empty file": with_entry("letter.pdf", b""),
    "the claimed moment": in_signature(b"2026-11-22T09:00:00Z", b"2025-11-22T09:00:00Z"),
    "a media type": in_signature(b"application/pdf", b"text/html"),
    "two files in each other's place": lambda names: {
        **names, FILES[0].name: names[FILES[2].name], FILES[2].name: names[FILES[0].name]
    },
}  # fmt: skip


@pytest.mark.parametrize("change", ALTERED.values(), ids=ALTERED)
def test_an_alteration_is_called_one(packed, change):
    with pytest.raises(AlteredContainer):
        opened(rezipped(packed, change))


REFUSED = {
    "a file that no signature covers": with_entry("more.txt", b"x"),
    "a file that is missing": without("letter.pdf"),
    "a file under another name": renamed("letter.pdf", "letter2.pdf"),
    "no signature": without(SIGNATURE),
    "an empty signature": with_entry(SIGNATURE, b""),
    "a signature that is no XML": with_entry(SIGNATURE, b"<a"),
    "a signature file of another kind": with_entry(SIGNATURE, b"<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/>"),
    "a document type": in_signature(b"<asic:XAdES", b"<!DOCTYPE a [<!ENTITY b 'c'>]><asic:XAdES"),
    "a second signature in one file": in_signature(b"</asic:XAdESSignatures>", b"<a/></asic:XAdESSignatures>"),
    "a reference that leads out": in_signature(b'URI="letter.pdf"', b'URI="../letter.pdf"'),
    "a reference to a server": in_signature(b'URI="letter.pdf"', b'URI="http://localhost/letter.pdf"'),
    "a reference to a file of the machine": in_signature(b'URI="letter.pdf"', b'URI="file:///etc/passwd"'),
    "a reference with a transform": in_signature(
        b'URI="letter.pdf">', b'URI="letter.pdf"><ds:Transforms><ds:Transform Algorithm="x"/></ds:Transforms>'
    ),
    "a second signature that covers less": with_entry("META-INF/signatures1.xml", b"<a/>"),
    "something else in META-INF": with_entry("META-INF/evil.js", b"x"),
    "META-INF in small letters": with_entry("meta-inf/x.xml", b"x"),
    "a manifest of timestamps": with_entry("META-INF/ASiCManifest1.xml", b"<a/>"),
    "another media type": with_entry("mimetype", b"application/vnd.etsi.asic-s+zip"),
    "no media type": without("mimetype"),
    "a media type that is not first": lambda names: dict(reversed(names.items())),
    "an absolute name": with_entry("/etc/passwd", b"x"),
    "a name that leads upward": with_entry("../../x", b"x"),
    "a name that leads upward on Windows": with_entry("..\\x", b"x"),
    "a drive": with_entry("C:x", b"x"),
    "a name that turns the direction": with_entry("cod\u202etxt.exe", b"x"),
    "a name with an escape": with_entry("a\x1b[2J", b"x"),
    "a name in another normal form": with_entry("e\u0301.txt", b"x"),
    "the same name in capitals": with_entry("LETTER.PDF", b"x"),
    "the same name in wide letters": with_entry("ｌetter.pdf", b"x"),
    "an empty folder": with_entry("folder/", b""),
    "a long name": with_entry("x" * 300, b"x"),
    "a deep name": with_entry("/".join("abcdefghij"), b"x"),
}  # fmt: skip


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_what_is_not_covered_whole_and_plain_is_refused(packed, change):
    with pytest.raises(BadContainer):
        opened(rezipped(packed, change))


def test_the_signature_of_one_container_does_not_cover_another(packed):
    other = pack([File("letter.pdf", "application/pdf", b"other")], theirs(), when=T)
    with pytest.raises(BadContainer):
        opened(rezipped(packed, with_entry(SIGNATURE, entries(other)[SIGNATURE])))


def test_a_certificate_put_into_a_signature_does_not_vouch_for_it():
    mine, stolen = entries(pack(FILES[:1], theirs(), when=T)), entries(pack(FILES[:1], ours(), when=T))

    def certificate(data):
        start = data.index(b"<ds:X509Certificate>")
        return data[start : data.index(b"</ds:X509Certificate>")]

    forged = mine[SIGNATURE].replace(certificate(mine[SIGNATURE]), certificate(stolen[SIGNATURE]))
    with pytest.raises(AlteredContainer):
        opened(rezipped(pack(FILES[:1], theirs(), when=T), with_entry(SIGNATURE, forged)))


def test_two_authorities_may_sign_one_container(packed):
    second = entries(pack(FILES, theirs(), when=T + timedelta(hours=1)))[SIGNATURE]
    both = rezipped(packed, with_entry("META-INF/signatures1.xml", second))
    found = opened(both, [ours().certificate, theirs().certificate])
    assert [one.who for one in found.signatures] == ["Central Authority, Ministry of Interior", "إدارة الشؤون الدولية"]
    assert found.good
    assert not opened(both).good, "one of the two is a stranger"


# --- zips that are not what they seem -------------------------------------------------------------------


def patched(data, signature, offset, value):
    """Return the zip with two bytes changed in each header of one kind."""
    data, place = bytearray(data), -1
    while (place := data.find(signature, place + 1)) >= 0:
        data[place + offset : place + offset + 2] = struct.pack("<H", value)
    return bytes(data)


LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def linked(data):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries(data).items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (0o120777 if name == "letter.pdf" else 0o644) << 16
            archive.writestr(info, content)
    return out.getvalue()


def doubled(data):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries(data).items():
            archive.writestr(zipfile.ZipInfo(name), content)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(zipfile.ZipInfo("letter.pdf"), b"another")
    return out.getvalue()


def lying(data):
    data = bytearray(rezipped(data))
    place = data.rindex(CENTRAL, 0, data.rindex(b"letter.pdf"))
    data[place + 24 : place + 28] = struct.pack("<L", 3)
    return bytes(data)


ZIPS = {
    "nothing": lambda data: b"",
    "half of one": lambda data: data[: len(data) // 2],
    "something in front": lambda data: b"#!/bin/sh\n" + data,
    "an encrypted entry": lambda data: patched(data, CENTRAL, 8, 1),
    "a method of its own": lambda data: patched(data, CENTRAL, 10, 12),
    "a method that nobody knows": lambda data: patched(data, CENTRAL, 10, 99),
    "names that differ in the two lists": lambda data: data.replace(b"letter.pdf", b"lettex.pdf", 1),
    "a symbolic link": linked,
    "two entries of one name": doubled,
    "an entry longer than it says": lying,
}


@pytest.mark.parametrize("change", ZIPS.values(), ids=ZIPS)
def test_a_zip_that_is_not_what_it_seems_is_refused(packed, change):
    with pytest.raises((BadContainer, AlteredContainer)):
        opened(change(packed))


def bomb(size):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), zipping.MEDIA_TYPE, zipfile.ZIP_STORED)
        archive.writestr("zeros", bytes(size))
    return out.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(zipping, "_unpacked", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(ContainerTooLarge, match="unpacked from"):
        opened(bomb(64 << 20))


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_says():
    data = bytearray(bomb(64 << 20))
    place = data.rindex(CENTRAL)
    data[place + 24 : place + 28] = struct.pack("<L", 1_000)
    with pytest.raises(BadContainer):
        opened(bytes(data))


@pytest.mark.parametrize("limit", ["CONTAINER_BYTES", "FILE_BYTES", "ALL_BYTES", "ENTRIES"])
def test_each_limit_holds(packed, monkeypatch, limit):
    monkeypatch.setattr(zipping, limit, 3)
    with pytest.raises(ContainerTooLarge):
        opened(packed)


def test_overlapping_entries_are_refused(packed):
    data = bytearray(packed)
    first, second = data.index(CENTRAL), data.index(CENTRAL, data.index(CENTRAL) + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    with pytest.raises(BadContainer):
        opened(bytes(data))


def test_bytes_changed_anywhere_are_refused_or_change_nothing(packed):
    whole = opened(packed)
    for place in range(0, len(packed), 23):
        changed = packed[:place] + bytes([packed[place] ^ 4]) + packed[place + 1 :]
        try:
            found = opened(changed)
        except (BadContainer, AlteredContainer, ContainerTooLarge):
            continue
        assert [file.data for file in found.files] == [file.data for file in whole.files], place
        assert found.signatures == whole.signatures, place


# --- packing ----------------------------------------------------------------------------------------------

WRONG = {
    "no file": (),
    "two of one name": (FILES[0], FILES[0]),
    "two that some systems take for one": (FILES[0], File("Letter.PDF", "x", b"")),
    "a reserved name": (File("META-INF/x", "x", b""),),
    "the name of the media type": (File("mimetype", "x", b""),),
    "a name that leads upward": (File("../x", "x", b""),),
    "an empty name": (File("", "x", b""),),
}


@pytest.mark.parametrize("files", WRONG.values(), ids=WRONG)
def test_what_may_not_stand_in_a_container_is_not_packed(files):
    with pytest.raises(BadContainer):
        pack(files, ours(), when=T)


def test_too_much_is_not_packed(monkeypatch):
    monkeypatch.setattr(zipping, "ENTRIES", 5)
    with pytest.raises(ContainerTooLarge):
        pack(FILES, ours(), when=T)


def test_many_files_are_packed():
    files = [File(f"{number}.txt", "text/plain", b"%d" % number) for number in range(120)]
    assert opened(pack(files, ours(), when=T)).files == tuple(files)
    assert container.SIGNATURES > 1
