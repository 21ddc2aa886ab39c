# SPDX-License-Identifier: Apache-2.0
"""Cases as JSON under /api/, for a ministry's own programs: the door and the services of the pages (spec §60.17)."""
