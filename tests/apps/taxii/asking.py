# SPDX-License-Identifier: Apache-2.0
"""Asks the TAXII endpoint as a client does, without a web server between."""

import io
import json
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

from taawun.apps.people.access import actor_of
from taawun.apps.taxii import services
from taawun.apps.taxii.endpoint import application
from taawun.apps.taxii.limits import COUNTS
from tests.apps.making import T0, officer

MEDIA = "application/taxii+json;version=2.1"
COLLECTIONS = "/taxii2/desk/collections/"


@dataclass
class Answered:
    """One answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.body)


@dataclass
class Asker:
    """A client with its secret, and the collection that it uses."""

    name: str
    secret: str
    collection: str
    sent: dict[str, str] = field(default_factory=dict)

    @property
    def objects(self) -> str:
        return f"{COLLECTIONS}{self.collection}/objects/"

    def ask(self, path: str, query: str = "", method: str = "GET", body: bytes = b"", **environ: Any) -> Answered:
        """Ask for an address; `environ` changes what a web server would say of the request."""
        token = b64encode(f"{self.name}:{self.secret}".encode()).decode()
        asked: dict[str, Any] = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_ACCEPT": MEDIA,
            "HTTP_AUTHORIZATION": f"Basic {token}", "REMOTE_ADDR": "192.0.2.7", "CONTENT_TYPE": MEDIA,
            "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
        } | environ  # fmt: skip
        started: list[Any] = []
        answer = b"".join(
            application({k: v for k, v in asked.items() if v is not None}, lambda *of: started.append(of))
        )
        status, headers = started[0]
        return Answered(int(status[:3]), dict(headers), answer)

    def post(self, *objects: Any, **environ: Any) -> Answered:
        """Post objects."""
        return self.ask(self.objects, method="POST", body=json.dumps({"objects": objects}).encode(), **environ)

    def ids(self, query: str = "") -> list[str]:
        """Return the identifiers of the objects that it is given."""
        return [one["id"] for one in self.ask(self.objects, query).said.get("objects", [])]


def indicator(number: int, *, modified: str = "2026-11-02T00:00:00.000Z", **more: Any) -> dict[str, Any]:
    """Return a made-up indicator."""
    made = {
        "type": "indicator", "spec_version": "2.1", "id": f"indicator--00000000-0000-4000-8000-{number:012x}",
        "created": "2026-11-02T00:00:00.000Z", "modified": modified, "name": f"Made-up indicator {number}",
        "pattern": "[domain-name:value = 'login.example']", "pattern_type": "stix",
        "valid_from": "2026-11-02T00:00:00Z",
    }  # fmt: skip
    return made | more


def operator() -> Any:
    """Return an operator."""
    return actor_of(officer("operator", "operator", name="Operator", code="ops"))


def collection(actor: Any, purpose: str = "counter-terrorism") -> str:
    """Return a collection."""
    return services.create_collection(actor, "Threats", "Made up", purpose, "anf", at=T0).id


def client(actor: Any, collection_id: str, name: str = "misp", party: str = "BH", may: str = "read write") -> Asker:
    """Return a client of a party."""
    COUNTS.forget()
    grants = {collection_id: set(may.split())} if may else {}
    _, secret = services.create_client(actor, name, party, grants, at=T0)
    return Asker(name, secret, collection_id)
