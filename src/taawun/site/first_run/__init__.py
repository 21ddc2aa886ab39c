# SPDX-License-Identifier: Apache-2.0
"""The first run: `taawun serve` on an empty home asks for the new node in a browser, in three languages."""
