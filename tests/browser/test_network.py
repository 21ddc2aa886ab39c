# SPDX-License-Identifier: Apache-2.0
"""The drawing of a network in a real browser: step by step in place, as a picture, and with 5,000 nodes."""

import json
import math
import os
import random
import sys
import time
from pathlib import Path

import pytest

from taawun.apps.ui import built
from tests.apps.network.making import PASSPORT, PHONE, person, seizure, state
from tests.browser.moving import moving

pytestmark = pytest.mark.slow
SCREEN = {"width": 1280, "height": 900}
MANY = 5_000
FIGURES = os.environ.get("TAAWUN_NETWORK_FIGURES", "")
"""A file that `make bench` wants the figures in."""
RECORD = """() => {
  const told = { frames: [], longest: 0 };
  let last = performance.now();
  const turn = (now) => { told.frames.push(now - last); last = now; told.turn = requestAnimationFrame(turn); };
  told.turn = requestAnimationFrame(turn);
  told.watch = new PerformanceObserver((list) => {
    for (const one of list.getEntries()) told.longest = Math.max(told.longest, one.duration);
  });
  told.watch.observe({ type: "longtask" });
  window.told = told;
}"""
TELL = """() => {
  const { frames, longest, turn, watch } = window.told;
  cancelAnimationFrame(turn);
  watch.disconnect();
  const spent = frames.reduce((a, b) => a + b, 0), order = frames.slice().sort((a, b) => a - b);
  const at = (part) => Math.round(order[Math.floor(order.length * part)] * 10) / 10;
  const fps = Math.round(10_000 * frames.length / spent) / 10;
  return { fps, p50_ms: at(0.5), p95_ms: at(0.95), longest_ms: longest };
}"""


@pytest.fixture(autouse=True)
def _built() -> None:
    if not {"network.js", "layout.js"} <= set(built.manifest()):
        pytest.skip("no drawing was built; run `make assets`, which needs Node")


def tell(desk) -> tuple[str, str]:
    """State records that are linked, and return the two that are opened."""
    asma = desk.story.officers["asma"]
    start = person(asma, "Ahmad Khalid", phone=[PHONE])
    other = person(asma, "خالد گوندل", phone=[PHONE], passport_number=[PASSPORT])
    state(asma, "document", {"number": PASSPORT, "document_type": "passport", "country": "PK"})
    vessel = state(asma, "vessel", {"name": ["النور"], "owner": [start]})
    seizure(asma, "حشیش کی کھیپ", vessel)
    return start, other


def busy(watch) -> float:
    """Return how long the page's own thread has had the processor, in seconds; other programs do not count."""
    told = watch.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in told if one["name"] == "TaskDuration")


def keep(page, name: str) -> None:
    folder = os.environ.get("TAAWUN_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def ready(page, nodes: int) -> None:
    page.locator(f"[data-network][data-ready='{nodes}']").wait_for()


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_a_network_is_drawn_and_grows_in_place(desk, language) -> None:
    start, other = tell(desk)
    with moving(desk, "asma", language, viewport=SCREEN) as (page, complaints):
        page.goto(f"{desk.url}/network/records/{start}/")
        ready(page, 3)
        page.goto(f"{desk.url}/network/records/{start}/?open={other}")
        ready(page, 4)
        keep(page, f"network-{language}")
        assert page.locator("#links tbody tr").count() == 3
        with page.expect_download() as taken:
            page.click("[data-tool='picture']")
        assert Path(taken.value.path()).read_bytes().startswith(b"\x89PNG")
    assert complaints == []


def test_without_a_script_the_tables_are_the_network(desk) -> None:
    start, other = tell(desk)
    page = desk.sit_down("asma", "ur", viewport=SCREEN)
    page.goto(f"{desk.url}/network/records/{start}/")
    page.locator(f"tr[data-node='{other}'] [data-expand]").click()
    page.locator("tr[data-node] >> nth=3").wait_for()
    keep(page, "network-still-ur")
    assert page.locator("[data-tools]").is_hidden()
    assert page.locator("#links tbody tr").count() == 3
    assert desk.complaints == []


def look_around(page) -> dict:
    """Pull the drawing about, then bring it nearer and farther, and return how often the page drew itself meanwhile."""
    box = page.locator("[data-drawing]").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.evaluate(RECORD)
    page.mouse.down()
    for step in range(40 if FIGURES else 10):
        page.mouse.move(x + 90 * math.sin(step / 6), y + 60 * math.cos(step / 6))
    page.mouse.up()
    for turn in range(12 if FIGURES else 4):
        page.mouse.wheel(0, 120 if turn % 4 < 2 else -120)
        page.wait_for_timeout(40)
    return page.evaluate(TELL)


def many() -> str:
    """Return a file of 5,000 nodes, each linked to one before it."""
    chance = random.Random(7)
    nodes = [{"id": f"n{one}", "type": chance.choice(["person", "vessel", "document"]), "caption": f"نمبر {one}",
              "day": f"2026-{one % 12 + 1:02d}-01"} for one in range(MANY)]  # fmt: skip
    links = [{"a": f"n{one}", "b": f"n{chance.randrange(max(1, one))}", "kind": "shared"} for one in range(1, MANY)]
    return json.dumps({"format": "taawun-network/1", "nodes": nodes, "links": links})


def test_five_thousand_nodes_are_drawn_and_moved(desk, tmp_path) -> None:
    """What a frame takes is told, never judged: it is the machine's, which has no graphics card. `make bench` asks."""
    start, _other = tell(desk)
    file = tmp_path / "network.json"
    file.write_text(many(), encoding="utf-8")
    with moving(desk, "asma", viewport=SCREEN) as (page, complaints):
        page.goto(f"{desk.url}/network/records/{start}/")
        ready(page, 3)
        began = time.monotonic()
        page.set_input_files("[data-tool='file']", str(file))
        page.locator(f"[data-network][data-shown='{MANY}']").wait_for()
        shown = time.monotonic() - began
        ready(page, MANY)
        laid = time.monotonic() - began
        watch = page.context.new_cdp_session(page)
        watch.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = busy(watch)
        assert page.locator("[data-tool='time']").input_value() == "11", "the slider stands at the last month"
        after = look_around(page)
        own = busy(watch) - before
        keep(page, "network-5000")
        while_laying = after
        if FIGURES:  # a short run lays them out once
            page.set_input_files("[data-tool='file']", str(file))
            while_laying = look_around(page)
            ready(page, MANY)
        told = {
            "nodes": MANY, "first_shown_s": round(shown, 2), "laid_out_s": round(laid, 2),
            "while_laying_out": while_laying, "after": after, "page_busy_s": round(own, 2),
        }  # fmt: skip
        sys.stderr.write(json.dumps(told) + "\n")
        if FIGURES:
            Path(FIGURES).write_text(json.dumps(told), encoding="utf-8")
    assert complaints == []
