# SPDX-License-Identifier: Apache-2.0
"""A role of one sector is the desk of that sector's cases, and of no other cases (§80.8, §80.13)."""

import pytest

from taawun.apps.audit.services import Actor
from taawun.apps.cases import access, services
from taawun.apps.cases.moves.filing import mover
from taawun.apps.people import services as people
from taawun.apps.people.access import actor_of
from taawun.kernel import errors
from taawun.site.roles import may_open

pytestmark = pytest.mark.django_db
OWN = {
    "a secretary": ("secretary", "pk-bh-committee", "committee_action", "coordination"),
    "a training coordinator": ("training_coordinator", "model-training", "nomination", "police-training"),
}
OTHER = {
    "a secretary, for training": ("secretary", "model-training", "nomination", "police-training"),
    "a coordinator, for the committee": ("training_coordinator", "pk-bh-committee", "committee_action", "coordination"),
}


@pytest.fixture
def only(desk):
    """Return a way to leave an officer no role but one."""

    def only(role):
        officer = desk.officers["zara"]
        people.revoke_role(Actor.system("init"), officer, "desk_officer", at=desk.tick())
        people.grant_role(Actor.system("init"), officer, role, at=desk.tick())
        return officer

    return only


@pytest.mark.parametrize(("role", "pack", "kind", "purpose"), OWN.values(), ids=OWN)
def test_the_desk_of_a_sector_opens_and_moves_its_cases(desk, only, role, pack, kind, purpose):
    officer = only(role)
    case = services.open_case(actor_of(officer), pack, kind, "BH", purpose, title="اجلاس", at=desk.tick())
    assert access.case(officer, case.id, purpose, at=desk.tick()).case == case
    services.make(actor_of(officer), case.id, "abandon", purpose, at=desk.tick())
    assert access.case(officer, case.id, purpose, at=desk.tick()).case.state == "abandoned"
    assert "desk_officer" in mover(case, officer.id).roles
    assert all(may_open(f"cases:{page}", signed_in=True, roles={role}) for page in ("list", "case", "move", "new"))


@pytest.mark.parametrize(("role", "pack", "kind", "purpose"), OTHER.values(), ids=OTHER)
def test_it_opens_and_sees_no_other_cases(desk, only, role, pack, kind, purpose):
    owner = desk.officers["zara"]
    case = services.open_case(actor_of(owner), pack, kind, "BH", purpose, title="کیس", at=desk.tick())
    officer = only(role)
    with pytest.raises((errors.NoPurpose, errors.NoRole)):
        services.open_case(actor_of(officer), pack, kind, "BH", purpose, title="کیس", at=desk.tick())
    with pytest.raises((errors.NoSuchCase, errors.NoPurpose)):
        access.case(officer, case.id, purpose, at=desk.tick())
    assert "desk_officer" not in mover(case, officer.id).roles
