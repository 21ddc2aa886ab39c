# SPDX-License-Identifier: Apache-2.0
"""The job of a file of travellers: it is named, says how far it is, leads to its answers, stops, goes on, and ends."""

import io
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from taawun.apps.identity import indexing
from taawun.apps.identity.screening import reading
from taawun.apps.identity.screening import services as screening
from taawun.apps.jobs import runner
from taawun.apps.jobs import services as work
from taawun.apps.jobs.models import Job
from taawun.apps.ui import languages
from taawun.kernel.errors import NoSuchScreening
from taawun.sectors.border_security import jobs, travellers
from tests.apps.making import T0
from tests.house import FakeClock
from tests.sectors.border_security.test_files import TABLE, client
from tests.sectors.border_security.travellers import PURPOSE, notice, person

__all__ = ["client"]

pytestmark = pytest.mark.django_db

MANY = "name,birth,country,passport\n" + "".join(f"شازیہ پروین {one},1985-07-09,PK,ZZ{one:07}\n" for one in range(450))
RESULTS = ("Entries read", "With a hit", "Rows left out")


@pytest.fixture
def _registers(actor):
    """A lost passport and a person in the registers, and an index of their names."""
    notice(actor)
    person(actor)
    indexing.rebuild(T0)


def taken(actor, table: str = TABLE):
    return travellers.take(actor, io.BytesIO(table.encode()), "مسافر.csv", PURPOSE, at=T0)


def job_of(made) -> Job:
    return Job.objects.get(id=made.job)


class Impatient(FakeClock):
    """A clock at whose second look, in the first chunk of a job, somebody cancels that job."""

    def __init__(self, job_id: str, actor) -> None:
        super().__init__(T0)
        self.job_id, self.actor, self.left = job_id, actor, 6

    def now(self):
        self.left -= 1
        if self.left == 0 and Job.objects.get(id=self.job_id).state == "running":
            work.cancel(self.job_id, self.actor, at=T0)
        return super().now()


@pytest.mark.usefixtures("_registers")
def test_the_job_is_named_in_the_readers_language_and_leads_to_the_answers(desk, actor, client):
    made = taken(actor)
    runner.run_due(FakeClock(T0), "test")
    titles = set()
    for one in languages.ALL:
        desk.language = one.code
        desk.save(update_fields=["language"])
        page = unescape(client.get(reverse("jobs:job", args=[made.job])).content.decode())
        with override(one.code):
            title = page.partition("<h1>")[2].partition("</h1>")[0]
            assert title in client.get(reverse("jobs:list")).content.decode()
            assert [word for word in RESULTS if gettext(word) not in page] == []
        titles.add(title)
        assert "left_out" not in page
        assert f'href="{reverse("border_security:traveller-file", args=[made.id])}"' in page
    assert titles == {"Check of a file of travellers", "التحقق من ملف مسافرين", "مسافروں کی فائل کی جانچ"}


@pytest.mark.usefixtures("_registers")
def test_a_file_that_is_cancelled_goes_on_where_it_was_and_leads_to_what_there_is(desk, actor, client):
    made = taken(actor, MANY)
    runner.run_due(Impatient(made.job, actor), "test")
    stopped = job_of(made)
    assert stopped.state == "cancelled"
    assert 0 < stopped.done < stopped.total == 450
    assert made.rows.count() == stopped.done
    of_job, of_file = reverse("jobs:job", args=[made.job]), reverse("border_security:traveller-file", args=[made.id])
    assert f'href="{of_file}"' in client.get(of_job).content.decode()
    assert f'href="{of_job}"' in client.get(of_file).content.decode()
    assert client.post(reverse("jobs:retry", args=[made.job])).status_code == 302
    runner.run_due(FakeClock(timezone.now()), "test")
    assert job_of(made).state == "done"
    numbers = list(made.rows.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 450


@pytest.mark.usefixtures("_registers")
def test_one_file_that_is_handed_in_twice_is_answered_twice_and_then_forgotten(actor):
    made = [taken(actor), taken(actor)]
    runner.run_due(FakeClock(T0), "test")
    assert [job_of(one).state for one in made] == ["done", "done"]
    assert made[0].rows.count() == made[1].rows.count() > 0
    assert not list(reading.folder().iterdir())


@pytest.mark.usefixtures("_registers")
def test_of_a_file_that_nobody_took_up_again_nothing_is_kept_after_a_week(actor):
    made = taken(actor, MANY)
    runner.run_due(Impatient(made.job, actor), "test")
    jobs.forget(T0 + timedelta(days=6))
    assert made.rows.exists()
    jobs.forget(T0 + timedelta(days=8))
    assert not made.rows.exists()
    assert not list(reading.folder().iterdir())
    work.retry(made.job, actor, at=T0 + timedelta(days=9))
    runner.run_due(FakeClock(T0 + timedelta(days=9)), "test")
    assert (job_of(made).state, job_of(made).error) == ("failed", NoSuchScreening.code)
    assert not made.rows.exists()


@pytest.mark.usefixtures("_registers")
def test_a_file_that_still_waits_for_its_turn_is_not_forgotten(actor):
    made = taken(actor)
    jobs.forget(T0 + timedelta(days=8))
    runner.run_due(FakeClock(T0 + timedelta(days=8)), "test")
    assert job_of(made).state == "done"


@pytest.mark.usefixtures("_registers")
def test_the_job_of_any_file_of_names_leads_to_its_hits(actor, client):
    made = screening.screen_file(actor, io.BytesIO(TABLE.encode()), "names.csv", PURPOSE, at=T0)
    runner.run_due(FakeClock(T0), "test")
    page = client.get(reverse("jobs:job", args=[made.job])).content.decode()
    assert f'href="{reverse("identity:screening", args=[made.id])}"' in page
    assert [word for word in RESULTS if word not in page] == []
