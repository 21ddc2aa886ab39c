# SPDX-License-Identifier: Apache-2.0
"""What the register of documents answers (spec §80.41): a hit, a possible one, none, or that it cannot be checked."""

import pytest

from taawun.apps.audit.models import Line
from taawun.formats.mrz import Form, write
from taawun.kernel.errors import NoPurpose, NoRole
from taawun.sectors.border_security import words
from taawun.sectors.border_security.checking import Answer, Asked, Why, check, digest
from taawun.sectors.border_security.rules import check_document, wrong_digits
from tests.apps.making import T0, officer
from tests.sectors.border_security.travellers import PURPOSE, from_partner, marking, notice

ROWS = [
    ("the number and the country", {}, ("AB1234567", "PK"), True, Answer.HIT, ()),
    ("blanks and small letters", {"number": "ab 123 4567"}, ("AB1234567", "PK"), True, Answer.HIT, ()),
    ("another country", {}, ("AB1234567", "BH"), True, Answer.CANNOT, (Why.NO_NOTICES,)),
    ("another number", {}, ("AB1234568", "PK"), True, Answer.NO_HIT, ()),
    ("recovered", {"status": "recovered"}, ("AB1234567", "PK"), True, Answer.NO_HIT, ()),
    ("O and 0 mixed up", {"number": "AO1234567"}, ("A01234567", "PK"), True, Answer.POSSIBLE, ()),
    ("I and 1 mixed up", {"number": "ABI234567"}, ("AB1234567", "PK"), True, Answer.POSSIBLE, ()),
    ("not surely read, found", {}, ("AB1234567", "PK"), False, Answer.POSSIBLE, (Why.UNSURE,)),
    ("not surely read, not found", {}, ("AB1234568", "PK"), False, Answer.CANNOT, (Why.UNSURE,)),
    ("no country, found", {}, ("AB1234567", ""), True, Answer.POSSIBLE, (Why.NO_COUNTRY,)),
    ("no country, not found", {}, ("ZZ9", ""), True, Answer.CANNOT, (Why.NO_COUNTRY,)),
    ("no number", {}, ("", "PK"), True, Answer.CANNOT, (Why.NO_NUMBER,)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "asked", "sure", "answer", "why"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_what_the_register_answers(desk, actor, stated, asked, sure, answer, why):
    notice(actor, **stated)
    told = check(desk, Asked(*asked, sure=sure), PURPOSE, at=T0)
    assert (told.answer, told.why) == (answer, why)
    assert bool(told.found) == (answer in (Answer.HIT, Answer.POSSIBLE))


def test_an_empty_register_cannot_check_anything(desk):
    told = check(desk, Asked("AB1234567", "PK"), PURPOSE, at=T0)
    assert (told.answer, told.why) == (Answer.CANNOT, (Why.NO_NOTICES,))


def test_what_may_not_be_seen_is_neither_a_hit_nor_a_reason_to_say_no_hit(desk, actor):
    notice(actor, marking=marking(purposes={"immigration"}))
    assert check(desk, Asked("AB1234567", "PK"), PURPOSE, at=T0).answer is Answer.CANNOT


def test_a_notice_of_the_partner_and_a_document_of_ours_are_hits(desk, actor):
    from taawun.apps.registers import services

    theirs = from_partner()
    data = {"number": "AB1234567", "document_type": "passport", "country": "PK", "status": "revoked"}
    services.draft_record(actor, "document", data, marking(), PURPOSE, at=T0)
    services.draft_record(actor, "document", data | {"status": "valid"}, marking(), PURPOSE, at=T0)
    told = check(desk, Asked("AB1234567", "PK"), PURPOSE, at=T0)
    assert told.answer is Answer.HIT
    assert len(told.found) == 2
    assert theirs in {one.shown.record.id for one in told.found}


@pytest.mark.parametrize(("status", "answer"), [("lost", Answer.HIT), ("stolen", Answer.HIT), ("valid", Answer.CANNOT)])
def test_a_visa_free_passport_that_is_lost_or_stolen_is_a_hit(desk, actor, status, answer):
    from taawun.apps.registers import services

    data = {"number": "AB1234567", "passport_kind": "diplomatic", "country": "PK", "expires": "2029-04-30"}
    services.draft_record(actor, "visa-free-passport", data | {"status": status}, marking(), PURPOSE, at=T0)
    assert check(desk, Asked("AB1234567", "PK"), PURPOSE, at=T0).answer is answer


def test_each_check_is_on_the_record_without_the_number(desk, actor):
    made = notice(actor)
    check(desk, Asked("AB1234567", "PK"), PURPOSE, at=T0)
    line = Line.objects.filter(act="document.checked").get()
    assert (line.object_id, line.purpose) == (digest(Asked("ab 1234567", "PK")), PURPOSE)
    assert "1234567" not in line.object_id
    assert Line.objects.filter(act="record.listed", object_id=made.id).exists()


def test_a_check_without_a_role_or_a_purpose_is_refused_and_recorded(desk, actor):
    auditor = officer("sara", "auditor")
    with pytest.raises(NoRole):
        check(auditor, Asked("AB1234567", "PK"), PURPOSE, at=T0)
    with pytest.raises(NoPurpose):
        check(desk, Asked("AB1234567", "PK"), "", at=T0)
    assert Line.objects.filter(act="document.checked", outcome="refused").count() == 2


def test_no_answer_says_that_all_is_well():
    said = [str(one.label) for one in words.ANSWERS.values()] + [str(one) for one in words.STEPS.values()]
    assert set(words.ANSWERS) == set(Answer)
    assert not [one for one in said if any(word in one.lower() for word in ("clear", "valid", "may pass", " ok"))]


def test_a_letter_whose_capital_is_longer_makes_no_zone_of_another_length():
    zone = "".join(write(Form.TD3, code="P", issuer="D", number="AB1234567", surname="GROSS", birth="1971-03-02"))
    assert len(zone) == 88
    typed = zone.lower().replace("gross<", "groß<", 1)
    assert len(typed) == 87
    assert wrong_digits(zone.lower()) == []
    assert [one.code for one in check_document({"machine_readable": typed})] == ["document.no-zone"]
