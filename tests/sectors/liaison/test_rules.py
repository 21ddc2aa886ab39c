# SPDX-License-Identifier: Apache-2.0
"""The rules of the sector "Liaison" on cases of their own; its examples run in test_examples.py."""

from taawun.sectors.liaison import rules


def test_a_note_with_a_summary_has_no_finding():
    assert not list(rules.check_note({"name": "قارب", "summary": "لا رد"}))
