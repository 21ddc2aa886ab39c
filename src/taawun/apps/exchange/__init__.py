# SPDX-License-Identifier: Apache-2.0
"""The exchange with other nodes: pairing, releases, outbox, inbox, receipts and gap repair (spec 30, 50)."""
