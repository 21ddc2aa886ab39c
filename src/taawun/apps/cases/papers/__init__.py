# SPDX-License-Identifier: Apache-2.0
"""Papers of a case: kept with their custody, written as letters, signed, and gathered for a court (spec §60.9)."""
