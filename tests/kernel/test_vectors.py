# SPDX-License-Identifier: Apache-2.0
"""Every vector of the protocol, run against the kernel; and the schemas, held against both (spec/README.md)."""

import json
import re
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from taawun.kernel import errors
from taawun.kernel.errors import TaawunError
from taawun.kernel.wire.digests import unb64
from tests.kernel import vector_checks as checks
from tools.vectors.parts import expand

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec"
FILES = ("10-trust", "20-envelope", "30-exchange", "50-release")
ROWS = [row for name in FILES for row in json.loads((SPEC / "vectors" / f"{name}.json").read_text("utf-8"))]
SCHEMAS = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((SPEC / "schemas").glob("*.json"))}
REGISTRY = Registry().with_resources((s["$id"], Resource.from_contents(s)) for s in SCHEMAS.values())
BAD_INPUT = (
    "truncated oversized deep non-canonical wrongly-signed wrongly-sealed replayed forked future-dated "
    "unknown-version unknown-sender revoked-key unreleased wrong-recipient expired-release"
).split()

# What a node does on its own side, and what another test shows; everything else with a MUST has a vector.
NOT_BY_VECTOR = {
    "10.1": "no act of a node",
    "10.10": "tests/apps/people: keeping of keys",
    "10.11": "tests/apps/audit",
    "10.12": "tests/apps/sign_in",
    "30.10": "tests/apps/exchange and the federation tests: gap repair",
    "30.11": "the vectors of steps 11 to 13 name §50.3 to §50.7, §30.7, §30.8",
    "30.12": "every `post` vector: the order decides which code is named",
    "30.14": "tests/apps/exchange: endpoints",
    "30.15": "tests/apps/exchange: statuses",
    "30.17": "tests/apps/exchange: the pouch",
    "50.10": "tests/apps/exchange: the life of a release",
    "30.18": "tests/apps/exchange: the log of refusals",
}


def _id(row):
    return row["name"]


def _codes(kind):
    found = {}
    for child in kind.__subclasses__():
        found.setdefault(child.code, child.section)
        found |= _codes(child)
    return found


CODES = _codes(errors.TaawunError)


@pytest.mark.parametrize("row", [r for r in ROWS if r["check"] != "post" and r["valid"]], ids=_id)
def test_a_valid_vector_succeeds(row):
    assert checks.CHECKS[row["check"]](row["input"]).items() >= row["expect"].items()


@pytest.mark.parametrize("row", [r for r in ROWS if r["check"] != "post" and not r["valid"]], ids=_id)
def test_an_invalid_vector_is_refused_with_its_code(row):
    with pytest.raises(TaawunError) as refusal:
        checks.CHECKS[row["check"]](row["input"])
    assert refusal.value.code == row["code"], refusal.value


@pytest.mark.parametrize("row", [r for r in ROWS if r["check"] == "post"], ids=_id)
def test_a_request_gets_the_verdicts_of_its_vector(row):
    assert checks.post(row["input"]).items() >= row["expect"].items()


def test_every_bad_input_has_a_vector_as_a_whole_request():
    names = {row["name"] for row in ROWS if row["check"] == "post" and not row["valid"]}
    assert {name for name in BAD_INPUT if f"post-{name}" not in names} == set()


def test_no_two_vectors_share_a_name():
    names = [row["name"] for row in ROWS]
    assert len(names) == len(set(names))


def test_a_vector_names_a_code_of_the_tree_and_a_paragraph_of_the_spec():
    known = set(_paragraphs())
    assert {row["section"] for row in ROWS} <= known
    assert {row["code"] for row in ROWS if not row["valid"]} <= CODES.keys()


def test_every_paragraph_that_an_error_names_exists():
    known = set(_paragraphs())
    ours = {section for section in CODES.values() if section[:2] in ("10", "20", "30", "50")}
    assert ours <= known


def test_every_must_has_a_vector():
    must = {number for number, words in _paragraphs().items() if re.search(r"\bMUST\b", words)}
    shown = {row["section"] for row in ROWS}
    assert must - shown - NOT_BY_VECTOR.keys() == set()
    assert NOT_BY_VECTOR.keys() & shown == set(), "named as without a vector, but it has one"


@pytest.mark.checked
@pytest.mark.slow
def test_the_vectors_are_what_the_generator_makes():
    asked = [sys.executable, "-m", "tools.vectors", "--check"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _paragraphs():
    """Return the paragraphs of our documents by number."""
    found = {}
    for name in FILES:
        parts = re.split(r"^\*\*(\d\d\.\d+)\*\*", (SPEC / f"{name}.md").read_text("utf-8"), flags=re.M)
        for number, words in zip(parts[1::2], parts[2::2], strict=True):
            assert number not in found, f"§{number} stands twice"
            found[number] = words
    return found


# --- schemas ---------------------------------------------------------------------------------------------


def _validator(name):
    return Draft202012Validator(SCHEMAS[name], registry=REGISTRY)


def _objects():
    """Return one valid object for each schema, with the function of the kernel that reads it."""
    by_name = {row["name"]: row for row in ROWS}
    post = by_name["post-one"]["input"]
    return {
        "signature-1": (by_name["signed-5-of-7"]["input"]["signature"], checks.read_signature),
        "roster-1": (by_name["roster-first"]["input"]["document"], checks.read_roster),
        "envelope-1": (json.loads(expand(by_name["envelope"]["input"]["data"])), checks.read_envelope_object),
        "release-1": (by_name["released"]["input"]["release"], checks.read_release),
        "receipt-1": (by_name["receipt-accepted"]["input"]["document"], checks.read_receipt),
        "post-1": (checks.post_head(expand(post["body"])), checks.read_post_head),
        "paper-ask-1": (json.loads(unb64(by_name["paper-ask"]["input"]["data_b64"])), checks.read_ask),
        "paper-piece-1": (
            checks.piece_head(unb64(by_name["paper-piece"]["input"]["piece_b64"])),
            checks.read_piece_head,
        ),
        "request-signature-1": (checks.opened_header(post["signature"]), checks.read_header),
        "pairing-1": (json.loads(by_name["half"]["expect"]["statement"]), None),
    }


OBJECTS = _objects()


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_schema(name):
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$id"].rsplit(":", 1)[-1] == name


@pytest.mark.parametrize("name", OBJECTS)
def test_a_valid_object_passes_its_schema(name):
    value, read = OBJECTS[name]
    _validator(name).validate(value)
    if read:
        read(value)


def _mutants(value, path=()):
    """Return every way to lose a field, to add one, or to put a wrong thing in its place."""
    if isinstance(value, dict):
        yield (*path, "a-field-nobody-knows"), "add"
        for key in value:
            yield (*path, key), "drop"
            yield (*path, key), "spoil"
            yield from _mutants(value[key], (*path, key))
    if isinstance(value, list) and value:
        yield (*path, 0), "spoil"
        yield from _mutants(value[0], (*path, 0))


def _mutated(value, path, how):
    copy = deepcopy(value)
    place = copy
    for step in path[:-1]:
        place = place[step]
    if how == "drop":
        del place[path[-1]]
    else:
        place[path[-1]] = {"wrong": [3.5]}
    return copy


def _refuses(read, value):
    try:
        read(value)
    except TaawunError:
        return True
    return False


@pytest.mark.parametrize("name", [name for name, (_, read) in OBJECTS.items() if read])
def test_what_a_schema_refuses_the_kernel_refuses_too(name):
    value, read = OBJECTS[name]
    validator, refused = _validator(name), 0
    for path, how in _mutants(value):
        if "body" in path[:1] and name == "envelope-1":
            continue  # the body belongs to its kind
        mutant = _mutated(value, path, how)
        if validator.is_valid(mutant):
            continue
        refused += 1
        assert _refuses(read, mutant), f"the kernel takes {name} with {how} at {path}"
    assert refused >= 3
