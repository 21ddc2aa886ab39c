# SPDX-License-Identifier: Apache-2.0
"""Statistics that leave the node: small cells withheld, or noise from a budget that runs out (spec §80.84)."""
