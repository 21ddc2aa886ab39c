# SPDX-License-Identifier: Apache-2.0
"""Every task that a case raises is ended by somebody: by a move, by whoever has its role, or by an auditor."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.audit.services import Actor
from taawun.apps.cases import access, library, seeing, words
from taawun.apps.cases.gates import assessing, stopping
from taawun.apps.cases.models import Task
from taawun.apps.cases.moves import ending
from taawun.apps.people import services as people
from taawun.apps.people.roles import CATALOGUE
from taawun.apps.registers.purposes import at_work, purposes_of
from taawun.kernel import errors
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.words import Outcome
from tests.apps.cases.asking import refused
from tests.apps.cases.making import PURPOSE
from tests.apps.cases.test_gates import LAST, examined

pytestmark = pytest.mark.django_db

OVERSIGHT = "oversight"
READ = "قرأته وسألت الجهتين — دیکھ لیا، دونوں اتھارٹیوں سے پوچھا گیا"
BESIDE = {seeing.COUNSEL_TASK, stopping.SPECIALITY_TASK, assessing.OVERSIGHT_TASK}
"""Tasks that no workflow raises."""


def kinds() -> list[tuple[str, tuple[str, ...], CaseKind]]:
    """Return every kind of case that this node knows, those of sectors too, with the purposes that it is for."""
    return [(f"{pack.slug} {slug}", tuple(pack.purposes), kind)
            for pack in library.packs().values() for slug, kind in pack.kinds.items()]  # fmt: skip


def states_of(kind: CaseKind, slug: str) -> set[str]:
    """Return the states in which a task can stand that is not done: those that come after whatever raises it."""
    flow = kind.workflow
    by_clock = {start for clock in kind.clocks.values() if clock.at_end == slug for start in clock.starts}
    raising = [one for one in flow.moves.values() if slug in one.tasks or one.slug in by_clock]
    reached = {state for one in raising for state in ({one.target} if one.target else one.sources)}
    while True:
        further = {one.target for one in flow.moves.values() if one.target and not reached.isdisjoint(one.sources)
                   and one.slug not in flow.tasks[slug].done_by}  # fmt: skip
        if further <= reached:
            return reached
        reached |= further


def leads_on(kind: CaseKind, state: str) -> set[str]:
    """Return every state to which some moves lead from one."""
    reached = {state}
    while True:
        further = {one.target for one in kind.workflow.moves.values()
                   if one.target and not reached.isdisjoint(one.sources)}  # fmt: skip
        if further <= reached:
            return reached
        reached |= further


def ends(kind: CaseKind, slug: str, state: str) -> bool:
    """Tell whether a task that stands in a state is ended: by a move from there or later, or by hand."""
    flow, task = kind.workflow, kind.workflow.tasks[slug]
    after = leads_on(kind, state)
    by_move = any(flow.moves[one].sources & after for one in task.done_by)
    return by_move or any(not ending.awaited(kind, one, slug) for one in after)


def test_every_task_that_any_workflow_raises_is_ended_by_somebody() -> None:
    hanging = [
        (name, slug, state)
        for name, _purposes, kind in kinds()
        for slug in kind.workflow.tasks
        for state in sorted(states_of(kind, slug))
        if not ends(kind, slug, state)
    ]
    assert hanging == []


def test_whoever_ends_a_task_has_a_role_that_there_is_and_that_reaches_the_case() -> None:
    for name, purposes, kind in kinds():
        for slug, task in kind.workflow.tasks.items():
            able = {task.role, *(kind.workflow.moves[one].role for one in task.done_by)}
            assert able <= CATALOGUE.keys(), (name, slug)
            assert able <= seeing.READERS, (name, slug, able - seeing.READERS)
            reaches = [one for one in purposes if at_work(frozenset({task.role}), one)
                       and one in purposes_of(frozenset({task.role}))]  # fmt: skip
            assert reaches, f"{name}: nobody with the role {task.role} is shown the task {slug}"


def test_what_is_raised_beside_the_workflows_is_named_and_nothing_else_is() -> None:
    assert set(words.TASKS) == BESIDE


# --- what oversight is told ------------------------------------------------------------------------------


def found_otherwise(desk) -> Task:
    """A mandatory gate that was met, and that two authorities found not met after all."""
    case = examined(desk)
    desk.assess(case, LAST, outcome=Outcome.MET)
    asked = desk.act("imran", "reassess", case.id, LAST, "New file.", "Judgment of May", "interior", PURPOSE)
    desk.act("yusuf", "confirm", asked.id, True, "Seen.", PURPOSE)
    return Task.objects.get(slug=assessing.OVERSIGHT_TASK)


def test_an_auditor_ends_the_notice_with_what_came_of_it(desk) -> None:
    notice = found_otherwise(desk)
    for name in ("imran", "yusuf", "sana", "omar"):
        with pytest.raises(errors.NoRole):
            desk.act(name, "note_oversight", notice.pk, READ, PURPOSE)
        with pytest.raises(errors.CallerError):
            desk.act(name, "end_task", notice.case_id, notice.pk, READ, PURPOSE)
    with pytest.raises(errors.NotReasoned):
        desk.act("nadia", "note_oversight", notice.pk, "  ", OVERSIGHT)
    desk.act("nadia", "note_oversight", notice.pk, READ, OVERSIGHT)
    notice.refresh_from_db()
    assert (notice.done_by, notice.why) == (desk.officers["nadia"].id, READ)
    assert access.oversight(desk.officers["nadia"], OVERSIGHT) == [notice], "it stays to be read"
    with pytest.raises(errors.NoSuchTask):
        desk.act("nadia", "note_oversight", notice.pk, READ, OVERSIGHT)
    lines = Line.objects.filter(act="case.task-done", object_id=notice.case_id)
    assert sorted(lines.values_list("outcome", flat=True)).count("allowed") == 1


def test_neither_of_the_two_is_oversight_over_themselves(desk) -> None:
    notice = found_otherwise(desk)
    for name in ("imran", "yusuf"):
        people.grant_role(Actor.system("init"), desk.officers[name], "auditor", at=desk.tick())
        with pytest.raises(errors.NoRole):
            desk.act(name, "note_oversight", notice.pk, READ, OVERSIGHT)
    assert Task.objects.get(pk=notice.pk).done is None


def browsing(desk, name: str) -> Client:
    client = Client()
    client.force_login(desk.officers[name])
    return client


def test_the_page_of_oversight_shows_the_notice_and_takes_what_came_of_it(desk) -> None:
    notice, page = found_otherwise(desk), reverse("cases:dashboard")
    assert str(notice.case_id) not in browsing(desk, "sana").get(page).content.decode()
    client = browsing(desk, "nadia")
    assert str(notice.case_id) in client.get(page).content.decode()
    assert client.post(page, {"notice": notice.pk, "reason": " "}).status_code == 400
    assert browsing(desk, "sana").post(page, {"notice": notice.pk, "reason": READ}).status_code == 403
    assert client.post(page, {"notice": notice.pk, "reason": READ}).status_code == 302
    assert READ in client.get(page).content.decode()
    assert client.post(page, {"notice": notice.pk, "reason": READ}).status_code == 409


def test_the_notice_waits_on_the_day_of_an_auditor_until_one_has_looked(desk) -> None:
    notice, link = found_otherwise(desk), f"{reverse('cases:dashboard')}#oversight"
    assert link in browsing(desk, "nadia").get("/").content.decode()
    assert link not in browsing(desk, "imran").get("/").content.decode()
    desk.act("nadia", "note_oversight", notice.pk, READ, OVERSIGHT)
    assert link not in browsing(desk, "nadia").get("/").content.decode()


def test_a_program_of_oversight_does_the_same(desk, told, ask) -> None:
    notice = found_otherwise(desk)
    (shown,) = told("nadia", "dashboard", purpose=OVERSIGHT)["notices"]
    assert (shown["number"], shown["case"], shown["gate"], shown["done"]) == (notice.pk, notice.case_id, LAST, None)
    assert "notices" not in told("sana", "dashboard")
    said: dict[str, Any] = {"notice": notice.pk, "reason": READ}
    refused(ask("sana", "dashboard", post=said), 403, "people.no-role")
    (shown,) = told("nadia", "dashboard", post=said, purpose=OVERSIGHT)["notices"]
    assert shown["why"] == READ
    refused(ask("nadia", "dashboard", post=said, purpose=OVERSIGHT), 404, "case.no-such-task")
