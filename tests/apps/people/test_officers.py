# SPDX-License-Identifier: Apache-2.0
"""Officers, authorities and roles: who exists, who may do what, and what is written down about it."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command

from taawun.apps.audit.models import Line
from taawun.apps.ledger.models import Entry
from taawun.apps.people import access, queries, services
from taawun.apps.people.models import Officer, Role
from taawun.apps.people.roles import CATALOGUE
from taawun.kernel.errors import (
    AlreadyHeld,
    BadField,
    NameTaken,
    NoRole,
    NoSuchOfficer,
    OwnRole,
    UnknownRole,
    WeakSecret,
)
from taawun.kernel.trust.keys import Holder
from taawun.kernel.wire.ids import check_id
from tests.apps.making import INIT, PASSPHRASE, PASSWORD, T0, authority, officer

pytestmark = pytest.mark.django_db

NAMES = {
    "Latin": ("sana.khan", "Sana Khan"),
    "Arabic": ("خالد", "خالد بن عبد الله"),
    "Urdu": ("فاطمہ", "فاطمہ گیلانی"),
}


@pytest.mark.parametrize(("username", "name"), NAMES.values(), ids=NAMES)
def test_an_officer_signs_in_under_a_name_of_any_script(username, name):
    made = officer(username, name=name)
    found = authenticate(username=username, password=PASSWORD)
    assert found == made
    assert found.name == name
    assert check_id(found.id)


def test_one_sign_in_name_has_one_spelling():
    officer("Sana.Khan")
    assert authenticate(username=" SANA.KHAN ", password=PASSWORD) is not None
    assert authenticate(username="ＳＡＮＡ.khan", password=PASSWORD) is not None
    with pytest.raises(NameTaken):
        officer("sana.KHAN")


def test_names_that_look_equal_and_are_not_are_two_officers():
    arabic, urdu = officer("علي", name="علي"), officer("علی", name="علی")
    assert arabic.id != urdu.id


def test_a_closed_account_neither_signs_in_nor_holds_a_role():
    made = officer("bilal", "operator")
    services.deactivate_officer(INIT, made.id, at=T0)
    assert authenticate(username="bilal", password=PASSWORD) is None
    closed = Officer.objects.get(id=made.id)
    assert not closed.role_slugs()
    with pytest.raises(NoRole):
        access.require(closed, "operator")


def test_a_new_officer_may_do_nothing():
    made = officer()
    assert made.role_slugs() == access.roles_of(made) == frozenset()
    for role in CATALOGUE:
        with pytest.raises(NoRole) as refusal:
            access.require(made, role)
        assert refusal.value.section == "10.9"


def test_a_role_counts_in_its_own_authority_alone():
    made, other = officer("bilal", "analyst"), authority("coast-guard")
    access.require(made, "analyst", made.authority)
    with pytest.raises(NoRole):
        access.require(made, "analyst", other)
    services.grant_role(INIT, made, "analyst", other, at=T0)
    access.require(made, "analyst", other)
    assert access.roles_of(made) == {("analyst", "anf"), ("analyst", "coast-guard")}


@pytest.mark.parametrize("role", ["", "superuser", "Operator", "admin"])
def test_a_role_outside_the_catalogue_is_refused_by_name(role):
    made = officer()
    with pytest.raises(UnknownRole):
        services.grant_role(INIT, made, role)
    with pytest.raises(UnknownRole):
        access.require(made, role)


def test_an_empty_list_of_roles_allows_nobody():
    with pytest.raises(NoRole):
        access.require_any(officer("bilal", *CATALOGUE))


def test_there_is_no_superuser():
    with pytest.raises((AttributeError, TypeError)):
        call_command("createsuperuser", username="root", interactive=False, verbosity=0)
    assert not hasattr(Officer(), "is_superuser")
    assert not hasattr(Officer(), "has_perm")


def test_every_role_has_a_title_in_three_languages():
    for kind in CATALOGUE.values():
        titles = {kind.title("en"), kind.title("ar"), kind.title("ur")}
        assert all(titles)
        assert len(titles) >= 2


def test_only_an_operator_grants_roles_and_the_refusal_is_recorded():
    operator, desk, made = officer("op", "operator"), officer("desk", "desk_officer"), officer("new")
    with pytest.raises(NoRole):
        services.grant_role(access.actor_of(desk), made, "analyst")
    refused = Line.objects.get(outcome="refused")
    assert (refused.officer_id, refused.act, refused.section) == (desk.id, "role.granted", "10.9")
    assert not made.role_slugs()
    services.grant_role(access.actor_of(operator), made, "analyst")
    assert Role.objects.get(officer=made).granted_by == operator


def test_nobody_grants_a_role_to_themselves():
    operator = officer("op", "operator")
    with pytest.raises(OwnRole):
        services.grant_role(access.actor_of(operator), operator, "releasing_officer")
    assert operator.role_slugs() == {"operator"}


def test_a_role_is_held_once_and_may_be_granted_again_after_it_was_taken():
    made = officer("bilal", "analyst")
    with pytest.raises(AlreadyHeld):
        services.grant_role(INIT, made, "analyst")
    services.revoke_role(INIT, made, "analyst", at=T0)
    with pytest.raises(NoRole):
        services.revoke_role(INIT, made, "analyst", at=T0)
    services.grant_role(INIT, made, "analyst")
    assert Role.objects.filter(officer=made).count() == 2


WRONG = {
    "an empty name": ({"name": "  "}, BadField),
    "an empty sign-in name": ({"username": " "}, BadField),
    "a language that the desk does not speak": ({"language": "fr"}, BadField),
    "a time zone that does not exist": ({"time_zone": "Mars/Olympus"}, BadField),
    "a short password": ({"password": "Xy7"}, WeakSecret),
    "a short passphrase": ({"passphrase": "چابی"}, WeakSecret),
}


@pytest.mark.parametrize(("change", "error"), WRONG.values(), ids=WRONG)
def test_a_wrong_field_makes_no_officer(change, error):
    fields = {"username": "sana", "name": "ثناء", "password": PASSWORD, "passphrase": PASSPHRASE} | change
    with pytest.raises(error) as refusal:
        services.create_officer(INIT, authority=authority(), **fields)
    assert not any(str(value) in str(refusal.value) for value in change.values() if str(value).strip())
    assert not Officer.objects.exists()


def test_an_authority_needs_titles_in_three_languages_and_a_code_of_its_own():
    authority("anf")
    with pytest.raises(NameTaken):
        services.create_authority(INIT, party="PK", code="anf", title_en="A", title_ar="ا", title_ur="ا")
    with pytest.raises(BadField):
        services.create_authority(INIT, party="PK", code="fia", title_en="A", title_ar="", title_ur="ا")
    assert authority("anf", "BH").id != authority("anf", "PK").id


def test_each_act_leaves_one_line_and_one_ledger_entry():
    made = officer("bilal", "analyst")
    acts = list(Line.objects.order_by("id").values_list("act", "object_type"))
    assert acts == [
        ("authority.created", "authority"),
        ("key.created", "key"),
        ("key.created", "key"),
        ("officer.created", "officer"),
        ("role.granted", "role"),
    ]
    kinds = list(Entry.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["authority", "key.added", "key.added", "officer", "role"]
    lines = set(Line.objects.values_list("digest", flat=True))
    assert {bytes(digest).hex() for digest in Entry.objects.values_list("digest", flat=True)} == lines
    assert made.name not in str(list(Line.objects.values()))


def test_the_roster_names_officers_by_identifier_and_never_by_name():
    made, _no_role = officer("bilal", "analyst", "desk_officer"), officer("new", name="خالد")
    services.grant_role(INIT, made, "operator", authority("coast-guard"), at=T0)
    (row,) = queries.roster_officers()
    assert (row["id"], row["authority"], row["roles"]) == (made.id, "anf", ["analyst", "desk_officer"])
    assert [key["algorithm"] for key in row["keys"]] == ["ed25519", "ml-dsa-65"]
    assert "بلال" not in str(row)
    assert Holder.from_wire(row).to_wire() == row


def test_reading_about_an_officer_is_recorded_and_refused_without_a_role():
    desk, auditor, made = officer("desk", "desk_officer"), officer("aud", "auditor"), officer("new")
    assert access.get(made, made.id, "own account") == made
    assert access.get(auditor, made.id, "yearly audit") == made
    assert made in access.officers(auditor, "yearly audit")
    with pytest.raises(NoRole):
        access.get(desk, made.id, "curiosity")
    with pytest.raises(NoSuchOfficer):
        access.get(auditor, "nobody", "yearly audit")
    read = Line.objects.filter(act="officer.read").order_by("id")
    assert list(read.values_list("outcome", flat=True)) == ["allowed", "allowed", "refused", "refused"]


def test_an_officer_changes_their_own_password_and_nobody_elses():
    made, other = officer("bilal"), officer("sana")
    services.set_password(access.actor_of(made), made, "another long password")
    assert authenticate(username="bilal", password="another long password") == made
    with pytest.raises(NoRole):
        services.set_password(access.actor_of(made), other, "another long password")
    assert authenticate(username="sana", password=PASSWORD) == other
