# SPDX-License-Identifier: Apache-2.0
"""What the partner's node can show of a plan: every section that came, and of an annex nothing at all (spec §86.4)."""

import contextlib
import json

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from taawun.apps.exchange.models import InEnvelope
from taawun.kernel.errors import AnnexWouldLeave
from taawun.sectors.plans import annexes, services
from taawun.sectors.plans.documents import Edit
from taawun.sectors.plans.models import Annex, Plan, Section
from tests.sectors.plans.addresses import filled
from tests.sectors.plans.test_crossing import BASIS, comes
from tests.sectors.plans.test_pages import client_of

pytestmark = pytest.mark.django_db
TITLE, TEXT = "قومی ضمیمہ", "گھاٹ نمبر سات"
"""What the annex of `filled` is called, and what it says."""


def written_there(desk, settings, monkeypatch) -> tuple[str, str, list[dict]]:
    """Let Bahrain write a plan, an annex and a section that repeats it; return the plan, the annex, what may leave."""
    bodies: list[dict] = []
    settings.TAAWUN_PARTY = "BH"
    with transaction.atomic(), monkeypatch.context() as patched:
        patched.setattr(services.exchange, "draft_release", lambda _actor, wish, _at: bodies.append(dict(wish.body)))
        plan, annex = filled(desk.officers["asma"], other="PK")
        copy = services.add_section(desk.actor("asma"), plan.id, "منسوخ شدہ")
        services.save(
            desk.actor("asma"), copy.id, Edit(text=f"1. {annexes.content_of(Annex.objects.get(id=annex.id)).text}"), 1
        )
        for row in Section.objects.filter(plan=plan):
            with contextlib.suppress(AnnexWouldLeave):
                services.release(desk.actor("asma"), row.id, BASIS)
        transaction.set_rollback(True)
    settings.TAAWUN_PARTY = "PK"
    return plan.id, annex.id, bodies


def plain_pages(resolver: URLResolver | None = None, prefix: str = "") -> set[str]:
    """Return the address of every page and interface that needs nothing to be opened with."""
    found: set[str] = set()
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            inside = f"{prefix}{one.namespace}:" if one.namespace else prefix
            found |= plain_pages(one, inside)
        elif one.name:
            try:
                found.add(reverse(f"{prefix}{one.name}"))
            except NoReverseMatch:
                continue
    return found


def of_the_plan(plan: str, annex: str) -> set[str]:
    """Return the pages of what came, and the addresses at which an annex would be."""
    sections = Section.objects.filter(plan=plan).values_list("id", flat=True)
    came = InEnvelope.objects.values_list("id", flat=True)
    return {
        reverse("plans:plan", args=[plan]), reverse("plans:annex", args=[annex]),
        reverse("plans:section", args=[annex]), reverse("plans:paper", args=[plan, "csv"]) + "?annexes=1&language=ur",
        *(reverse(name, args=[one]) for one in sections for name in ("plans:section", "plans:release")),
        *(reverse("exchange:envelope", args=[one]) for one in came),
    }  # fmt: skip


def said(client: Client, url: str) -> str:
    answer = client.get(url)
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode(errors="replace")


def test_no_page_or_interface_of_the_partners_node_shows_an_annex(desk, settings, monkeypatch):
    plan, annex, bodies = written_there(desk, settings, monkeypatch)
    assert not Plan.objects.exists()
    assert all(comes(desk, one)[0] == "accepted" for one in bodies)
    assert not Annex.objects.exists()
    client = client_of(desk, "asma")
    pages = {url: said(client, url) for url in of_the_plan(plan, annex) | plain_pages()}
    assert len([url for url, text in pages.items() if "مشترکہ بحری گشت" in text]) > 5  # the plan itself is there
    sectors = [url for url in pages if url.startswith("/plans/")]
    assert client.get(reverse("plans:annex", args=[annex])).status_code == 404
    for url, text in pages.items():
        assert TEXT not in text, url
        assert annex not in text or url in sectors, url
        assert f"{TITLE}: رابطے" not in text, url
    assert TEXT not in json.dumps(bodies, ensure_ascii=False)
    assert annex not in json.dumps(bodies)
    assert len(bodies) == 4
