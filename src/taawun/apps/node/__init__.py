# SPDX-License-Identifier: Apache-2.0
"""The node itself, for its operator: health, keys, backups, and the ceremony of pairing."""
