# SPDX-License-Identifier: Apache-2.0
"""The case on file: checked with no node, and a changed byte anywhere is found."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.cases import access
from taawun.apps.cases.models import Case
from taawun.apps.cases.papers.keys import signer_of
from taawun.apps.exchange.identity import own_roster
from taawun.formats.asic.container import look_into
from taawun.formats.papers.signer import self_signed
from taawun.kernel import errors
from taawun.kernel.exchange.case_bundle import (
    check_case_bundle,
    check_container,
    is_case_bundle,
    read_case_bundle,
)
from taawun.kernel.trust.fingerprint import words
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.receipt import Receipt, ReceiptKind, sign_receipts
from taawun.site.cli import bundle as bundle_command
from taawun.site.cli import cases as cases_command
from tests.apps.cases.beginning import begun
from tests.apps.cases.making import PURPOSE
from tests.apps.cases.test_exchange import signed
from tests.properties.profiles import DEEP

pytestmark = pytest.mark.django_db

PLACES = 60 if DEEP else 20  # of the file at which a bit is turned


@begun
def on_file(desk) -> bytes:
    case = signed(desk)
    paper = desk.act(
        "asma", "add_paper", case.id, "warrant.pdf", b"%PDF-1.7 \xd8\xa3", "application/pdf", "ar", PURPOSE
    )
    desk.cross("omar", case, "transmit", papers=[paper.id])
    desk.deliver()
    desk.answers(case, "acknowledge")
    desk.sealed()
    return access.bundle(desk.officers["imran"], case.id, PURPOSE, at=desk.tick())


def verify(data: bytes, now, said=None) -> list:
    return list(check_case_bundle(read_case_bundle(data), said, now))


def test_a_case_on_file_proves_itself_to_a_stranger(desk):
    data = on_file(desk)
    assert is_case_bundle(data)
    told = verify(data, desk.now + timedelta(days=900), [words(own_roster().digest)])
    sections = [check.section for check in told]
    assert {"10.5", "10.7", "30.2", "40.10", "40.11", "50.5", "30.6", "60.2", "60.4", "60.5", "60.9"} <= set(sections)
    assert told[-1].sentence == "2 moves lead to “examination”."
    assert Line.objects.filter(act="case.exported", outcome="allowed").count() == 1


def test_a_changed_byte_anywhere_is_found(desk):
    data = on_file(desk)
    verify(data, desk.now)
    for place in range(0, len(data), len(data) // PLACES):
        changed = bytearray(data)
        changed[place] ^= 1
        with suppress(errors.SenderError, errors.CallerError):
            verify(bytes(changed), desk.now)
            assert bare(changed) == bare(data), place


def bare(data: bytes) -> dict:
    """Return a case on file without the signatures of its rosters, of which some are more than a roster needs."""
    raw = json.loads(data)
    for listed in raw["parties"]["rosters"].values():
        for roster in listed:
            del roster["signatures"]
    return raw


def paper_of_another_case(raw):
    raw["papers"][0]["data"] = "AAAA"


def a_move_less(raw):
    del raw["moves"][0]
    raw["papers"] = []


def moves_told_backwards(raw):
    raw["moves"].reverse()
    del raw["moves"][1]


def another_case(raw):
    raw["case"] = "0192f5a0-0000-7000-8000-000000000001"


def a_move_told_twice(raw):
    raw["moves"].append(raw["moves"][1])


def more_moves_than_a_case_holds(raw):
    raw["moves"] = raw["moves"] * 501


def another_kind(raw):
    raw["kind"] = "mutual_legal_assistance"


def a_softer_instrument(raw):
    raw["pack"]["kinds"][0]["gates"] = {}


def the_other_side_as_its_maker(raw):
    raw["by"] = "BH"


def a_release_taken_out(raw):
    envelope = json.loads(raw["moves"][0]["envelope"])
    envelope["release"]["signatures"].pop()
    raw["moves"][0]["envelope"] = encode(envelope).decode()


def a_receipt_of_another_envelope(raw):
    raw["moves"][1]["receipts"] = raw["moves"][0]["receipts"]


FORGERIES = [
    a_move_told_twice, more_moves_than_a_case_holds, paper_of_another_case, moves_told_backwards, another_case,
    another_kind, a_softer_instrument, the_other_side_as_its_maker, a_release_taken_out, a_receipt_of_another_envelope,
]  # fmt: skip


def test_what_was_rewritten_as_a_whole_is_found_too(desk):
    data = on_file(desk)
    for forgery in FORGERIES:
        raw = json.loads(data)
        forgery(raw)
        with pytest.raises((errors.SenderError, errors.CallerError)):
            verify(encode(raw), desk.now)
    raw = json.loads(data)
    a_move_less(raw)
    assert verify(encode(raw), desk.now)[-1].sentence == "0 moves lead to “”; 1 wait for others."


def test_a_move_that_its_recipient_did_not_accept_is_not_passed_off_as_made(desk):
    raw = json.loads(on_file(desk))
    (answered,) = raw["moves"][0]["receipts"]
    raw["moves"][0]["receipts"] = []
    kept_back = "2 moves lead to “examination”; 1 without a receipt that its recipient accepted it."
    assert verify(encode(raw), desk.now)[-1].sentence == kept_back
    refusal = replace(
        Receipt.from_wire(answered["receipt"]), kind=ReceiptKind.REJECTED, code="case.unlawful-move", section="60.5",
        leaf="ab" * 32, sealed_by=desk.now,
    )  # fmt: skip
    raw["moves"][0]["receipts"] = sign_receipts([refusal], desk.partner.party.signers("node")[:1])
    with pytest.raises(errors.BadBundle):
        verify(encode(raw), desk.now)


def test_what_is_not_proven_yet_is_not_given_out(desk):
    case = signed(desk)
    with pytest.raises(errors.NoSuchEnvelope):
        access.bundle(desk.officers["imran"], case.id, PURPOSE, at=desk.tick())
    desk.cross("omar", case, "transmit")
    with pytest.raises(errors.TaawunError):
        access.bundle(desk.officers["imran"], case.id, PURPOSE, at=desk.tick())


def offline(*arguments: str) -> subprocess.CompletedProcess:
    """Run the command line on a machine that has no node."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("TAAWUN", "DJANGO"))}
    command = [sys.executable, "-m", "taawun.site.cli", *arguments]
    return subprocess.run(command, env=environ, text=True, capture_output=True, timeout=120, check=False)


def test_the_command_verifies_a_case_with_no_node_and_names_what_does_not_hold(desk, tmp_path):
    good, bad = tmp_path / "case.json", tmp_path / "changed.json"
    data = on_file(desk)
    good.write_bytes(data)
    said = offline("verify", str(good), "--words", words(own_roster().digest))
    assert said.returncode == 0, said.stderr
    assert "2 moves lead to “examination”." in said.stdout
    bad.write_bytes(data.replace(b'"move\\":\\"transmit', b'"move\\":\\"withdraw', 1))
    assert bad.read_bytes() != data
    said = offline("verify", str(bad), "--words", words(own_roster().digest))
    assert said.returncode == 1
    assert "wire.wrong-content" in said.stderr


def test_the_commands_show_cases_and_put_one_on_file(desk, tmp_path, monkeypatch, capsys):
    data = on_file(desk)
    case = Case.objects.get()
    for module in (cases_command, bundle_command):
        monkeypatch.setattr(module, "open_node", lambda: None)
        monkeypatch.setattr(module, "read_secrets", lambda _file: None)
        monkeypatch.setattr(module, "sign_in", lambda name, _secrets: desk.officers[name])
    cases_command.list_cases("imran", PURPOSE, page=1)
    assert case.id in capsys.readouterr().out
    cases_command.show_case(case.id, "omar", PURPOSE)
    told = capsys.readouterr().out
    assert "- withdraw" in told
    assert "political_offence" in told
    bundle_command.bundle(case.id, "imran", PURPOSE, tmp_path / "case.json")
    assert (tmp_path / "case.json").read_bytes() == data
    assert (tmp_path / "case.json").stat().st_mode & 0o077 == 0


# --- for a court ------------------------------------------------------------------------------------------


def container(desk) -> tuple[bytes, bytes]:
    """Return a case as a container for courts, and the certificate of the authority that signed it."""
    on_file(desk)
    desk.act("asma", "make_key", "central", "Central Authority")
    data = access.court_bundle(desk.officers["sana"], Case.objects.get().id, PURPOSE, at=desk.tick())
    return data, signer_of("central").certificate.public_bytes(Encoding.PEM)


def test_a_container_for_a_court_holds_the_case_and_its_papers_and_verifies_with_no_node(desk, tmp_path):
    data, certificate = container(desk)
    file, known = tmp_path / "case.asice", tmp_path / "central.pem"
    file.write_bytes(data)
    known.write_bytes(certificate)
    files = {one.name: one.data for one in look_into(data, at=desk.now).files}
    (paper,) = [name for name in files if name.startswith("papers/")]
    assert paper == f"papers/{sha256_hex(files[paper])}.pdf"
    assert read_case_bundle(files["case.json"]).case == Case.objects.get().id
    said = offline("verify", str(file), "--words", words(own_roster().digest), "--certificate", str(known))
    assert said.returncode == 0, said.stderr
    assert "signed by Central Authority, whose certificate you named" in said.stdout
    assert "2 moves lead to “examination”." in said.stdout


def test_whom_nobody_vouches_for_is_said_and_another_certificate_is_not_enough(desk, tmp_path, capsys):
    data, _ = container(desk)
    told = [one.sentence for one in bundle_command.container_checks(data, [words(own_roster().digest)], [])]
    assert "whom nothing here vouches for" in told[0]
    other = tmp_path / "other.pem"
    other.write_bytes(self_signed("Somebody", "PK", at=desk.now).certificate.public_bytes(Encoding.PEM))
    with pytest.raises(errors.BadContainer):
        list(bundle_command.container_checks(data, [words(own_roster().digest)], [other]))


def test_only_a_releasing_officer_packs_it_and_only_with_a_key(desk):
    on_file(desk)
    case = Case.objects.get()
    for name, error in (("imran", errors.NoRole), ("sana", errors.KeyFileMissing)):
        with pytest.raises(error):
            access.court_bundle(desk.officers[name], case.id, PURPOSE, at=desk.tick())


SPOILT = {
    "another paper beside it": lambda files: {**files, f"papers/{'0' * 64}.pdf": b"x"},
    "no paper beside it": lambda files: {name: one for name, one in files.items() if not name.startswith("papers/")},
    "no case in it": lambda files: {name: one for name, one in files.items() if name != "case.json"},
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_container_that_does_not_hold_what_the_case_names_is_refused(desk, spoil):
    data, _ = container(desk)
    files = {one.name: one.data for one in look_into(data, at=desk.now).files}
    check_container(files)
    with pytest.raises(errors.SenderError):
        check_container(spoil(files))


def test_the_page_gives_both_forms(desk):
    container(desk)
    case, client = Case.objects.get(), Client()
    client.force_login(desk.officers["sana"])
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    page = reverse("cases:bundle", args=[case.id])
    assert client.get(page)["Content-Type"] == "application/json"
    court = client.get(page, {"form": "asice"})
    assert (court["Content-Type"], court.content[:2]) == ("application/vnd.etsi.asic-e+zip", b"PK")
    assert f"{page}?form=asice" in client.get(reverse("cases:case", args=[case.id])).content.decode()
