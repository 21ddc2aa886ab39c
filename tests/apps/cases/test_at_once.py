# SPDX-License-Identifier: Apache-2.0
"""One act is one act: however often it is clicked, by however many, on whichever database."""

import threading
from contextlib import closing

import pytest
from django.db import connection

from taawun.apps.audit.models import Line
from taawun.apps.cases import library, services
from taawun.apps.cases.models import Case, ElementValue, PrivateMove, Proposal, SharedMove
from taawun.apps.exchange.models import Release
from taawun.apps.exchange.receiving import receive
from taawun.apps.ledger.models import Entry
from taawun.apps.people.models import Officer
from taawun.kernel import errors
from tests.apps.cases.conftest import founding
from tests.apps.cases.making import PACK, PURPOSE, state
from tests.apps.cases.test_exchange import signed


def at_once(*acts) -> list[object]:
    """Run acts in threads that start together; return what each gave or raised."""
    found: list[object] = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def run(place: int) -> None:
        with closing(connection):
            ready.wait()
            try:
                found[place] = acts[place]()
            except errors.TaawunError as error:
                found[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def officers(transactional_db) -> dict[str, Officer]:
    """The node's officers, founded anew: these tests commit, so nothing outlives one of them."""
    return founding()


@pytest.mark.django_db(transaction=True)
def test_two_browsers_click_the_same_move_at_once_and_it_is_one_move(desk):
    case = desk.open()
    desk.fill_all(case)
    token, moment = desk.show("asma", case).token, desk.tick()

    def click():
        return services.make(desk.actor("asma"), case.id, "check_completeness", PURPOSE, token=token, at=moment)

    found = at_once(*[click] * 4)
    assert {type(one).__name__ for one in found} == {"PrivateMove"}
    assert len({one.pk for one in found}) == 1
    assert PrivateMove.objects.count() == 1
    assert Entry.objects.filter(kind="move").count() == 1
    assert state(case) == "completeness_checked"


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_decide_at_once_one_is_told_that_the_case_has_moved_on(desk):
    case = desk.open()
    desk.fill_all(case)
    desk.make("asma", case, "check_completeness")
    token, moment = desk.show("imran", case).token, desk.tick()
    found = at_once(
        lambda: services.make(desk.actor("imran"), case.id, "review_legally", PURPOSE, token=token, at=moment),
        lambda: services.make(
            desk.actor("rabia"), case.id, "reopen_draft", PURPOSE, token=token, reasons="Incomplete.", at=moment
        ),
    )
    assert sorted(type(one).__name__ for one in found) == ["MovedOn", "PrivateMove"]
    assert PrivateMove.objects.count() == 2
    assert Line.objects.filter(act="case.move", outcome="refused").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_propose_at_once_make_one_proposal_and_one_release(desk):
    case = signed(desk)
    token, moment = desk.show("omar", case).token, desk.tick()

    def click():
        return services.propose(desk.actor("omar"), case.id, "transmit", PURPOSE, token=token, at=moment)

    found = at_once(click, click, click)
    assert {type(one).__name__ for one in found} == {"Proposal"}
    assert Proposal.objects.count() == Release.objects.filter(kind="case.move").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_envelope_that_comes_thrice_at_once_has_its_effect_once(desk):
    kind = library.pack_named(PACK).kinds["extradition"]
    made = desk.drafts("0192f5a0-0000-7000-8000-0000000000aa", kind, "transmit")
    items = desk.partner.seal(desk.envelope(made.to_wire(), made.case))
    found = at_once(*[lambda: receive(desk.peer, items, desk.now)] * 3)
    assert not [one for one in found if isinstance(one, errors.TaawunError)]
    assert Case.objects.get().state == "transmitted"
    assert SharedMove.objects.count() == 1
    assert ElementValue.objects.filter(slug="person").count() == 1
    assert Line.objects.filter(act="case.move", outcome="allowed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_move_that_comes_while_one_is_made_leaves_one_standing(desk):
    """The other side withdraws while we verify: whichever is first, both nodes end at the same place."""
    case = desk.opens()
    desk.cross("omar", case, "acknowledge")
    desk.fill(case, "identity_check")
    away = desk.drafts(case.id, library.kind_of(case), "withdraw")
    items = desk.partner.seal(desk.envelope(away.to_wire(), case.id))
    moment = desk.tick()
    found = at_once(
        lambda: receive(desk.peer, items, moment),
        lambda: services.make(desk.actor("imran"), case.id, "verify", PURPOSE, at=moment),
    )
    assert not isinstance(found[0], errors.TaawunError)
    assert isinstance(found[1], PrivateMove | errors.MoveClosed)
    assert state(case) == "withdrawn"
