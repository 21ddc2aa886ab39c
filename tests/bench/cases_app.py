# SPDX-License-Identifier: Apache-2.0
"""Ten thousand open cases on a fresh node: how long the clock job and the pages over them take. Prints one object."""

import json
import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from tests import house

SCRATCH = house.prepare()

import django  # noqa: E402 - settings are read from the home made above

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from taawun.apps.audit.actors import Actor  # noqa: E402
from taawun.apps.cases import access, library  # noqa: E402
from taawun.apps.cases.clocks import clockwork, timing  # noqa: E402
from taawun.apps.cases.models import Case, Clock, ClockEvent, Task  # noqa: E402
from taawun.apps.ids import new_id  # noqa: E402
from taawun.apps.people import services as people  # noqa: E402
from taawun.apps.rows import insert  # noqa: E402
from taawun.kernel.cases.workflow import State  # noqa: E402

CASES, LOOKS = 10_000, 15
PACK, KIND, PURPOSE = "pk-bh-extradition", "extradition", "extradition"
RULES = ("decision", "surrender")
START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
INIT = Actor.system("init")


def main() -> None:
    call_command("migrate", verbosity=0)
    officer = an_officer()
    make_cases()
    ten_days, end = START + timedelta(days=10), START + timedelta(days=400)
    quiet = timed(lambda: clockwork.run_due(START + timedelta(minutes=1)))
    moment, seen = ten_days, 0
    while not seen:  # the first minute in which every case has a warning to give
        moment += timedelta(days=1)
        started = time.perf_counter()
        seen = clockwork.run_due(moment)
        warning = time.perf_counter() - started
    started = time.perf_counter()
    ended = clockwork.run_due(end)
    ending = time.perf_counter() - started
    browser = signed_in(officer)
    pages = {name: looks(browser, reverse(f"cases:{name}")) for name in ("list", "board")}
    board = [timed(lambda: access.board(officer, PURPOSE)) for _ in range(LOOKS)]
    counts = [timed(lambda: access.counts(officer, PURPOSE)) for _ in range(LOOKS)]
    answer: dict[str, Any] = {
        "cases": CASES, "clocks": Clock.objects.count(), "quiet_ms": milli(quiet), "warned": seen,
        "warning_s": round(warning, 2), "ended": ended, "ending_s": round(ending, 2),
        "events": ClockEvent.objects.count(), "tasks": Task.objects.count(), "board_ms": milli(median(board)),
        "counts_ms": milli(median(counts)), "pages_ms": {name: milli(median(took)) for name, took in pages.items()},
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }  # fmt: skip
    print(json.dumps(answer))


def an_officer() -> Any:
    titles = {"title_en": "Central authority", "title_ar": "الجهة المركزية", "title_ur": "مرکزی اتھارٹی"}
    room = people.create_authority(INIT, party="PK", code="central", at=START, **titles)
    secret = "a password of some length"  # of a node that lives for a minute
    officer = people.create_officer(
        INIT, username="imran", name="عمران خان", authority=room, password=secret, passphrase=secret, at=START
    )
    people.grant_role(INIT, officer, "legal_reviewer", at=START)
    people.set_language(officer, "ur")
    return officer


def signed_in(officer: Any) -> Client:
    """Return a browser of an officer who reads Urdu and is at work for extradition."""
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(officer)
    browser.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return browser


def looks(browser: Client, url: str) -> list[float]:
    """Return how long whole pages take, from the request to the last byte, after one that nobody counts."""
    page = browser.get(url)
    if page.status_code != 200 or b'<html lang="ur" dir="rtl">' not in page.content or b"cases/" not in page.content:
        raise SystemExit(f"{url}: {page.status_code}")
    return [timed(lambda: browser.get(url)) for _ in range(LOOKS)]


def make_cases() -> None:
    """Store cases in every open state, each with two clocks, as the acts would leave them."""
    pack = library.pack_named(PACK)
    kind = pack.kinds[KIND]
    with transaction.atomic():
        frozen = library.freeze(pack, START)
        states = [state for state in kind.workflow.states.values() if not state.final]
        rows = [a_case(number, frozen.digest, states[number % len(states)]) for number in range(CASES)]
        insert(rows)
        patterns = {rule: timing.begin(rows[0], kind.clocks[rule], "bench", START) for rule in RULES}
        for one in patterns.values():
            one.at_end, one.role = "answer_late", "legal_reviewer"
        insert(a_clock(case, patterns[rule]) for case in rows for rule in RULES)


def a_case(number: int, digest: str, state: State) -> Case:
    return Case(
        id=new_id(START + timedelta(milliseconds=number)), kind=KIND, pack_id=digest, pack_slug=PACK, pack_version=1,
        requesting="BH", requested="PK", side="requested", state=state.slug, phase=state.phase, flags=[],
        title=f"Case {number}", authority="central", channel="diplomatic", purpose=PURPOSE, handling=["H1"],
        opened=START, changed=START, asked=START, review=(START + timedelta(days=365)).date(),
    )  # fmt: skip


def a_clock(case: Case, like: Clock) -> Clock:
    return Clock(
        case_id=case.id, rule=like.rule, step="bench", started=START, pauses=[], extended=0, marks=like.marks,
        due=like.due, next_at=like.next_at, at_end=like.at_end, role=like.role,
    )  # fmt: skip


def timed(act: Callable[[], Any]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def milli(seconds: float) -> float:
    return round(seconds * 1_000, 1)


if __name__ == "__main__":
    main()
