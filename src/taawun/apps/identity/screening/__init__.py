# SPDX-License-Identifier: Apache-2.0
"""Screening: entries of travellers, crews or customers held against the records of this node."""
