# SPDX-License-Identifier: Apache-2.0
"""What a page weighs on the wire before the browser has anything: its text, its sheet, its scripts and its letters."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from taawun.apps.ui import built

pytestmark = pytest.mark.once

MOST = 150_000  # bytes of a page without maps, compressed
MOST_TO_READ = 60_000  # bytes before the first letter stands: without fonts, which swap in
PAGES = {
    "ui:home": "asma", "registers:list": "asma", "cases:list": "omar", "exchange:inbox": "asma",
    "ledger:ledger": "asma", "ui:components": "noman",
}  # fmt: skip
"""Pages, and who opens them."""
LETTERS = {
    "en": ("noto-naskh-arabic-name.woff2", "noto-nastaliq-urdu-name.woff2", "noto-naskh-arabic-400.woff2"),
    "ar": ("noto-nastaliq-urdu-name.woff2", "noto-naskh-arabic-400.woff2", "noto-naskh-arabic-700.woff2"),
    "ur": ("noto-naskh-arabic-name.woff2", "noto-nastaliq-urdu-400.woff2"),
}
"""Fonts that a page in each language asks for, with the languages' own names in the head."""


def bytes_of(name: str) -> int:
    """Return what a static file weighs when it is sent."""
    content = Path(str(finders.find(name))).read_bytes()
    return len(content) if name.endswith("woff2") else len(gzip.compress(content))


def linked(page: str) -> list[str]:
    """Return the static files that a page names."""
    return re.findall(rf'(?:href|src)="{settings.STATIC_URL}([^"]+)"', page)


@pytest.mark.parametrize("code", LETTERS)
def test_a_page_is_light(story, sign_in, code) -> None:
    for name, reader in PAGES.items():
        page = sign_in(reader, code).get(reverse(name)).content
        read = len(gzip.compress(page)) + sum(bytes_of(file) for file in linked(page.decode()))
        letters = [built.manifest()[font] for font in LETTERS[code] if font in built.manifest()]
        whole = read + sum(bytes_of(f"built/{font}") for font in letters)
        assert read < MOST_TO_READ, (name, read)
        assert whole < MOST, (name, whole)
