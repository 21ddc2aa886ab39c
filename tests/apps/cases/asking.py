# SPDX-License-Identifier: Apache-2.0
"""How tests ask the interface for programs, and hold what is said and answered against its description."""

import json
import re
from functools import cache
from typing import Any

import yaml
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from jsonschema import Draft202012Validator

from taawun.apps.ui import errors
from tests.apps.cases.making import PURPOSE
from tests.architecture.source import ROOT

NAMES = {"cases": "case", "moves": "move", "contents": "element", "gates": "gate", "clocks": "clock",
         "papers": "paper", "evidence": "evidence", "instruments": "instrument", "tasks": "task",
         "entries": "entry"}  # fmt: skip
"""A part of an address -> what the description calls the parameter behind it."""


@cache
def description() -> dict[str, Any]:
    """Return docs/reference/api.yaml."""
    return yaml.safe_load((ROOT / "docs" / "reference" / "api.yaml").read_text("utf-8"))


def wrong(schema: Any, value: Any) -> list[str]:
    """Return what of a value is not as a schema of the description says; a schema may be given by its name."""
    said = {"$ref": f"#/components/schemas/{schema}"} if isinstance(schema, str) else schema
    found = Draft202012Validator(said | {"components": description()["components"]}).iter_errors(value)
    return [f"{one.json_path}: {one.message}" for one in found]


def described(pattern: str) -> str:
    """Return an address of Django's as the description writes it."""
    return "/" + re.sub(r"(\w+)/<(?:\w+:)?\w+>", lambda found: f"{found[1]}/{{{NAMES[found[1]]}}}", pattern)


def addresses(entry: Any, before: str = "") -> dict[str, str]:
    """Return each address below an entry of the site with the name of its page."""
    here = before + str(entry.pattern)
    if not hasattr(entry, "url_patterns"):
        return {here: str(entry.name)}
    return {address: name for inner in entry.url_patterns for address, name in addresses(inner, here).items()}


@cache
def interface() -> dict[str, str]:
    """Return the described address of every page of the interface that the site has, by name."""
    every = {a: name for top in get_resolver().url_patterns for a, name in addresses(top).items()}
    return {name: described(address) for address, name in every.items() if errors.API.match(f"/{address}")}


def ask(
    officer: Any, page: str, *arguments: object, post: Any = None, files: Any = None, purpose: str = PURPOSE
) -> HttpResponse:
    """Ask a page of the interface as an officer (None: nobody); `post` is a body, `files` a form with a file."""
    client = Client()
    if officer is not None:
        client.force_login(officer)
    url = reverse(f"cases:api-{page}", args=arguments) + (f"?purpose={purpose}" if purpose else "")
    if files is not None:
        return client.post(url, files)
    if post is None:
        return client.get(url)
    body = post if isinstance(post, str | bytes) else json.dumps(post)
    return client.post(url, body, content_type="application/json")


def told(officer: Any, page: str, *arguments: object, post: Any = None, files: Any = None, **more: Any) -> Any:
    """Ask as described, and return the answer, which is as described: 200, and of the schema of its operation."""
    operation = description()["paths"][interface()[f"api-{page}"]]["get" if (post, files) == (None, None) else "post"]
    if post is not None and "requestBody" in operation:
        asked = operation["requestBody"]["content"]["application/json"]["schema"]
        assert wrong(asked, post) == []
    answer = ask(officer, page, *arguments, post=post, files=files, **more)
    assert answer.status_code == 200, answer.content.decode()
    found = answer.json()
    assert wrong(operation["responses"]["200"]["content"]["application/json"]["schema"], found) == []
    return found


def refused(answer: HttpResponse, status: int, code: str = "") -> dict[str, Any]:
    """Return a refusal, which is a problem with a sentence, this status and this code."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content
    found: dict[str, Any] = answer.json()
    assert wrong("Problem", found) == []
    assert found["title"]
    assert found["section"]
    assert not code or found["code"] == code
    return found
