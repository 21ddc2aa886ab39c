# SPDX-License-Identifier: Apache-2.0
"""Files of positions that are not what they should be: refused, or told by line; nothing of a broken one stays."""

import gzip
import io
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from taawun.apps.jobs.models import Job
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors, languages
from taawun.kernel.errors import BadImportFile
from taawun.sectors.coast_guard import hearing, services
from taawun.sectors.coast_guard.models import Feed, Leg
from tests.apps.making import T0
from tests.sectors.coast_guard.test_pages import _files, clerk, opened, work
from tests.sectors.coast_guard.test_positions import PURPOSE, sample

__all__ = ["_files", "clerk"]

pytestmark = pytest.mark.django_db

MANY = sample() * 400
"""More than one step of an import."""
PACKED = gzip.compress(MANY)
DAMAGED = {
    "one that breaks off": PACKED[:-9],
    "one that breaks off early": PACKED[:700],
    "one with other bytes in it": PACKED[: len(PACKED) // 2] + b"\xff" * 500 + PACKED[len(PACKED) // 2 :],
    "one whose sum is wrong": PACKED[:-8] + b"\0" * 8,
}


def taken(clerk, data: bytes) -> Feed:
    return services.take_file(actor_of(clerk), io.BytesIO(data), PURPOSE, name="نمونہ.nmea", at=T0)


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_compressed_file_that_is_damaged_fails_at_once_and_nothing_of_it_stays(clerk, data):
    feed = taken(clerk, data)
    work()
    job = Job.objects.get(id=feed.job)
    assert (job.state, job.error) == ("failed", BadImportFile.code)
    assert not Leg.objects.exists()


NOTHING = {
    "a compressed file without a sentence": gzip.compress(b"nothing at all\n" * 9),
    "what only begins like a compressed file": b"\x1f\x8bnothing at all",
    "a text in UTF-16 without a sentence": ("nothing at all\n" * 9).encode("utf-16"),
}


@pytest.mark.parametrize("data", NOTHING.values(), ids=NOTHING)
def test_a_file_without_a_sentence_is_refused_in_the_readers_words(clerk, data):
    clerk.language = "ur"
    clerk.save(update_fields=["language"])
    answer = opened(clerk).post(reverse("coast_guard:take"), {"file": SimpleUploadedFile("x.gz", data)})
    assert answer.status_code == 400
    with override("ur"):
        assert errors.said(BadImportFile()).partition("(")[0].strip() in unescape(answer.content.decode())
    assert not Feed.objects.exists()


def test_a_file_that_was_compressed_is_read_as_one_that_was_not(clerk):
    plain, packed = taken(clerk, sample()), taken(clerk, gzip.compress(sample()))
    work()
    plain.refresh_from_db()
    packed.refresh_from_db()
    assert plain.counts == packed.counts


def test_the_job_of_a_file_says_what_was_heard_in_the_readers_words_and_leads_to_the_watch(clerk):
    feed, client = taken(clerk, sample()), opened(clerk)
    work()
    for one in languages.ALL:
        clerk.language = one.code
        clerk.save(update_fields=["language"])
        page = unescape(client.get(reverse("jobs:job", args=[feed.job])).content.decode())
        assert f'href="{reverse("coast_guard:watch")}"' in page
        assert [code for code in (">lines<", ">decoded<", ">broken<", ">checksum<") if code in page] == []
        with override(one.code):
            assert str(hearing.FAULTS["checksum"]) in page


SAVED_AGAIN = {
    "as UTF-16 with a mark": sample().decode("latin-1").encode("utf-16"),
    "as UTF-16 without one": sample().decode("latin-1").encode("utf-16-le"),
    "as UTF-8 with a mark": b"\xef\xbb\xbf" + sample(),
    "as UTF-16 and compressed": gzip.compress(sample().decode("latin-1").encode("utf-16")),
}


@pytest.mark.parametrize("data", SAVED_AGAIN.values(), ids=SAVED_AGAIN)
def test_a_file_that_an_editor_saved_again_is_read_as_it_was(clerk, data):
    plain, again = taken(clerk, sample()), taken(clerk, data)
    work()
    plain.refresh_from_db()
    again.refresh_from_db()
    assert again.counts == plain.counts
    assert again.counts["decoded"]
