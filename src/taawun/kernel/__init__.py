# SPDX-License-Identifier: Apache-2.0
"""The rules of cooperation between two nodes, with no framework, clock, disk, network or environment.

Everything here decides; nothing here acts. Time, keys and randomness come in as arguments, and each
rule cites the paragraph of `spec/` that states it.
"""
