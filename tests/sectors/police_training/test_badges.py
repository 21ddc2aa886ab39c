# SPDX-License-Identifier: Apache-2.0
"""A badge follows from a certificate, once, and can be revoked (spec §80.94)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from taawun.apps.audit.models import Line
from taawun.apps.registers.queries import counts_by_type
from taawun.formats.badges.reading import read
from taawun.formats.badges.verifying import Answer, verify
from taawun.kernel.errors import BadContents, BadgeEnded, NoRole, NoSuchBadge
from taawun.sectors.police_training import keys, services
from taawun.sectors.police_training.models import Badge
from tests.sectors.police_training.story import HOST, PURPOSE, TRAINEE

pytestmark = pytest.mark.django_db


def listed(desk) -> bytes:
    return services.status_list(desk.actor("tariq"), HOST, PURPOSE, at=desk.tick())


def test_a_badge_is_issued_verified_offline_and_revoked(issued):
    desk, case, badge = issued
    data, before = bytes(badge.document), listed(desk)
    assert verify(data, before, desk.now, holder=TRAINEE["service_number"]).answer is Answer.VALID
    services.revoke(desk.actor("tariq"), badge.id, "Issued to the wrong person.", PURPOSE, at=desk.tick())
    after = listed(desk)
    assert verify(data, after, desk.now).answer is Answer.NOT_VALID
    assert verify(data, before, desk.now + timedelta(days=40)).answer is Answer.NOT_KNOWN
    acts = Line.objects.filter(object_type="badge", outcome="allowed").values_list("act", flat=True)
    assert {"badge.issued", "badge.revoked", "badge.listed"} == set(acts)
    assert counts_by_type()["training-outcome"] == 1
    assert case.id not in data.decode()


def test_the_file_holds_no_name_and_no_number(issued):
    _desk, _case, badge = issued
    text = bytes(badge.document).decode()
    assert not [word for word in (TRAINEE["name"], TRAINEE["service_number"], TRAINEE["rank"]) if word in text]
    assert read(bytes(badge.document))["issuer"]["id"] == badge.issuer


def test_a_nomination_has_one_badge_until_it_is_revoked(issued):
    desk, case, badge = issued
    with pytest.raises(BadgeEnded):
        services.issue(desk.actor("tariq"), case.id, PURPOSE, at=desk.tick())
    services.revoke(desk.actor("tariq"), badge.id, "Misspelt.", PURPOSE, at=desk.tick())
    with pytest.raises(BadgeEnded):
        services.revoke(desk.actor("tariq"), badge.id, "Again.", PURPOSE, at=desk.tick())
    second = services.issue(desk.actor("tariq"), case.id, PURPOSE, at=desk.tick())
    assert (second.issuer, second.index != badge.index) == (badge.issuer, True)


def test_who_does_not_coordinate_here_neither_issues_nor_revokes(issued):
    desk, case, badge = issued
    for name in ("asma", "bilal", "imran"):
        with pytest.raises(NoRole):
            services.revoke(desk.actor(name), badge.id, "Because.", PURPOSE, at=desk.tick())
        with pytest.raises(NoRole):
            services.issue(desk.actor(name), case.id, PURPOSE, at=desk.tick())
    with pytest.raises(NoSuchBadge):
        services.revoke(desk.actor("nadia"), badge.id, "Because.", PURPOSE, at=desk.tick())
    with pytest.raises(NoRole):
        services.status_list(desk.actor("nadia"), HOST, PURPOSE, at=desk.tick())
    with pytest.raises(BadContents):
        services.revoke(desk.actor("tariq"), badge.id, " ", PURPOSE, at=desk.tick())


CHANGES = {
    "its document": {"document": b"{}"},
    "its place": {"title": "x"},
    "a revocation without reason": {"revoked": 1},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_database_keeps_a_badge_as_it_was_signed(issued, change):
    desk, _case, badge = issued
    change = {name: desk.now if value == 1 else value for name, value in change.items()}
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        Badge.objects.filter(id=badge.id).update(**change)
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        Badge.objects.filter(id=badge.id).delete()


def test_a_key_is_made_once_and_by_an_operator(desk):
    assert keys.has_key(HOST)
    with pytest.raises(NoRole):
        keys.make_key(desk.actor("tariq"), "other", at=desk.tick())
    with pytest.raises(FileExistsError):
        keys.make_key(desk.actor("asma"), HOST, at=desk.tick())


def test_six_months_after_the_certificate_the_sending_side_is_asked_to_evaluate():
    from tests.sectors.police_training.story import kind_of

    clock = kind_of().clocks["evaluation"]
    assert (clock.length, clock.unit, clock.side, clock.at_end) == (6, "months", "requesting", "evaluate_now")
    assert clock.starts == {"certify"}
    assert clock.stops == {"evaluate"}
