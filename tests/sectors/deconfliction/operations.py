# SPDX-License-Identifier: Apache-2.0
"""Operations as leads of two agencies enter them: made-up places at sea, contacts and targets."""

from datetime import timedelta

from taawun.engines.deconfliction import Place, Span
from taawun.sectors.deconfliction import services
from taawun.sectors.deconfliction.services import Wish

MILE = 1_852 / 111_195
"""A nautical mile in degrees of latitude."""
CONTACTS = {
    "asma": ("نگران افسر آسمہ", "+92 21 555 0101"),
    "zara": ("Lead Zara Iqbal", "+92 51 555 0202"),
    "omar": ("القائد عمر", "+92 42 555 0303"),
}
PHONE = ("phone", "+92 300 555 4477")


def wish(desk, name: str, miles: float = 0, minutes: float = 0, kind: str = "boarding", **more) -> Wish:
    """An operation some miles north of a point off Bahrain, some minutes after tomorrow's noon, for an hour."""
    begins = int((desk.now + timedelta(days=1)).timestamp()) // 86_400 * 86_400 + 43_200 + int(minutes * 60)
    contact, phone = CONTACTS[name]
    place = Place.of("point", [(50.6, 26.2 + miles * MILE)], 0)
    told = {"place": place, "span": Span.of(begins, begins + 3_600), "contact": contact, "phone": phone} | more
    return Wish(kind=kind, **told)


def live(desk, name: str, miles: float = 0, minutes: float = 0, **more):
    """Make such an operation live; return its entry and the conflicts it found."""
    made = services.draft(desk.actor(name), wish(desk, name, miles, minutes, **more), at=desk.tick())
    found = services.make_live(desk.actor(name), made.id, at=desk.tick())
    made.refresh_from_db()
    return made, found
