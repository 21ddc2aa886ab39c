# SPDX-License-Identifier: Apache-2.0
"""The rules of the sector "Joint plans" on cases of their own; its examples run in test_examples.py."""

from taawun.sectors.plans import rules


def test_a_resource_that_somebody_commits_in_time_has_no_remark():
    assert not list(rules.check_asset({"name": "قارب", "authority": "خفر السواحل", "hours": "4"}))
