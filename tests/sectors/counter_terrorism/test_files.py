# SPDX-License-Identifier: Apache-2.0
"""STIX as files: a bundle comes into quarantine by an analyst's hand, and a record goes away as a bundle."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.registers.models import Record
from taawun.apps.taxii import access, services
from taawun.apps.taxii.models import Object, Server
from taawun.formats.stix import markings, reading
from taawun.sectors.counter_terrorism import forms, grading
from tests.apps.making import T0, officer
from tests.apps.taxii.asking import indicator
from tests.sectors.counter_terrorism.test_pages import opened, page
from tests.sectors.counter_terrorism.test_quarantine import PURPOSE, given, waiting

pytestmark = pytest.mark.django_db


def bundle(*objects, **more) -> bytes:
    said = {"type": "bundle", "id": "bundle--01a20839-a3cd-400b-8662-eef79e10e484", "objects": objects}
    return json.dumps(said | more, ensure_ascii=False).encode()


def send(browser, data: bytes, source: str = "CERT") -> tuple[int, str]:
    said = {"source": source, "file": SimpleUploadedFile("objects.json", data)}
    answer = browser.post(reverse("counter_terrorism:take"), said)
    return answer.status_code, answer.content.decode()


def test_a_bundle_waits_in_quarantine_under_the_name_of_who_gave_it(analyst):
    status, shown = send(opened(analyst), b"\xef\xbb\xbf" + bundle(indicator(1, name="جعلی صفحہ"), indicator(2)))
    assert (status, Record.objects.count()) == (200, 0)
    assert "2 objects wait to be graded." in shown
    rows = access.quarantine(analyst, PURPOSE).rows
    assert {row.sender for row in rows} == {"CERT"}
    grading.grade(analyst, waiting(), given(), PURPOSE)
    assert Record.objects.count() == 2
    assert Line.objects.filter(act="taxii.file-taken", officer_id=analyst.id, outcome="allowed").count() == 1


def test_the_same_file_again_says_what_was_held_and_a_later_version_is_of_the_same_sender(analyst):
    browser = opened(analyst)
    send(browser, bundle(indicator(1)))
    grading.grade(analyst, waiting(), given(), PURPOSE)
    _status, shown = send(browser, bundle(indicator(1), indicator(1, modified="2026-11-03T00:00:00Z", name="Second")))
    assert "1 object waits to be graded." in shown
    assert "1 was held already." in shown
    grading.grade(analyst, waiting(), given(), PURPOSE)
    assert (Record.objects.count(), Server.objects.count()) == (1, 1)
    send(browser, bundle(indicator(1, modified="2026-11-04T00:00:00Z")), source="Another")
    grading.grade(analyst, waiting(), given(), PURPOSE)
    assert Record.objects.count() == 2


def test_wrong_objects_are_named_in_the_language_of_the_reader_and_the_others_are_taken(analyst):
    wrong = [{"type": "indicator", "id": "indicator--1"}, "text", indicator(3, modified="yesterday")]
    status, shown = send(opened(analyst, "ur"), bundle(indicator(1), *wrong))
    assert (status, Object.objects.count()) == (200, 1)
    assert shown.count('<td class="number">') == 3
    for english in ("hyphens", "Not an object", "is expected"):
        assert english not in shown


WRONG = {
    "nothing": b"",
    "no JSON": b"indicator;name",
    "a page of the web": b"<html></html>",
    "UTF-16": bundle(indicator(1)).decode().encode("utf-16"),
    "half a bundle": bundle(indicator(1))[:-9],
    "an object without its bundle": json.dumps(indicator(1)).encode(),
    "a key twice": b'{"objects": [], "objects": []}',
    "ten thousand levels": b'{"objects": [' + b"[" * 10_000 + b"]" * 10_000 + b"]}",
    "a number of ten thousand digits": b'{"objects": [{"a": ' + b"9" * 10_000 + b"}]}",
    "too many objects": b'{"objects": [' + b"{}," * reading.OBJECTS + b"{}]}",
}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_what_is_no_bundle_is_refused_with_its_reason_and_keeps_what_was_typed(analyst, data, language):
    said = {"source": "CERT of the north", "file": SimpleUploadedFile("objects.json", data)}
    answer = opened(analyst, language).post(reverse("counter_terrorism:take"), said)
    (why,) = answer.context["form"].errors["file"]
    assert answer.status_code == 400
    assert not Object.objects.exists()
    assert b'value="CERT of the north"' in answer.content
    assert bool(re.search("[A-Za-z]{3}", re.sub("TAXII|JSON|UTF|objects|NaN|Infinity", "", why))) == (language == "en")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(analyst, monkeypatch):
    monkeypatch.setattr(forms, "FILE_BYTES", 1 << 20)
    status, shown = send(opened(analyst), bundle(indicator(1), padding="x" * (1 << 20)))
    assert status == 400
    assert "At most 1 MiB." in shown


def test_nobody_goes_to_whoever_gave_a_file_and_no_operator_sees_them_as_a_server(analyst):
    send(opened(analyst), bundle(indicator(1)))
    assert services.go(T0.replace(year=2099)) == 0
    assert access.desk(officer("owais", "operator")).servers == ()


def test_who_may_not_grade_brings_no_file(db):
    reader = officer("huda", "releasing_officer")
    assert send(opened(reader), bundle(indicator(1)))[0] == 403
    assert not Object.objects.exists()


def test_a_record_is_taken_away_as_a_bundle_that_reads_back_with_its_marking(analyst):
    browser = opened(analyst)
    send(browser, bundle(indicator(1, name="جعلی صفحہ")))
    grading.grade(analyst, waiting(), given(), PURPOSE)
    record = Record.objects.get()
    address = reverse("counter_terrorism:stix", args=[record.id])
    assert address in browser.get(reverse("registers:record", args=[record.id])).content.decode()
    answer = browser.get(address)
    pieces = reading.envelope(answer.content)
    assert not any(one.problem for one in pieces)
    (made,) = [one.value for one in pieces if one.type == "indicator"]
    assert made["name"] == "جعلی صفحہ"
    assert markings.refs(made)
    assert Line.objects.filter(act="record.exported", object_id=record.id, officer_id=analyst.id).exists()
    assert "could not be taken" not in send(browser, answer.content, source="Back")[1]


def test_the_page_stands_in_three_languages(analyst):
    for language, title in {"en": "Take a STIX file in", "ar": "STIX", "ur": "STIX"}.items():
        assert title in page(opened(analyst, language), "take")
