# SPDX-License-Identifier: Apache-2.0
"""The rules of this sector in one place: pure functions over the data of one record (spec §80.40)."""

from taawun.sectors.counter_narcotics.custody import check_chain, check_step
from taawun.sectors.counter_narcotics.notices import check_notice, check_precursor, due, fill_notice
from taawun.sectors.counter_narcotics.press import by_drug, check_press, fill_press
from taawun.sectors.counter_narcotics.profiles import check_profile, verbal
from taawun.sectors.counter_narcotics.valuation import check_valuation, fill_valuation, per_gram, spread
from taawun.sectors.counter_narcotics.weights import check_seizure, fill_seizure, mass

__all__ = [
    "by_drug", "check_chain", "check_notice", "check_precursor", "check_press", "check_profile", "check_seizure",
    "check_step", "check_valuation", "due", "fill_notice", "fill_press", "fill_seizure", "fill_valuation", "mass",
    "per_gram", "spread", "verbal",
]  # fmt: skip
