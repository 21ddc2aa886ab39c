# SPDX-License-Identifier: Apache-2.0
"""Moves of a case: ours proposed and sent, theirs taken, and what follows from either (spec §60.3 to §60.5)."""
