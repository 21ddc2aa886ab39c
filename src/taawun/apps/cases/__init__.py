# SPDX-License-Identifier: Apache-2.0
"""Cases at a node: kept, moved, assessed, clocked, written and proven (spec 60)."""
