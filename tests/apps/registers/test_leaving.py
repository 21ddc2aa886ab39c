# SPDX-License-Identifier: Apache-2.0
"""A report is asked for its marking again when it is sent: much can change after it was drafted (spec §80.14g)."""

from datetime import timedelta

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.exchange import services as exchange
from taawun.apps.exchange.kinds import Going
from taawun.apps.exchange.models import OutEnvelope, Peer, Release
from taawun.apps.exchange.releases import statement_of
from taawun.apps.people.access import actor_of
from taawun.apps.registers import releasing, services
from taawun.apps.registers.services import draft_record
from taawun.kernel import errors
from taawun.kernel.marking.codes import Handling
from taawun.kernel.marking.consents import ANSWERED_KIND, Use
from tests.apps.exchange.conftest import NOW, SECRET, courier, founded, keys, officers, partner, peer
from tests.apps.exchange.partner import THEM
from tests.apps.registers.making import BASIS, PURPOSE, SEIZURE, marking
from tests.apps.registers.test_consents import answered, asked, tell, theirs

__all__ = ["SECRET", "courier", "founded", "keys", "officers", "partner", "peer", "theirs"]

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def ours(peer, officers):
    """A record of ours that Bahrain may hold for five days."""
    bound = marking(review=NOW.date() + timedelta(days=5))
    return draft_record(actor_of(officers["asma"]), "seizure", SEIZURE, bound, PURPOSE, at=NOW)


def approved(officers, keys, record, recipient: str = THEM) -> Release:
    wish = releasing.wish_for(record.id, [recipient], PURPOSE, BASIS, at=NOW)
    release = exchange.draft_release(actor_of(officers["asma"]), wish, NOW)
    exchange.approve(actor_of(officers["bilal"]), [release.id], keys["bilal"], NOW)
    return release


def refused(officers, release: Release, at, error=errors.MarkingForbids, match: str | None = None) -> None:
    """Nothing leaves, the release waits as before, and the refusal stands on the record."""
    known = Line.objects.filter(act="release.send", object_id=release.id, outcome="refused").count()
    place, sent = Peer.objects.get().out_seq, OutEnvelope.objects.count()
    with pytest.raises(error, match=match):
        exchange.send(actor_of(officers["asma"]), [release.id], at)
    assert (Peer.objects.get().out_seq, OutEnvelope.objects.count()) == (place, sent)
    assert Release.objects.get(id=release.id).state == "approved"
    assert Line.objects.filter(act="release.send", object_id=release.id, outcome="refused").count() == known + 1


def test_what_the_marking_covers_still_leaves(officers, keys, ours):
    release = approved(officers, keys, ours)
    (row,) = exchange.send(actor_of(officers["asma"]), [release.id], NOW + timedelta(days=4))
    assert row.peer_id == THEM


def test_nothing_leaves_after_its_review_day(officers, keys, ours):
    refused(officers, approved(officers, keys, ours), NOW + timedelta(days=6), match=r"marking\.review")


STRICTER = {
    "red, for one authority": {"tlp": "red", "named": {"PK:anf"}},
    "for another purpose": {"purposes": {"sanctions"}},
    "with a day of review that is past": {"review": NOW.date() - timedelta(days=1)},
}


@pytest.mark.parametrize("changes", STRICTER.values(), ids=STRICTER)
def test_nothing_leaves_whose_record_is_marked_more_strictly_by_now(officers, keys, ours, changes):
    release = approved(officers, keys, ours)
    actor = actor_of(officers["asma"])
    services.new_version(actor, ours.id, SEIZURE, marking(**changes), PURPOSE, "حساس نکلا", at=NOW + SECOND)
    refused(officers, release, NOW + 2 * SECOND)


def test_an_earlier_version_keeps_its_own_marking_when_the_record_is_marked_less_strictly(officers, keys, ours):
    release = approved(officers, keys, ours)
    actor = actor_of(officers["asma"])
    services.new_version(actor, ours.id, SEIZURE, marking(), PURPOSE, "لمدة أطول", at=NOW + SECOND)
    refused(officers, release, NOW + timedelta(days=6), match=r"marking\.review")


def test_nothing_leaves_after_a_consent_was_taken_back(officers, keys, partner, theirs):
    body = asked(officers, keys, theirs, Use(theirs.id, Handling.H2, PURPOSE, "SA"))
    assert tell(partner, ANSWERED_KIND, answered(body))["kind"] == "accepted"
    release = approved(officers, keys, theirs, "SA")
    with pytest.raises(errors.UnknownSender):  # the marking allows it: only the node of that party is not paired
        exchange.send(actor_of(officers["asma"]), [release.id], NOW)
    assert tell(partner, ANSWERED_KIND, answered(body, given=False))["kind"] == "accepted"
    refused(officers, release, NOW, match=r"marking\.h2")


def test_nothing_leaves_of_a_record_that_was_erased(officers, keys, ours):
    release = approved(officers, keys, ours)
    services.erase(actor_of(officers["asma"]), [ours.id], PURPOSE, at=NOW + SECOND)
    refused(officers, release, NOW + 2 * SECOND, errors.NoSuchRecord)


def test_many_reports_are_asked_in_one_query(officers, keys, peer, django_assert_max_num_queries):
    actor = actor_of(officers["asma"])
    drafts = [services.Draft(SEIZURE, marking())] * 30
    records = [one.id for one in services.draft_many(actor, "seizure", drafts, PURPOSE, at=NOW)]
    rows = exchange.draft_releases(actor, releasing.wishes_for(records, [THEM], PURPOSE, BASIS, at=NOW), NOW)
    items = [Going(row.object_id, statement_of(row), bytes(row.body)) for row in rows]
    with django_assert_max_num_queries(1):
        releasing.allow(items, NOW)
