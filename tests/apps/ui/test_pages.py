# SPDX-License-Identifier: Apache-2.0
"""What officers do on the pages: sign in, choose a purpose, approve, send, withdraw, take a proof away."""

import html
import json
import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from taawun.apps import cases
from taawun.apps.audit.models import Line
from taawun.apps.cases import library
from taawun.apps.exchange.models import InEnvelope, OutEnvelope, Receipt, Release
from taawun.apps.ids import new_id
from taawun.apps.registers.models import Import
from taawun.apps.sector import sectors
from taawun.apps.ui import todo
from taawun.apps.ui.errors import sentence_of
from taawun.apps.ui.templatetags import desk
from taawun.kernel.ledger import merkle
from taawun.kernel.ledger.verify import ProofPart
from tests.apps.exchange.partner import THEM
from tests.apps.ui.conftest import urls
from tests.apps.ui.story import SECRET
from tests.bench.desk.multiplying import copies, store


def release_url(story, page: str = "release") -> str:
    return reverse(f"exchange:{page}", args=[story.draft])


# --- signing in ----------------------------------------------------------------------------------


def test_an_officer_signs_in_and_out_and_both_are_recorded(story, client) -> None:
    answer = client.post("/sign-in/?next=/inbox/", {"username": "ASMA", "password": SECRET, "next": "/inbox/"})
    assert answer["Location"] == "/inbox/"
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, settings.SESSION_COOKIE_SAMESITE)
    assert client.post("/sign-out/")["Location"] == "/sign-in/?out=yes"
    acts = [line.act for line in Line.objects.order_by("-id")[:2]]
    assert acts == ["officer.signed-out", "officer.signed-in"]
    assert not Session.objects.exists()


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(story, client) -> None:
    pages = [
        re.sub(r'value="[^"]*"', "", client.post("/sign-in/", {"username": name, "password": word}).content.decode())
        for name, word in (("asma", "wrong wrong wrong"), ("nobody", "wrong wrong wrong"))
    ]
    assert pages[0] == pages[1]
    assert "do not fit together" in pages[0]
    line = Line.objects.latest("id")
    assert (line.outcome, line.object_id) == ("refused", "unknown")


def test_a_closed_account_gets_the_same_answer_too(story, client) -> None:
    story.officers["asma"].active = False
    story.officers["asma"].save()
    page = client.post("/sign-in/", {"username": "asma", "password": SECRET}).content.decode()
    assert "do not fit together" in page


def test_signing_out_needs_a_post(story, sign_in) -> None:
    assert sign_in("asma").get("/sign-out/").status_code == 405


# --- purpose -------------------------------------------------------------------------------------


def test_no_content_opens_without_a_purpose(story) -> None:
    client = Client()
    client.force_login(story.officers["asma"])
    url = reverse("registers:record", args=[story.record])
    asked = client.get(url)
    assert asked["Location"].startswith("/purpose/?next=")
    answer = client.post("/purpose/", {"purpose": "counter-narcotics", "next": url})
    assert answer["Location"] == url
    assert client.get(url).status_code == 200
    line = Line.objects.filter(act="record.read").latest("id")
    assert (line.officer_id, line.purpose) == (story.officers["asma"].id, "counter-narcotics")


def test_a_purpose_that_the_roles_do_not_cover_is_not_kept(story, sign_in) -> None:
    client = sign_in("asma")
    assert client.post("/purpose/", {"purpose": "worker-protection"}).status_code == 200
    assert client.session["purpose"] == "counter-narcotics"


def test_what_the_marking_forbids_is_refused_with_its_rule(story, sign_in) -> None:
    client = sign_in("asma")
    client.post("/purpose/", {"purpose": "immigration"})
    answer = client.get(reverse("registers:record", args=[story.record]))
    assert answer.status_code == 403
    assert b"The marking does not allow this." in answer.content


# --- releases ------------------------------------------------------------------------------------


def test_the_drafter_sees_why_they_cannot_approve(story, sign_in) -> None:
    page = sign_in("asma").get(release_url(story)).content.decode()
    assert "You drafted this release" in page
    assert "passphrase" not in page


def test_who_has_approved_sees_that_another_has_to(story, sign_in) -> None:
    page = sign_in("bilal").get(release_url(story)).content.decode()
    assert "You have approved it" in page


def test_an_officer_approves_with_the_passphrase_and_sends(story, sign_in) -> None:
    client = sign_in("huda", "en")
    assert "passphrase" in client.get(release_url(story)).content.decode()
    answer = client.post(release_url(story, "approve"), {"passphrase": SECRET}, follow=True)
    assert "Your approval is signed" in answer.content.decode()
    answer = client.post(release_url(story, "send"), follow=True)
    assert "in the outbox" in answer.content.decode()
    assert Release.objects.get(id=story.draft).state == "sent"
    assert OutEnvelope.objects.get(release_id=story.draft).state == "queued"


def test_a_wrong_passphrase_comes_back_to_the_form_and_changes_nothing(story, sign_in) -> None:
    answer = sign_in("huda", "en").post(release_url(story, "approve"), {"passphrase": "wrong"})
    assert answer.status_code == 400
    assert b"The passphrase does not open the key." in answer.content
    assert b"wrong" not in answer.content.replace(b"field wrong", b"")
    assert Release.objects.get(id=story.draft).approvals.count() == 1


def test_the_drafter_cannot_approve_by_sending_the_form_anyway(story, sign_in) -> None:
    answer = sign_in("asma").post(release_url(story, "approve"), {"passphrase": SECRET})
    assert b"The drafter may not approve the release." in answer.content
    assert Release.objects.get(id=story.draft).approvals.count() == 1


def test_a_release_that_was_not_sent_is_undone(story, sign_in) -> None:
    page = sign_in("asma").post(release_url(story, "withdraw"), follow=True).content.decode()
    assert "Nothing was sent." in page
    assert Release.objects.get(id=story.draft).state == "withdrawn"


def test_sending_without_the_approvals_is_refused(story, sign_in) -> None:
    answer = sign_in("asma").post(release_url(story, "send"))
    assert answer.status_code == 409
    assert b"Approvals are still missing" in answer.content
    assert not OutEnvelope.objects.filter(release_id=story.draft).exists()


def test_a_release_is_drafted_from_a_record(story, sign_in) -> None:
    url = reverse("registers:release", args=[story.record])
    client = sign_in("asma")
    assert b"BH" in client.get(url).content
    answer = client.post(url, {"recipients": [THEM], "instrument": "pk-bh-jwg", "article": "3"})
    row = Release.objects.latest("created", "id")
    assert answer["Location"] == reverse("exchange:release", args=[row.id])
    assert (row.recipients, row.object_id, row.state) == ([THEM], story.record, "draft")


def test_a_release_to_nobody_is_not_drafted(story, sign_in) -> None:
    before = Release.objects.count()
    answer = sign_in("asma").post(
        reverse("registers:release", args=[story.record]), {"instrument": "x", "article": "1"}
    )
    assert answer.status_code == 400
    assert Release.objects.count() == before


# --- envelopes, ledger, audit, jobs --------------------------------------------------------------


def test_an_envelope_shows_both_sides_and_its_first_reading_is_noted(story, sign_in) -> None:
    page = sign_in("asma").get(reverse("exchange:envelope", args=[story.incoming])).content.decode()
    assert "Our side" in page
    assert "السلام عليكم" in page
    assert InEnvelope.objects.get(id=story.incoming).read_at is not None
    assert not Receipt.objects.filter(envelope_id=story.incoming, kind="read").exists()  # the sender did not ask


def test_a_message_stands_before_its_history_and_leads_to_what_it_is_about(story, sign_in) -> None:
    row = InEnvelope.objects.get(id=story.incoming)
    sent = json.loads(bytes(row.data))
    sent["body"]["about"] = story.outgoing
    InEnvelope.objects.filter(id=row.id).update(data=json.dumps(sent).encode())
    page = sign_in("asma").get(reverse("exchange:envelope", args=[row.id])).content.decode()
    assert page.index("السلام عليكم") < page.index("Our side")
    assert reverse("exchange:envelope", args=[story.outgoing]) in page


def test_my_day_names_five_unread_and_leads_to_the_others(story, sign_in) -> None:
    row = InEnvelope.objects.get(id=story.incoming)
    store(copies(row, 7, lambda n: {"row": None, "id": new_id(), "seq": 100 + n, "entry_id": str(uuid.uuid4())}))
    page = sign_in("asma").get("/").content.decode()
    assert page.count('href="/envelopes/') == todo.UNREAD
    assert page.count("Others that nobody has opened") == 1


def test_my_day_says_since_when_a_release_waits(story, sign_in) -> None:
    page = sign_in("bilal").get("/").content.decode()
    assert "Waits since: <time" in page
    assert "Due: <time" not in page


def test_my_day_names_five_releases_that_wait_and_leads_to_the_others(story, sign_in) -> None:
    store(copies(Release.objects.get(id=story.draft), 7, lambda _number: {"id": new_id()}))
    page = sign_in("bilal").get("/").content.decode()
    assert len(re.findall(r'href="/releases/[0-9a-f-]{36}/"', page)) == todo.RELEASES
    assert page.count("Other releases that wait") == 1


def test_a_refused_envelope_shows_code_and_rule(story, sign_in) -> None:
    page = sign_in("asma").get(reverse("exchange:envelope", args=[story.refused])).content.decode()
    row = InEnvelope.objects.get(id=story.refused)
    assert row.code in page
    assert f"§{row.section}" in page


def test_the_proof_on_the_page_can_be_taken_away_and_checked(story, sign_in) -> None:
    client = sign_in("sara")
    answer = client.get(reverse("ledger:proof", args=[story.entry]))
    part = ProofPart.from_wire(json.loads(answer.content))
    root = merkle.root_from_path(merkle.leaf_hash(part.entry), part.index, story.checkpoint, part.path)
    page = client.get(reverse("ledger:entry", args=[story.entry])).content.decode()
    assert root is not None
    assert root.hex() in page
    assert page.count('<rect class="node') == 2 * len(part.path) + 1


def test_an_auditor_filters_the_lines(story, sign_in) -> None:
    client = sign_in("sara")
    page = client.get("/audit/", {"act": "pairing.confirm"}).content.decode()
    assert "Pairing confirmed" in page
    assert "Key made" not in page
    rows = b"".join(client.get("/audit/export.csv", {"act": "pairing.confirm"}).streaming_content).decode()
    assert len(rows.splitlines()) == 2
    assert b"Every line and every root fits" in client.post("/audit/verify/").content


def test_an_officer_opens_their_own_account_and_nobody_elses(story, sign_in) -> None:
    client, officers = sign_in("asma"), story.officers
    assert client.get(reverse("people:officer", args=[officers["asma"].id])).status_code == 200
    assert client.get(reverse("people:officer", args=[officers["sara"].id])).status_code == 403


def test_a_job_is_cancelled_and_tried_again(story, sign_in) -> None:
    client = sign_in("asma")
    page = client.get(reverse("jobs:job", args=[story.job]))
    assert b'<progress max="5000" value="1234"' in page.content
    assert page["Refresh"]
    assert b"Cancelled" in client.post(reverse("jobs:cancel", args=[story.job]), follow=True).content
    assert b"Queued" in client.post(reverse("jobs:retry", args=[story.job]), follow=True).content


def test_somebody_elses_job_is_not_there(story, sign_in) -> None:
    assert sign_in("bilal").get(reverse("jobs:job", args=[story.job])).status_code == 404


def test_data_from_people_stands_in_its_own_direction(story, sign_in) -> None:
    page = sign_in("asma").get(reverse("registers:record", args=[story.record])).content.decode()
    assert '<bdi dir="auto">احمد خالد منصور</bdi>' in page


def test_what_waits_for_an_officer_stands_on_their_day(story, sign_in) -> None:
    assert f'href="{release_url(story)}"' in sign_in("huda").get("/").content.decode()
    assert f'href="{release_url(story)}"' not in sign_in("bilal").get("/").content.decode()


# --- imports -------------------------------------------------------------------------------------


def test_an_import_shows_what_it_left_out_and_why(story, sign_in) -> None:
    page = sign_in("asma").get(reverse("registers:import", args=[story.imported])).content.decode()
    assert "Rows left out" in page
    assert '<td class="number">4</td>' in page or '<td class="number">3</td>' in page
    assert "not a day" not in page


def test_an_import_is_started_on_the_page_and_its_job_shows_the_progress(story, sign_in) -> None:
    answer = sign_in("asma").post(reverse("registers:import-start"), {"source": "un-extract"})
    assert answer["Location"].startswith("/jobs/")
    assert b"Import of records" in sign_in("asma").get(answer["Location"]).content


def test_a_whole_list_needs_its_file(story, sign_in) -> None:
    answer = sign_in("asma").post(reverse("registers:import-start"), {"source": "un-list"})
    assert answer.status_code == 400
    assert b"Choose the file." in answer.content


def test_an_import_is_undone(story, sign_in) -> None:
    url = reverse("registers:import", args=[story.imported])
    listed = reverse("registers:list") + f"?imported={story.imported}"
    client = sign_in("asma")
    assert "حشیش کی کھیپ" in client.get(listed).content.decode()
    answer = client.post(reverse("registers:import-undo", args=[story.imported]), follow=True)
    assert "2 records erased" in answer.content.decode()
    assert "حشیش کی کھیپ" not in client.get(listed).content.decode()
    assert answer.redirect_chain[-1][0] == url


# --- how pages look ------------------------------------------------------------------------------


def test_an_officer_chooses_how_pages_look_and_the_browser_keeps_it(story, sign_in) -> None:
    client = sign_in("asma")
    assert "data-look" not in client.get("/").content.decode()
    answer = client.post(reverse("ui:look"), {"look": "contrast", "next": "/inbox/"})
    assert answer["Location"] == "/inbox/"
    assert '<html lang="en" dir="ltr" data-look="contrast">' in client.get("/").content.decode()
    client.post(reverse("ui:look"), {"look": '"><b>'})
    assert "data-look" not in client.get("/").content.decode()


def test_the_menu_stands_in_groups_that_the_reader_may_open(story, sign_in) -> None:
    page = sign_in("noman", "en").get("/").content.decode()
    groups = re.findall(r'<h2 id="menu-\d">(.*?)</h2>', page)
    assert groups == ["My work", "Exchange", "Proof", "This node"]
    assert page.count('aria-current="page"') == 1


def test_the_menu_leads_an_operator_to_what_they_keep_running_for_a_sector(story, sign_in) -> None:
    desk = f'href="{reverse("counter_terrorism:desk")}"'
    page = sign_in("noman", "en").get("/").content.decode()
    assert desk in page.partition("This node</h2>")[2]
    assert desk not in sign_in("asma", "en").get("/").content.decode()


def test_a_release_proposes_the_instruments_by_their_titles_and_says_the_title_of_its_own(story, sign_in) -> None:
    client = sign_in("asma")
    client.post(reverse("ui:language"), {"language": "ur"})
    title = library.pack_named("untoc").title["ur"]
    page = client.get(reverse("exchange:write")).content.decode()
    assert f'<option value="untoc">{title}</option>' in page
    with override("ur"):
        assert title in desk.instrument("untoc")
        assert "untoc" in desk.instrument("untoc")
        assert desk.instrument("mou-1") == '<code class="id">mou-1</code>'


def test_an_import_is_not_begun_before_somebody_chose_what(story, sign_in) -> None:
    client = sign_in("asma")
    before = Import.objects.count()
    assert not re.search(r'name="source"[^>]*checked', client.get(reverse("registers:imports")).content.decode())
    assert client.post(reverse("registers:import-start"), {}).status_code == 400
    assert Import.objects.count() == before


def test_tables_to_import_stand_under_the_sector_that_keeps_them(story, sign_in) -> None:
    page = sign_in("asma").get(reverse("registers:imports")).content.decode()
    groups = dict(re.findall(r"<section><h3>(.*?)</h3>\n<ul>(.*?)</ul></section>", page, re.S))
    urls = [re.findall(r'href="/registers/imports/table/([a-z-]+)/"', group) for group in groups.values()]
    assert next(iter(groups)) == "Of all desks"
    assert "person" in urls[0]
    named = {title["en"]: set(sector.records) for title, sector in ((one.title, one) for one in sectors().values())}
    for title, found in zip(list(groups)[1:], urls[1:], strict=True):
        assert found, title
        assert set(found) <= named[html.unescape(title)], title
    assert len(groups) > 2


# --- words instead of codes ----------------------------------------------------------------------


@pytest.mark.parametrize("page", ["exchange:inbox", "exchange:partners"])
def test_what_was_wrong_is_said_beside_its_code(story, sign_in, page) -> None:
    shown = sign_in("asma").get(reverse(page)).content.decode()
    assert "wire.bad-shape" in shown
    assert sentence_of("wire.bad-shape") in html.unescape(shown)


@pytest.mark.parametrize(("language", "title"), [("en", "Anti-Narcotics Force"), ("ar", "قوة مكافحة المخدرات")])
def test_whose_a_record_of_ours_is_stands_in_words(story, sign_in, language, title) -> None:
    page = sign_in("asma", language).get(urls(story)["registers:record"]).content.decode()
    assert f"<bdi>PK</bdi> <bdi>{title}</bdi>" in page


def test_a_line_about_no_thing_names_none(story, sign_in) -> None:
    sign_in("asma").get(reverse("cases:list"))
    assert Line.objects.filter(object_id="none").exists()
    assert ">none<" not in sign_in("sara").get(urls(story)["audit:lines"]).content.decode()


def test_no_filter_of_a_list_says_that_it_is_optional(story, sign_in) -> None:
    page = sign_in("omar").get(reverse("cases:list")).content.decode()
    search = page[page.index('<form class="search"') : page.index('<div id="results">')]
    assert "optional" not in search
    assert "optional" in sign_in("omar").get(urls(story)["cases:new-kind"]).content.decode()


def test_where_a_move_leads_is_no_addressee() -> None:
    for page in ("move", "instrument"):
        text = (Path(cases.__file__).parent / f"templates/cases/{page}.html").read_text(encoding="utf-8")
        assert '{% translate "To" %}' not in text
