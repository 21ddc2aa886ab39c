# SPDX-License-Identifier: Apache-2.0
"""What a node of a test can be asked about TAXII: clients, releases, publishing, servers of others, and what it holds.

Each runs in a fresh process of that node (kill/warm.py).
"""

from datetime import UTC, date, datetime
from typing import Any, Final

from taawun.apps.exchange import services as exchange
from taawun.apps.people.access import actor_of, named
from taawun.apps.people.models import Officer
from taawun.apps.people.signers import signers_for
from taawun.apps.registers import services as registers
from taawun.apps.registers.releasing import wish_for
from taawun.apps.taxii import services
from taawun.apps.taxii.models import Collection, Object, Server
from taawun.kernel.errors import TaawunError
from taawun.kernel.marking import make_marking
from taawun.kernel.wire.envelope import Basis

PURPOSE: Final = "counter-terrorism"
BASIS: Final = Basis("pk-bh-narcotics-model", "5")
SECRET: Final = "correct horse battery staple"
INDICATOR: Final = {"pattern": "[domain-name:value = 'login.example']", "pattern_type": "stix",
                    "valid_from": "2026-11-02T00:00:00Z"}  # fmt: skip


def _officer(username: str) -> Officer:
    found = named(username)
    assert found is not None
    return found


def taxii_client(name: str, party: str, may: dict[str, str]) -> dict[str, str]:
    """Make a client of TAXII, and the collections that are missing; return its secret, and identifiers by title."""
    operator = actor_of(_officer("desk"))
    held = dict(Collection.objects.values_list("title", "id"))
    for title in may:
        if title not in held:
            held[title] = services.create_collection(operator, title, "", PURPOSE, "drugs").id
    _, secret = services.create_client(
        operator, name, party, {held[title]: word.split() for title, word in may.items()}
    )
    return held | {"secret": secret}


def taxii_release(name: str, to: list[str], tlp: str = "amber", approved: bool = True) -> str:
    """Draft an indicator and its release, let an officer approve it, and return the release."""
    desk, first = _officer("desk"), _officer("first")
    who = {"named": {f"{party}:drugs" for party in ("PK", *to)}} if tlp == "red" else {}
    marking = make_marking("PK", "A", 1, purposes={PURPOSE}, review=date(2029, 1, 1), tlp=tlp, **who)
    data = INDICATOR | {"name": name}
    record = registers.draft_record(actor_of(desk), "threat-indicator", data, marking, PURPOSE)
    wish = wish_for(record.id, tuple(to), PURPOSE, BASIS)
    (row,) = exchange.draft_releases(actor_of(desk), [wish], datetime.now(UTC))
    if approved:
        exchange.approve(actor_of(first), [row.id], signers_for(first, SECRET), datetime.now(UTC))
    return str(row.id)


def taxii_publish(release: str, collection: str) -> dict[str, Any]:
    """Publish a release; return by party how many objects are new, or the code of the refusal."""
    from taawun.sectors.counter_terrorism import publishing

    try:
        return publishing.publish(_officer("desk"), release, collection, PURPOSE)
    except TaawunError as error:
        return {"code": error.code}


def taxii_server(way: str, address: str, username: str, secret: str, collection: str = "", party: str = "") -> str:
    """Note a server of others."""
    wish = services.Wish(
        title=way, way=way, address=address, purpose=PURPOSE, authority="drugs", username=username, secret=secret,
        inside=True, collection=collection, party=party,
    )  # fmt: skip
    return str(services.add_server(actor_of(_officer("desk")), wish).id)


def taxii_go() -> list[str]:
    """Go to every server, and return what each said."""
    Server.objects.update(due=datetime.now(UTC))
    services.go(datetime.now(UTC))
    return list(Server.objects.order_by("created").values_list("said", flat=True))


def taxii_held(owner: str) -> list[list[str]]:
    """Return what is held of owners of one kind, "c", "p" or "s": the name of each object and how it stands."""
    from taawun.formats.stix import reading

    rows = Object.objects.filter(owner__startswith=f"{owner}:", gone=None).order_by("id")
    return [[str(reading.one(bytes(one.content)).value.get("name")), str(one.state)] for one in rows]
