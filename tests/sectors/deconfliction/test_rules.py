# SPDX-License-Identifier: Apache-2.0
"""The rules over areas of which operations keep clear; their examples run in test_examples.py."""

from taawun.sectors.deconfliction import rules


def test_an_area_with_its_days_and_somebody_to_ask_has_no_finding():
    data = {"area": "26.2 50.6 10 nm", "start": "2026-12-01", "end": "2026-12-02", "ask": "نگران ڈیسک"}
    assert not list(rules.check_area(data))
