# SPDX-License-Identifier: Apache-2.0
"""Cases: the lawful moves of a case, its gates, contents and clocks, as data and as decisions on data (spec 60)."""
