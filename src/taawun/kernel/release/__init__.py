# SPDX-License-Identifier: Apache-2.0
"""Who must approve what before it may leave, and how the other side checks it (spec 50)."""
