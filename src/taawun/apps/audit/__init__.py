# SPDX-License-Identifier: Apache-2.0
"""Who did or read what, when and for which purpose; append-only and anchored in the ledger (spec §40)."""
