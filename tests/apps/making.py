# SPDX-License-Identifier: Apache-2.0
"""Makes the people that tests of apps need, through the real services."""

from datetime import UTC, datetime

from taawun.apps.audit.actors import Actor
from taawun.apps.people import services
from taawun.apps.people.models import Authority, Officer

T0 = datetime(2026, 11, 22, 1, 55, 54, 123_000, tzinfo=UTC)
INIT = Actor.system("init")
PASSWORD = "a password of some length"
PASSPHRASE = "گودام کی چابی یہاں نہیں"


def authority(code: str = "anf", party: str = "PK") -> Authority:
    """Return an authority, made at first need."""
    found = Authority.objects.filter(code=code, party=party).first()
    return found or services.create_authority(
        INIT, party=party, code=code, title_en=f"Authority {code}", title_ar="هيئة", title_ur="ادارہ", at=T0
    )


def officer(username: str = "bilal", *roles: str, name: str = "بلال احمد", code: str = "anf") -> Officer:
    """Return a new officer with keys under `PASSPHRASE`, who holds these roles in their own authority."""
    made = services.create_officer(
        INIT, username=username, name=name, authority=authority(code), password=PASSWORD, passphrase=PASSPHRASE, at=T0
    )
    for role in roles:
        services.grant_role(INIT, made, role, at=T0)
    return made
