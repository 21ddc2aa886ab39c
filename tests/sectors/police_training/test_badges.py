# SPDX-License-Identifier: Apache-2.0
"""A badge follows from a certificate, once, and can be revoked (spec §80.94)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from taawun.apps.audit.models import Line
from taawun.apps.audit.services import Actor
from taawun.apps.registers import access
from taawun.apps.registers import services as records
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.models import Record, RecordVersion
from taawun.apps.registers.queries import counts_by_type
from taawun.formats.badges.reading import read
from taawun.formats.badges.verifying import Answer, verify
from taawun.kernel.errors import BadContents, BadgeEnded, NoRole, NoSuchBadge
from taawun.sectors.police_training import keys, services
from taawun.sectors.police_training.models import Badge, Outcome
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


def trained(desk) -> dict[str, int]:
    """Return what each chart of those who were trained counts, without what is not counted."""
    analyst = desk.officers["asma"]
    charts = type_named("training-outcome").layout.charts
    found = {one.name: access.chart(analyst, "training-outcome", one, PURPOSE, at=desk.tick()) for one in charts}
    return {name: sum(int(sum(row)) for row in one.series.values()) + one.unknown for name, one in found.items()}


def test_a_chart_counts_who_holds_a_certificate_and_nobody_who_failed(issued):
    desk, _case, _badge = issued
    failed = {"course": "PT-101", "party": "BH", "date": "2026-12-17", "outcome": "failed"}
    desk.state("training-outcome", failed)
    assert trained(desk) == {"by-course": 1, "by-party": 1, "by-month": 1}


def test_whose_badge_was_revoked_is_no_longer_counted_and_counts_once_when_it_is_signed_anew(issued):
    desk, case, badge = issued
    for round_ in (1, 2):
        services.revoke(desk.actor("tariq"), badge.id, "Forged attendance.", PURPOSE, at=desk.tick())
        assert set(trained(desk).values()) == {0}
        badge = services.issue(desk.actor("tariq"), case.id, PURPOSE, at=desk.tick())
        assert set(trained(desk).values()) == {1}, round_
    assert counts_by_type()["training-outcome"] == 1
    told = RecordVersion.objects.filter(record__type="training-outcome").order_by("number")
    outcomes = [(one.data["outcome"], one.reason) for one in told]
    assert outcomes == [
        ("certificate", "First statement."),
        ("revoked", "The badge was revoked. The reason stands with it."),
        ("certificate", "The badge was signed anew."),
        ("revoked", "The badge was revoked. The reason stands with it."),
        ("certificate", "The badge was signed anew."),
    ]
    assert set(Badge.objects.exclude(revoked=None).values_list("reason", flat=True)) == {"Forged attendance."}


def test_a_badge_is_revoked_when_what_said_so_has_been_erased(issued):
    desk, case, badge = issued
    held = Record.objects.get(type="training-outcome")
    records.erase(Actor.system("keeping"), [held.id], PURPOSE, at=desk.tick())
    services.revoke(desk.actor("tariq"), badge.id, "Misspelt.", PURPOSE, at=desk.tick())
    services.issue(desk.actor("tariq"), case.id, PURPOSE, at=desk.tick())
    assert set(trained(desk).values()) == {1}


def test_a_badge_that_was_signed_before_nominations_knew_their_record_is_taken_from_the_figures_too(issued):
    desk, _case, badge = issued
    Outcome.objects.all().delete()
    services.revoke(desk.actor("tariq"), badge.id, "Misspelt.", PURPOSE, at=desk.tick())
    assert set(trained(desk).values()) == {0}


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
