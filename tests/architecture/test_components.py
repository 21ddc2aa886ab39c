# SPDX-License-Identifier: Apache-2.0
"""What a node consists of is written down in a form that scanners read (ASVS 14.2.5)."""

import json

from tests.architecture.source import ROOT
from tools import components


def test_the_list_of_components_names_all_that_is_locked_and_is_kept() -> None:
    kept = json.loads(components.PAGE.read_text(encoding="utf-8"))
    assert (kept["bomFormat"], kept["specVersion"]) == ("CycloneDX", "1.5")
    purls = {one["purl"] for one in kept["components"]}
    lock = (ROOT / "requirements/run.txt").read_text(encoding="utf-8")
    pinned = [line.split()[0] for line in lock.splitlines() if "==" in line and not line.startswith((" ", "#"))]
    assert len(pinned) > 20
    assert {f"pkg:pypi/{name}@{version}" for name, version in (one.split("==") for one in pinned)} <= purls
    assert any(one.startswith("pkg:npm/maplibre-gl@") for one in purls)
    assert len(purls) == len(kept["components"])
    assert components.main(["--check"]) == 0
