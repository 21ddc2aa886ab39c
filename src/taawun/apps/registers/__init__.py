# SPDX-License-Identifier: Apache-2.0
"""Registers: records and their versions, their types as data, and imports (spec 80)."""
