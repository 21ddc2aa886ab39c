# SPDX-License-Identifier: Apache-2.0
"""What a node does with what another node sends: the decisions, in their fixed order (spec 30)."""
