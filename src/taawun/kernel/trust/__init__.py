# SPDX-License-Identifier: Apache-2.0
"""Who may sign what for a party: keys, rosters, pairing (spec 10)."""
