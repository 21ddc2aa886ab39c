# SPDX-License-Identifier: Apache-2.0
"""The description of the JSON interface (docs/reference/api.yaml) says what the node really answers."""

import json
import re
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import get_resolver, reverse
from jsonschema import Draft202012Validator

from tests.apps.cases.making import PURPOSE
from tests.architecture.source import ROOT

pytestmark = pytest.mark.django_db
DESCRIBED = yaml.safe_load((ROOT / "docs" / "reference" / "api.yaml").read_text("utf-8"))


def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": DESCRIBED["components"]})


def wrong(name: str, answer: Any) -> list[str]:
    return [f"{one.json_path}: {one.message}" for one in schema(name).iter_errors(answer)]


@pytest.fixture
def ask(desk):
    def asked(name: str, page: str, *arguments: object, post: object = None):
        client = Client()
        if name:
            client.force_login(desk.officers[name])
        url = reverse(f"cases:api-{page}", args=arguments) + f"?purpose={PURPOSE}"
        return client.get(url) if post is None else client.post(url, json.dumps(post), content_type="application/json")

    return asked


def described(pattern: str) -> str:
    """Return an address of Django's as the description writes it."""
    return "/" + re.sub(
        r"<(?:\w+:)?(\w+)>",
        lambda found: "{" + found[1].replace("case_id", "case").replace("slug", "move") + "}",
        pattern,
    )


def test_every_address_of_the_interface_is_described_and_no_other():
    real = {described(address) for top in get_resolver().url_patterns for address in addresses(top, "")}
    assert {one for one in real if one.startswith("/api/")} == set(DESCRIBED["paths"])


def addresses(entry: Any, before: str) -> list[str]:
    here = before + str(entry.pattern)
    return (
        [one for inner in entry.url_patterns for one in addresses(inner, here)]
        if hasattr(entry, "url_patterns")
        else [here]
    )


def test_what_is_read_is_as_described(desk, ask):
    case = desk.opens()
    desk.open(title="قضية / کیس / Case")
    answers = {
        "Cases": ask("asma", "list"),
        "Case": ask("asma", "case", case.id),
        "Verdicts": ask("asma", "verdicts", case.id),
        "Rates": ask("asma", "dashboard"),
    }
    assert {name: one.status_code for name, one in answers.items()} == dict.fromkeys(answers, 200)
    assert not [problem for name, one in answers.items() for problem in wrong(name, one.json())]
    assert answers["Cases"].json()["cases"]
    assert answers["Verdicts"].json()["moves"]


def test_what_is_done_is_as_described(desk, ask):
    case = desk.open()
    desk.fill_all(case)
    made = ask("asma", "move", case.id, "check_completeness", post={"reasons": ""})
    assert (made.status_code, wrong("Done", made.json())) == (200, [])


REFUSED = {
    "nobody": ("", 401),
    "a role that reads no case": ("nadia", 403),
    "an officer of another authority": ("zara", 404),
}


@pytest.mark.parametrize(("name", "status"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_is_a_problem(desk, ask, name, status):
    answer = ask(name, "case", desk.open().id)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert wrong("Problem", answer.json()) == []


def test_a_closed_move_is_a_problem_with_reasons(desk, ask):
    answer = ask("bilal", "move", desk.opens().id, "grant", post={"reasons": "Because"})
    assert (answer.status_code, wrong("Problem", answer.json())) == (409, [])
    assert answer.json()["reasons"]
