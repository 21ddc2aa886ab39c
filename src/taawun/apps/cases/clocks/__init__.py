# SPDX-License-Identifier: Apache-2.0
"""Clocks of a case: the parties' days, the rows, and what the worker does each minute (spec §60.11 to §60.13)."""
