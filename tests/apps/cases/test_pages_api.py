# SPDX-License-Identifier: Apache-2.0
"""Cases as JSON: the same door and the same refusals as the pages."""

import pytest

from taawun.apps.cases.models import PrivateMove, Proposal
from taawun.kernel.errors import NoRole
from tests.apps.cases.making import state

pytestmark = pytest.mark.django_db


def test_a_case_is_read_as_it_is_on_its_page(desk, ask) -> None:
    case = desk.open(title="قضية / کیس / Case")
    (listed,) = ask("asma", "list").json()["cases"]
    read = ask("asma", "case", case.id).json()
    assert (listed["id"], listed["title"], read["state"]) == (case.id, "قضية / کیس / Case", "draft")
    assert "person" in read["missing"]
    assert ask("zara", "list").json()["cases"] == []


def test_a_role_that_may_not_ask_is_told_so_in_json(desk, ask) -> None:
    case = desk.open()
    answer = ask("nadia", "move", case.id, "check_completeness", post={"reasons": ""}, purpose="oversight")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["code"] == NoRole.code
    assert not PrivateMove.objects.exists()


def test_a_closed_move_is_a_problem_with_every_reason(desk, ask) -> None:
    case = desk.opens()
    answer = ask("bilal", "move", case.id, "grant", post={"reasons": "Because"})
    said = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert (said["code"], bool(said["section"]), said["status"]) == ("case.move-closed", True, 409)
    assert "gate_not_assessed" in {one["code"] for one in said["reasons"]} or "wrong_state" in {
        one["code"] for one in said["reasons"]
    }
    assert state(case) == "transmitted"
    assert not Proposal.objects.exists()


def test_a_move_is_made_once_with_the_token_that_was_read(desk, ask) -> None:
    case = desk.open()
    desk.fill_all(case)
    told = ask("asma", "verdicts", case.id).json()
    assert next(one for one in told["moves"] if one["move"] == "check_completeness")["open"]
    moved = [ask("asma", "move", case.id, "check_completeness", post={"token": told["token"]}) for _ in range(2)]
    assert [one.json() for one in moved] == [{"made": "check_completeness"}] * 2
    late = ask("imran", "move", case.id, "review_legally", post={"token": told["token"]}).json()
    assert late["code"] == "case.moved-on"
    assert PrivateMove.objects.count() == 1


WRONG = {
    "no JSON": ("{", 400),
    "a list": ([1], 400),
    "a field that nobody knows": ({"gates": {"own_national": "passed"}}, 400),
    "reasons that are no text": ({"reasons": 7}, 400),
    "papers that are no list": ({"papers": "all"}, 400),
    "more than the limit": ({"reasons": "ض" * 70_000}, 400),
    "a reason with half a character": ('{"reasons": "\\ud800"}', 400),
}


@pytest.mark.parametrize(("body", "status"), WRONG.values(), ids=WRONG)
def test_a_wrong_body_is_refused(desk, ask, body, status) -> None:
    case = desk.open()
    answer = ask("asma", "move", case.id, "check_completeness", post=body)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


PURPOSES = {"none": "", "one that nobody knows": "curiosity", "one of others": "worker-protection"}


@pytest.mark.parametrize("purpose", PURPOSES.values(), ids=PURPOSES)
def test_nothing_is_read_without_a_purpose(desk, ask, purpose) -> None:
    assert ask("asma", "case", desk.open().id, purpose=purpose).json()["code"] == "audit.no-purpose"


def test_who_may_not_see_a_case_is_told_that_there_is_none(desk, ask) -> None:
    case = desk.open()
    for page in ("case", "verdicts"):
        assert ask("zara", page, case.id).status_code == 404
    assert ask("nadia", "case", case.id).status_code == 403
    assert ask("nadia", "dashboard", purpose="").status_code == 200
