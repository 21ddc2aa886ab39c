# SPDX-License-Identifier: Apache-2.0
"""Files that become records: read row by row, stored in chunks, resumable, and undone as one (spec §80.22)."""
