# SPDX-License-Identifier: Apache-2.0
"""The append-only ledger of a node and what proves it (spec 40)."""
