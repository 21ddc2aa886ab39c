# SPDX-License-Identifier: Apache-2.0
"""The pages of training: free seats, and a sheet that is kept."""

from datetime import date

import pytest
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.cases.models import Case
from taawun.apps.registers.models import Record
from taawun.kernel.errors import NoRole
from taawun.sectors.police_training import services, sessions
from tests.sectors.police_training.story import DAYS, PACK, PURPOSE, SESSION, TRAINEE

pytestmark = pytest.mark.django_db


def test_the_catalogue_tells_the_free_seats(desk, client):
    session = desk.session()
    desk.enrolled(session)
    page = client.get(reverse("police_training:catalogue")).content.decode()
    assert reverse("police_training:session", args=[session]) in page
    assert '<td class="number">2</td><td class="number">1</td>' in page


def test_a_sheet_is_kept_and_kept_anew(desk, client):
    session = desk.session(exercise="البدر ٢٠٢٦")
    case = desk.enrolled(session)
    said = {"day": DAYS["custody"], "module": "custody", "present": [case.id]}
    address = reverse("police_training:attendance", args=[session])
    assert client.post(address, said).status_code == 302
    assert [one["present"] for one in sessions.sheets(session)] == [[case.id]]
    assert client.post(address, said | {"present": []}).status_code == 302
    assert [one.get("present") for one in sessions.sheets(session)] in ([[]], [None])
    assert client.post(address, said | {"day": "2027-01-01"}).status_code == 400
    page = client.get(reverse("police_training:session", args=[session])).content.decode()
    assert TRAINEE["name"] in page
    assert "البدر ٢٠٢٦" in page, "the exercise that the session prepares"
    assert "?q=" not in page, "what is looked for stands in no address"


def test_the_title_of_a_session_has_no_marks_of_a_page_and_its_days_are_read(desk, client):
    session = desk.session()
    desk.enrolled(session)
    page = client.get(reverse("police_training:session", args=[session])).content.decode()
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert "bdi" not in title
    assert (
        f'<option value="{DAYS["custody"]}">{date.fromisoformat(DAYS["custody"]).strftime("%-d %b %Y")}</option>'
        in page
    )


def test_no_coordinator_of_another_authority_keeps_a_sheet(desk):
    session = desk.session()
    case = desk.enrolled(session)
    said = (session, DAYS["custody"], "custody")
    services.keep_sheet(desk.actor("tariq"), *said, [case.id], PURPOSE)
    with pytest.raises(NoRole):
        services.keep_sheet(desk.actor("nadia"), *said, [], PURPOSE)
    assert [one["present"] for one in sessions.sheets(session)] == [[case.id]]


def test_a_nomination_to_a_session_of_the_other_side_is_opened_from_its_page(desk, client):
    ours = desk.session()
    theirs = desk.state("training-session", SESSION)
    Record.objects.filter(id=theirs).update(originator="BH")
    address = reverse("police_training:nominate", args=[theirs])
    assert address in client.get(reverse("police_training:session", args=[theirs])).content.decode()
    answer = client.post(address, {"kind": "battalion_nomination"})
    case = Case.objects.latest("opened")
    assert answer["Location"] == reverse("cases:contents", args=[case.id])
    assert (case.kind, case.requested) == ("battalion_nomination", "BH")
    assert theirs in client.get(answer["Location"]).content.decode()
    assert client.post(address, {"kind": "extradition"}).status_code == 404
    assert client.post(reverse("police_training:nominate", args=[ours]), {"kind": "nomination"}).status_code == 404
    assert reverse("police_training:nominate", args=[ours]) not in client.get(
        reverse("police_training:session", args=[ours])
    ).content.decode()  # fmt: skip


def test_the_session_of_a_nomination_is_chosen_and_told_by_its_name(client, desk):
    session = desk.session()
    other = desk.state("training-session", SESSION, name="Custody, spring", starts="2027-03-06", ends="2027-03-17")
    case = desk.proposes(session)
    assert f'<a href="{reverse("registers:record", args=[session])}"><bdi dir="auto">Custody, winter</bdi></a>' in (
        client.get(reverse("cases:contents", args=[case.id])).content.decode()
    )
    assert Line.objects.filter(act="record.listed", object_id=session).count() == 1
    own = desk.open(name="tariq", pack=PACK, kind="nomination", purpose=PURPOSE)
    page = reverse("cases:element", args=[own.id, "course_session"])
    shown = client.get(page).content.decode()
    assert f'<option value="{other}">Custody, spring</option>' in shown
    said = {"value": other, "found": "on", "document": "Offer", "page": "1"}
    assert client.post(page, said).status_code == 302
    assert client.post(page, said | {"value": "01890a5d-ac96-774b-bcce-b302099a8057"}).status_code == 400
    assert [one.value for one in own.elements.filter(slug="course_session")] == [other]
