# SPDX-License-Identifier: Apache-2.0
"""Rules of the coast guard on real rows of transmitted identities, and the words that they never say."""

import csv
import gzip
import re
from collections import Counter

import pytest

from taawun.sectors import FOLDER
from taawun.sectors.coast_guard import rules
from tests.formats.ais_lines import REAL


def test_real_identities_are_remarked_as_they_are_known_to_be():
    path = REAL / "noaa_20230101.csv.gz"
    if not path.exists():
        pytest.skip("noaa_20230101.csv.gz does not lie beside the project")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["IMO"]]
    seen = Counter(one.code for row in rows for one in rules.check_vessel({"imo": row["IMO"]}))
    assert seen["vessel.imo-zeros"] == 22
    assert seen["vessel.imo-digit"] + seen["vessel.imo-shape"] == 33


def test_no_sentence_of_the_sector_accuses_anybody():
    texts = [path.read_text("utf-8") for path in FOLDER.glob("coast_guard/**/*") if path.suffix in {".py", ".html"}]
    said = re.findall(r"[^.\"]*\b(?:suspicious|suspect vessel|dark vessel|clear of)\b[^.\"]*", "\n".join(texts))
    assert said == []
