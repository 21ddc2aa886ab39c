# SPDX-License-Identifier: Apache-2.0
"""What is to come of an exercise is shown to its controllers alone, wherever the contents of its case can be read."""

import json

import pytest
from django.urls import reverse

from taawun.apps.cases import access as cases
from taawun.apps.cases import services as acts
from taawun.apps.cases.models import ElementValue, Paper, SharedMove
from taawun.apps.cases.papers import fetching
from taawun.apps.exchange.models import OutEnvelope
from taawun.apps.network import access as network
from taawun.apps.registers.models import Record
from taawun.formats.papers import reading
from taawun.kernel.errors import ElementReserved
from taawun.sectors.exercises import jobs
from taawun.sectors.exercises.models import Armed
from tests.apps.cases import asking
from tests.sectors.exercises.plan import PLAN
from tests.sectors.exercises.test_exercise import PURPOSE, agreed, approve, armed, client_of, planned, running_exercise

pytestmark = pytest.mark.django_db
TO_COME = ("A dhow heads for Bahrain", "It changes its name", "اتصل بالجهة", "زورق يغير مساره")
PAGES = ("case", "contents", "element", "move", "papers", "bundle")
PROGRAMS = ("case", "verdicts", "timeline", "contents", "element", "papers", "bundle")
MORE = {"element": ["injects"], "move": ["cancel"]}


def proven(desk):
    """Return an exercise whose agreed plan crossed, and whose ledger is sealed, so that it can be put on file."""
    case = planned(desk)
    desk.cross("asma", case, "propose_plan")
    desk.deliver()
    assert desk.answers(case, "agree_plan")["kind"] == "accepted"
    desk.sealed()
    return case


def read(desk, case, name: str) -> dict[str, str]:
    """Return what each page and each answer about the case says to an officer, and where it stands among others."""
    client = client_of(desk, name)
    found = {page: client.get(reverse(f"cases:{page}", args=[case.id, *MORE.get(page, [])])) for page in PAGES}
    officer = desk.officers[name]
    found |= {f"api-{one}": asking.ask(officer, one, case.id, *MORE.get(one, []), purpose=PURPOSE) for one in PROGRAMS}
    found["board"] = client.get(reverse("cases:list"))
    found["links"] = client.get(reverse("network:case", args=[case.id]))
    found["proof"] = client.get(reverse("exchange:proof", args=[OutEnvelope.objects.order_by("seq")[0].id]))
    found["envelope"] = client.get(reverse("exchange:envelope", args=[OutEnvelope.objects.order_by("seq")[0].id]))
    return {page: answer.content.decode() for page, answer in found.items()}


def telling(found: dict[str, str]) -> set[str]:
    """Return the pages that say anything of what is to come, written in any of the ways in which JSON is."""
    texts = {way for one in TO_COME for way in (one, json.dumps(one)[1:-1])}
    return {page for page, said in found.items() if any(one in said for one in texts)}


@pytest.mark.parametrize("name", ["omar", "imran", "bilal"])
def test_no_page_answer_file_or_proof_shows_what_is_to_come_to_who_is_no_controller(desk, name):
    """Spec §60.9i, §88.7d: whoever may read the case reads the rest of it."""
    case = proven(desk)
    found = read(desk, case, name)
    assert telling(found) == set()
    assert PLAN["scenario"] in found["contents"]
    assert PLAN["scenario"] in found["api-case"]


def test_a_controller_reads_it_everywhere(desk):
    case = proven(desk)
    assert telling(read(desk, case, "asma")) == {
        "contents", "element", "bundle", "api-case", "api-contents", "api-element", "api-bundle", "proof"
    }  # fmt: skip


def test_who_is_shown_less_is_told_so_and_not_that_it_is_missing(desk):
    case = agreed(desk)
    page = client_of(desk, "omar").get(reverse("cases:contents", args=[case.id])).content.decode()
    assert "For those who direct it" in page
    assert "Missing" not in page
    shown = cases.case(desk.officers["omar"], case.id, PURPOSE, at=desk.tick())
    assert (shown.reserved, shown.missing) == (frozenset({"injects"}), ())
    told = asking.told(desk.officers["omar"], "element", case.id, "scenario", purpose=PURPOSE)
    assert not told["reserved"]
    refused = asking.ask(desk.officers["omar"], "element", case.id, "injects", purpose=PURPOSE)
    assert (refused.status_code, refused.json()["code"]) == (403, ElementReserved.code)


def test_who_may_not_read_an_element_may_not_write_it_either(desk):
    case = planned(desk)
    known = ElementValue.objects.count()
    with pytest.raises(ElementReserved):
        desk.act("omar", "fill", case.id, "injects", PURPOSE, value="x", document="x", page="1")
    assert ElementValue.objects.count() == known


def test_whoever_approves_the_plan_reads_what_would_leave_while_it_waits(desk):
    case = planned(desk)
    officer = desk.officers["bilal"]
    assert "injects" not in cases.case(officer, case.id, PURPOSE, at=desk.tick()).filled
    proposal = desk.propose("asma", case, "propose_plan")
    assert "injects" in cases.case(officer, case.id, PURPOSE, at=desk.tick()).filled
    assert "injects" not in cases.case(desk.officers["omar"], case.id, PURPOSE, at=desk.tick()).filled
    desk.approve(proposal, "bilal", "huda")
    desk.send(proposal)
    assert "injects" not in cases.case(officer, case.id, PURPOSE, at=desk.tick()).filled


def test_a_proposal_that_carries_nothing_of_it_opens_it_to_nobody(desk):
    case = agreed(desk)
    desk.propose("asma", case, "start")
    assert "injects" not in cases.case(desk.officers["bilal"], case.id, PURPOSE, at=desk.tick()).filled


def test_it_stands_in_no_table_and_no_network(desk):
    case = agreed(desk)
    rows, _more = cases.table(desk.officers["asma"], PURPOSE, ["exercise"], ["name", "injects"], at=desk.tick())
    assert rows[0].values.keys() == {"name"}
    drawn = network.around_case(desk.officers["omar"], case.id, (), PURPOSE, at=desk.tick())
    assert drawn.start == case.id


def test_no_letter_of_the_case_takes_it(desk):
    case = agreed(desk)
    paper = acts.write_letter(desk.actor("asma"), case.id, "notice", "en", PURPOSE, at=desk.tick())
    said = reading.read(fetching.bytes_of(Paper.objects.get(id=paper.id)))
    assert TO_COME[0] not in said.data.decode()


def injects_in_registers(desk, name: str) -> dict[str, str]:
    """Return what the register of injects says to an officer: its list, its export, the second record."""
    client, (record, *_rest) = client_of(desk, name), Record.objects.filter(type="exercise-inject").order_by("created")
    at = [reverse("registers:list", query={"type": "exercise-inject"}), reverse("registers:record", args=[record.id]),
          reverse("registers:export", args=["csv"], query={"type": "exercise-inject"}),
          reverse("registers:version", args=[record.id, 1]),
          reverse("exchange:release", args=[Armed.objects.get(number=2).release])]  # fmt: skip
    return {url.split("?")[0]: client.get(url).content.decode() for url in at}


def test_an_inject_that_is_armed_stands_in_no_register_for_players_before_it_is_fired(desk):
    """Spec §88.7d: as it is released beforehand, its record is there beforehand."""
    case = agreed(desk)
    releases = armed(desk, case)
    assert telling(injects_in_registers(desk, "omar")) == set()
    assert len(telling(injects_in_registers(desk, "asma"))) >= 3
    approve(desk, releases)
    desk.cross("asma", case, "start")
    jobs.run_due(desk.tick(seconds=12))
    found = injects_in_registers(desk, "omar")
    assert any(TO_COME[0] in one for one in found.values())
    assert not any(TO_COME[1] in one for one in found.values())
    assert len(telling(injects_in_registers(desk, "bilal"))) >= 3


def test_what_the_moves_come_to_is_the_same_for_who_reads_less(desk):
    case = running_exercise(desk)
    seen = [cases.case(desk.officers[name], case.id, PURPOSE, at=desk.tick()) for name in ("asma", "omar")]
    assert seen[0].standing.state == seen[1].standing.state == "running"
    assert SharedMove.objects.filter(case=case).count() == len(seen[1].shared)
