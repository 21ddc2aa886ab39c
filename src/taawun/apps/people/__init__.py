# SPDX-License-Identifier: Apache-2.0
"""Officers, their authorities and roles, and the keys that they and the node sign with (spec §10)."""
