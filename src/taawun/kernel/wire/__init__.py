# SPDX-License-Identifier: Apache-2.0
"""What crosses the wire: identifiers, canonical bytes, signatures, seals, envelopes and receipts (spec 20, 30)."""
