# SPDX-License-Identifier: Apache-2.0
"""The check-list of OASIS in the docs names tests that there are."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
LIST = ROOT / "docs" / "reference" / "taxii-interop.md"
FILES = {
    "server": "apps/taxii/test_server.py",
    "taxii": "federation/test_taxii.py",
    "medallion": "federation/test_medallion_cases.py",
    "markings": "sectors/counter_terrorism/test_markings.py",
}
NAMED = re.compile(r"`([a-z]+)::(test_[a-z_0-9]+)`")


def test_each_test_that_the_check_list_names_exists():
    named = set(NAMED.findall(LIST.read_text("utf-8")))
    assert len(named) > 15
    text = {word: (ROOT / "tests" / file).read_text("utf-8") for word, file in FILES.items()}
    assert not [f"{word}::{name}" for word, name in named if f"\ndef {name}(" not in text[word]]
