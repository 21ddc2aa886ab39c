# SPDX-License-Identifier: Apache-2.0
"""The story of a consent: what H2 forbids is asked of the originator, given for one party, and taken back."""

from collections.abc import Callable
from typing import Any, Final

from taawun.site.demo.nodes import Node, NotSeen, until
from taawun.site.demo.run import Story

AREA: Final = "exchange"
SOUGHT, OTHER = "SA", "QA"
WHY: Final = "للعلم لدى شركائنا في الممر نفسه. راستے کے دوسرے ملک کو بتانے کے لیے۔"


def asked(story: Story) -> str:
    """Manama may not send the report on; it asks Islamabad by a released envelope."""
    record = story.facts["record"]
    shut = _shut(story, SOUGHT)
    said = {"record": record, "originator": "PK", "recipient": SOUGHT, "reason": WHY}
    release = story.bh.act("consent_ask", username="khalid", **said)
    _send(story.bh, release, "khalid", "maryam", "yusuf")
    (came,) = _known(story.pk, "bilal", record, lambda rows: len(rows) == 1)
    still = _shut(story, SOUGHT)
    if came["given"] is not None or still != shut:
        raise NotSeen(f"{came} {still}")
    return f"refused: {shut}; request {came['id']} is in Islamabad, and until it is answered nothing is open"


def given(story: Story) -> str:
    """Islamabad consents, with two officers who did not draft it: to that party, and to no other."""
    row = _answer(story, True)
    if not story.bh.act("onward", record=story.facts["record"], recipient=SOUGHT):
        raise NotSeen("It may still not go there.")
    return f"consent {row['id']}: the report may go to {SOUGHT}; to {OTHER}: {_shut(story, OTHER)}"


def taken_back(story: Story) -> str:
    """Islamabad takes it back by a later answer; nothing further may leave."""
    _answer(story, False)
    return f"taken back; to {SOUGHT} again: {_shut(story, SOUGHT)}"


def _answer(story: Story, yes: bool) -> dict[str, Any]:
    record = story.facts["record"]
    (row,) = story.pk.act("consents", username="bilal", record=record)
    release = story.pk.act("consent_answer", username="bilal", request=row["id"], given=yes, reason="متفق — أوافق")
    _send(story.pk, release, "bilal", "sana", "shazia")
    (seen,) = _known(story.bh, "khalid", record, lambda rows: rows[0]["given"] is yes)
    return seen


def _send(node: Node, release: str, sender: str, *approvers: str) -> None:
    for name in approvers:
        node.act("approve", username=name, releases=[release])
    node.act("send", username=sender, releases=[release])


def _known(node: Node, username: str, record: str, right: Callable[[list[Any]], bool]) -> list[dict[str, Any]]:
    """Wait until a node knows of a request, or of its answer."""
    found: list[dict[str, Any]] = until(
        lambda: node.act("consents", username=username, record=record), right, "a request or its answer"
    )
    return found


def _shut(story: Story, recipient: str) -> str:
    """Return why Manama may not send the report to a party."""
    refused = story.bh.refusal("onward", record=story.facts["record"], recipient=recipient)
    if "marking.h2" not in refused.said:
        raise NotSeen(refused.said)
    return str(refused.code)


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("What its handling code forbids is asked of the originator, and stays shut", asked),
    ("The originator consents to one party, and the report may go to no other", given),
    ("The originator takes its consent back", taken_back),
)
