# SPDX-License-Identifier: Apache-2.0
"""An interview in Urdu as an officer sees it: every page is read, and what it asks is held against the indicators.

Nothing is taken on trust: a question that is missing, in another language or marked otherwise ends the story.
"""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any, Final

import httpx

from taawun.sectors.worker_protection import screening
from taawun.sectors.worker_protection.screening import Answer
from taawun.site.demo.browsing import language_of, sent
from taawun.site.demo.nodes import NotSeen

LANGUAGE: Final = "ur"
AGE: Final = "adult"
FACTS: Final = ("contract_not_seen", "debt_for_job", "wages_withheld", "passport_kept")
"""What the worker tells first."""
ANSWERED: Final[Mapping[str, Answer]] = {
    "deceived-job": Answer.UNKNOWN, "deceived-pay": Answer.NO, "weak-language": Answer.REFUSED,
}  # fmt: skip
"""What is answered to questions on the pages."""
BEGIN: Final = "/worker-protection/interviews/"
FINISH: Final = "finish"
_TOLD: Final = re.compile(r'name="facts"[^>]*>\s*<span>(.*?)</span>', re.DOTALL)
_GROUP: Final = re.compile(r'<section class="group" id="group-(\d)">(.*?)</section>', re.DOTALL)
_LEGEND: Final = re.compile(r"<legend>(.*?)</legend>", re.DOTALL)
_MARKED: Final = re.compile(r'name="([\w-]+)" value="(\w+)" checked')
_NEXT: Final = re.compile(r"<details.*?</details>", re.DOTALL)
_ITEM: Final = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_POSITIVE: Final = 'class="badge bad"'


def screened(client: httpx.Client, name: str) -> tuple[str, int]:
    """Screen somebody who tells the facts, page by page; return the page of the screening and how much was asked.

    Raises:
        NotSeen: a page does not say what the indicators say in Urdu, or the screening comes to something else.
    """
    first = [one.title[LANGUAGE] for one in screening.facts()]
    _same("what is told first", first, _texts(_TOLD, _urdu(client.get(BEGIN))))
    told: dict[str, Any] = {"facts": list(FACTS), "age": AGE, "name": name, "alone": "yes", "language": "اردو"}
    begun = sent(client, BEGIN, BEGIN, told).url.path
    last = len(screening.dimensions()) - 1
    asked = 0
    for step in range(last + 1):
        fields = _asked(client.get(begun, params={"step": step}), step)
        answer = sent(client, begun, begun, fields | {"go": FINISH if step == last else str(step + 1)})
        asked += len(fields)
    _judged(answer)
    return answer.url.path, asked


def _asked(page: httpx.Response, step: int) -> dict[str, str]:
    """Check the questions of one page, and return the answers to them as a browser sends them."""
    number, group = next(iter(_GROUP.findall(_urdu(page))), ("", ""))
    wanted = [one for one in screening.dimensions()[step].indicators if one.weight(AGE)]
    _same("the page", [str(step)], [number])
    _same("the questions", [one.ask[LANGUAGE] for one in wanted], _texts(_LEGEND, group))
    told = screening.answers_of_facts(FACTS)
    marked = {one.id: str(told.get(one.id, Answer.NOT_ASKED)) for one in wanted}
    _same("what was told already", list(marked.items()), _MARKED.findall(group))
    return marked | {name: str(answer) for name, answer in ANSWERED.items() if name in marked}


def _judged(page: httpx.Response) -> None:
    """Check what the screening came to: one dimension is positive, and the others are to be asked about in Urdu."""
    found = screening.judge({**screening.answers_of_facts(FACTS), **ANSWERED}, AGE)
    seen = _urdu(page)
    asking = _NEXT.findall(seen)
    _same("what is positive", [screening.HELD], found.positive)
    _same("dimensions", [1, len(found.findings) - 1], [seen.count(_POSITIVE), len(asking)])
    _same("what to ask next", _next(found), [text for part in asking for text in _texts(_ITEM, part)])


def _next(found: screening.Result) -> list[str]:
    return [one.ask[LANGUAGE] for finding in found.findings for one in finding.ask]


def _urdu(page: httpx.Response) -> str:
    """Return the text of a page that is in Urdu, from the right."""
    _same(f"language of {page.url.path}", (LANGUAGE, "rtl"), language_of(page.text))
    return page.text


def _texts(pattern: re.Pattern[str], text: str) -> list[str]:
    return [unescape(one).strip() for one in pattern.findall(text)]


def _same(what: str, wanted: Sequence[object], seen: Sequence[object]) -> None:
    if list(wanted) != list(seen):
        raise NotSeen(f"{what}: {list(seen)[:3]}, not {list(wanted)[:3]}")
