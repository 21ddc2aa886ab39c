# SPDX-License-Identifier: Apache-2.0
"""Gates of a case: assessed, kept secret where they must be, and the stops and charges beside them (spec §60)."""
