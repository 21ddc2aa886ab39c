# SPDX-License-Identifier: Apache-2.0
"""Watch lists: who is on them, what a hit on one raises, and what officers do with it."""
