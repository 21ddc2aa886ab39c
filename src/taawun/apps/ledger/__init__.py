# SPDX-License-Identifier: Apache-2.0
"""The node's append-only ledger, kept in the database and witnessed by the other party (spec 40)."""
